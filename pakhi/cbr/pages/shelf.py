"""Where threads stand: in somebody's case or in a collective. The pages of a thread are the same for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from pakhi.cbr import unseen
from pakhi.cbr.kinds import KINDS, Kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import About, writes
from pakhi.vault.models import Person


@dataclass(frozen=True)
class Shelf:
    """`of`: the kind of book; `code`: whose, in addresses; `books[0]`: where is written; `writes`: which kinds the
    reader writes; `name`: how it is called above a page, for a case a code; `without`: questions not asked here.
    """

    of: str
    code: str
    books: tuple[Book, ...]
    writes: Callable[[Kind], bool]
    name: str = ""
    person: Person | None = None
    without: frozenset[str] = frozenset()

    @property
    def book(self) -> Book:
        """Raises Http404 where there is none."""
        if not self.books:
            raise Http404
        return self.books[0]

    @property
    def before(self) -> str:
        return "cbr:" if self.of == Book.Kind.CASE else "cbr:group_"

    @property
    def home(self) -> str:
        return reverse("cbr:case" if self.person else "cbr:group", args=[self.code])

    @property
    def thread_page(self) -> str:
        """The name of the page of a thread, for `url`."""
        return self.before + "thread"

    @property
    def begin_page(self) -> str:
        return self.before + "begin"

    def kind(self, key: str) -> Kind:
        """A kind that is begun from its own page by this reader. Raises Http404."""
        made = KINDS.get(key)
        if made is None or made.of != self.of or made.quiet or not self.writes(made):
            raise Http404
        return made

    def thread(self, number: str) -> Thread:
        """One of the threads here. Raises Http404."""
        return the_one(self.books, number)

    def asked(self, made: Kind, begins: bool) -> list[str] | None:
        """The questions that a form of a step asks; None for all that the kind has."""
        if not self.without & set(made.by_name):
            return None
        return [one.name for one in made.questions if one.name not in self.without and not (begins and one.later)]

    def within(self, made: Kind) -> list[Kind]:
        """The kinds that are begun from the page of a thread of this kind."""
        return [one for one in KINDS.values() if one.within == made.key and one.of == self.of and self.writes(one)]


def the_one(books: tuple[Book, ...], number: str) -> Thread:
    """A thread of some books, by its number. Raises Http404."""
    found = Thread.objects.filter(book__in=books, number=number).select_related("book").first()
    if found is None or found.kind not in KINDS or not found.state:  # without a state, all of it was taken out
        raise Http404
    if not unseen.seen([found]):
        raise Http404
    return found


def of_case(request: HttpRequest, found: About) -> Shelf:
    """The shelf of somebody's case."""
    may = writes(request, found.person)
    return Shelf(Book.Kind.CASE, found.person.code, found.books, lambda _made: may, person=found.person)
