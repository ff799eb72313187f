"""From tables of YAML to rows, facts, offices and the rest: which fields each has, and what may stand in them.

A field that is unknown, missing or of a wrong kind is a Problem with its line; what it belongs to is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pakhi.entitlements.lined import Table
from pakhi.entitlements.rows import (
    Actor,
    Amount,
    Basis,
    Clock,
    Condition,
    Every,
    Fact,
    Letter,
    OfficeKind,
    Paper,
    Problem,
    Process,
    Row,
    Signed,
    Some,
    Sort,
    Source,
    State,
    Test,
)

OPERATORS = ("is", "==", "!=", "<", "<=", ">", ">=", "between", "in", "intersects")
UNITS = ("days", "working_days", "hours", "months")
KINDS = ("flag", "number", "rupees", "one", "set", "text")


class Wrong(Exception):
    """What stands in a field is not what belongs there; the message goes on after the field's name."""


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"is a text, not {shown(value)}; put it in quotation marks")
    return value.strip()


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Wrong("is a list of texts in square brackets")
    return tuple(value)


def day(value: Any) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise Wrong(f"is a day such as 2026-07-01, or null, not {shown(value)}")


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"is true or false, not {shown(value)}")
    return value


def sum_of_money(value: Any) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value >= 0):
        return value
    raise Wrong(f"is a sum in rupees without commas, or null, not {shown(value)}")


