"""Days that the law gives, counted on plain values: what is due, what was kept, what was missed. India's time.

A limit in days leaves out the day from which it counts, so what happened on 1 March and has 14 days is due on 15 March,
and is missed from the 16th on. Hours are counted from the moment where it is known; of a day alone, until the end of
the day on which they would be over. Working days are those of lib/working_days.yaml; a state's own holidays are not
known there, so the true day may be later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pakhi.legal import law
from pakhi.legal.law import Clock
from pakhi.lib.clock import INDIA
from pakhi.lib.working_days import working_days

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """A state that a track of one case came to, on a day. `thread`: the number of the thread that is the track."""

    track: str
    state: str
    day: dt.date
    thread: str = ""


@dataclass(frozen=True)
class Course:
    """How one case went: its events, the day of its FIR if there is one, and its traits (rape, pocso, child)."""

    events: tuple[Event, ...] = ()
    fir_on: dt.date | None = None
    traits: frozenset[str] = frozenset()

    def first(self, track: str, states: Iterable[str], since: dt.date, thread: str = "") -> dt.date | None:
        """The first day, not before `since`, on which a track came to one of some states."""
        wanted = set(states)
        days = [
            one.day for one in self.events
            if one.track == track and one.state in wanted and one.day >= since and (not thread or one.thread == thread)
        ]  # fmt: skip
        return min(days, default=None)


@dataclass(frozen=True)
class Ticking:
    """A clock in a case. `due` None: the law gives no limit. `stopped`: the day on which what it waits for came."""

    clock: Clock
    thread: str
    since: dt.date
    due: dt.date | None
    stopped: dt.date | None

    def days(self, now: dt.date) -> int:
        """Days that it ran, until it stopped or until now."""
        return ((self.stopped or now) - self.since).days

    def missed(self, now: dt.date) -> bool:
        """Whether the day went by."""
        return self.due is not None and (self.stopped or now) > self.due

    def late(self, now: dt.date) -> int:
        """Days by which it is over; 0: it is not."""
        return max(0, ((self.stopped or now) - self.due).days) if self.due else 0


def day_in_india(moment: dt.date | dt.datetime) -> dt.date:
    """The day of a moment in India; a day is itself. Raises ValueError for a moment without a zone."""
    if not isinstance(moment, dt.datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    return moment.astimezone(INDIA).date()


def due(limit: int | None, unit: str, since: dt.date | dt.datetime) -> dt.date | None:
    """The last day on which it is in time; None where there is no limit. Raises ValueError for another unit."""
    if limit is None:
        return None
    start = day_in_india(since)
    if unit == "days":
        return start + limit * DAY
    if unit == "working_days":
        return working_days().plus(start, limit)
    if unit == "hours":
        if isinstance(since, dt.datetime):
            return day_in_india(since + dt.timedelta(hours=limit))
        return start + -(-limit // 24) * DAY
    raise ValueError(f"{unit} is no unit of time here.")


def picks(clock: Clock, event: dt.date, fir_on: dt.date | None) -> bool:
    """Whether a version of a clock is the one for a state that came on a day, in a case with an FIR of a day."""
    return clock.holds(fir_on if clock.picked_by == "fir" and fir_on else event)


def chosen(
    track: str, state: str, event: dt.date, course: Course, clocks: Sequence[Clock] | None = None
) -> list[Clock]:
    """The clocks that begin when a track comes to a state on a day."""
    rows = law.clocks() if clocks is None else clocks
    return [
        one for one in rows
        if (one.track, one.since) == (track, state) and one.for_case(course.traits) and picks(one, event, course.fir_on)
    ]  # fmt: skip


def ticking(course: Course, clocks: Sequence[Clock] | None = None) -> list[Ticking]:
    """Every clock of a case, the earliest due first and those without a limit last."""
    found = []
    for event in begun(course.events):
        for clock in chosen(event.track, event.state, event.day, course, clocks):
            own = event.thread if clock.until_track == clock.track else ""
            stopped = course.first(clock.until_track, clock.until, event.day, own)
            last = due(clock.limit, clock.unit, event.day)
            found.append(Ticking(clock, event.thread, event.day, last, stopped))
    return sorted(found, key=lambda one: (one.due is None, one.due or dt.date.max, one.clock.key))


def begun(events: Iterable[Event]) -> list[Event]:
    """The first event of each state of each thread: what is written twice does not make a new clock."""
    first: dict[tuple[str, str, str], Event] = {}
    for one in sorted(events, key=lambda event: event.day):
        first.setdefault((one.track, one.thread, one.state), one)
    return list(first.values())


def next_day(course: Course, thread: str) -> dt.date | None:
    """The first day that still counts for a track: not of what has a thread of its own, as a right has, nor of what
    ends on another track.
    """
    days = [
        one.due for one in ticking(course)
        if one.thread == thread and one.due and one.stopped is None and not one.clock.right
        and one.clock.until_track == one.clock.track
    ]  # fmt: skip
    return min(days, default=None)


ALARMS = (10, 21)  # days in custody after which somebody asks


def alarms(since: dt.date, ended: dt.date | None, now: dt.date) -> list[tuple[int, dt.date, bool]]:
    """(days, day, whether it has gone by) of each alarm about somebody who is held; none once she is free."""
    if ended is not None:
        return []
    return [(many, since + many * DAY, now > since + many * DAY) for many in ALARMS]
