"""When an organisation's key changes, what arrived from phones is sealed to the new one, too; or nobody could read it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from pakhi.field.inbox import about
from pakhi.field.models import Arrival
from pakhi.lib import envelope
from pakhi.network.models import Organisation
from pakhi.vault.models import OrganisationKey
from pakhi.vault.rotation import ALONG, Along

BATCH = 50  # records hold some tens of kB each


def left(organisation: Organisation, fresh: OrganisationKey) -> int:
    """How many records are sealed to an older key."""
    return Arrival.objects.filter(organisation=organisation).exclude(key=fresh.generation).count()


def move(organisation: Organisation, fresh: OrganisationKey, private: Callable[[int], bytes]) -> int:
    """Seal some of them, and the heads of their files, to the new key. How many."""
    with transaction.atomic():
        rows = Arrival.objects.filter(organisation=organisation).exclude(key=fresh.generation).order_by("pk")
        batch = list(rows.select_for_update()[:BATCH])
        for arrival in batch:
            again(arrival, fresh, private(arrival.key))
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
