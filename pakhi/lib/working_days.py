"""On which days offices work: weeks and holidays as dated rows in working_days.yaml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "working_days.yaml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_CLOSED = 60


@dataclass(frozen=True)
class Week:
    """Weekdays on which offices are closed, and which Saturdays of the month, between two days."""

    jurisdiction: str
    first: dt.date
    last: dt.date
    closed: frozenset[int]
    saturdays: frozenset[int]


@dataclass(frozen=True)
class Holiday:
    """A holiday: (month, day) of every year between two days."""

    jurisdiction: str
    name: str
    month_day: tuple[int, int]
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class WorkingDays:
    """The rows of a file."""

    weeks: tuple[Week, ...]
    holidays: tuple[Holiday, ...]

    def why_closed(self, day: dt.date, state: str = "") -> str:
        """Why offices are closed on a day: a holiday's name, a weekday, or empty: they are open."""
        for holiday in self.holidays:
            same = holiday.jurisdiction in ("IN", state) and (day.month, day.day) == holiday.month_day
            if same and holiday.first <= day <= holiday.last:
                return holiday.name
        week = self.week(day, state)
        if week and day.weekday() in week.closed:
            return WEEKDAYS[day.weekday()]
        if week and day.weekday() == 5 and (day.day + 6) // 7 in week.saturdays:
            return WEEKDAYS[5]
        return ""

    def week(self, day: dt.date, state: str) -> Week | None:
        """The week of a day: the state's own where it has one, else the country's."""
        for jurisdiction in (state, "IN"):
            for week in self.weeks:
                if week.jurisdiction == jurisdiction and week.first <= day <= week.last:
                    return week
        return None

    def next_open(self, day: dt.date, state: str = "") -> dt.date:
        """The day itself, or the first one after it on which offices work."""
        for _day in range(LONGEST_CLOSED):
            if not self.why_closed(day, state):
                return day
            day += dt.timedelta(1)
        raise ValueError(f"No office works for {LONGEST_CLOSED} days before {day}: look at working_days.yaml.")

    def plus(self, day: dt.date, count: int, state: str = "") -> dt.date:
        """The working day that is the `count`th after a day; the day itself does not count. 0: `next_open` of it."""
        if not count:
            return self.next_open(day, state)
        for _one in range(count):
            day = self.next_open(day + dt.timedelta(1), state)
        return day


@cache
def working_days(path: Path = FILE) -> WorkingDays:
    """Read a file of weeks and holidays. Raises ValueError with a sentence."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        weeks = tuple(
            Week(row["jurisdiction"], *bounds(row), frozenset(WEEKDAYS.index(one) for one in row["closed"]),
                 frozenset(row["saturdays"]))
            for row in data["weeks"]
        )  # fmt: skip
        return WorkingDays(weeks, tuple(holiday(row) for row in data["holidays"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"{path.name} is not as it should be: {problem}.") from None


def holiday(row: dict[str, Any]) -> Holiday:
    """A holiday of every year, or of one day."""
    if "day" in row:
        only = row["day"]
        return Holiday(row["jurisdiction"], row["name"], (only.month, only.day), only, only)
    month, day = (int(part) for part in str(row["every"]).split("-"))
    return Holiday(row["jurisdiction"], row["name"], (month, day), *bounds(row))


def bounds(row: dict[str, Any]) -> tuple[dt.date, dt.date]:
    """The first and the last day of a row."""
    return row.get("valid_from") or dt.date.min, row.get("valid_to") or dt.date.max
