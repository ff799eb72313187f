"""The nameless rows that police and court offer to reports.

A case is the same number as in the case's own facts, so that the two can be joined in one snapshot, which draws another
in its place (`pakhi.lib.drawn`); days are quarters, and how long something took is a band (`clock.span`). Only of who
agreed to be counted is there anything. No section, no sum, no day, no code of a person and no words. Whoever shows
these rows keeps to the small counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from pakhi.cbr.facts import networks, quarter
from pakhi.cbr.models import Book, Thread
from pakhi.legal import clocks
from pakhi.legal.clocks import Course
from pakhi.legal.course import TRACKS, course_of
from pakhi.lib.clock import span, today
from pakhi.lib.drawn import drawn
from pakhi.network.models import Office, Place

TRACK = pa.schema(
    [
        drawn("case"),  # as in cbr_case
        ("room", pa.string()),
        ("district", pa.string()),  # of the station, else as the case names it; directory code
        ("kind", pa.string()),  # fir | survivor_track | accused | court_track | protection | custody | lawyer
        ("state", pa.string()),
        ("since", pa.string()),  # quarter from which it has been so
        ("days", pa.string()),  # band, in this state until now
        ("unusual", pa.bool_()),  # off the way that the law knows
    ]
)
MOVE = pa.schema(
    [
        drawn("case"),
        ("room", pa.string()),
        ("district", pa.string()),
        ("kind", pa.string()),
        ("was", pa.string()),
        ("now", pa.string()),
        ("quarter", pa.string()),
        ("days", pa.string()),  # band, between the two
    ]
)
HEARING = pa.schema(
    [
        drawn("case"),
        ("room", pa.string()),
        ("district", pa.string()),
        ("purpose", pa.string()),
        ("state", pa.string()),  # planned | held | adjourned | dropped
        ("put_off", pa.string()),  # why, if it was adjourned
        ("quarter", pa.string()),
    ]
)
RIGHT = pa.schema(
    [
        drawn("case"),
        ("room", pa.string()),
        ("district", pa.string()),
        ("right", pa.string()),
        ("state", pa.string()),  # open | met | missed | not_wanted
        ("late", pa.bool_()),  # its day went by, and it was not met
        ("quarter", pa.string()),  # in which it was opened
    ]
)
SCHEMAS = {"legal_track": TRACK, "legal_move": MOVE, "legal_hearing": HEARING, "legal_right": RIGHT}
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    """All tables."""
    out: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    books = Book.objects.filter(kind=Book.Kind.CASE, counted_to__gte=today()).select_related("organisation")
    rooms = networks()
    for book in books.order_by("pk"):
        held = [one for one in book.threads.order_by("pk") if one.state]
        base = {"case": str(book.pk), "room": rooms.get(book.organisation_id, book.organisation.code)}
        for whole in (one for one in held if one.kind == "court_case"):
            parts = [one for one in held if one.about == whole.number]
            told(out, whole, parts, base)
    return out


def told(out: dict[str, list[Row]], whole: Thread, parts: list[Thread], base: Row) -> None:
    """The rows of one criminal case, into `out`."""
    places = {one.number: district(one, whole) for one in [whole, *parts]}
    known = course_of(parts)
    for one in parts:
        line = {**base, "district": places[one.number]}
        if one.kind in TRACKS:
            out["legal_track"].append({**line, **track(one)})
        elif one.kind == "hearing":
            out["legal_hearing"].append({**line, **hearing(one)})
        elif one.kind == "victim_right":
            out["legal_right"].append({**line, **right(one)})
    out["legal_move"] += [{**base, "district": places[number], **row} for number, row in moves(known)]


def district(one: Thread, whole: Thread) -> str:
    """The district of a track's own station or court, else that of the case."""
    code = one.values.get("station") or one.values.get("court")
    office = Office.objects.filter(code=code).select_related("place").first() if code else None
    place = office.place.within(Place.Kind.DISTRICT) if office else None
    return place.code if place else str(whole.values.get("where", "")).rpartition("-")[2]


def track(one: Thread) -> Row:
    days = span((today() - one.since).days if one.since else None)
    return {
        "kind": one.kind, "state": one.state, "since": quarter(one.since), "days": days,
        "unusual": bool(one.values.get("unusual")),
    }  # fmt: skip


def hearing(one: Thread) -> Row:
    said = one.values.get("on")
    return {
        "purpose": str(one.values.get("purpose", "")), "state": one.state,
        "put_off": str(one.values.get("put_off", "")) if one.state == "adjourned" else "",
        "quarter": quarter(dt.date.fromisoformat(str(said)) if said else one.opened_on),
    }  # fmt: skip


def right(one: Thread) -> Row:
    """`late`: it is still open after its day, or was said to be missed after it. What was met is no failure: the day on
    which somebody wrote that it was is not the day on which she had it.
    """
    said = str(one.values.get("next_on") or "")
    due = dt.date.fromisoformat(said) if said else None
    until = {"open": today(), "missed": one.since}.get(one.state)
    return {
        "right": str(one.values.get("right", "")), "state": one.state,
        "late": bool(due and until and until > due), "quarter": quarter(one.opened_on),
    }  # fmt: skip


def moves(known: Course) -> Iterator[tuple[str, Row]]:
    """(number of the thread, its move) for each two states of a track that came one after the other."""
    of: dict[str, list[clocks.Event]] = {}
    for event in sorted(known.events, key=lambda one: one.day):
        of.setdefault(event.thread, []).append(event)
    for number, events in of.items():
        yield from ((number, row) for row in between(events))


def between(events: Iterable[clocks.Event]) -> Iterator[Row]:
    before: clocks.Event | None = None
    for one in events:
        if before is not None and before.state != one.state:
            yield {
                "kind": one.track, "was": before.state, "now": one.state, "quarter": quarter(one.day),
                "days": span((one.day - before.day).days),
            }  # fmt: skip
        before = one
