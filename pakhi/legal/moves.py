"""What every step of a track keeps: it belongs to a case, and it goes a way that the law knows, or its writer says so.

No step is a wall (cbr/ways.py): one off the lawful way is kept when it says `unusual`. Each says so anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from pakhi.cbr import steps, telling, ways
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said
from pakhi.legal import clocks, law
from pakhi.legal.clocks import Course, Event
from pakhi.legal.course import WHOLE, course, day_of, traits, whole_of
from pakhi.legal.words import Unusual
from pakhi.lib.clock import today
from pakhi.lib.history import fold
from pakhi.network.models import Account

COUNTS = {"state", "sections", "asked_for", "under18", "registered_on", "since"}


def belongs(book: Book, said: Said, there: Thread | None, kinds: tuple[str, ...] = WHOLE) -> Thread:
    """The case that a step belongs to. Raises Faulty."""
    found = whole_of(book, there.about if there else said.about, kinds)
    if found is None:
        raise Faulty("about", _("Choose the case that this is about."))
    return found


def keep(book: Book, said: Said, _by: Account, there: Thread | None) -> Mapping[str, Any]:
    """The rule of a track: what follows from a step. Raises Faulty."""
    whole = belongs(book, said, there)
    if said.void:
        return {}
    return {**unusual(said, there), **next_day(book, said, there, whole)}


def unusual(said: Said, there: Thread | None) -> dict[str, str]:
    """Whether a step is off the way, as it is noted with it. Raises Faulty where it is and does not say so."""
    state, so = str(said.values.get("state") or ""), str(said.values.get("unusual") or "")
    noted = off_the_way(said.kind, before(said, there), state, so) if state else ""
    held = there.values.get("unusual") if there else ""
    return {"unusual": noted} if noted or so or (state and held) else {}


def off_the_way(kind: str, was: str, state: str, so: str) -> str:
    """What is noted with a move: nothing with a lawful one. Raises Faulty for another one that does not say so."""
    made, known = KINDS[kind], law.tracks()[kind].moves
    if was not in known:
        return ""
    off = ways.off("unusual", was, state, known[was], so == Unusual.SO, lambda one: telling.label_of(made, one))
    return Unusual.NOTED.value if off else ""


def before(said: Said, there: Thread | None) -> str:
    """The state of a track on the day of a step, as far as its writer knew: without what others wrote unseen, and
    without what it takes the place of.
    """
    if there is None:
        return ""
    day = said.day or today()
    known = known_to(list(there.steps.all()), said.seen)
    rows = [one for one in known if one.day <= day and one.number not in {said.number, said.edits}]
    return str(fold(steps.history(rows)).values.get("state", "")) if rows else ""


def known_to(rows: list[Step], seen: tuple[str, ...] | None) -> list[Step]:
    """Those steps that a writer knew who had these newest ones before them; all of them where nobody says."""
    by_number = {one.number: one for one in rows}
    found, open_ = set[str](), [number for number in seen or () if number in by_number]
    if not open_:
        return rows
    while open_:
        one = by_number[open_.pop()]
        if one.number not in found:
            found.add(one.number)
            earlier = [other.number for other in rows if other.made < one.made] if one.seen is None else one.seen
            open_ += [number for number in earlier if number in by_number]
    return [one for one in rows if one.number in found]


def next_day(book: Book, said: Said, there: Thread | None, whole: Thread) -> dict[str, str]:
    """The next day that counts, where something was said from which it follows, and no day with it."""
    if not COUNTS & set(said.values) or "next_on" in said.values:
        return {}
    found = clocks.next_day(with_step(course(book, whole.number), said, there), there.number if there else said.number)
    if found is None and not said.values.get("state"):
        return {}
    return {"next_on": found.isoformat() if found else ""}


def with_step(known: Course, said: Said, there: Thread | None) -> Course:
    """How a case went, with a step that is not written yet."""
    number, values = there.number if there else said.number, {**(there.values if there else {}), **said.values}
    named = {("custody", "held"): "since", ("fir", "registered"): "registered_on"}
    state, on = str(said.values.get("state") or ""), said.day or today()
    on = day_of(values, named.get((said.kind, state), "")) or on
    happened = (Event(said.kind, state, on, number),) if state else ()
    fir_on, more = known.fir_on, known.traits
    if said.kind == "fir":
        days = [day for day in (fir_on, day_of(values, "registered_on")) if day]
        fir_on = min([*days, *([on] if state == "registered" else [])], default=None)
        more = more | traits([values])
    return replace(known, events=(*known.events, *happened), fir_on=fir_on, traits=more)
