"""How long the law asks to keep what is sealed away: dated rows in retention.yaml, each with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Rule:
    """One row. `cite` is the law in its own words; unsigned until a lawyer's name and day stand in it."""

    id: str
    occasion: str
    valid_from: dt.date
    valid_to: dt.date | None
    years: int
    cite: str
    source: tuple[str, ...]
    verified: bool
    checked_by: str
    note: str

    @property
    def signed(self) -> bool:
        return bool(self.checked_by)

    def until(self, asked: dt.date) -> dt.date:
        """The last day of keeping: so many years on, the day after where that year has no such day."""
        try:
            return asked.replace(year=asked.year + self.years)
        except ValueError:
            return dt.date(asked.year + self.years, 3, 1)


@cache
def rules() -> tuple[Rule, ...]:
    """Every row. Raises ValueError for a gap, an overlap, or a source that is not listed."""
    data = yaml.safe_load((HERE / "retention.yaml").read_text())
    found = tuple(read(row, data["sources"]) for row in data["rules"])
    for occasion in {rule.occasion for rule in found}:
        check([rule for rule in found if rule.occasion == occasion])
    return found


def references(rule: Rule) -> list[str]:
    """Where a row was read, as it is written in the list of sources."""
    sources = yaml.safe_load((HERE / "retention.yaml").read_text())["sources"]
    return [str(sources[key]["ref"]) for key in rule.source]


def read(row: dict[str, Any], sources: dict[str, Any]) -> Rule:
    """One row of the file."""
    unknown = set(row["source"]) - set(sources)
    if unknown or not row["source"] or row["years"] < 0:
        raise ValueError(f"The retention rule {row['id']} needs sources from the list, and years.")
    begin, end = (dt.date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    return Rule(
        row["id"], row["occasion"], begin or dt.date.min, end, row["years"], row["cite"], tuple(row["source"]),
        row["verified"] is True, row["checked_by"], row["note"],
    )  # fmt: skip


def check(rows: list[Rule]) -> None:
    """Each row begins the day after the one before ends, and the last has no end. Raises ValueError."""
    for before, after in zip(rows, [*rows[1:], None], strict=True):
        joined = before.valid_to is None if after is None else before.valid_to == after.valid_from - dt.timedelta(1)
        if not joined:
            raise ValueError(f"The retention rules leave a gap or overlap after {before.id}.")


def rule(occasion: str, on: dt.date) -> Rule:
    """The row in force for an occasion on a day. Raises LookupError."""
    for row in rules():
        if row.occasion == occasion and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
            return row
    raise LookupError(f"No retention rule for {occasion} on {on}.")


def named(key: str) -> Rule:
    """The row of an id, for a record that was closed under it. Raises LookupError."""
    for row in rules():
        if row.id == key:
            return row
    raise LookupError(f"No retention rule is called {key}.")
