"""The queue of a helpdesk day: who waits and for what, who is at the desk, what was settled; and one turn finished."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from pakhi.field import labels, refusals
from pakhi.field import queue as verbs
from pakhi.field.desks import FORM
from pakhi.field.followups import FARTHEST
from pakhi.field.handlers import Refusal
from pakhi.field.models import Turn
from pakhi.field.pages.desk import GOOD, Counted, bars
from pakhi.field.pages.place import Opens, home, homes
from pakhi.field.pages.reader import me
from pakhi.lib.clock import today
from pakhi.network.models import Organisation
from pakhi.vault.keys import Refused

State = Turn.State
DESK = "helpdesk"  # where nothing is chosen
DAYS = 7  # earlier days that can be opened with one press


def queue(request: HttpRequest) -> HttpResponse:
    """The queue of a day; a POST gives a number, or moves one turn. What was typed stays when it cannot be."""
    here, desk = home(request), desk_of(request)
    if request.method != "POST":
        return page(request, here, desk)
    try:
        if request.POST.get("action") == "come":
            before = verbs.has_come(here, instance(request.POST.get("instance", "")))
            turn = come(request, here, desk)
            return redirect(address(here, turn.desk, number=turn.number, **({"again": 1} if before else {})))
        move(request, here)
    except Refusal as refusal:
        return page(request, here, desk, error=sentence(refusal), wrong=refusal.what)
    except Refused as refused:
        return page(request, here, desk, error=str(refused))
    return redirect(address(here, desk))


def come(request: HttpRequest, here: Organisation, desk: str) -> Turn:
    """Raises Refusal."""
    opens, given = Opens(request), request.POST
    typed = {
        "desk": given.get("desk") or desk,
        "purpose": " ".join(given.getlist("purpose")),
        "person": given.get("person", ""),
    }
    return verbs.come(here, typed, me(request), instance(given.get("instance", "")), lambda code: opens(code, here.pk))


def move(request: HttpRequest, here: Organisation) -> None:
    """Raises Refused."""
    given = request.POST
    turn = Turn.objects.filter(organisation=here, code=given.get("turn", "")).first()
    if turn is None:
        raise Refused(_("Choose what to do."))
    verbs.move(turn, given.get("to", ""), given.get("seen", ""), me(request))


def instance(written: str) -> str:
    """The number that a page was made with; a new one for anything else."""
    try:
        return str(uuid.UUID(written))
    except ValueError:
        return str(uuid.uuid4())


def desk_of(request: HttpRequest) -> str:
    """The desk that was asked for, else the helpdesk."""
    asked = request.POST.get("desk") or request.GET.get("desk", "")
    return asked if asked in labels.questions(FORM)["desk"].choices else DESK


def address(here: Organisation, desk: str, **more: int) -> str:
    asked: dict[str, str | int] = {"at": here.code, "desk": desk, **more}
    return f"{reverse('field:queue')}?{urlencode(asked)}"


def sentence(refusal: Refusal) -> str:
    """Why an answer was not taken, under its question, in words for whoever stands at the desk."""
    said = {
        ("missing", "purpose"): _("Tap what she came for, one thing at least."),
        ("answer", "person"): _("No code is written like this. Look at it again, or leave it empty."),
        ("person", "person"): _("You can open no record with this code. Leave it empty: nobody needs a code."),
        ("missing", "outcome"): _("Choose what came of it."),
        ("missing", "first_visit"): _("Say whether she came for this for the first time."),
        ("missing", "receipt"): _("A paper was handed in: say whether she got a receipt."),
        ("missing", "papers_missing"): _("Tap which papers are missing, one at least."),
        ("answer", "next_day"): _("Choose a day from today on, within a year."),
    }.get((refusal.why, refusal.what))
    return said or f"{labels.asked(FORM, refusal.what)} {refusals.SENTENCES[refusal.why]}"


def page(request: HttpRequest, here: Organisation, desk: str, error: str = "", wrong: str = "") -> HttpResponse:
    found_day, opens = day_of(request), Opens(request)
    day = found_day or today()
    live = day == today()
    rows = [line(turn, opens) for turn in verbs.of_day(here, desk, day)]
    found = {state: [row for row in rows if row["now"] == state] for state in State}
    context = {
        "here": here, "homes": homes(request), "desk": desk, "desks": labels.choices(FORM, "desk"), "day": day,
        "no_day": found_day is None, "live": live, "any": bool(rows), "figures": figures(found, live),
        "outcomes": outcomes(rows),
        "waiting": found[State.WAITING], "at_desk": found[State.AT_DESK], "left": found[State.LEFT],
        "done": found[State.DONE], "given": given(request, rows) if live and not error else None,
        "again": bool(request.GET.get("again")),
        "purposes": labels.choices(FORM, "purpose"), "chosen": request.POST.getlist("purpose"),
        "typed": request.POST, "instance": instance(request.POST.get("instance", "") if wrong else ""),
        "error": error, "wrong": wrong, "earlier": earlier(here, desk),
        "desk_name": labels.label(FORM, "desk", desk),
    }  # fmt: skip
    return render(request, "field/queue.html", context, status=409 if error else 200)


def day_of(request: HttpRequest) -> dt.date | None:
    """The day that was asked for, today where none was; nothing for what is no day or has not come."""
    try:
        day = dt.date.fromisoformat(request.GET.get("day") or str(today()))
    except ValueError:
        return None
    return day if day <= today() else None


def line(turn: Turn, opens: Opens) -> dict[str, Any]:
    """A turn as the list shows it."""
    visit = turn.visit
    return {
        "turn": turn, "now": turn.now, "purpose": labels.labels(FORM, "purpose", turn.purpose),
        "person": turn.person if opens(turn.person, turn.organisation_id) else "", "named": opens.named(turn.person),
        "outcome": labels.label(FORM, "outcome", visit.outcome) if visit else "",
        "loud": GOOD.get(visit.outcome, "") if visit else "",
        "papers": labels.labels(FORM, "papers_missing", visit.papers) if visit else [],
    }  # fmt: skip


def figures(found: dict[State, list[dict[str, Any]]], live: bool) -> list[tuple[str, int, str]]:
    """Who waits, is at the desk, was settled, has left; of a day that is over, how many came instead of who waits."""
    done = found[State.DONE]
    settled = sum(row["turn"].visit.outcome == "settled" for row in done)
    first = [(str(state.label), len(found[state]), "") for state in (State.WAITING, State.AT_DESK)]
    if not live:
        first = [(_("Came"), sum(map(len, found.values())), "")]
    helped = _("of %(n)s who were helped") % {"n": len(done)}
    return [*first, (_("Settled on the day"), settled, helped if done else ""),
            (str(State.LEFT.label), len(found[State.LEFT]), "")]  # fmt: skip


def outcomes(rows: Iterable[dict[str, Any]]) -> Counted:
    """How often each thing came of it, the most frequent first."""
    return bars(Counter(row["turn"].visit.outcome for row in rows if row["turn"].visit), "outcome")


def given(request: HttpRequest, rows: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The turn whose number is to be told now."""
    asked = request.GET.get("number", "")
    return next((row for row in rows if str(row["turn"].number) == asked), None)


