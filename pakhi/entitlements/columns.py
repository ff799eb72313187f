"""A whole caseload as columns: NumPy arrays by fact, one place for each person.

What is known of a fact is one of four shapes, each with an own way of saying *unknown*:

- `Numbers`: bounds, float64 [n] each; unknown: 0 and infinity
- `Flags`: int8 [n]; 1 yes, 0 no, -1 unknown
- `Words`: int32 [n], places in `vocabulary`; -1 unknown
- `Sets`: a mask of who answered, bool [n], and who has each member, bool [n] by member
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pakhi.entitlements.conditions import NUMBERS
from pakhi.entitlements.people import NOT_YET, STILL_TO_COME, Person
from pakhi.entitlements.rows import Basis, Catalogue

Bools = NDArray[np.bool_]
Days = NDArray[np.datetime64]
NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Numbers:
    """Bounds of a number, both included."""

    least: NDArray[np.float64]
    most: NDArray[np.float64]

    def take(self, places: NDArray[np.intp]) -> Numbers:
        return Numbers(self.least[places], self.most[places])


@dataclass(frozen=True)
class Flags:
    """1 yes, 0 no, -1 unknown."""

    said: NDArray[np.int8]

    def take(self, places: NDArray[np.intp]) -> Flags:
        return Flags(self.said[places])


@dataclass(frozen=True)
class Words:
    """Places in `vocabulary`; -1 unknown."""

    said: NDArray[np.int32]
    vocabulary: tuple[str, ...]

    def take(self, places: NDArray[np.intp]) -> Words:
        return Words(self.said[places], self.vocabulary)


@dataclass(frozen=True)
class Sets:
    """Who answered, and who has each member."""

    known: Bools
    has: Mapping[str, Bools]

    def take(self, places: NDArray[np.intp]) -> Sets:
        return Sets(self.known[places], {member: having[places] for member, having in self.has.items()})


Column = Numbers | Flags | Words | Sets


@dataclass(frozen=True)
class Cases:
    """`count` people. A fact, a day or a paper that is absent is unknown, or not held, for all.

    `days`: datetime64[D], NaT where not known. `today`: by name of a day, who has it still to come: it counts as today.
    `born`: the first and the last day on which each may have been born. `states`: codes like IN-WB, or empty.
    """

    count: int
    facts: Mapping[str, Column] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    today: Mapping[str, Bools] = field(default_factory=dict)
    born: tuple[Days, Days] | None = None
    papers: Mapping[str, Bools] = field(default_factory=dict)
    states: Words | None = None

    def day(self, name: str) -> Days:
        """Days by their name."""
        found = self.days.get(name)
        return np.full(self.count, NO_DAY) if found is None else found

    def basis_days(self, basis: Basis, on: dt.date) -> Days:
        """The days that pick the version; NaT: it has to be asked."""
        if basis is Basis.TODAY:
            return np.full(self.count, on, dtype="datetime64[D]")
        days = self.day(basis)
        waiting = self.today.get(basis)
        if waiting is None:
            waiting = np.full(self.count, basis in STILL_TO_COME and basis not in self.days)
        return np.where(np.isnat(days) & waiting, np.datetime64(on, "D"), days)

    def births(self) -> tuple[Days, Days]:
        """The first and the last day of birth that may be; NaT where nothing is known."""
        return self.born or (self.day("birth_date"), self.day("birth_date"))

    def in_state(self, codes: Iterable[str]) -> Bools:
        """Who is in one of some states."""
        wanted = set(codes)
        if self.states is None:
            return np.full(self.count, "" in wanted)
        table = np.array([code in wanted for code in (*self.states.vocabulary, "")], dtype=np.bool_)
        return table[self.states.said]

    def holds(self, names: Iterable[str]) -> Bools:
        """Who has at least one of some papers."""
        held = np.zeros(self.count, np.bool_)
        for name in names:
            if name in self.papers:
                held |= self.papers[name]
        return held


def cases(catalogue: Catalogue, people: Sequence[Person], states: Sequence[str]) -> Cases:
    """People as columns; `states`: the state of each."""
    n = len(people)
    facts = {
        name: column(
            catalogue.facts[name].kind if name in catalogue.facts else "text", [p.facts.get(name) for p in people]
        )
        for name in dict.fromkeys(name for person in people for name in person.facts)
    }
    days, today = {}, {}
    for name in dict.fromkeys([*(str(basis) for basis in Basis), *(name for p in people for name in p.dates)]):
        days[name] = np.array([person.day(name) or NO_DAY for person in people], dtype="datetime64[D]")
        absent_waits = name in STILL_TO_COME
        today[name] = np.array(
            [p.dates.get(name, NOT_YET if absent_waits else None) == NOT_YET for p in people], np.bool_
        )
    births = [person.born() or (NO_DAY, NO_DAY) for person in people]
    born = tuple(np.array([pair[end] for pair in births], dtype="datetime64[D]") for end in (0, 1))
    papers = {
        name: np.array([name in person.papers for person in people], np.bool_)
        for name in {name for person in people for name in person.papers}
    }
    return Cases(n, facts, days, today, (born[0], born[1]), papers, words(list(states)))


def column(kind: str, answers: list[Any]) -> Column:
    """One fact of all people."""
    if kind == "flag":
        return Flags(np.array([-1 if answer is None else int(answer) for answer in answers], np.int8))
    if kind in NUMBERS:
        given = [(0, np.inf) if answer is None else (answer, answer) for answer in answers]
        return Numbers(*(np.array([pair[end] for pair in given], np.float64) for end in (0, 1)))
    if kind == "set":
        known = np.array([answer is not None for answer in answers], np.bool_)
        members = {member for answer in answers if answer is not None for member in answer}
        has = {one: np.array([answer is not None and one in answer for answer in answers], np.bool_) for one in members}
        return Sets(known, has)
    return words(answers)


def words(answers: list[str | None]) -> Words:
    """Words as places in a vocabulary."""
    vocabulary = tuple(sorted({answer for answer in answers if answer is not None}))
    place = {word: number for number, word in enumerate(vocabulary)}
    said = np.array([-1 if answer is None else place[answer] for answer in answers], np.int32)
    return Words(said, vocabulary)


def full_years(born: Days, on: Days) -> NDArray[np.float64]:
    """Full years between days, not below zero; NaN where one is not known."""
    found = np.full(len(born), np.nan)
    known = ~(np.isnat(born) | np.isnat(on))
    first, last = born[known], on[known]
    years = last.astype("M8[Y]").astype(np.int64) - first.astype("M8[Y]").astype(np.int64)
    found[known] = np.maximum(years - (in_year(last) < in_year(first)), 0)
    return found


def in_year(days: Days) -> NDArray[np.int64]:
    """Month and day as one number that grows through the year."""
    months = days.astype("M8[M]")
    in_month = (days - months.astype("M8[D]")).astype(np.int64)
    return np.asarray(months.astype(np.int64) % 12 * 32 + in_month, dtype=np.int64)
