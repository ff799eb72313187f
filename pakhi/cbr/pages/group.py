"""One collective: how far it has come, who belongs to it, what it met about and decided, what it does by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr import collectives, collectives_list, handing_over, status, steps, telling, unseen
from pakhi.cbr import named as named_list
from pakhi.cbr.collectives_list import Row
from pakhi.cbr.collectives_words import MEANS, Doer, GroupKind, Stage
from pakhi.cbr.kinds import KINDS, Kind
from pakhi.cbr.meetings_words import LedBy
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.pages.reader import me
from pakhi.cbr.pages.shelf import Shelf
from pakhi.cbr.pages.thread import begin_on, thread_on
from pakhi.cbr.vocabulary import YesNo
from pakhi.vault import assign, standing
from pakhi.vault.keys import Refused

SHOWN = 8  # meetings and other events on the page; the rest is a click away
SAVING = frozenset({"saved", "lent"})  # asked only of a group that saves
OFFERED = ("meeting", "member", "training", "awareness", "peer_support", "task", "stage")


def shelf_of(request: HttpRequest, code: str) -> tuple[Shelf, Row]:
    """The shelf of a group, as its reader may write it. Raises Http404."""
    book = Book.objects.filter(code=code, kind=Book.Kind.GROUP).select_related("organisation").first()
    if book is None:
        raise Http404
    [row] = collectives_list.rows([book])

    def writes(made: Kind) -> bool:
        try:
            collectives.need_writer(book, me(request), made.key)
        except Refused:
            return False
        return True

    group = row.the("group")
    saves = group is not None and group.values.get("savings") == YesNo.YES
    without = frozenset[str]() if saves else SAVING
    return Shelf(Book.Kind.GROUP, book.code, (book,), writes, row.label, without=without), row


def begin(request: HttpRequest, group: str, kind: str) -> HttpResponse:
    """Open a thread of a group."""
    return begin_on(request, shelf_of(request, group)[0], kind)


def thread(request: HttpRequest, group: str, thread: str) -> HttpResponse:
    """One thread of a group; a POST is its next step. Who does not write members does not read how one came to be:
    it would tell whose code is hers everywhere from whose code is made for this list (decision 41).
    """
    shelf, _row = shelf_of(request, group)
    found = shelf.thread(thread)
    if found.kind == "member":
        if not shelf.writes(KINDS["member"]):
            raise Http404
        if "named" not in found.values:
            shelf = replace(shelf, without=shelf.without | {"named"})
    return thread_on(request, shelf, thread)


def group(request: HttpRequest, group: str) -> HttpResponse:
    """The page of a group; `?all=1` has every meeting and event."""
    shelf, row = shelf_of(request, group)
    trend = handing_over.trend(row.book)
    context = {
        "shelf": shelf, "row": row, "book": row.book, "every": "all" in request.GET,
        "offers": [KINDS[key] for key in OFFERED if shelf.writes(KINDS[key])],
        "edits": shelf.writes(collectives.GROUP), "names": names_of(request, shelf), "agenda": agenda(row),
        "awaits": shelf.writes(KINDS["next_meeting"]), "about": about(row),
        "stages": [(key, label, MEANS[Stage(key)]) for key, label in Stage.choices], **stage_of(row),
        "members": [(one, telling.answer(KINDS["member"].by_name["role"], one.values.get("role", "")))
                    for one in row.members], "mine": reached(request, row.book),
        "trend": trend, "columns": handing_over.drawn(trend), "doers": Doer.choices,
        "width": max(len(trend), 4) * handing_over.STEP, "high": handing_over.HIGH, "wide": handing_over.WIDE,
        "rungs": Stage.choices,
        **met(row, None if "all" in request.GET else SHOWN),
    }  # fmt: skip
    return render(request, "cbr/group.html", context)


def names_of(request: HttpRequest, shelf: Shelf) -> dict[str, Any] | None:
    """What the page says of names: whether one may be written, and how many the reader may look at. None: nothing."""
    if not shelf.writes(KINDS["member"]):
        return None
    group = Thread.objects.filter(book=shelf.book, kind="group").first()
    young = group is not None and group.values.get("kind") == GroupKind.ADOLESCENT
    return {"may": not young and shelf.book.state == Book.State.OPEN,
            "many": len(named_list.within_reach(shelf.book, me(request)))}  # fmt: skip


def agenda(row: Row) -> str:
    """What the next meeting is to be about, in words."""
    found = row.the("next_meeting")
    topics = found.values.get("agenda") if found else None
    return telling.answer(KINDS["next_meeting"].by_name["agenda"], topics) if topics else ""


def about(row: Row) -> list[tuple[str, str]]:
    """What is said of the group itself, but for what the page shows elsewhere."""
    found, made = row.the("group"), KINDS["group"]
    values = {name: value for name, value in (found.values if found else {}).items() if name not in {"label", "kind"}}
    return telling.lines(made, {name: value for name, value in values.items() if name in made.by_name})


def stage_of(row: Row) -> dict[str, Any]:
    """The stage, since when, and the steps that led to it, the newest first."""
    found = row.the("stage")
    lived = Step.objects.filter(thread=found, void=False).select_related("by").order_by("-day", "-id") if found else []
    made = KINDS["stage"]
    moves = [(one, telling.label_of(made, one.values.get("state", "")), telling.lines(made, one.values))
             for one in lived if one.values.get("state")]  # fmt: skip
    last = status.last_moves([found]).get(found.pk) if found else None
    return {"stage": found, "moves": moves[:6], "last": last}


def met(row: Row, most: int | None) -> dict[str, Any]:
    """Meetings with what they decided, trainings, awareness, peer support."""
    found = unseen.seen(steps.threads([row.book], "meeting", "training", "awareness", "peer_support"))
    of = {key: [one for one in found if one.kind == key] for key in ("meeting", "training", "awareness")}
    decided: dict[str, list[Thread]] = {}
    for one in row.of("decision"):
        decided.setdefault(one.about, []).append(one)
    support = [one for one in found if one.kind == "peer_support" and KINDS["peer_support"].running(one.state)]
    return {
        "meetings": [(one, telling.line_of(one), led(one), [named(each) for each in decided.get(one.number, [])])
                     for one in of["meeting"][:most]],
        "events": [(one, KINDS[one.kind], telling.line_of(one), telling.state_of(one), unready(one))
                   for one in sorted([*of["training"], *of["awareness"]], key=lambda one: one.pk, reverse=True)[:most]],
        "more": most is not None and (len(of["meeting"]) > most or len(of["training"] + of["awareness"]) > most),
        "support": supports(row, support), "undone": [named(one) for one in row.undone],
    }  # fmt: skip


def named(decision: Thread) -> tuple[Thread, str, str]:
    return decision, telling.line_of(decision), telling.state_of(decision)


def led(meeting: Thread) -> str:
    return str(dict(LedBy.choices).get(meeting.values.get("led", ""), ""))


def unready(event: Thread) -> bool:
    """Whether a survivor told of her own life without having rehearsed and chosen it."""
    return bool(event.values.get("spoke") == YesNo.YES and event.values.get("ready") == YesNo.NO)


def supports(row: Row, found: list[Thread]) -> list[tuple[Thread, str, str]]:
    """(thread, code of the leader, code of whom she supports)."""
    codes = {one.number: one.values.get("person", "") for one in row.of("member")}
    return [(one, codes.get(one.values.get("supporter", ""), ""), one.values.get("person", "")) for one in found]


def reached(request: HttpRequest, book: Book) -> frozenset[str] | None:
    """Codes of those whose pages the reader may open; None for all of the organisation."""
    account, home = me(request), book.organisation.code
    if standing.is_keeper(account, home):
        return None
    if not standing.roles(account, home) & standing.CARERS or assign.away(account, home):
        return frozenset()
    return frozenset(held.code for held in assign.caseload(account))
