"""The rules over a whole caseload, column by column: who could claim what, in the same outcomes as one by one.

The order of the outcomes stands in `eligibility`; a property test holds the two together. For a million people, make
`Cases` of some tens of thousands each and add up: nothing is kept between them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pakhi.entitlements.columns import Bools, Cases, Column, Days, Flags, Numbers, Sets, Words, full_years
from pakhi.entitlements.comparing import Pair, is_open, settled, tested, unknown
from pakhi.entitlements.conditions import Rule
from pakhi.entitlements.eligibility import Group, Outcome, Ready, ready
from pakhi.entitlements.people import AFTER_OFFENCE, FOLLOWS
from pakhi.entitlements.rows import COUNTRY, Basis, Catalogue, Condition, Row, Some, Test

OUTCOMES = tuple(Outcome)
CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}
NOBODY = -1
COULD = (Outcome.MAY_CLAIM, Outcome.PAPERS_MISSING)


@dataclass(frozen=True)
class Judged:
    """A series over the caseload. `row`: place in `rows`, int16 [n]; `outcome`: place in OUTCOMES, int8 [n].

    Both are -1 for whom the series does not concern: rows of another state.
    """

    series: str
    jurisdiction: str
    rows: tuple[Row, ...]
    row: NDArray[np.int16]
    outcome: NDArray[np.int8]

    def of(self, *outcomes: Outcome) -> Bools:
        """Who has one of these outcomes."""
        return np.isin(self.outcome, [CODE[outcome] for outcome in outcomes])

    def could_and_has_not(self, claimed: Bools) -> Bools:
        """Who could claim (papers may still be wanted) and has not: the gap."""
        return self.of(*COULD) & ~claimed


def evaluate(catalogue: Catalogue, people: Cases, on: dt.date) -> Iterator[Judged]:
    """One `Judged` for each series, in the catalogue's order."""
    made = ready(catalogue)
    desk = Desk(made, people, on)
    return (desk.judged(group) for group in made.groups)


