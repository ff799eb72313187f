"""Who works where: organisations, places, offices and accounts. Never a survivor."""

from pakhi.network.models.account import Account, ApiToken, Membership
from pakhi.network.models.office import Holder, Jurisdiction, Office, Post
from pakhi.network.models.organisation import Affiliation, Organisation, Programme
from pakhi.network.models.place import Place, PlaceName

__all__ = [
    "Account", "Affiliation", "ApiToken", "Holder", "Jurisdiction", "Membership", "Office", "Organisation",
    "Place", "PlaceName", "Post", "Programme",
]  # fmt: skip
