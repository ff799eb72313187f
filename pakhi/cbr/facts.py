"""The nameless rows that cases and collectives offer to reports.

A case is a number, and so is a thread; the snapshot draws others in their place (`pakhi.lib.drawn`). A day becomes its
quarter; words are not here to begin with. A kind that is `inside` is told by the facts of its own room, or by none: in
two tables the same run of quarters and states would join what they keep apart.
Only who agreed to be counted (consent `repository`) has her profile and her threads in it: of everybody else there is
the bare row, so that a count of cases is right. Whoever shows these rows keeps to the small counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa

from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step, Thread
from pakhi.lib.clock import Quarter, today
from pakhi.lib.drawn import drawn
from pakhi.network.models import Affiliation, Place
from pakhi.network.places import lines

CASE = pa.schema(
    [
        drawn("case"),  # joins the other tables
        ("room", pa.string()),  # code of the network that the organisation belongs to today, or its own
        ("organisation", pa.string()),  # code
        ("kind", pa.string()),  # case | group | village
        ("state", pa.string()),  # open | closed
        ("opened", pa.string()),  # quarter like 2026-27 Q3
        ("counted", pa.bool_()),  # whether she agreed to be counted; if not, what follows is empty
        ("gender", pa.string()),
        ("age_band", pa.string()),
        ("block", pa.string()),  # directory code
        ("district", pa.string()),
    ]
)
THREAD = pa.schema(
    [
        drawn("thread"),
        drawn("case"),
        ("kind", pa.string()),  # a key of kinds.KINDS that is not `inside`
        ("component", pa.string()),
        ("state", pa.string()),
        ("running", pa.bool_()),
        ("opened", pa.string()),  # quarter
        ("since", pa.string()),  # quarter from which it has been in this state
    ]
)
SAID = pa.schema(
    [
        drawn("thread"),
        ("question", pa.string()),
        ("value", pa.string()),  # a choice or a number; of several choices a row each
    ]
)
MOVE = pa.schema(
    [
        drawn("thread"),
        drawn("case"),
        ("kind", pa.string()),
        ("component", pa.string()),
        ("quarter", pa.string()),
        ("state", pa.string()),  # the state it led to
        ("way", pa.string()),  # forward | back | "" (the first one, or no change)
    ]
)
SCHEMAS = {"cbr_case": CASE, "cbr_thread": THREAD, "cbr_said": SAID, "cbr_move": MOVE}
ASKED = {"one", "many", "number"}  # kinds of questions whose answers are coded and lead to nobody
# each row one house, or one person who was not asked to be counted
APART = ("household", "member", "peer_support", "speaker")
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    """All tables."""
    books = list(Book.objects.exclude(kind=Book.Kind.HOUSE).select_related("organisation").order_by("pk"))
    counted = {one.pk for one in books if one.kind != Book.Kind.CASE or (one.counted_to and one.counted_to >= today())}
    rooms, places = networks(), districts({one.block for one in books if one.block})
    rows = (
        Thread.objects.filter(book__in=counted).exclude(kind__in=APART).exclude(state="").order_by("pk")
    )  # without: all of it was taken out
    threads = [one for one in rows if one.kind in KINDS and not KINDS[one.kind].inside]
    return {
        "cbr_case": [case(one, one.pk in counted, rooms, places) for one in books],
        "cbr_thread": [thread(one) for one in threads],
        "cbr_said": [row for one in threads for row in said(one)],
        "cbr_move": list(moves({one.pk: one for one in threads})),
    }


def networks() -> dict[int, str]:
    """Organisation id -> code of the network it belongs to today (see Organisation.room)."""
    links = Affiliation.objects.current().select_related("network").order_by("-id")
    return {link.member_id: link.network.code for link in links}


def districts(blocks: Collection[str]) -> dict[str, str]:
    """Block -> its district, by their codes in the directory."""
    found = {place.code: place.pk for place in Place.objects.filter(code__in=blocks, kind=Place.Kind.BLOCK)}
    above = lines(set(found.values()))
    return {
        code: next((one.code for one in above.get(pk, []) if one.kind == Place.Kind.DISTRICT), "")
        for code, pk in found.items()
    }


def case(book: Book, counted: bool, rooms: dict[int, str], places: dict[str, str]) -> Row:
    village = book.kind == Book.Kind.VILLAGE  # what stands there in place of a block is the village itself
    known: dict[str, str] = {
        "gender": book.gender, "age_band": book.age_band, "block": "" if village else book.block
    }  # fmt: skip
    return {
        "case": str(book.pk), "room": rooms.get(book.organisation_id, book.organisation.code),
        "organisation": book.organisation.code, "kind": book.kind, "state": book.state,
        "opened": quarter(book.opened_on), "counted": counted,
        **(known if counted else dict.fromkeys(known, "")), "district": places.get(book.block, "") if counted else "",
    }  # fmt: skip


def thread(one: Thread) -> Row:
    return {
        "thread": str(one.pk), "case": str(one.book_id), "kind": one.kind, "component": one.component,
        "state": one.state, "running": KINDS[one.kind].running(one.state), "opened": quarter(one.opened_on),
        "since": quarter(one.since),
    }  # fmt: skip


def said(one: Thread) -> Iterator[Row]:
    """What holds now, one row an answer."""
    for question in KINDS[one.kind].questions:
        value = one.values.get(question.name)
        if question.asks in ASKED and value not in (None, "", []):
            for single in value if isinstance(value, list) else [value]:
                yield {"thread": str(one.pk), "question": question.name, "value": str(single)}


def moves(threads: dict[int, Thread]) -> Iterator[Row]:
    """Each step that says a state, but those that another took the place of."""
    steps = Step.objects.filter(thread__in=list(threads), void=False).order_by("thread", "day", "pk")
    rows = list(steps.values_list("thread", "number", "edits", "day", "values__state", "way"))
    replaced = {(number, edits) for number, _own, edits, *_rest in rows if edits}
    for number, own, _edits, day, state, way in rows:
        if state and (number, own) not in replaced:
            one = threads[number]
            yield {
                "thread": str(number), "case": str(one.book_id), "kind": one.kind, "component": one.component,
                "quarter": quarter(day), "state": str(state), "way": way,
            }  # fmt: skip


def quarter(day: dt.date | None) -> str:
    return str(Quarter.of(day)) if day else ""
