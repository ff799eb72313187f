"""Dates as the field counts them: India's time, the year April to March, and its quarters."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from zoneinfo import ZoneInfo

INDIA = ZoneInfo("Asia/Kolkata")


def today() -> dt.date:
    """The date in India now."""
    return dt.datetime.now(INDIA).date()


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the April-March year: Quarter(2026, 3) is October to December 2026."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter that a day lies in."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, written: str) -> Quarter:
        """Read `2026-27 Q3`. Raises ValueError with a sentence."""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2}) Q([1-4])", written)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(f"{written!r} is not a quarter; write it like 2026-27 Q3.")
        return cls(int(match[1]), int(match[3]))

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02} Q{self.number}"

    def plus(self, quarters: int) -> Quarter:
        """The quarter so many later (or earlier, if negative)."""
        index = self.index + quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def index(self) -> int:
        """A running number, so that quarters can be subtracted."""
        return self.year * 4 + self.number - 1

    @property
    def first_day(self) -> dt.date:
        month = 4 + 3 * (self.number - 1)
        return dt.date(self.year + (month > 12), (month - 1) % 12 + 1, 1)

    @property
    def last_day(self) -> dt.date:
        return self.plus(1).first_day - dt.timedelta(days=1)


SPANS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, 90), (91, 180), (181, 365))  # days, first and last


def span(days: int | None) -> str:
    """A number of days as a band such as `31-60`: the exact number would lead back to the day. Empty for None."""
    if days is None:
        return ""
    return next((f"{low}-{high}" for low, high in SPANS if days <= high), f"{SPANS[-1][1] + 1}+")


def this_quarter() -> Quarter:
    """The quarter that is running in India now."""
    return Quarter.of(today())
