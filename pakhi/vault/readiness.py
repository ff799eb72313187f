"""What stands between a worker and the names of an organisation: no key, no rehearsal, no access; and who can help."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import keys, outline, standing
from pakhi.vault.models import Grant


@dataclass(frozen=True)
class Missing:
    """What is missing, as a title and a sentence. `mine`: this reader can do it. `stops`: nobody can be registered."""

    title: str
    text: str
    who: tuple[str, ...]
    mine: bool
    stops: bool


def missing(organisation: Organisation, account: Account) -> Missing | None:
    """What is missing before this account can work with an organisation's people; None if nothing is."""
    key, keepers = keys.current(organisation), keepers_of(organisation)
    mine = account.pk in keepers
    names = tuple(sorted(name for number, name in keepers.items() if number != account.pk))
    if key is None:
        text = _("Names are sealed with a key of the organisation. It has to be made before anybody is registered.")
        return Missing(_("The organisation has no key yet"), text, names, mine, True)
    if not keys.ready(organisation):
        text = _("The recovery shares were printed, but nobody has tried yet whether two of them open the key.")
        return Missing(_("The key waits for its rehearsal"), text, names, mine, True)
    held = set(Grant.objects.filter(key=key).values_list("account", flat=True))
    if account.pk in held:
        return None
    text = _("You can register people, but not search or open names: a colleague who can open them gives you access.")
    able = tuple(sorted(name for number, name in outline.called(held & set(keepers)).items()))
    return Missing(_("You have no access to names yet"), text, able, False, False)


def keepers_of(organisation: Organisation) -> dict[int, str]:
    """The supervisors and managers of an organisation today: account -> name."""
    held = Membership.objects.current().filter(organisation=organisation, role__in=standing.KEEPERS)
    return dict(held.filter(account__is_active=True).values_list("account", "account__name"))
