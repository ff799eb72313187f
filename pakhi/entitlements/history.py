"""How rights changed between two days.

A right of the country and one of a state are two lines, even in one series. Days are days of the law, both included.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Catalogue, Row
from pakhi.entitlements.timelines import ONE_DAY, lines


class Turn(StrEnum):
    """What happened to a series on a day."""

    BEGAN = "began"
    ENDED = "ended"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Turned:
    """A change of law. `day`: the first day on which it is otherwise.

    `old` is None where a series began, `new` where it ended.
    """

    day: dt.date
    turn: Turn
    series: str
    jurisdiction: str
    old: Row | None
    new: Row | None

    @property
    def followed_by(self) -> str:
        """The series that took the place of one that ended; empty where nothing did, or nobody knows."""
        return self.old.followed_by if self.turn is Turn.ENDED and self.old else ""


def changed(since: dt.date, until: dt.date, catalogue: Catalogue | None = None) -> list[Turned]:
    """What is otherwise on `until` than on `since`, day by day: every change after `since`, up to `until`."""
    found = []
    for line in lines((catalogue or read()).rows).values():
        found += [turned for turned in _turns(line) if since < turned.day <= until]
    return sorted(found, key=lambda turned: (turned.day, turned.series, turned.jurisdiction, turned.turn))


def _turns(line: list[Row]) -> list[Turned]:
    """All changes of one series in one jurisdiction."""
    first = line[0]
    found = (
        [Turned(first.valid_from, Turn.BEGAN, first.series, first.jurisdiction, None, first)]
        if first.valid_from
        else []
    )
    for row, following in zip(line, [*line[1:], None], strict=True):
        if row.valid_to is None or row.valid_to == dt.date.max:
            continue
        day = row.valid_to + ONE_DAY
        if following is not None and following.valid_from == day:
            found.append(Turned(day, Turn.REPLACED, row.series, row.jurisdiction, row, following))
            continue
        found.append(Turned(day, Turn.ENDED, row.series, row.jurisdiction, row, None))
        if following is not None and following.valid_from:
            found.append(Turned(following.valid_from, Turn.BEGAN, row.series, row.jurisdiction, None, following))
    return found