class Desk:
    """A caseload on a day, with what several series need: days, ages, what states deliver."""

    def __init__(self, made: Ready, people: Cases, on: dt.date) -> None:
        self.made, self.people, self.on = made, people, on
        self.today = np.datetime64(on, "D")
        self.days: dict[Basis, Days] = {}
        self.ages: dict[str, Numbers] = {}
        self.columns: dict[str, Column] = {}
        self.papers: dict[tuple[str, ...], Bools] = {}
        born, _last = people.births()
        self.birth_known = ~np.isnat(born)

    def basis(self, basis: Basis) -> Days:
        """The days that pick versions."""
        if basis not in self.days:
            self.days[basis] = self.people.basis_days(basis, self.on)
        return self.days[basis]

    def stopped_and_said(self, series: str) -> Pair:
        """(where the state does not deliver a series; where some row says whether it does)."""
        n = self.people.count
        found = np.full(n, NOBODY, np.int16)
        rows = self.made.status.get(series, [])
        country = np.array([row.jurisdiction == COUNTRY for row in rows] + [True])
        delivers = np.array([row.delivers for row in rows] + [True])
        for place, row in enumerate(rows):
            here = np.ones(n, np.bool_) if row.jurisdiction == COUNTRY else self.people.in_state([row.jurisdiction])
            speaks = here & within(row, self.basis(row.basis)) & country[found]
            found[speaks] = place
        return ~delivers[found], found >= 0

    def judged(self, group: Group) -> Judged:
        """The outcomes of a series."""
        n = self.people.count
        row, outcome = np.full(n, NOBODY, np.int16), np.full(n, NOBODY, np.int8)
        if group.only_a_name:
            row[:], outcome[:] = len(group.rows) - 1, CODE[Outcome.ASK]
        else:
            self.judge(group, row, outcome)
        if group.jurisdiction != COUNTRY:
            elsewhere = ~self.people.in_state([group.jurisdiction])
            row[elsewhere] = outcome[elsewhere] = NOBODY
        return Judged(group.series, group.jurisdiction, group.rows, row, outcome)

    def judge(self, group: Group, row: NDArray[np.int16], outcome: NDArray[np.int8]) -> None:
        """Fill in which version counts and what comes of it, for everyone."""
        days = self.basis(group.basis)
        unknown = np.isnat(days)
        asked = bool(unknown.any())
        possible, gap = self.possible(group, unknown) if asked else ([], unknown)
        days = np.where(unknown, self.today, days) if asked else days
        count = np.sum(possible, axis=0) if asked else np.zeros(len(row), int)
        several = unknown & ((count > 1) | ((count == 1) & gap))
        outcome[:] = CODE[Outcome.NOT_IN_FORCE]
        row[:] = 0
        for place, one in enumerate(group.rows):
            if one.valid_to is not None:
                row[days > np.datetime64(one.valid_to, "D")] = place
        hopeless = several.copy()
        stopped = self.stopped_and_said(group.series)[0]
        for place, one in enumerate(group.rows):
            here = ~unknown & within(one, days)
            if asked:
                here |= possible[place]
            if not here.any():
                continue
            yes, no = self.truth(group.rules[place], group.basis)
            row[here] = place
            result = np.where(yes, CODE[Outcome.MAY_CLAIM], CODE[Outcome.ASK])
            result[yes & self.missing(one)] = CODE[Outcome.PAPERS_MISSING]
            result[yes & stopped] = CODE[Outcome.NOT_DELIVERED_HERE]
            result[no] = CODE[Outcome.NOT_ELIGIBLE]
            outcome[here] = result[here]
            hopeless &= no | ~here
        outcome[several] = CODE[Outcome.ASK]
        outcome[hopeless] = CODE[Outcome.NOT_ELIGIBLE]

    def possible(self, group: Group, unknown: Bools) -> tuple[list[Bools], Bools]:
        """For those whose day is not known: which versions it may be, and whether it may be a day without one."""
        first, _last = self.people.births()
        if group.basis in AFTER_OFFENCE:
            first = np.fmax(first, self.people.day("offence_date"))
        day = np.where(np.isnat(first), np.datetime64(dt.date.min, "D"), first)
        found, gap, ended = [], np.zeros(len(day), np.bool_), np.zeros(len(day), np.bool_)
        for one in group.rows:
            begin, end = (
                np.datetime64(limit, "D") for limit in (one.valid_from or dt.date.min, one.valid_to or dt.date.max)
            )
            may = unknown & ~ended & (begin <= self.today) & (end >= day)
            found.append(may)
            gap |= may & (begin > day)
            ended |= may & (end >= self.today)
            if end < np.datetime64(dt.date.max, "D"):
                day = np.where(may, end + 1, day)
        return found, gap | ~ended

    def missing(self, row: Row) -> Bools:
        """Who wants a paper of the row."""
        found = np.zeros(self.people.count, np.bool_)
        for name in row.papers:
            paper = self.made.catalogue.papers.get(name)
            if paper is None or not paper.if_any:
                names = (name,) if paper is None else (paper.id, paper.name, *paper.instead)
                if names not in self.papers:
                    self.papers[names] = ~self.people.holds(names)
                found |= self.papers[names]
        return found

    def truth(self, rule: Rule, basis: Basis) -> Pair:
        """Where the condition holds, and where it fails, on the day of the basis."""
        values = {fact: self.fact(fact, basis, rule.kinds[fact]) for fact in rule.facts}
        yes, no = self.plain(rule, rule.condition, values)
        if rule.repeated:
            unsure = reduce(np.logical_or, [is_open(values[fact]) for fact in rule.repeated])
            (places,) = np.nonzero(~(yes | no) & unsure)
            if len(places):
                yes[places], no[places] = self.split(rule, {fact: one.take(places) for fact, one in values.items()})
        return yes, no

    def split(self, rule: Rule, values: dict[str, Column]) -> Pair:
        """The same, by trying the values of facts that several tests name."""
        always: list[Bools] = []
        choices = [rule.marks[fact] or [None] for fact in rule.repeated]
        for case in product(*choices):
            tried = {fact: settled(values[fact], one) for fact, one in zip(rule.repeated, case, strict=True)}
            yes, no = self.plain(rule, rule.condition, {**values, **tried})
            always = [always[0] & yes, always[1] & no] if always else [yes, no]
        return always[0], always[1]

    def plain(self, rule: Rule, condition: Condition, values: dict[str, Column]) -> Pair:
        """The condition, every test by itself. The arrays are new ones."""
        if isinstance(condition, Test):
            return tested(condition, values[condition.fact], rule.unanswered[id(condition)])
        n, some = self.size(values), isinstance(condition, Some)
        yes, no = np.full(n, not some), np.full(n, some)
        for part in condition.of:
            holds, fails = self.plain(rule, part, values)
            if some:
                yes, no = yes | holds, no & fails
            else:
                yes, no = yes & holds, no | fails
        return yes, no

    def size(self, values: dict[str, Column]) -> int:
        """How many people columns speak of."""
        for one in values.values():
            return len(one.known if isinstance(one, Sets) else one.least if isinstance(one, Numbers) else one.said)
        return self.people.count

    def fact(self, name: str, basis: Basis, kind: str) -> Column:
        """A fact on the day of the basis, with what follows from days and states."""
        if name in ("age", "age_at_offence", "age_at_event"):
            return self.age_of(name, basis)
        if name not in self.columns:
            self.columns[name] = self.derived(name, kind)
        return self.columns[name]

    def derived(self, name: str, kind: str) -> Column:
        """A fact as it was said, or as it follows from the state."""
        people = self.people
        known = people.facts.get(name)
        if name in FOLLOWS:
            said = known.said if isinstance(known, Flags) else np.full(people.count, -1, np.int8)
            return Flags(np.where(self.stopped_and_said(FOLLOWS[name])[1], np.int8(1), said))
        if name in ("state", "state_of_offence_or_home") and people.states is not None:
            return self.state_word(known if isinstance(known, Words) else None, name == "state")
        return unknown(kind, people.count) if known is None else known

    def state_word(self, known: Words | None, first: bool) -> Words:
        """The name of the state asked for; `first`: before what was said, else after it."""
        states = self.people.states
        assert states is not None  # noqa: S101 (the caller looked)
        names = [self.made.name_of(code) for code in states.vocabulary]
        said = known.vocabulary if known else ()
        vocabulary = tuple(dict.fromkeys([*said, *names]))
        table = np.array([vocabulary.index(name) if name else NOBODY for name in names] + [NOBODY], np.int32)
        asked = table[states.said]
        answered = known.said if known else np.full(self.people.count, NOBODY, np.int32)
        one, other = (asked, answered) if first else (answered, asked)
        return Words(np.where(one >= 0, one, other), vocabulary)

    def age_of(self, name: str, basis: Basis) -> Numbers:
        """An age: from days where they are known, else as it was said; see `people`."""
        key = name if name != "age" else f"age on {basis}"
        if key not in self.ages:
            known = self.people.facts.get(name)
            said = known if isinstance(known, Numbers) else None
            if name == "age":
                days = self.basis(basis)
                self.ages[key] = choose(np.isnat(days), self.past(days), self.age_on(days))
            else:
                offence, rescue, event = (self.people.day(f"{one}_date") for one in ("offence", "rescue", "event"))
                days = offence if name == "age_at_offence" else first_of(event, rescue, offence)
                past = self.past(days)
                exact = self.birth_known & ~np.isnat(days) & (past.least == past.most)
                self.ages[key] = past if said is None else choose(exact | ~is_said(said), past, said)
        return self.ages[key]

    def age_on(self, days: Days) -> Numbers:
        """Full years on days; as it was said where no birth is known."""
        first, last = self.people.births()
        said = self.people.facts.get("age")
        plain = said if isinstance(said, Numbers) else unknown("number", self.people.count)
        assert isinstance(plain, Numbers)  # noqa: S101 (it was made so)
        return choose(self.birth_known, Numbers(full_years(last, days), full_years(first, days)), plain)

    def past(self, days: Days) -> Numbers:
        """Full years on days that lie behind; where the day or the birth is not known, at most the age now."""
        if "now" not in self.ages:
            self.ages["now"] = self.age_on(self.basis(Basis.TODAY))
        now = self.ages["now"]
        sure = self.birth_known & ~np.isnat(days)
        return choose(sure, self.age_on(days), Numbers(np.zeros(self.people.count), now.most))


def choose(where: Bools, one: Numbers, other: Numbers) -> Numbers:
    """One where it is true, the other elsewhere."""
    return Numbers(np.where(where, one.least, other.least), np.where(where, one.most, other.most))


def is_said(column: Numbers) -> Bools:
    """Who gave a number."""
    return np.isfinite(column.most)


def first_of(*days: Days) -> Days:
    """The first of several days that is known."""
    return reduce(lambda one, other: np.where(np.isnat(one), other, one), days)


def within(row: Row, days: Days) -> Bools:
    """On which days a version holds; never where the day is not known."""
    found = ~np.isnat(days)
    if row.valid_from is not None:
        found &= days >= np.datetime64(row.valid_from, "D")
    if row.valid_to is not None:
        found &= days <= np.datetime64(row.valid_to, "D")
    return found
