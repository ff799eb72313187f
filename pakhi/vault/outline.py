"""What is written about somebody, without a word of it: which parts, how much, since when, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.network.models import Account
from pakhi.vault.models import Assignment, Consent, Person, Section
from pakhi.vault.reveal import PARTS

Field = Section.Field


@dataclass(frozen=True)
class Part:
    """A part of an identity that was written, and the day of its newest version."""

    field: str
    on: dt.date

    @property
    def label(self) -> str:
        return str(PARTS[self.field])


@dataclass(frozen=True)
class Outline:
    """One record from outside. `workers`: the names of those who are there for her today."""

    person: Person
    parts: tuple[Part, ...]
    notes: int
    files: int
    consents: int
    workers: tuple[str, ...]

    @property
    def last(self) -> dt.date:
        """The day on which a part was last written."""
        return max([self.person.since, *(part.on for part in self.parts)])


def outline(person: Person) -> Outline:
    """What is written in one record; no key is needed, and nothing is revealed."""
    held = Assignment.objects.current().filter(person=person).order_by("id").values_list("account", flat=True)
    names = called(held)
    workers = tuple(names[one] for one in dict.fromkeys(held) if one in names)
    consents = Consent.objects.filter(person=person, withdrawal=None).count()
    return Outline(person, parts(person), person.notes.count(), person.files.count(), consents, workers)


def parts(person: Person) -> tuple[Part, ...]:
    """The parts that are written, in the order of the page of a person."""
    newest = dict(Section.objects.filter(person=person).order_by("version").values_list("field", "on"))
    return tuple(Part(field, newest[field]) for field in Field.values if field in newest)


def called(accounts: Iterable[int]) -> dict[int, str]:
    """The names of workers by their numbers; 0 and who is gone are left to the page."""
    found = Account.objects.in_bulk(set(accounts) - {0})
    return {number: account.name for number, account in found.items()}
