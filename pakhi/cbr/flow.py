"""How a team's survivors moved between states over a period: forward, back and staying, for each component."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.cbr.models import Book, Step
from pakhi.cbr.overall import weakest
from pakhi.cbr.status import STANDING, Standing
from pakhi.cbr.vocabulary import Component

Move = tuple[str, str]  # from state, to state


def weakest_at(books: Iterable[Book], end: dt.date) -> Counter[str]:
    """How many survivors stand where with their weakest part of life at the end of a day (see overall.py)."""
    people = list(books)
    rows = Step.objects.filter(
        thread__book__in=people, thread__kind=STANDING.key, day__lte=end, void=False
    ).values_list("thread__book", "thread__component", "values__state", "number", "edits", "thread")
    found = list(rows.order_by("day", "id"))
    replaced = {(row[5], row[4]) for row in found if row[4]}
    now = defaultdict[int, dict[str, str]](dict)
    for book, component, state, number, _edits, thread in found:
        if state and (thread, number) not in replaced:
            now[book][component] = state
    return Counter(weakest(now[one.pk]) for one in people)


@dataclass(frozen=True)
class Flow:
    """One component over a period. `moves`: (state at its beginning, state at its end) -> how many survivors;
    `forward`, `back`: single steps within the period, also those that ended where they began.
    """

    component: Component
    moves: Counter[Move]
    forward: int
    back: int

    @property
    def people(self) -> int:
        return self.moves.total()

    def at_end(self, state: str) -> int:
        """How many stand there at the end."""
        return sum(many for (_was, now), many in self.moves.items() if now == state)

    def at_start(self, state: str) -> int:
        return sum(many for (was, _now), many in self.moves.items() if was == state)


def flows(books: Iterable[Book], start: dt.date, end: dt.date) -> list[Flow]:
    """The flow of each component from a day to a day, both included. Who has no status yet stands at `unknown`."""
    people = list(books)
    steps = Step.objects.filter(
        thread__book__in=people, thread__kind=STANDING.key, day__lte=end, void=False
    ).values_list("thread__book", "thread__component", "day", "way", "values__state", "number", "edits", "thread")
    rows = list(steps.order_by("day", "id"))
    replaced = {(row[7], row[6]) for row in rows if row[6]}
    was, now = defaultdict[tuple[int, str], str](str), defaultdict[tuple[int, str], str](str)
    ways = Counter[tuple[str, str]]()
    for book, component, day, way, state, number, _edits, thread in rows:
        if (thread, number) in replaced or not state:
            continue
        now[book, component] = state
        if day < start:
            was[book, component] = state
        elif way:
            ways[component, way] += 1
    first = Standing.UNKNOWN.value
    return [
        Flow(
            component,
            Counter((was[one.pk, component] or first, now[one.pk, component] or first) for one in people),
            ways[component, Step.Way.FORWARD], ways[component, Step.Way.BACK],
        )
        for component in Component
    ]  # fmt: skip
