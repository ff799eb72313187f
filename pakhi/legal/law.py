"""The law as this room knows it, in dated rows (law/): tracks with their moves, clocks, sections, routes, judgments.

Nothing here decides anything by itself. A row that no lawyer has signed (`signed`: null) is marked wherever
it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pakhi.network.kinds import in_language

FOLDER = Path(__file__).with_name("law")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """What every dated row has. `first` and `last`: the days between which it holds, both included."""

    key: str
    basis: str
    first: dt.date
    last: dt.date
    source: tuple[str, ...]
    verified: bool
    signed: bool
    notes: Words

    @property
    def note(self) -> str:
        """What is to be known beside it; empty where there is nothing."""
        return in_language(dict(self.notes)) if self.notes else ""

    def holds(self, day: dt.date) -> bool:
        """Whether it is the law of a day."""
        return self.first <= day <= self.last

    @property
    def sure(self) -> bool:
        """Whether it was read somewhere and a lawyer has signed it."""
        return self.verified and self.signed


@dataclass(frozen=True)
class Track:
    """A track: its states in the order of its line, and what may follow what."""

    key: str
    line: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    own: frozenset[tuple[str, str]]

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.moves)

    def lawful(self, was: str, now: str) -> bool:
        """Whether the law knows this move. Staying where it is, is no move."""
        return was == now or was not in self.moves or now in self.moves[was]


@dataclass(frozen=True)
class Clock(Row):
    """A time that the law gives: see clocks.yaml. `limit` None: none is found."""

    track: str = ""
    since: str = ""
    until: tuple[str, ...] = ()
    until_track: str = ""
    who: str = ""
    limit: int | None = None
    unit: str = "days"
    picked_by: str = "event"
    only: tuple[str, ...] = ()
    right: str = ""
    repeats: bool = False

    def for_case(self, traits: Iterable[str]) -> bool:
        """Whether it is for a case of these traits (rape, pocso, child)."""
        return not self.only or bool(set(self.only) & set(traits))


@dataclass(frozen=True)
class Section(Row):
    """A section of a code."""

    code: str = ""
    number: str = ""
    name: Words = field(default_factory=dict)
    group: str = ""
    pair: str = ""

    @property
    def label(self) -> str:
        """As it is offered: code, number, and what it is about."""
        return f"{self.code} {self.number}: {in_language(dict(self.name))}"


@dataclass(frozen=True)
class Route(Row):
    """What comes next where the police do not act. `letter`: the letter that helps, if there is one."""

    start: str = ""
    to: str = ""
    letter: str = ""
    words: Words = field(default_factory=dict)

    @property
    def text(self) -> str:
        return in_language(dict(self.words))


@dataclass(frozen=True)
class Judgment:
    """A judgment that helps to argue. `day`: a day, a month or a year, as far as it was found."""

    key: str
    court: str
    name: str
    day: str
    about: tuple[str, ...]
    helps: str
    source: tuple[str, ...]
    verified: bool
    note: str


@cache
def read(name: str) -> Any:
    """A file of the folder law/, never to be changed."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def common(row: Mapping[str, Any], signed: Any) -> dict[str, Any]:
    """What every dated row has, from its line in a file. `signed`: who signed the whole file."""
    return {
        "key": row.get("key", row.get("basis", "")), "basis": row.get("basis", ""),
        "first": row.get("valid_from") or dt.date.min, "last": row.get("valid_to") or dt.date.max,
        "source": tuple(row["source"]), "verified": bool(row["verified"]),
        "signed": bool(row.get("signed", signed)), "notes": row.get("note", {}),
    }  # fmt: skip


@cache
def tracks() -> dict[str, Track]:
    """Kind of thread -> its track."""
    return {
        row["key"]: Track(
            row["key"], tuple(row["line"]), {was: tuple(now) for was, now in row["moves"].items()},
            frozenset((was, now) for was, now in row.get("own", ())),
        )
        for row in read("tracks")["tracks"]
    }  # fmt: skip


@cache
def clocks() -> tuple[Clock, ...]:
    data = read("clocks")
    return tuple(
        Clock(
            **common(row, data["signed"]), track=row["track"], since=row["since"], until=tuple(row["until"]),
            until_track=row.get("until_track", row["track"]), who=row["who"], limit=row["limit"], unit=row["unit"],
            picked_by=row["picked_by"], only=tuple(row.get("only", ())), right=row.get("right", ""),
            repeats=row.get("repeats", False),
        )
        for row in data["clocks"]
    )  # fmt: skip


@cache
def sections() -> dict[str, Section]:
    """Key -> section, in the order of the file."""
    data = read("sections")
    return {
        row["key"]: Section(
            **common(row, data["signed"]), code=row["code"], number=str(row["number"]), name=row["name"],
            group=row["group"], pair=row.get("pair", ""),
        )
        for row in data["sections"]
    }  # fmt: skip


@cache
def codes() -> dict[str, Words]:
    """Code -> what it is called."""
    return dict(read("sections")["codes"])


def by_code(day: dt.date) -> list[tuple[str, list[Section], bool]]:
    """(code, its sections, whether it was in force on a day); those that were come first."""
    found = [(code, [one for one in sections().values() if one.code == code]) for code in codes()]
    rows = [(code, held, any(one.holds(day) for one in held)) for code, held in found]
    return sorted(rows, key=lambda row: not row[2])


@cache
def routes() -> tuple[tuple[Route, ...], tuple[Route, ...]]:
    """(what comes next, whose duty it was), each dated."""
    data = read("routes")

    def made(row: Mapping[str, Any]) -> Route:
        about = {"start": row.get("from", ""), "to": row.get("to", ""), "letter": row.get("letter", "")}
        return Route(**common(row, data["signed"]), **about, words=row["text"])

    return tuple(map(made, data["steps"])), tuple(map(made, data["duty"]))


@cache
def sources() -> dict[str, dict[str, str]]:
    """Key -> where it was read (`ref`) and what that is (`kind`)."""
    return dict(read("sources"))


def judgments() -> list[Judgment]:
    """All of them, the newest first, in the reader's language."""
    rows = [
        Judgment(
            row["key"], in_language(row["court"]), called(row["name"]), str(row["day"]), tuple(row["about"]),
            in_language(row["helps"]), tuple(row["source"]), bool(row["verified"]),
            called(row.get("note", "")),
        )
        for row in read("judgments")["judgments"]
    ]  # fmt: skip
    return sorted(rows, key=lambda one: one.day, reverse=True)


def called(words: str | Words) -> str:
    """A name that is the same in every language, or words in the reader's."""
    return words if isinstance(words, str) else in_language(dict(words))


def groups_of(keys: Iterable[str]) -> set[str]:
    """The groups that some sections belong to."""
    known = sections()
    return {known[key].group for key in keys if key in known}


def not_of_that_day(keys: Iterable[str], offence: dt.date | None) -> list[Section]:
    """Which of these sections were not the law on the day of the offence. Without a day: none is known to be wrong."""
    known = sections()
    return [known[key] for key in keys if key in known and offence and not known[key].holds(offence)]
