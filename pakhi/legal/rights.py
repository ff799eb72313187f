"""What she is owed: each right is a thread, met or missed. What the law gives a time for is opened by the tracks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule
from pakhi.legal import clocks, law, moves
from pakhi.legal.clocks import Course, Ticking
from pakhi.legal.course import course, parts
from pakhi.legal.law import Clock
from pakhi.legal.tracks import CASE, COURT, FIR, SURVIVOR, WORDS
from pakhi.legal.words import Met, Right
from pakhi.lib.history import fold
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
    """Open what a case owes her by now, with its day; move the day as long as nobody said anything. What has come is
    met, and what ended before its day is owed no more.
    """
    book, whole = step.thread.book, step.thread.about
    known = course(book, whole)
    for one, number, there in owing(book, whole, known):
        came, due = came_on(one, known), one.due.isoformat() if one.due else ""
        values = {"right": one.clock.right} | ({} if there and day_by_hand(there) else {"next_on": due})
        said = Said(RIGHT.key, values, thread=number, about=whole)
        if came is None and (there is None or there.number == number):
            owe(book, said, there, step, by)
        elif came and not one.clock.repeats:
            owe(book, replace(said, values={**said.values, "state": Met.MET.value}, day=came), there, step, by)
        elif came and "next_on" in values and there is not None and there.due and came <= there.due:
            owe(book, replace(said, values={"next_on": ""}), there, step, by)


def owing(book: Book, whole: str, known: Course) -> list[tuple[Ticking, str, Thread | None]]:
    """(clock, the number of what it opens, the thread that stands for it) of all that gives her something by a day.

    The thread is the last one where a right was owed again, and one that somebody began by hand where there is none.
    """
    held = {one.number: one for one in parts(book, whole, RIGHT.key)}
    free, found = by_hand(held), list[tuple[Ticking, str, Thread | None]]()
    for one in (one for one in clocks.ticking(known) if one.clock.right and one.due):
        number = last = number_of("right", whole, one.thread, one.clock.right)
        hand = next((other for other in free if other.values.get("right") == one.clock.right), None)
        if number not in held and hand is not None:
            free.remove(hand)
            last = hand.number
        while (again := number_of("right-again", last)) in held:
            last = again
        found.append((one, number, held.get(last)))
    return found


def by_hand(held: Mapping[str, Thread]) -> list[Thread]:
    """Those that somebody began: no clock opened them, nor were they owed again."""
    steps_of = Step.objects.filter(thread__in=held.values(), number=F("thread__number"))
    begun = set(steps_of.values_list("thread", flat=True))
    return [one for one in held.values() if one.pk in begun]


def day_by_hand(there: Thread) -> bool:
    """Whether somebody wrote the day by which it is owed; what the law wrote has a number that follows from its cause.

    Such a day stays, whatever the police or the court write: an office may have given it to her.
    """
    now = fold(steps.history(there.steps.all()))
    said = now.by.get("next_on", "")
    if not said or not now.values.get("next_on"):
        return False
    causes = Step.objects.filter(thread__book__in=books.hers(there.book), thread__about=there.about)
    return said not in {by_law(there.number, cause) for cause in causes.values_list("number", flat=True)}


def by_law(thread: str, cause: str) -> str:
    """The number of the step that follows for a right from a step of the case."""
    return number_of("right-step", thread, cause)


def came_on(one: Ticking, known: Course) -> dt.date | None:
    """The day on which what she is owed came, or on which it ended. Who was examined before the police wrote anything
    was examined: what ends on another track may have come before its clock began.
    """
    if one.stopped or one.clock.until_track == one.clock.track:
        return one.stopped
    return known.first(one.clock.until_track, one.clock.until, dt.date.min)


for made in (FIR, SURVIVOR, COURT):
    after(made.key)(opens)


def owe(book: Book, said: Said, there: Thread | None, why: Step, by: Account) -> None:
    """Write what follows for a right, unless somebody has said what became of it. `why`: the step that it follows."""
    if there is not None and (
        there.state != Met.OPEN or all(there.values.get(name) == value for name, value in said.values.items())
    ):
        return
    thread = there.number if there else said.thread
    number, seen = by_law(thread, why.number), tuple(there.heads) if there else ()
    steps.write(there.book if there else book, replace(said, thread=thread, number=number, seen=seen), by)


@after(RIGHT.key)
def again(step: Step, by: Account) -> None:
    """What is owed again and again is owed again from the day on which it was met."""
    thread = step.thread
    if step.values.get("state") != Met.MET or thread.state != Met.MET:
        return
    for one in clocks.ticking(course(thread.book, thread.about)):
        if one.clock.repeats and one.clock.right == thread.values.get("right") and one.stopped is None:
            due, number = clocks.due(one.clock.limit, one.clock.unit, step.day), number_of("right-again", thread.number)
            there = Thread.objects.filter(book=thread.book, number=number).first()
            values = {"right": one.clock.right, "next_on": due.isoformat() if due else ""}
            owe(thread.book, Said(RIGHT.key, values, thread=number, about=thread.about), there, step, by)
            return


@dataclass(frozen=True)
class Owed:
    """A right as a page shows it. `missed`: written as missed, or its day went by. `by`: the row that gives its day."""

    thread: Thread | None
    right: Right
    state: Met
    due: dt.date | None
    missed: bool
    by: Clock | None


def owed(held: Iterable[Thread], known: Course, now: dt.date) -> list[Owed]:
    """Every right that was opened, the missed ones first; then those that nobody has asked about."""
    rows = [one for one in held if one.kind == RIGHT.key]
    found = [made_of(one, known, now) for one in rows if one.values.get("right") in Right.values]
    asked = {one.right for one in found}
    rest = [Owed(None, one, Met.OPEN, None, False, None) for one in Right if one not in asked]
    order = {Met.OPEN: 0, Met.MISSED: 1, Met.MET: 2, Met.NOT_WANTED: 3}
    return [*sorted(found, key=lambda one: (not one.missed, order[one.state], one.due or dt.date.max)), *rest]


def made_of(thread: Thread, known: Course, now: dt.date) -> Owed:
    state = Met(thread.state)
    late = state == Met.OPEN and thread.due is not None and thread.due < now
    right = Right(thread.values["right"])
    return Owed(thread, right, state, thread.due, late or state == Met.MISSED, row_of(right, known))


def row_of(right: str, known: Course) -> Clock | None:
    """The row that gives a day for a right, by the law of this case."""
    rows = [one for one in law.clocks() if one.right == right and known.fir_on and one.holds(known.fir_on)]
    return rows[0] if rows else None
