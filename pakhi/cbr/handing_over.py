"""How the work passes from the organisation to the collective, quarter by quarter, forward and back.

What nobody has said is not counted as the organisation's: it is left open.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.cbr import steps
from pakhi.cbr.collectives_words import Doer, Task
from pakhi.cbr.meetings_words import LedBy
from pakhi.cbr.models import Book, Step, Thread
from pakhi.lib.clock import Quarter, today

QUARTERS = 8  # two years


@dataclass(frozen=True)
class Part:
    """One part of the work, and who does it now; no thread where nobody has said it."""

    task: Task
    thread: Thread | None

    @property
    def doer(self) -> Doer | None:
        return Doer(self.thread.state) if self.thread else None

    @property
    def upto(self) -> list[str]:
        """The rungs from the organisation to who does it now."""
        return Doer.values[: Doer.values.index(self.thread.state) + 1] if self.thread else []


@dataclass(frozen=True)
class At:
    """The end of a quarter (or today): how many parts are done by whom, and who led the meetings of the quarter."""

    quarter: Quarter
    doers: dict[str, int]
    meetings: int
    by_leaders: int

    @property
    def unsaid(self) -> int:
        return len(Task) - sum(self.doers.values())


def parts(found: Iterable[Thread]) -> list[Part]:
    """All parts of the work, in their order, from the threads of a group."""
    by_task = {one.values.get("what"): one for one in found if one.kind == "task" and one.state}
    return [Part(task, by_task.get(task.value)) for task in Task]


def trend(book: Book, on: dt.date | None = None, quarters: int = QUARTERS) -> list[At]:
    """The last quarters of a group, the oldest first; none before something was written of it."""
    rows = [*steps.threads([book], "task"), *steps.threads([book], "meeting")]
    mine: dict[int, list[Step]] = {}
    for step in Step.objects.filter(thread__in=[one for one in rows if one.kind == "task"]):
        mine.setdefault(step.thread_id, []).append(step)
    began = min((one.opened_on for one in rows if one.opened_on), default=None)
    if began is None:
        return []
    now = Quarter.of(on or today())
    first = max(Quarter.of(began).index, now.index - quarters + 1)
    return [at(now.plus(index - now.index), rows, mine) for index in range(first, now.index + 1)]


def at(quarter: Quarter, rows: Iterable[Thread], mine: dict[int, list[Step]]) -> At:
    """One quarter, from the threads of a group and the steps of its tasks."""
    then = [steps.at(one, quarter.last_day, mine.get(one.pk, ())) for one in rows if one.kind == "task"]
    doers = Counter(one.state for one in then if one)
    held = [one for one in rows if one.kind == "meeting" and one.since and Quarter.of(one.since) == quarter]
    led = sum(1 for one in held if one.values.get("led") == LedBy.LEADERS)
    return At(quarter, {doer: doers[doer] for doer in Doer.values}, len(held), led)


@dataclass(frozen=True)
class Column:
    """One quarter as it is drawn: (top, height, who, how many) from the bottom up, in units of the picture."""

    x: int
    at: At
    pieces: tuple[tuple[int, int, str, int], ...]

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


HIGH, WIDE, STEP = 120, 36, 44  # of the picture: the height of all parts, the width of a column, from one to the next


def drawn(rows: Iterable[At]) -> list[Column]:
    """The columns of the picture: the collective's part stands at the bottom, where it grows up."""
    out = []
    for place, one in enumerate(rows):
        pieces, top = [], HIGH
        for doer in (Doer.COLLECTIVE, Doer.TOGETHER, Doer.NGO):
            count = one.doers[doer.value]
            tall = count * HIGH // len(Task)
            top -= tall
            if count:
                pieces.append((top, tall, doer.value, count))
        out.append(Column(place * STEP + (STEP - WIDE) // 2, one, tuple(pieces)))
    return out
