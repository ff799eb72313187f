"""A record that was taken in is opened again to read its texts: by a supervisor or manager, and logged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pakhi.field import mending, opening, records
from pakhi.field.models import Arrival
from pakhi.field.records import Record, Unreadable
from pakhi.vault import standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry
from pakhi.vault.sniff import PICTURES, sniff


def read(unlocked: Unlocked, arrival: Arrival) -> Record:
    """The record as it was sent. Raises Refused."""
    need_reader(unlocked, arrival)
    content = opening.content(unlocked, arrival)
    mending.log(Entry.Act.REVEAL, unlocked, arrival, "arrival")
    try:
        return records.read(content)
    except Unreadable:
        raise Refused(opening.damaged()) from None


def picture(unlocked: Unlocked, arrival: Arrival, name: str) -> tuple[bytes, str]:
    """A picture that came with it, and its type; nothing for a file that is no picture. Raises Refused."""
    need_reader(unlocked, arrival)
    content = opening.attached(unlocked, arrival).get(name, b"")
    try:
        kind = sniff(content) if content else ""
    except Refused:
        return b"", ""
    return (content, kind) if kind in PICTURES else (b"", "")


def need_reader(unlocked: Unlocked, arrival: Arrival) -> None:
    """Texts may hold names: they are opened where names are, and by nobody else. Raises Refused."""
    if not standing.is_keeper(unlocked.account, arrival.organisation.code):
        raise Refused(_("What was written in words is opened by a supervisor or manager of the organisation."))