def whole(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise Wrong(f"is a whole number, or null where no limit was found, not {shown(value)}")


def among(*choices: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in choices:
            raise Wrong(f"is one of {', '.join(choices)}, not {shown(value)}")
        return str(value)

    return check


def member(kind: type[StrEnum]) -> Callable[[Any], StrEnum]:
    check = among(*kind)
    return lambda value: kind(check(value))


def titles(value: Any) -> dict[str, str]:
    if not isinstance(value, Table):
        raise Wrong("is a table of names and words")
    return {key: text(words) for key, words in value.items()}


def anything(value: Any) -> Any:
    return value


def shown(value: Any) -> str:
    """A value as a sentence names it: short, and never the inside of a table."""
    if value is None:
        return "empty"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return f"“{str(value)[:40]}”"


@dataclass(frozen=True)
class Shape:
    """The fields of something: which there are, how each is read, which must be there; `called` in sentences."""

    called: str
    make: Callable[..., Any]
    fields: Mapping[str, Callable[[Any], Any]]
    needed: frozenset[str] = field(default_factory=frozenset)

    def build(self, table: Any, given: Mapping[str, Any], note: Callable[[str, int, str], None]) -> Any:
        """What the table says, with `given` added; None after telling `note` (field, line, sentence) what is wrong."""
        if not isinstance(table, Table):
            note("", 0, f"{self.called} is a table of fields, not {shown(table)}.")
            return None
        values, fine = dict(given), True
        for key, value in table.items():
            try:
                if key not in self.fields:
                    raise Wrong(f"is no field of {self.called}; there are {', '.join(sorted(self.fields))}")
                values[key] = self.fields[key](value)
            except Wrong as error:
                note(key, table.lines[key], f"“{key}” {error}.")
                fine = False
        for key in sorted(self.needed - set(values)):
            note(key, table.line, f"{self.called} needs the field “{key}”.")
            fine = False
        return self.make(**values) if fine else None

    def inside(self, value: Any) -> Any:
        """The same within another field: what is wrong is raised as Wrong."""
        wrong: list[str] = []
        made = self.build(value, {}, lambda _key, line, sentence: wrong.append(f"(line {line}) {sentence}"))
        if wrong:
            raise Wrong(f"holds something wrong: {' '.join(wrong)}".rstrip("."))
        return made

    def all_inside(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"is a list, not {shown(value)}")
        return tuple(self.inside(item) for item in value)


def moves(value: Any) -> tuple[tuple[str, str], ...]:
    """Lawful moves, written as “from: [to, to]”."""
    if not isinstance(value, Table):
        raise Wrong("is a table: from which state, to which states")
    return tuple((start, end) for start, ends in value.items() for end in texts(ends))


def condition(value: Any) -> Condition:
    """A condition: {} (everybody), {all: […]}, {any: […]} or {fact: …, op: …, value: …}."""
    if not isinstance(value, Table):
        raise Wrong("is a condition: all, any, or fact with op and value")
    if not value:
        return Every()
    if set(value) == {"all"} or set(value) == {"any"}:
        (parts,) = value.values()
        if not isinstance(parts, list) or not parts:
            raise Wrong(f"has an empty or broken list at line {value.line}")
        made = tuple(condition(part) for part in parts)
        return Every(made) if "all" in value else Some(made)
    tested: Condition = TEST.inside(value)
    return tested


def _tested(fact: str, op: str, value: Any) -> Test:
    return Test(fact, op, tuple(value) if isinstance(value, list) else value)


TEST = Shape(
    "a test", _tested, {"fact": text, "op": among(*OPERATORS), "value": anything}, frozenset({"fact", "op", "value"})
)
AMOUNT = Shape(
    "an amount",
    Amount,
    {
        "key": text, "least": sum_of_money, "most": sum_of_money, "per": text, "note": text, "valid_from": day,
        "valid_to": day,
    },
    frozenset({"key", "least", "most", "per"}),
)  # fmt: skip
CLOCK = Shape(
    "a clock",
    Clock,
    {
        "id": text, "who": text, "since": text, "until": text, "limit": whole, "unit": among(*UNITS), "basis": text,
        "verified": flag,
    },
    frozenset({"id", "who", "since", "until", "limit", "unit", "basis"}),
)  # fmt: skip
SIGNED = Shape("a sign-off", Signed, {"by": text, "on": day, "enrolment": text}, frozenset({"by", "on"}))
ROW = Shape(
    "a row",
    Row,
    {
        "id": text, "name": text, "component": text, "sort": member(Sort), "valid_from": day, "valid_to": day,
        "basis": member(Basis), "gives": text, "eligible": condition, "papers": texts, "office": text,
        "apply_to": text, "appeal_to": text, "amounts": AMOUNT.all_inside, "clocks": CLOCK.all_inside,
        "sources": texts, "checked_on": day, "checked_by": text, "verified": flag, "unverified": texts,
        "signed": lambda value: None if value is None else SIGNED.inside(value), "overrides": text,
        "delivers": flag, "note": text, "followed_by": text, "gap": text,
    },
    frozenset({"id", "name", "component", "sort", "valid_from", "valid_to", "basis", "gives", "eligible", "sources"}),
)  # fmt: skip
NAMED = Shape(
    "a name-only row",
    Row,
    {key: ROW.fields[key] for key in ("id", "name", "component", "office", "sources", "note")},
    frozenset({"id", "name", "component", "note"}),
)
FACT = Shape(
    "a fact",
    Fact,
    {"kind": among(*KINDS), "asks": text, "choices": titles, "care": text},
    frozenset({"kind", "asks"}),
)
SOURCE = Shape("a source", Source, {"ref": text, "kind": text, "date": text}, frozenset({"ref", "kind"}))
OFFICE = Shape(
    "an office",
    OfficeKind,
    dict.fromkeys(("title", "level", "department", "duties", "known"), text),
    frozenset({"title", "level", "department", "duties"}),
)
PAPER = Shape(
    "a paper",
    Paper,
    {"name": text, "from_office": text, "how": text, "if_any": flag, "instead": texts},
    frozenset({"name", "how"}),
)
ACTOR = Shape("somebody who acts", Actor, {"title": text, "office": text}, frozenset({"title"}))
STATE = Shape(
    "a state",
    State,
    {"name": text, "kind": among("state", "union territory"), "researched": flag, "note": text, "formerly": text},
    frozenset({"name", "kind"}),
)


def _process(states: dict[str, str], **values: Any) -> Process:
    return Process(states=tuple(states), titles=states, **values)


def _letter(fields: dict[str, str], **values: Any) -> Letter:
    return Letter(fields=tuple(fields.values()), keys=tuple(fields), **values)


def fact(choices: Mapping[str, str] | None = None, **values: Any) -> Fact:
    """A fact whose choices carry their words."""
    return Fact(choices=tuple(choices or ()), labels=dict(choices or {}), **values)


PROCESS = Shape(
    "a process",
    _process,
    {
        "id": text, "name": text, "states": titles, "moves": moves, "clocks": CLOCK.all_inside, "series": texts,
        "sources": texts, "verified": flag, "note": text,
    },
    frozenset({"id", "name", "states", "moves", "clocks"}),
)  # fmt: skip
LETTER = Shape(
    "a letter",
    _letter,
    {"id": text, "name": text, "fields": titles, "sources": texts, "verified": flag, "note": text},
    frozenset({"id", "name", "fields"}),
)
FACT = Shape(FACT.called, fact, FACT.fields, FACT.needed)


def problem(file: str, row: str) -> tuple[list[Problem], Callable[[str, int, str], None]]:
    """An empty list, and what writes a Problem of that file and row into it."""
    found: list[Problem] = []
    return found, lambda key, line, sentence: found.append(Problem(file, row, key, sentence, line))
