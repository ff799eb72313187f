"""Who reads a page of a case, and which person and books it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from pakhi.cbr.books import cases_of, may_write
from pakhi.cbr.models import Book
from pakhi.network.models import Account
from pakhi.vault import standing
from pakhi.vault.doors import the_person
from pakhi.vault.models import Person


@dataclass(frozen=True)
class About:
    """A person with her case: `book` is where is written, `books` all of them (several only after a merge)."""

    person: Person
    books: tuple[Book, ...]

    @property
    def book(self) -> Book:
        """The case that is written to. Raises Http404 where there is none."""
        if not self.books:
            raise Http404
        return self.books[0]


def me(request: HttpRequest) -> Account:
    """Who reads."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def about(code: str) -> About:
    """Whom a page is about. The gate has let the reader through. Raises Http404 for a record that is closed."""
    person = the_person(code)
    if person.state != Person.State.HERE:
        raise Http404
    return About(person, tuple(cases_of(person)))


def keeps(request: HttpRequest, person: Person) -> bool:
    """Whether the reader is supervisor or manager where she is."""
    return standing.is_keeper(me(request), person.organisation)


def writes(request: HttpRequest, person: Person) -> bool:
    """Whether the reader may write in her case."""
    return may_write(me(request), person)
