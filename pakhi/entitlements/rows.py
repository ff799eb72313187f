"""The catalogue's rows as they are read: rights, benefits, services, duties, with the dates between which they hold.

No database and no Django: `pakhi entitlements check` and the bench run on these alone. Texts that people read are
English here; the other languages come from gettext under the very same text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

COUNTRY = "IN"  # the jurisdiction of what holds in all states


class Sort(StrEnum):
    """What a row is. `STATUS`: whether a state delivers a right of another series. `NAME`: not researched yet."""

    RIGHT = "right"
    BENEFIT = "benefit"
    SERVICE = "service"
    DUTY = "duty"
    OFFENCE = "offence"
    RULE = "rule"
    STATUS = "status"
    NAME = "name"


class Basis(StrEnum):
    """The date that picks the version of a series; where it is not known, the evaluation asks for it."""

    TODAY = "today"
    OFFENCE = "offence_date"
    FIR = "fir_date"
    APPLICATION = "application_date"
    AWARD = "award_date"
    RELEASE = "release_date"
    RESCUE = "rescue_date"


@dataclass(frozen=True)
class Source:
    """Where a fact was seen. `kind`: statute text, government page, press, secondary, memory, study …"""

    id: str
    ref: str
    kind: str
    date: str = ""


@dataclass(frozen=True)
class Fact:
    """Something that a condition asks about a person. `kind`: flag | number | rupees | one | set | text.

    `asks`: the question in plain words, as a worker says it to her. `choices`: what a `one` or `set` may hold;
    none: anything. `labels`: the choices in plain words. `care`: what the worker minds before she asks.
    """

    id: str
    kind: str
    asks: str
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    care: str = ""


@dataclass(frozen=True)
class Amount:
    """A sum as a range in rupees, never a promise; `None`: not known.

    `valid_from`, `valid_to`: where a sum changed while the version of the row went on; None: as long as the row.
    """

    key: str
    least: float | None
    most: float | None
    per: str
    note: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether this is the sum of a day on which its row holds."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Clock:
    """By when an office has to act. `limit` in `unit` (days, working_days, hours, months); None: no limit was found."""

    id: str
    who: str
    since: str
    until: str
    limit: int | None
    unit: str
    basis: str
    verified: bool = False


@dataclass(frozen=True)
class Test:
    """One condition: a fact, how it is compared (is, ==, !=, <, <=, >, >=, between, in, intersects), and with what."""

    __test__ = False  # for pytest

    fact: str
    op: str
    value: object


@dataclass(frozen=True)
class Every:
    """All of these hold."""

    of: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Some:
    """At least one of these holds."""

    of: tuple[Condition, ...] = ()


Condition = Test | Every | Some


@dataclass(frozen=True)
class Signed:
    """A lawyer's sign-off of a row: who, on which day, and under which number of the bar."""

    by: str
    on: dt.date
    enrolment: str = ""


@dataclass(frozen=True)
class Row:
    """One dated version of a right. Rows of one series follow each other and do not overlap in a jurisdiction.

    `valid_from`/`valid_to`: the first and the last day, None where not known or open. `overrides`: the series that a
    row of kind STATUS switches off (`delivers` false) or on (true) in its jurisdiction. `signed`: None until a lawyer
    has signed. `unverified`: names of fields that are from memory or from a guess. `followed_by`: the series that
    takes the place of one that ended. `gap`: why nothing held between the version before and this one. `file`, `line`:
    where the row was read.
    """

    id: str
    series: str
    name: str
    component: str
    sort: Sort
    jurisdiction: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    basis: Basis
    gives: str
    eligible: Condition
    papers: tuple[str, ...] = ()
    office: str = ""
    apply_to: str = ""
    appeal_to: str = ""
    amounts: tuple[Amount, ...] = ()
    clocks: tuple[Clock, ...] = ()
    sources: tuple[str, ...] = ()
    checked_on: dt.date | None = None
    checked_by: str = ""
    verified: bool = False
    unverified: tuple[str, ...] = ()
    signed: Signed | None = None
    overrides: str = ""
    delivers: bool = True
    note: str = ""
    followed_by: str = ""
    gap: str = ""
    file: str = ""
    line: int = 0

    def holds(self, day: dt.date) -> bool:
        """Whether this version is the one of a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def sums(self, day: dt.date) -> tuple[Amount, ...]:
        """The amounts of a day: of a sum that changed while the version went on, the one of that day."""
        return tuple(amount for amount in self.amounts if amount.holds(day))


@dataclass(frozen=True)
class OfficeKind:
    """A kind of office or person with a duty. `known`: the same kind in the directory of offices, or the kind of office
    in which the person sits, if it is there.
    """

    id: str
    title: str
    level: str
    department: str
    duties: str
    known: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper that somebody has, needs, or is refused. `from_office`: who gives it; `how`: what to do to have it.

    `if_any`: it is asked for only where she has it or where it is the ground, so its lack never stops a claim.
    `instead`: another paper that does as well.
    """

    id: str
    name: str
    from_office: str = ""
    how: str = ""
    if_any: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Process:
    """The way from asking to having: states, moves that are lawful, and clocks between states.

    `titles`: the states in plain words.
    """

    id: str
    name: str
    states: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    series: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """A letter or form that is printed with the data filled in: its fields, in order, as the office wants them.

    `keys`: short names of the fields, in the same order, for whoever fills them in.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    sources: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Who has to act when a clock runs. `office`: the kind of office, empty for a person such as the survivor."""

    id: str
    title: str
    office: str = ""


@dataclass(frozen=True)
class State:
    """A state or union territory by its ISO 3166-2 code. `note`: what was looked at, and what was not."""

    code: str
    name: str
    kind: str
    researched: bool = False
    note: str = ""
    formerly: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with the catalogue, in one sentence. `line` 0: the whole file; `row` empty: not about one row."""

    file: str
    row: str
    field: str
    sentence: str
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = " ".join(part for part in (self.row, self.field) if part)
        return f"{where}: {what}: {self.sentence}" if what else f"{where}: {self.sentence}"


@dataclass(frozen=True)
class Catalogue:
    """Everything, by id; `rows` in the order of series and dates. `stamp`: a hash of the files, for caches and reports.

    `events`: what clocks of rows run from and to, in plain words. `unread`: what the reader could not take over.
    """

    rows: tuple[Row, ...]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    offices: Mapping[str, OfficeKind]
    papers: Mapping[str, Paper]
    processes: Mapping[str, Process]
    letters: Mapping[str, Letter]
    stamp: str = ""
    by_series: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
