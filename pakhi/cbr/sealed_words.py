"""Free text about a case: sealed in the vault with public keys alone, read there as a reveal. None of it stays here."""

from __future__ import annotations

from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.network.models import Account
from pakhi.vault import audit, identity, merge, reveal
from pakhi.vault.keys import Unlocked
from pakhi.vault.models import Entry, Note, Person

ROOM = "cbr"
LONGEST = 10_000


def keep(book: Book, number: str, text: str, by: Account) -> None:
    """Seal what was said beside a step, once. Raises Faulty, and Refused where her record is closed."""
    person = merge.answer(book.person) if book.person else None
    if person is None:
        raise Faulty("words")  # a book that is nobody's has no place for them here
    if len(text) > LONGEST:
        raise Faulty("words", "long")
    with audit.locked():
        if Note.objects.filter(person__in=merge.together(person), room=ROOM, about=number).exists():
            return
        identity.note(person, ROOM, text, by, number)
        audit.record(
            Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="case",
            part=["notes"],
        )  # fmt: skip


def read(unlocked: Unlocked, person: Person, reason: str, number: str | None = None) -> dict[str, str]:
    """Number of the step -> its words, or those of one step. Raises what `reveal.reveal_notes` raises."""
    found = reveal.reveal_notes(unlocked, person, ROOM, reason, number)
    return {row.about: text for row, text in found}
