"""One case as its page shows it: tracks with their lines, days in court, rights, papers and lawyers, clocks, alarms."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from pakhi.cbr import telling
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Thread
from pakhi.legal import clocks, law, refusal, stands
from pakhi.legal.clocks import Course, Ticking
from pakhi.legal.course import course_of, day_of, parts
from pakhi.legal.rights import Owed, owed
from pakhi.legal.words import Custody, Hearing, PutOff
from pakhi.lib.clock import today

DRAWN = ("fir", "survivor_track", "accused", "court_track", "protection", "custody")
AROUND = ("bail_objection", "lawyer", "legal_paper")


@dataclass(frozen=True)
class Line:
    """A track as it is drawn. `stops`: (words, whether it came that far); `odd`: sections not of that day."""

    thread: Thread
    kind: str
    name: str
    state: str
    sentence: str
    stops: list[tuple[str, bool]]
    unusual: bool
    odd: list[law.Section]

    @property
    def late(self) -> int:
        """Days by which its next day is over."""
        return max(0, (today() - self.thread.due).days) if self.thread.due else 0


@dataclass(frozen=True)
class Seen:
    """Everything about one case. `asks`: what she may be told to ask about."""

    whole: Thread
    lines: list[Line]
    ahead: list[Thread]
    past: list[Thread]
    put_off: list[tuple[str, int]]
    rights: list[Owed]
    around: list[tuple[Thread, str, str]]
    ticking: list[Ticking]
    proposed: list[refusal.Proposed]
    alarms: list[tuple[Thread, int, dt.date]]
    asks: str

    @property
    def unsure(self) -> bool:
        """Whether something of the law that the page shows was not read somewhere, or no lawyer has signed it."""
        rows = [*(one.clock for one in self.ticking), *(one.by for one in self.rights if one.by)]
        routes = [row for one in self.proposed for row in (one.step, one.duty) if row]
        return any(not row.sure for row in [*rows, *routes])

    @property
    def missed(self) -> list[Owed]:
        return [one for one in self.rights if one.missed]


def seen(whole: Thread) -> Seen:
    """One case, from all that is written about it."""
    held = parts(whole.book, whole.number)
    known = course_of(held)
    days = sorted((one for one in held if one.kind == "hearing"), key=lambda one: str(one.values.get("on", "")))
    now = today()
    return Seen(
        whole, [line(one, known) for one in ordered(held)],
        [one for one in days if one.state == Hearing.PLANNED],
        [one for one in reversed(days) if one.state != Hearing.PLANNED], put_off(days),
        owed(held, known, now) if whole.kind == "court_case" else [],
        [(one, telling.line_of(one), telling.state_of(one)) for one in held if one.kind in AROUND],
        [one for one in clocks.ticking(known) if not one.clock.right],
        [found for one in held if one.kind == "fir" and (found := refusal.proposed(one, now))],
        [alarm for one in held if one.kind == "custody" for alarm in gone_by(one, now)], stands.asks(held),
    )  # fmt: skip


def ordered(held: list[Thread]) -> list[Thread]:
    rows = [one for one in held if one.kind in DRAWN]
    return sorted(rows, key=lambda one: (DRAWN.index(one.kind), int(one.values.get("nth") or 0), one.pk or 0))


def line(one: Thread, known: Course) -> Line:
    track, made = law.tracks()[one.kind], KINDS[one.kind]
    been = {event.state for event in known.events if event.thread == one.number}
    far = max((track.line.index(state) for state in been if state in track.line), default=-1)
    stops = [(telling.label_of(made, state), place <= far) for place, state in enumerate(track.line)]
    odd = law.not_of_that_day(one.values.get("sections", []), day_of(one.values, "offence_on"))
    said = stands.sentence(one)
    name = telling.line_of(one)
    return Line(one, str(made.label), name, telling.state_of(one), said, stops, bool(one.values.get("unusual")), odd)


def put_off(days: list[Thread]) -> list[tuple[str, int]]:
    """How often days in court were put off, by reason, the most frequent first."""
    reasons = Counter(str(one.values.get("put_off", "")) for one in days if one.state == Hearing.ADJOURNED)
    return [(str(PutOff(key).label), many) for key, many in reasons.most_common() if key in PutOff.values]


def gone_by(custody: Thread, now: dt.date) -> list[tuple[Thread, int, dt.date]]:
    """The last alarm that has gone by of somebody who is held: ten days, or twenty-one; none after a final order."""
    since = day_of(custody.values, "since")
    if since is None or custody.state == Custody.LONG_ORDER:
        return []
    ended = since if custody.state == Custody.RELEASED else None
    rows = [(custody, many, day) for many, day, passed in clocks.alarms(since, ended, now) if passed]
    rows = [one for one in rows if one[1] == clocks.ALARMS[-1] or custody.state == Custody.HELD]
    return rows[-1:]
