"""When an organisation's key changes, what arrived is sealed to the new one, too; or nobody could read it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.field.inbox import about
from pakhi.field.models import Arrival
from pakhi.lib import envelope, seal
from pakhi.network.models import Organisation
from pakhi.vault.keys import Refused
from pakhi.vault.models import OrganisationKey
from pakhi.vault.rotation import ALONG, Along

BATCH = 50  # records hold some tens of kB each


def under_older(organisation: Organisation, fresh: OrganisationKey) -> QuerySet[Arrival]:
    """Records that are sealed to an older key; of those that were destroyed nothing is sealed."""
    return Arrival.objects.filter(organisation=organisation).exclude(key=fresh.generation).exclude(sealed=b"")


def left(organisation: Organisation, fresh: OrganisationKey) -> int:
    """How many records are sealed to an older key."""
    return under_older(organisation, fresh).count()


def move(organisation: Organisation, fresh: OrganisationKey, private: Callable[[int], bytes]) -> int:
    """Seal some of them, and the heads of their files, to the new key. How many. Raises Refused for a damaged one."""
    with transaction.atomic():
        batch = list(under_older(organisation, fresh).order_by("pk").select_for_update()[:BATCH])
        for arrival in batch:
            try:
                again(arrival, fresh, private(arrival.key))
            except (seal.CannotOpen, OrganisationKey.DoesNotExist):
                raise Refused(
                    _("The record %(number)s in the inbox cannot be opened: it was cut, moved or changed.")
                    % {"number": arrival.pk}
                ) from None
    return len(batch)


def again(arrival: Arrival, fresh: OrganisationKey, private: bytes) -> None:
    """One record with its files."""
    public = bytes(fresh.public)
    content = envelope.open_for(private, bytes(arrival.sealed), about(arrival.instance))
    arrival.sealed, arrival.key = envelope.seal_for(public, content, about(arrival.instance)), fresh.generation
    arrival.save(update_fields=["sealed", "key"])
    for row in arrival.attachments.exclude(token=""):
        head = envelope.open_for(private, bytes(row.head), f"arrived head|{row.token}")
        row.head = envelope.seal_for(public, head, f"arrived head|{row.token}")
        row.save(update_fields=["head"])


ALONG.append(Along(left, move))
