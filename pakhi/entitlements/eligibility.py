"""What a person can claim on a day in a state: one finding for each right that concerns her.

How the outcome is reached, first match:

1. *ask*, for a row that is only a name yet, or where the day that picks the version is not known and would matter;
2. *not in force*: no version holds on the day that counts; the one that ended last is given, else the next to begin;
3. *not eligible*: some condition fails, whatever the open answers are;
4. *ask*: an answer that could change the outcome is open;
5. *not delivered here*: the right stands, the office of this state does not give it: apply, and keep the receipt;
6. *papers missing*, 7. *may claim*.

A row of kind STATUS has no outcome of its own: it speaks through the series that it overrides (`Finding.status`). It is
picked by its own basis, and the state's own row goes before the country's. Rows of other states do not concern her. A
state without rows gives one finding more, that says so. The same rule, column by column, is in `caseload`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pakhi.entitlements import said
from pakhi.entitlements.conditions import Rule
from pakhi.entitlements.deadlines import Running, running
from pakhi.entitlements.people import FOLLOWS, Person
from pakhi.entitlements.rows import COUNTRY, Amount, Basis, Catalogue, Every, Paper, Row, Signed, Sort
from pakhi.entitlements.said import Said

ONE_DAY = dt.timedelta(1)


class Outcome(StrEnum):
    """The six outcomes."""

    MAY_CLAIM = "may_claim"
    PAPERS_MISSING = "papers_missing"
    ASK = "ask"
    NOT_ELIGIBLE = "not_eligible"
    NOT_IN_FORCE = "not_in_force"
    NOT_DELIVERED_HERE = "not_delivered_here"


@dataclass(frozen=True)
class Question:
    """What is asked next. `fact`: a fact's id, or the name of a day."""

    fact: str
    asks: str


@dataclass(frozen=True)
class Finding:
    """The outcome of one row for one person. Everything else about the row is in `row`."""

    row: Row
    outcome: Outcome
    reasons: tuple[Said, ...]
    missing_papers: tuple[Paper, ...] = ()
    questions: tuple[Question, ...] = ()
    clocks: tuple[Running, ...] = ()
    status: Row | None = None
    amounts: tuple[Amount, ...] = ()

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def series(self) -> str:
        return self.row.series

    @property
    def office(self) -> str:
        return self.row.office

    @property
    def appeal(self) -> str:
        return self.row.appeal_to

    @property
    def source(self) -> tuple[str, ...]:
        return self.row.sources

    @property
    def verified(self) -> bool:
        return self.row.verified

    @property
    def unverified(self) -> tuple[str, ...]:
        return self.row.unverified

    @property
    def signed(self) -> Signed | None:
        return self.row.signed


@dataclass(frozen=True)
class Group:
    """The versions of a series in a jurisdiction, in the order of their days, with the rule of each."""

    series: str
    jurisdiction: str
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def basis(self) -> Basis:
        """The day that picks the version: that of the newest."""
        return self.rows[-1].basis

    @cached_property
    def only_a_name(self) -> bool:
        """Whether nothing but the name is known."""
        return all(row.sort is Sort.NAME for row in self.rows)

    def on(self, day: dt.date) -> int | None:
        """Which version holds on a day."""
        return next((place for place, row in enumerate(self.rows) if row.holds(day)), None)

    def nearest(self, day: dt.date) -> int:
        """Where none holds: the one that ended last, else the first to begin."""
        ended = [place for place, row in enumerate(self.rows) if row.valid_to is not None and row.valid_to < day]
        return ended[-1] if ended else 0

    def possible(self, first: dt.date, last: dt.date) -> tuple[list[int], bool]:
        """(versions that hold on some day between the two; whether there is a day on which none does)."""
        found, gap, day = [], False, first
        for place, row in enumerate(self.rows):
            begin, end = row.valid_from or dt.date.min, row.valid_to or dt.date.max
            if begin > last or end < day:
                continue
            found.append(place)
            gap = gap or begin > day
            if end >= last:
                return found, gap
            day = end + ONE_DAY
        return found, True


