"""How one case went, read from its threads: what clocks.py counts on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pakhi.cbr import books, steps
from pakhi.cbr.models import Book, Step, Thread
from pakhi.legal import law
from pakhi.legal.clocks import Course, Event
from pakhi.lib.history import fold

WHOLE = ("court_case", "wage_case", "other_case")
TRACKS = ("fir", "survivor_track", "accused", "court_track", "protection", "custody", "lawyer")
CHILDS = {"child", "pocso"}  # groups of sections that make it a child's case


def parts(book: Book, whole: str, *kinds: str) -> list[Thread]:
    """The threads that belong to a case, of these kinds (all, if none is named), the oldest first."""
    found = Thread.objects.filter(book__in=books.hers(book), about=whole).exclude(state="")
    return list((found.filter(kind__in=kinds) if kinds else found).order_by("opened_on", "pk"))


def whole_of(book: Book, number: str, kinds: Iterable[str] = WHOLE) -> Thread | None:
    """The case of a number, if it is hers."""
    return Thread.objects.filter(book__in=books.hers(book), kind__in=list(kinds), number=number).first()


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
    said = [one for one in lived if one.values.get("state") and not one.void]
    days = {one.number: one.day for one in said} | corrected(thread, said)
    found = [Event(thread.kind, str(one.values["state"]), days[one.number], thread.number) for one in said]
    return sorted(found, key=lambda one: one.day)


def corrected(thread: Thread, said: list[Step]) -> dict[str, dt.date]:
    """Step -> the day of its state, where an answer names it: of an FIR the day that stands on it, for its first
    registering; of being held, the day since when, for the last time.
    """
    firsts = [one for one in said if (thread.kind, one.values["state"]) == ("fir", "registered")][:1]
    lasts = [one for one in said if (thread.kind, one.values["state"]) == ("custody", "held")]
    on, since = day_of(thread.values, "registered_on"), day_of(thread.values, "since")
    own = {one.number: day for one in lasts[:-1] if (day := day_of(one.values, "since"))}
    return own | {one.number: on for one in firsts if on} | {one.number: since for one in lasts[-1:] if since}


def day_of(values: Mapping[str, Any], question: str) -> dt.date | None:
    written = values.get(question)
    return dt.date.fromisoformat(str(written)) if written else None


def traits(firs: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """What kind of case some FIRs make it: rape, pocso, child."""
    held = list(firs)
    groups = law.groups_of(key for one in held for key in [*one.get("sections", []), *one.get("asked_for", [])])
    child = bool(groups & CHILDS) or any(one.get("under18") == "yes" for one in held)
    return frozenset({*(groups & {"rape", "pocso"}), *(["child"] if child else [])})
