"""All groups over time: how many stand in which stage, who finds and follows up, at the end of each quarter.

A few questions to the database, however many groups there are. Groups are counted; people are told only as far as the
small counts allow.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q

from pakhi.cbr import steps
from pakhi.cbr.collectives_words import Doer, Group, Stage, Task
from pakhi.cbr.handing_over import HIGH, QUARTERS, STEP, WIDE
from pakhi.cbr.identification import IDENTIFIED
from pakhi.cbr.identification_words import Source
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step, Thread
from pakhi.lib import circles
from pakhi.lib.circles import Circle
from pakhi.lib.clock import Quarter, today
from pakhi.network.models import Organisation
from pakhi.vault import scope

WATCHED = (Task.IDENTIFY, Task.FOLLOW_UP)  # what the study looks at when it asks whether the work has passed over
UNSAID = ""


@dataclass(frozen=True)
class At:
    """The end of a quarter, or today. `stages`, `doers`: state -> how many groups, UNSAID where nobody has said it.

    `by_groups`, `otherwise`: how many survivors were found in the quarter through a group, and in other ways, as they
    may be told.
    """

    quarter: Quarter
    groups: int
    stages: Counter[str]
    doers: dict[Task, Counter[str]]
    by_groups: str = ""
    otherwise: str = ""


@dataclass
class Life:
    """One group at the ends of some quarters, in order: whether it runs, its stage, and who does each part."""

    group: list[str] = field(default_factory=list)
    stage: list[str] = field(default_factory=list)
    tasks: dict[str, list[str]] = field(default_factory=dict)

    def runs(self, place: int) -> bool:
        """Whether there was such a group at the end of a quarter, by its place among them."""
        return bool(self.group) and self.group[place] not in {UNSAID, Group.ENDED.value}

    def at(self, states: list[str], place: int) -> str:
        return states[place] if states else UNSAID


class Line(NamedTuple):
    """A step, as far as it says where a thread stands."""

    book: int
    thread: int
    kind: str
    number: str
    day: dt.date
    state: str | None
    edits: str
    void: bool
    begins: bool


def lives(homes: Iterable[Organisation], days: list[dt.date]) -> list[Life]:
    """All groups of some organisations on these days; two questions to the database, however many they are."""
    watched = Q(thread__kind__in=("group", "stage")) | Q(
        thread__number__in=[steps.standing_number("task", one) for one in WATCHED]
    )
    rows = Step.objects.filter(
        watched, thread__book__kind=Book.Kind.GROUP, thread__book__organisation__in=list(homes)
    ).values_list(
        "thread__book", "thread", "thread__kind", "thread__number", "day", "values__state", "edits", "void", "begins"
    )  # fmt: skip
    mine: dict[int, list[Line]] = defaultdict(list)
    for row in rows.order_by():
        mine[row[1]].append(Line(*row))
    folded = folds({number for number, said in mine.items() if not plain(said)}, days)
    of: dict[int, Life] = defaultdict(Life)
    for number, said in mine.items():
        one = said[0]
        states = folded[number] if number in folded else ends(said, days)
        if one.kind == "task":
            of[one.book].tasks[one.number.partition("-")[2]] = states
        else:
            setattr(of[one.book], one.kind, states)
    return list(of.values())


def plain(said: list[Line]) -> bool:
    """Whether there is nothing to fold: no step took another's place, and no two spoke of one day."""
    told = [one for one in said if one.state]
    first = min((one.day for one in told), default=None)
    return (
        not any(one.void or one.edits for one in said)
        and len({one.day for one in told}) == len(told)
        and all(one.day == first for one in told if one.begins)
    )


def ends(said: list[Line], days: list[dt.date]) -> list[str]:
    """The state of a thread on each of these days, where its steps are plain: what was said of the latest day."""
    moves = sorted((one.day, one.state) for one in said if one.state)
    began, out = min(one.day for one in said), []
    for day in days:
        before = [state for since, state in moves if since <= day]
        out.append(before[-1] if before else KINDS[said[0].kind].first if began <= day else UNSAID)
    return out


def folds(numbers: Iterable[int], days: list[dt.date]) -> dict[int, list[str]]:
    """Row of a thread -> its state on each of these days, of those where somebody corrected or two wrote one day."""
    mine: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(thread__in=list(numbers)).select_related("thread").order_by("id"):
        mine[step.thread_id].append(step)
    out = {}
    for number, said in mine.items():
        then = [steps.at(said[0].thread, day, said) for day in days]
        out[number] = [one.state if one else UNSAID for one in then]
    return out


def trend(homes: Iterable[Organisation], on: dt.date | None = None, quarters: int = QUARTERS) -> list[At]:
    """The last quarters of all groups together, the oldest first; none before there was a group."""
    held, day = list(homes), on or today()
    now = Quarter.of(day)
    span = [now.plus(-back) for back in reversed(range(quarters))]
    every = lives(held, [min(one.last_day, day) for one in span])
    first = next((place for place in range(quarters) if any(one.runs(place) for one in every)), quarters)
    people = found_by(held, span[0].first_day)
    return [at(span[place], place, every, people) for place in range(first, quarters)]


def at(quarter: Quarter, place: int, every: list[Life], people: Counter[tuple[Quarter, bool]]) -> At:
    """One quarter, the one at this place among those of the lives."""
    there = [life for life in every if life.runs(place)]
    return At(
        quarter, len(there), Counter(life.at(life.stage, place) for life in there),
        {task: Counter(life.at(life.tasks.get(task.value, []), place) for life in there) for task in WATCHED},
        circles.told(Circle.INSIDE, people[quarter, True]), circles.told(Circle.INSIDE, people[quarter, False]),
    )  # fmt: skip


def found_by(homes: Iterable[Organisation], since: dt.date) -> Counter[tuple[Quarter, bool]]:
    """(quarter, through a group) -> how many survivors the organisations heard of then; counted by the database.

    Who is hidden from the reader is not among them, as in every other count.
    """
    rows = Thread.objects.filter(
        kind=IDENTIFIED.key, book__kind=Book.Kind.CASE, book__organisation__in=list(homes), opened_on__gte=since
    ).exclude(state="").exclude(book__person__in=scope.hidden_codes())  # fmt: skip
    out = Counter[tuple[Quarter, bool]]()
    for day, source, many in rows.values_list("opened_on", "values__source").annotate(many=Count("id")).order_by():
        out[Quarter.of(day), source == Source.GROUP] += many
    return out


@dataclass(frozen=True)
class Column:
    """One quarter as it is drawn: (top, height, state, how many) from the bottom up, in units of the picture."""

    x: int
    at: At
    pieces: tuple[tuple[int, int, str, int], ...]

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


ROOM = 14  # the least height of a piece that has its number in it


def drawn(rows: list[At], counts: Iterable[Counter[str]], order: Iterable[str]) -> list[Column]:
    """Columns on one scale, that of the quarter with most groups; `order` from the bottom up, the furthest first."""
    most = max((one.groups for one in rows), default=0) or 1
    out, states = [], list(order)
    for place, (one, held) in enumerate(zip(rows, counts, strict=True)):
        pieces, below = [], 0
        for state in states:
            if held[state]:
                low, high = below * HIGH // most, (below + held[state]) * HIGH // most
                pieces.append((HIGH - high, high - low, state or "open", held[state]))
                below += held[state]
        out.append(Column(place * STEP + (STEP - WIDE) // 2, one, tuple(pieces)))
    return out


UPWARDS = {"stage": [*reversed(Stage.values), UNSAID], "doer": [*reversed(Doer.values), UNSAID]}