class Ready:
    """A catalogue with its rows grouped and its rules made ready, once for many people."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        sets: dict[tuple[str, str], list[Row]] = {}
        self.status: dict[str, list[Row]] = {}
        speaks = {row.series: row.overrides for row in catalogue.rows if row.sort is Sort.STATUS and row.overrides}
        for row in catalogue.rows:
            if row.sort is Sort.STATUS:
                self.status.setdefault(row.overrides or speaks.get(row.series, ""), []).append(row)
            else:
                sets.setdefault((row.series, row.jurisdiction), []).append(row)
        self.groups = [
            Group(series, where, tuple(in_order), tuple(Rule(row.eligible, catalogue.facts) for row in in_order))
            for (series, where), rows in sets.items()
            for in_order in [sorted(rows, key=lambda row: row.valid_from or dt.date.min)]
        ]
        self.of_state: dict[str, list[Group]] = {}
        self.states = {row.jurisdiction for row in catalogue.rows if row.sort is not Sort.NAME} - {COUNTRY}

    def name_of(self, state: str) -> str:
        """A state's name by its code; the code where it is not listed."""
        found = self.catalogue.states.get(state)
        return found.name if found else state

    def concerning(self, state: str) -> list[Group]:
        """The series of the country and of a state."""
        if state not in self.catalogue.states:
            return [group for group in self.groups if group.jurisdiction in (COUNTRY, state)]
        if state not in self.of_state:  # as many as there are states, and no more
            self.of_state[state] = [group for group in self.groups if group.jurisdiction in (COUNTRY, state)]
        return self.of_state[state]

    def status_of(self, series: str, person: Person, on: dt.date, state: str) -> Row | None:
        """The row that says whether a series is delivered in a state on a day."""
        found = None
        for row in self.status.get(series, ()):
            day = person.basis_day(row.basis, on)
            speaks = row.jurisdiction in (state, COUNTRY) and day is not None and row.holds(day)
            if speaks and (found is None or found.jurisdiction == COUNTRY):
                found = row
        return found


_ready: list[Ready] = []


def ready(catalogue: Catalogue) -> Ready:
    """The catalogue made ready; the last few are kept."""
    for one in _ready:
        if one.catalogue is catalogue:
            return one
    _ready.insert(0, Ready(catalogue))
    del _ready[4:]
    return _ready[0]


def evaluate(catalogue: Catalogue, person: Person, on: dt.date, state: str = "") -> list[Finding]:
    """One finding for each series that concerns her, in the catalogue's order. `state`: a code like IN-WB, or empty."""
    made = ready(catalogue)
    judge = Judge(made, person, on, state)
    found = [judge.finding(group) for group in made.concerning(state)]
    return [*found, *unresearched(made, state)]


def unresearched(made: Ready, state: str) -> list[Finding]:
    """What is said of a state without rows, or where no state was given."""
    if state in made.states:
        return []
    if state:
        name, reason = made.name_of(state), Said(said.STATE_NOT_RESEARCHED, {"state": made.name_of(state)})
    else:
        name, reason = "State not given", Said(said.NO_STATE)
    row = Row(
        f"state@{state or 'unknown'}", "state", name, "state", Sort.NAME, state or COUNTRY, None, None, Basis.TODAY, "",
        Every(),
    )  # fmt: skip
    questions = () if state else (Question("state", asks_for(made.catalogue, "state")),)
    return [Finding(row, Outcome.ASK, (reason,), questions=questions)]


