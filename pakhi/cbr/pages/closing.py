"""Closing a case, and what is done when something is dangerous now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import closing as closes
from pakhi.cbr import house, on_call, safety, screens, steps, telling
from pakhi.cbr.asking import SENTENCES
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, keeps, me, writes
from pakhi.cbr.vocabulary import YesNo
from pakhi.vault.keys import Refused

ASKS: dict[str, str] = {
    closes.State.WAITING: "reason",
    closes.State.DECLINED: "declined",
    closes.State.REOPENED: "again",
}


def closing(request: HttpRequest, person: str) -> HttpResponse:
    """Ask for it, decide it, or open the case again."""
    found, error = about(person), ""
    if request.method == "POST":
        if not writes(request, found.person):
            raise Http404
        error = decided(request, found)
        if not error:
            messages.success(request, _("Written."))
            return redirect("cbr:closing", found.person.code)
    return page(request, found, error)


def decided(request: HttpRequest, found: About) -> str:
    """Write one decision; what is wrong with it, in a sentence."""
    typed = request.POST
    state = typed.get("state", "")
    name = ASKS.get(state, "")
    said: dict[str, Any] = {name: typed.get(name, "")} if name else {}
    if state == closes.State.WAITING and typed.get("with_her") in YesNo.values:
        said["with_her"] = typed["with_her"]
    try:
        closes.decide(found.book, state, me(request), words=typed.get("words", "").strip(), **said)
    except Faulty as fault:
        return str(_("Choose a reason.") if fault.why in {"missing", "answer"} else SENTENCES.get(fault.why, fault.why))
    except Refused as refusal:
        return str(refusal)
    return ""


def page(request: HttpRequest, found: About, error: str) -> HttpResponse:
    thread = next(iter(steps.threads([found.book], closes.CLOSING.key)), None)
    state = thread.state if thread else ""
    context = {
        "person": found.person, "book": found.book, "thread": thread, "state": state, "error": error,
        "reason": telling.line_of(thread) if thread else "", "mine": closes.asked_by(thread) == me(request).pk,
        "keeper": keeps(request, found.person), "writes": writes(request, found.person), "typed": request.POST,
        "reasons": [(value, label, in_short(found, value)) for value, label in closes.Reason.choices],
        "declined": [one for one in closes.Declined.choices if one[0] != closes.Declined.TAKEN_BACK],
        "again": closes.Again.choices, "yes_no": YesNo.choices,
        "told": telling.told(thread, thread.steps.select_related("by"), thread.steps.values_list("number", flat=True))
        if thread else [],
        "way": closes.in_the_way(found.books, thread.values.get("reason", "")) if thread and state == "waiting" else [],
    }  # fmt: skip
    return render(request, "cbr/closing.html", context, status=409 if error else 200)


def in_short(found: About, reason: str) -> list[str]:
    """What keeps the case open: said in full once, under the first of the reasons."""
    way = closes.in_the_way(found.books, reason)
    return way if reason == closes.Reason.ATTAINED or not way else [_("Something grave is open.")]


def now(request: HttpRequest, person: str) -> HttpResponse:
    """What to do now, whom to call, and what is still open."""
    found = about(person)
    rows = steps.threads(found.books, safety.STEP.key, safety.LOOK.key, running=True)
    plan = next(iter(steps.threads(found.books, safety.PLAN.key)), None)
    context = {
        "person": found.person, "open": [(one, telling.line_of(one)) for one in sorted(rows, key=first)],
        "plan": plan, "keeper": keeps(request, found.person), "on_call": on_call.now(found.book.organisation),
        "keepers": safety.keepers(found.book, me(request)).select_related("account"),
        "herself": any(one.values.get("why") == safety.Why.ANSWER for one in rows),
    }  # fmt: skip
    return render(request, "cbr/now.html", context)


def first(row: Thread) -> bool:
    """What the worker does comes before what a supervisor looks at."""
    return row.kind != safety.STEP.key


def screen(request: HttpRequest, person: str, tool: str) -> HttpResponse:
    """A screen, for who was trained: the answers are looked at once and kept nowhere."""
    found = about(person)
    home = found.book.organisation
    made = house.tool(home, tool)
    if made is None or not house.may_screen(home, me(request)) or not writes(request, found.person):
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            step = screens.screen(found.book, me(request), tool, answers(request, made.values["items"]), {
                "result": request.POST.get("result", ""), "number": request.POST.get("number", ""),
                "words": request.POST.get("words", "").strip(),
            })  # fmt: skip
        except (Faulty, ValueError):
            error = _("Answer every question, and say what you make of it.")
        except Refused as refusal:
            error = str(refusal)
        else:
            danger = step.values["danger"] == YesNo.YES
            return redirect("cbr:now" if danger else "cbr:case", found.person.code)
    context = {
        "person": found.person, "tool": made, "name": telling.line_of(made), "error": error, "typed": request.POST,
        "rows": [(f"q{n}", n, request.POST.get(f"q{n}", "")) for n in range(1, made.values["items"] + 1)],
        "scale": [str(one) for one in range(made.values["highest"] + 1)], "results": screens.Result.choices,
        "number": request.POST.get("number", "") or steps.new_number(),
    }  # fmt: skip
    return render(request, "cbr/screen.html", context, status=400 if error else 200)


def answers(request: HttpRequest, items: int) -> list[int]:
    """The answers in the order of the questions. Raises ValueError where one is missing."""
    return [int(request.POST.get(f"q{n}", "")) for n in range(1, items + 1)]
