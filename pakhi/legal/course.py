"""How one case went, read from its threads: what clocks.py counts on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pakhi.cbr import refers, steps
from pakhi.cbr.models import Book, Step, Thread
from pakhi.legal import law
from pakhi.legal.clocks import Course, Event
from pakhi.lib.history import fold

WHOLE = ("court_case", "wage_case", "other_case")
TRACKS = ("fir", "survivor_track", "accused", "court_track", "protection", "custody", "lawyer")
CHILDS = {"child", "pocso"}  # groups of sections that make it a child's case


def parts(book: Book, whole: str, *kinds: str) -> list[Thread]:
    """The threads that belong to a case, of these kinds (all, if none is named), the oldest first."""
    found = Thread.objects.filter(book__in=refers.hers(book), about=whole).exclude(state="")
    return list((found.filter(kind__in=kinds) if kinds else found).order_by("opened_on", "pk"))


def whole_of(book: Book, number: str, kinds: Iterable[str] = WHOLE) -> Thread | None:
    """The case of a number, if it is hers."""
    return Thread.objects.filter(book__in=refers.hers(book), kind__in=list(kinds), number=number).first()


def course(book: Book, whole: str) -> Course:
    """Everything that counts of one case."""
    return course_of(parts(book, whole, *TRACKS))


def course_of(threads: Iterable[Thread]) -> Course:
    """As `course`, of threads that are at hand."""
    held = [one for one in threads if one.kind in TRACKS]
    of: dict[int, list[Step]] = {}
    for step in Step.objects.filter(thread__in=held):
        of.setdefault(step.thread_id, []).append(step)
    happened = [event for one in held for event in events(one, of.get(one.pk, []))]
    firs = [one for one in held if one.kind == "fir"]
    registered = [one.day for one in happened if (one.track, one.state) == ("fir", "registered")]
    written = [day for one in firs if (day := day_of(one.values, "registered_on"))]
    return Course(tuple(happened), min([*registered, *written], default=None), traits([one.values for one in firs]))


def events(thread: Thread, rows: list[Step]) -> list[Event]:
    """The states that a track came to, by day; not of what was taken out or written again."""
    now, by_number, late = fold(steps.history(rows)), {one.number: one for one in rows}, steps.overtaken(rows)
    lived = [by_number[number] for number in now.order if number not in now.replaced and number not in late]
    found: dict[str, list[Event]] = {}
    for one in (step for step in lived if step.values.get("state") and not step.void):
        state = str(one.values["state"])
        day = day_of_event(one, thread, first=state not in found)
        found.setdefault(state, []).append(Event(thread.kind, state, day, thread.number))
    return sorted((one for rows in found.values() for one in rows), key=lambda one: one.day)


def day_of_event(step: Step, thread: Thread, first: bool) -> dt.date:
    """The day of a state: of being held, the day since when; of an FIR, the day that stands on it, the first time."""
    named = {("custody", "held"): "since", ("fir", "registered"): "registered_on"}
    question = named.get((thread.kind, str(step.values.get("state"))), "")
    return day_of(step.values, question) or (day_of(thread.values, question) if first else None) or step.day


def day_of(values: Mapping[str, Any], question: str) -> dt.date | None:
    written = values.get(question)
    return dt.date.fromisoformat(str(written)) if written else None


def traits(firs: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """What kind of case some FIRs make it: rape, pocso, child."""
    held = list(firs)
    groups = law.groups_of(key for one in held for key in [*one.get("sections", []), *one.get("asked_for", [])])
    child = bool(groups & CHILDS) or any(one.get("under18") == "yes" for one in held)
    return frozenset({*(groups & {"rape", "pocso"}), *(["child"] if child else [])})