class Judge:
    """One person on one day in one state."""

    def __init__(self, made: Ready, person: Person, on: dt.date, state: str) -> None:
        self.made, self.person, self.on, self.state = made, person, on, state
        self.known: dict[dt.date | None, dict[str, object]] = {}
        self.days = {basis: person.basis_day(basis, on) for basis in Basis}
        self.delivery = frozenset(
            series for series in FOLLOWS.values() if made.status_of(series, person, on, state)
        )  # fmt: skip

    def answers(self, day: dt.date | None) -> Mapping[str, object]:
        """Her answers on a day that counts."""
        if day not in self.known:
            state = self.made.name_of(self.state) if self.state else ""
            self.known[day] = self.person.answers(day, self.on, state, self.delivery)
        return self.known[day]

    def finding(self, group: Group) -> Finding:
        """The finding of one series."""
        if group.only_a_name:
            return Finding(group.rows[-1], Outcome.ASK, (Said(said.NOT_RESEARCHED),))
        day = self.days[group.basis]
        if day is None:
            return self.without_day(group)
        place = group.on(day)
        if place is None:
            return self.not_in_force(group, day)
        return self.judged(group, place, day)

    def without_day(self, group: Group) -> Finding:
        """Where the day is not known: ask for it, unless it makes no difference."""
        places, gap = group.possible(self.person.earliest(group.basis), self.on)
        if not places:
            return self.not_in_force(group, self.on)
        answers = self.answers(None)
        if len(places) == 1 and not gap:
            return self.judged(group, places[0], None)
        weighed = [group.rules[place].weigh(answers) for place in places]
        if all(truth is False for truth, _facts in weighed):
            return self.judged(group, places[-1], None)
        facts = dict.fromkeys(fact for _truth, facts in weighed for fact in facts)
        day = str(group.basis)
        questions = (Question(day, said.ASK_DAY[day]), *self.questions(facts))
        reasons = [Said(said.DAY_OPEN, {"day": day})]
        if len(places) > 1:
            reasons.append(Said(said.VERSIONS, {"rows": ", ".join(group.rows[place].id for place in places)}))
        row = group.rows[places[-1]]
        clocks = running(row.clocks, self.person, self.state)
        return Finding(row, Outcome.ASK, tuple(reasons), self.missing(row), questions, clocks, None, row.amounts)

    def not_in_force(self, group: Group, day: dt.date) -> Finding:
        """No version holds on the day."""
        row = group.rows[group.nearest(day)]
        values = {"basis": str(group.basis), "day": day.isoformat()}
        if row.valid_to and row.valid_to < day:
            reason = Said(said.ENDED, {**values, "end": row.valid_to.isoformat()})
        elif row.valid_from and row.valid_from > day:
            reason = Said(said.BEGINS, {**values, "begin": row.valid_from.isoformat()})
        else:
            reason = Said(said.NO_VERSION, values)
        nearest = min(max(day, row.valid_from or day), row.valid_to or dt.date.max)
        return Finding(row, Outcome.NOT_IN_FORCE, (reason,), amounts=sums(row, nearest))

    def judged(self, group: Group, place: int, day: dt.date | None) -> Finding:
        """The finding by a version that holds."""
        row, rule, answers = group.rows[place], group.rules[place], self.answers(day)
        truth, facts = rule.weigh(answers)
        amounts = sums(row, day)
        if truth is False:
            reasons = tuple(rule.failed(answers, self.made.catalogue.facts))
            return Finding(row, Outcome.NOT_ELIGIBLE, reasons, amounts=amounts)
        status = self.made.status_of(row.series, self.person, self.on, self.state)
        stopped, missing = self.stopped(status), self.missing(row)
        holds = Said(said.CONDITIONS_HOLD if rule.tests else said.EVERYONE)
        outcome, reasons = Outcome.MAY_CLAIM, (holds,)
        questions: tuple[Question, ...] = ()
        if truth is None:
            outcome, reasons, questions = Outcome.ASK, (Said(said.STILL_OPEN), *stopped), self.questions(facts)
        elif stopped:
            outcome, reasons = Outcome.NOT_DELIVERED_HERE, (*stopped, holds)
        elif missing:
            outcome, reasons = Outcome.PAPERS_MISSING, (Said(said.PAPERS_WANTED),)
        clocks = running(row.clocks, self.person, self.state)
        return Finding(row, outcome, reasons, missing, questions, clocks, status, amounts)

    def stopped(self, status: Row | None) -> list[Said]:
        """What is said where the office does not deliver; empty where it does."""
        if status is None or status.delivers:
            return []
        values = {"state": self.made.name_of(self.state), "words": status.gives.rstrip(".")}
        if status.valid_from is None:
            return [Said(said.NOT_DELIVERED_ALWAYS, values), Said(said.APPLY_ANYWAY)]
        return [Said(said.NOT_DELIVERED, {**values, "begin": status.valid_from.isoformat()}), Said(said.APPLY_ANYWAY)]

    def missing(self, row: Row) -> tuple[Paper, ...]:
        """Papers of the row that are always wanted, and of which she has neither them nor what does as well."""
        known, held = self.made.catalogue.papers, self.person.papers
        wanted = [known.get(paper) or Paper(paper, paper) for paper in row.papers]
        return tuple(one for one in wanted if not one.if_any and held.isdisjoint((one.id, one.name, *one.instead)))

    def questions(self, facts: Iterable[str]) -> tuple[Question, ...]:
        """The questions of facts."""
        return tuple(Question(fact, asks_for(self.made.catalogue, fact)) for fact in facts)


def sums(row: Row, day: dt.date | None) -> tuple[Amount, ...]:
    """The sums of a day on which the row holds; all of them where the day is not known."""
    return row.amounts if day is None else row.sums(day)


def asks_for(catalogue: Catalogue, fact: str) -> str:
    """A fact's question in plain words."""
    return catalogue.facts[fact].asks if fact in catalogue.facts else fact
