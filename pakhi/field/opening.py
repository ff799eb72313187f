"""What arrived, opened again: the record's own bytes and its files, for a worker who has the organisation's key."""

from __future__ import annotations

import base64
import json

from django.utils.translation import gettext as _

from pakhi.field import forgotten
from pakhi.field.inbox import about
from pakhi.field.models import Arrival, Attachment
from pakhi.lib import envelope, pieces, seal
from pakhi.vault import files, keys
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import OrganisationKey


def private_key(unlocked: Unlocked, arrival: Arrival) -> bytes:
    """The private key of the generation that an arrival is sealed to. Raises Refused, also for a closed record."""
    if not bytes(arrival.sealed):
        raise Refused(_("What was in this record was destroyed, together with the record of the person it was about."))
    if forgotten.closed(arrival):
        raise Refused(_("The record of the person whom this is about is closed. Nobody opens it any more."))
    kept = OrganisationKey.objects.filter(organisation=arrival.organisation.code, generation=arrival.key).first()
    if kept is None:
        raise Refused(damaged())
    return keys.open_organisation(unlocked, kept)


def content(unlocked: Unlocked, arrival: Arrival) -> bytes:
    """The record as the phone sent it. The caller logs it. Raises Refused."""
    try:
        return envelope.open_for(private_key(unlocked, arrival), bytes(arrival.sealed), about(arrival.instance))
    except seal.CannotOpen:
        raise Refused(damaged()) from None


def attached(unlocked: Unlocked, arrival: Arrival) -> dict[str, bytes]:
    """The files that have come with it, by the names that the record gives them. Raises Refused."""
    rows = list(arrival.attachments.exclude(token=""))
    private = private_key(unlocked, arrival) if rows else b""
    return {row.name: opened(private, row) for row in rows}


def opened(private: bytes, row: Attachment) -> bytes:
    """One file, whole: a phone sends some megabytes at most. Raises Refused."""
    try:
        head = json.loads(envelope.open_for(private, bytes(row.head), f"arrived head|{row.token}"))
        key, size = base64.b64decode(head["key"]), int(head["size"])
        with (files.folder() / row.token).open("rb") as sealed:
            return b"".join(pieces.open_pieces(key, sealed, size, f"arrived|{row.token}"))
    except (seal.CannotOpen, OSError):
        raise Refused(damaged()) from None


def damaged() -> str:
    return _("This record cannot be opened: it was cut, moved or changed.")
