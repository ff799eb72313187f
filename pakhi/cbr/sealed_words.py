"""Free text about a case: sealed in the vault with public keys alone, read there as a reveal. None of it stays here."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.network.models import Account
from pakhi.vault import audit, identity, merge, private_notes, reveal
from pakhi.vault.keys import Unlocked
from pakhi.vault.models import Entry, Person

ROOM = "cbr"
LONGEST = 10_000


def keep(book: Book, number: str, text: str, by: Account, private: bool = False) -> None:
    """Seal what was said beside a step that is not written yet. Raises Faulty, and Refused where her record is closed.

    `private`: for the writer alone, as the notes of a counsellor. Where the step was refused after this and is sent
    again under its number, the newer words hold; who may read them goes by the newer step, too.
    """
    person = merge.answer(book.person) if book.person else None
    if person is None:
        raise Faulty("words")  # a book that is nobody's has no place for them here
    if len(text) > LONGEST:
        raise Faulty("words", "long")
    with audit.locked():
        if private:
            private_notes.keep(person, text, by, number)
        else:
            identity.note(person, ROOM, text, by, number)
        audit.record(
            Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="case",
            part=["notes"],
        )  # fmt: skip


def read(unlocked: Unlocked, person: Person, reason: str, number: str | None = None) -> dict[str, str]:
    """Number of the step -> its words, or those of one step. Raises what `reveal.reveal_notes` raises.

    What was written for its writer alone is not among them.
    """
    found = reveal.reveal_notes(unlocked, person, ROOM, reason, number)
    return {row.about: text for row, text in reversed(found)}  # the newest comes first, and holds


def read_beside(unlocked: Unlocked, person: Person, reason: str, numbers: Iterable[str]) -> dict[str, str]:
    """The words of these steps that the reader may have: what all read, and what they wrote for themselves alone.

    Raises what the two ways of reading raise.
    """
    wanted = set(numbers)
    private, mine = private_notes.written(person, wanted, ROOM), dict[str, str]()
    if unlocked.account.pk in private.values() or wanted == set(private):
        rows = private_notes.read(unlocked, person, reason, [number for number in wanted if number in private])
        mine = {one.row.about: _("This can be read no more: your key is a new one.") if one.text is None else one.text
                for one in reversed(rows)}  # fmt: skip
    if wanted <= set(private):
        return mine
    found = read(unlocked, person, reason)
    return {number: text for number, text in found.items() if number in wanted - set(private)} | mine
