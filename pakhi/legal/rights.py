"""What she is owed: each right is a thread, met or missed. What the law gives a time for is opened by the tracks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhi.cbr import steps
from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule
from pakhi.legal import clocks, law, moves
from pakhi.legal.clocks import Course
from pakhi.legal.course import course
from pakhi.legal.tracks import CASE, COURT, FIR, SURVIVOR, WORDS
from pakhi.legal.words import Met, Right
from pakhi.network.models import Account

RIGHT = kind(
    "victim_right", _("What she is owed"), "hand-heart",
    Question("right", "one", _("Which right?"), Right, begins=True),
    Question("next_on", "day", _("By which day?")),
    WORDS,
    states=Met, line=("right",), due="next_on", within=CASE.key, inside=True, ends=("met", "missed", "not_wanted"),
)  # fmt: skip


@rule(RIGHT.key)
def of_a_case(book: Book, said: Said, _by: Account, there: Thread | None) -> Mapping[str, Any]:
    moves.belongs(book, said, there)
    return {}


def opens(step: Step, by: Account) -> None:
    """Open what a case owes her by now, with its day; move the day as long as nobody said anything."""
    book, whole = step.thread.book, step.thread.about
    for one in clocks.ticking(course(book, whole)):
        if one.clock.right and one.due:
            owe(book, whole, one.clock.right, one.due, number_of("right", whole, one.thread, one.clock.right), step, by)


for made in (FIR, SURVIVOR, COURT):
    after(made.key)(opens)


def owe(book: Book, whole: str, right: str, due: dt.date, number: str, why: Step, by: Account) -> None:
    """One right with its day, unless somebody has said what became of it. `why`: the step from which it follows."""
    there = Thread.objects.filter(book=book, number=number).first()
    if there is not None and (there.state != Met.OPEN or there.values.get("next_on") == due.isoformat()):
        return
    said = Said(
        RIGHT.key, {"right": right, "next_on": due.isoformat()}, thread=number,
        number=number_of("right-step", number, why.number), about=whole,
        seen=tuple(there.heads) if there else (),
    )  # fmt: skip
    steps.write(book, said, by)


@after(RIGHT.key)
def again(step: Step, by: Account) -> None:
    """What is owed again and again is owed again from the day on which it was met."""
    thread = step.thread
    if step.values.get("state") != Met.MET or thread.state != Met.MET:
        return
    for one in clocks.ticking(course(thread.book, thread.about)):
        if one.clock.repeats and one.clock.right == thread.values.get("right") and one.stopped is None:
            due = clocks.due(one.clock.limit, one.clock.unit, step.day)
            if due:
                owe(thread.book, thread.about, one.clock.right, due, number_of("right-again", thread.number), step, by)
            return


@dataclass(frozen=True)
class Owed:
    """A right as a page shows it. `missed`: written as missed, or its day went by. `basis`: the law that gives it."""

    thread: Thread | None
    right: Right
    state: Met
    due: dt.date | None
    missed: bool
    basis: str


def owed(parts: Iterable[Thread], known: Course, now: dt.date) -> list[Owed]:
    """Every right that was opened, the missed ones first; then those that nobody has asked about."""
    rows = [one for one in parts if one.kind == RIGHT.key]
    found = [made_of(one, known, now) for one in rows if one.values.get("right") in Right.values]
    asked = {one.right for one in found}
    rest = [Owed(None, one, Met.OPEN, None, False, "") for one in Right if one not in asked]
    order = {Met.OPEN: 0, Met.MISSED: 1, Met.MET: 2, Met.NOT_WANTED: 3}
    return [*sorted(found, key=lambda one: (not one.missed, order[one.state], one.due or dt.date.max)), *rest]


def made_of(thread: Thread, known: Course, now: dt.date) -> Owed:
    state = Met(thread.state)
    late = state == Met.OPEN and thread.due is not None and thread.due < now
    right = Right(thread.values["right"])
    return Owed(thread, right, state, thread.due, late or state == Met.MISSED, basis_of(right, known))


def basis_of(right: str, known: Course) -> str:
    """The section that gives a day for a right, by the law of this case."""
    rows = [one for one in law.clocks() if one.right == right and known.fir_on and one.holds(known.fir_on)]
    return rows[0].basis if rows else ""
