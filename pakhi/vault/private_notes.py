"""Notes for their writer alone, such as a counsellor's: two locks, and no colleague has both keys.

Outside, a note is sealed to the person's key as every other is: when she is forgotten, it goes with her. Inside, it is
sealed to the key pair of the account that wrote it, which opens with that account's password and with nothing else.
Whoever gets a new key pair (a password that somebody else has set) cannot read what they wrote before.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pakhi.lib import envelope, seal
from pakhi.network.models import Account
from pakhi.vault import identity, merge, reveal
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, Note, Person, WorkerKey

ROOM = "private"  # never the room of a note that colleagues read


@dataclass(frozen=True)
class Mine:
    """A note of the reader's own. `text` is None where it was sealed to a key that they have no more."""

    row: Note
    text: str | None


def keep(person: Person, text: str, by: Account, about: str) -> Note:
    """Seal a note for its writer; public keys are enough. Raises Refused without a key, or after her record's end."""
    key = WorkerKey.objects.filter(account=by.pk).first()
    if key is None:
        raise Refused(_("There is no key for this account yet. Sign in once, then write it."))
    inner = envelope.seal_for(bytes(key.public), seal.pad(text.encode(), identity.BLOCK), bound(person, by.pk, about))
    return identity.note(person, ROOM, base64.b64encode(inner).decode(), by, about)


def bound(person: Person, account: int, about: str) -> str:
    """What the inner lock is tied to: whom it is about, who wrote it, and beside what."""
    return f"private|{person.code}|{account}|{about}"


def written(person: Person, abouts: Iterable[str], beside: str) -> dict[str, int]:
    """Those of these things whose note is for its writer alone: the thing -> the account of the writer.

    Where there are several notes, the newest decides, also against one of the room `beside`. Nothing is opened.
    """
    rows = Note.objects.filter(person__in=merge.together(person), room__in=(ROOM, beside), about__in=list(abouts))
    newest = {row.about: row for row in rows.order_by("pk").defer("sealed")}
    return {about: row.by for about, row in newest.items() if row.room == ROOM}


def read(unlocked: Unlocked, person: Person, reason: str, abouts: Iterable[str]) -> list[Mine]:
    """The reader's own notes beside these things, the newest first: one logged act like any other reveal.

    Raises reveal.NotYours, with its line in the log, where none of them is theirs; and what `reveal.counted` raises.
    """
    wanted = list(abouts)

    def opened(kept: Person) -> list[Mine]:
        records = merge.together(kept)
        rows = Note.objects.filter(person__in=records, room=ROOM, about__in=wanted, by=unlocked.account.pk)
        found = [open_one(unlocked, row) for row in rows.select_related("person__key").order_by("-pk")]
        if not found:
            raise reveal.WritersAlone(_("Only the one who wrote this can read it."))
        return found

    return reveal.counted(unlocked, person, ["notes"], reason, Entry.Act.REVEAL, opened)


def open_one(unlocked: Unlocked, row: Note) -> Mine:
    """One note of the reader's. Raises seal.CannotOpen where the outer lock was tampered with."""
    private = identity.person_key(unlocked, row.person)
    inner = base64.b64decode(identity.opened(private, row.person, "note", ROOM, bytes(row.sealed)))
    try:
        content = envelope.open_for(unlocked.private, inner, bound(row.person, unlocked.account.pk, row.about))
    except seal.CannotOpen:
        return Mine(row, None)
    return Mine(row, seal.unpad(content).decode())