def earlier(here: Organisation, desk: str) -> list[dt.date]:
    """The last days on which there was a queue, the newest first."""
    days = Turn.objects.filter(organisation=here, desk=desk, day__lt=today()).values_list("day", flat=True)
    return list(days.order_by("-day").distinct()[:DAYS])


def turn(request: HttpRequest, turn: str) -> HttpResponse:
    """What came of one turn; a POST writes it into the register."""
    found = Turn.objects.select_related("organisation", "visit", "by").get(code=turn)
    if request.method != "POST":
        return asked(request, found)
    typed = {name: request.POST.get(name, "") for name in request.POST}
    typed["papers_missing"] = " ".join(request.POST.getlist("papers_missing"))
    try:
        verbs.finish(found, typed, me(request))
    except Refusal as refusal:
        return asked(request, found, sentence(refusal), refusal.what)
    except Refused as refused:
        found.refresh_from_db()
        return asked(request, found, str(refused))
    messages.success(
        request, _("Number %(number)s is finished, and stands in the register.") % {"number": found.number}
    )
    return redirect(address(found.organisation, found.desk))


def asked(request: HttpRequest, found: Turn, error: str = "", wrong: str = "") -> HttpResponse:
    context = {
        "one": line(found, Opens(request)), "turn": found, "error": error, "wrong": wrong, "typed": request.POST,
        "desk_name": labels.label(FORM, "desk", found.desk), "back": address(found.organisation, found.desk),
        "outcomes": labels.choices(FORM, "outcome"), "papers": labels.choices(FORM, "papers_missing"),
        "missing": request.POST.getlist("papers_missing"), "yes_no": labels.choices(FORM, "first_visit"),
        "ask": {name: labels.asked(FORM, name) for name in ("outcome", "receipt", "papers_missing", "first_visit",
                                                            "next_day")},
        "today": today(), "latest": today() + FARTHEST,
    }  # fmt: skip
    return render(request, "field/turn.html", context, status=409 if error else 200)
