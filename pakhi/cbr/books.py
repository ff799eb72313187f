"""Opening a case, and finding it again: also after two records of one person were put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.cbr.models import Book
from pakhi.network.models import Account, Organisation
from pakhi.vault import access, apart, audit, consent, heard, listings, merge, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person
from pakhi.vault.profile import Profile

Basis = Book.Basis

Then = Callable[[Book, Account], None]
OPENED: list[Then] = []  # what else is written when a case is opened: each may be called again for the same book


def open_case(person: Person, by: Account, basis: str = Basis.CONSENT, profile: Profile | None = None) -> Book:
    """Begin a case, or give the one that is there. Raises Refused: without her consent, or to whom she is not known.

    Without consent only where she cannot be asked, or a life was in danger; then asking her is due (due.py).
    """
    found = merge.answer(person.code)
    if found is None or found.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    listings.need_person(found)
    if basis not in Basis.values:
        raise Refused(_("Say on what ground the case is opened."))
    if not may_write(by, found):
        raise Refused(_("Only who is there for her opens her case."))
    there = case_of(found)
    if there is not None:
        return there
    if basis == Basis.CONSENT and not consent.allows(found, "case"):
        raise Refused(_("She has not agreed that a case record is kept. Ask her first."))
    home = Organisation.objects.get(code=found.organisation)
    with audit.locked():
        audit.record(
            Entry.Act.WRITE, actor=by, organisation=found.organisation, person=found.code, step="case_opened",
            part=[basis],
        )  # fmt: skip
    with transaction.atomic():
        made, _new = Book.objects.get_or_create(
            organisation=home, person=found.code, kind=Book.Kind.CASE, defaults={"basis": basis, "opened_by": by}
        )
        if profile is not None:
            describe(made, profile)
        for then in OPENED:
            then(made, by)
    heard.tell(found.code)
    return made


def describe(book: Book, profile: Profile) -> None:
    """Keep her coded profile, as somebody who may look has derived it."""
    book.gender, book.age_band, book.block = profile.gender, profile.age_band, profile.block
    book.profile_on = profile.on
    book.save(update_fields=["gender", "age_band", "block", "profile_on"])


def may_write(account: Account, person: Person) -> bool:
    """Whether somebody is there for her, or keeps the people of her organisation; never whom she is kept apart from."""
    if apart.kept_apart(account, person):
        return False
    return access.assigned(account, person.code) or standing.is_keeper(account, person.organisation)


def writable(account: Account, people: Iterable[Person]) -> set[str]:
    """The codes of those among these people of whom `may_write` is true; asked once for all of them."""
    held = list(people)
    kept = {home for home in {one.organisation for one in held} if standing.is_keeper(account, home)}
    found = access.assigned_among(account, held) | {one.code for one in held if one.organisation in kept}
    return found - set(apart.hidden_from(account).values())


def cases_of(person: Person) -> list[Book]:
    """Her cases in her organisation, that of the record that answers first; after a merge there may be several."""
    codes = [one.code for one in merge.together(person)]
    found = Book.objects.filter(kind=Book.Kind.CASE, person__in=codes, organisation__code=person.organisation)
    return sorted(found, key=lambda book: codes.index(book.person))


def case_of(person: Person) -> Book | None:
    """The case to which is written; nothing if there is none."""
    return next(iter(cases_of(person)), None)


def hers(book: Book) -> list[Book]:
    """All cases of whom a case is about, as `cases_of`; any other book alone."""
    person = merge.answer(book.person) if book.person else None
    found = cases_of(person) if person is not None else []
    return found if book in found else [book, *found]


def reachable(books: Iterable[Book]) -> list[Book]:
    """Those of people whose record is open where the book is, and those that are nobody's: who was forgotten or handed
    over stands in no list. The books come with their organisation.
    """
    held = list(books)
    kept = merge.answers({book.person for book in held if book.person})
    return [book for book in held if not book.person or is_here(kept.get(book.person), book)]


def is_here(person: Person | None, book: Book) -> bool:
    return person is not None and person.state == Person.State.HERE and person.organisation == book.organisation.code


def people_of(books: Iterable[Book]) -> dict[int, str]:
    """Book -> the code that answers for its person."""
    codes = {book.pk: book.person for book in books}
    kept = merge.answers(codes.values())
    return {pk: kept[code].code if code in kept else code for pk, code in codes.items()}
