"""The log of calls: what came in, what was done, what follows; in codes alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pakhi.field import callback, filling, followups, labels, passing, roster
from pakhi.field.calls import FORM
from pakhi.field.models import Call, FollowUp
from pakhi.field.pages.place import Opens, home, homes, keeps
from pakhi.lib.clock import today
from pakhi.network.models import Organisation
from pakhi.vault import scope

PAGE = 25
DAYS = {"7": 7, "30": 30, "90": 90, "all": 0}
LOUD = {"now": "bad", "today": "warn", "week": "accent"}
PRESSES = {"now": 0, "today": 1, "week": 2}
Open = FollowUp.State.OPEN


@dataclass(frozen=True)
class Line:
    """A call as a list shows it. `person` is a code, and empty for readers who are not there for her."""

    call: Call
    kinds: list[str]
    done: list[str]
    urgency: str
    loud: str
    danger: bool
    person: str
    named: bool
    follow: FollowUp | None
    late: bool


def line(call: Call, opens: Opens) -> Line:
    follow = next((row for row in call.follow_ups.all() if row.state == Open), None)
    return Line(
        call, labels.labels(FORM, "category", call.category), labels.labels(FORM, "done", call.done),
        labels.label(FORM, "urgency", call.urgency), LOUD.get(call.urgency, ""), call.danger == "now",
        call.person if opens(call.person, call.organisation_id) else "", bool(call.person),
        follow, follow is not None and follow.on < today(),
    )  # fmt: skip


def calls(request: HttpRequest) -> HttpResponse:
    """The log with its filters; a POST looks for earlier calls by a call-back word, which stands in no address."""
    here = home(request)
    return look(request, here) if request.method == "POST" else page(request, here)


def page(request: HttpRequest, here: Organisation, **more: Any) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("kind", "urgency", "follow", "days")}
    pages = Paginator(wanted(here, asked), PAGE)
    shown, opens = pages.get_page(request.GET.get("page", "1")), Opens(request)
    keys = list(shown.object_list)
    rows = {row.pk: row for row in Call.objects.filter(pk__in=keys).select_related("by").prefetch_related("follow_ups")}
    context = {
        "here": here, "homes": homes(request), "keeper": keeps(request, here), "page": shown, "asked": asked,
        "rows": [line(rows[key], opens) for key in keys], "total": pages.count,
        "any": pages.count or Call.objects.filter(organisation=here).exists(),
        "kinds": labels.choices(FORM, "category"), "urgencies": labels.choices(FORM, "urgency"),
        "fill": filling.address(FORM), "now": roster.now(here), "notes": len(passing.kept(here)),
        "due": followups.due([here]).filter(on__lte=today()).count(), **more,
    }  # fmt: skip
    return render(request, "field/calls.html", context, status=400 if "error" in more else 200)


def wanted(here: Organisation, asked: dict[str, str]) -> list[int]:
    """The numbers of the calls that the filters leave: the newest day first, and in it what presses most."""
    rows = Call.objects.filter(organisation=here).exclude(person__in=scope.hidden_codes()).order_by("-day", "-pk")
    if days := DAYS.get(asked["days"], 0):
        rows = rows.filter(day__gt=today() - dt.timedelta(days=days))
    if asked["urgency"]:
        rows = rows.filter(urgency=asked["urgency"])
    rows = by_follow_up(rows, asked["follow"])
    found = rows.values_list("pk", "day", "urgency", "category")
    fitting = [row for row in found if not asked["kind"] or asked["kind"] in row[3]]
    fitting.sort(key=lambda row: (-row[1].toordinal(), PRESSES.get(row[2], len(PRESSES))))  # else as they came
    return [row[0] for row in fitting]


def by_follow_up(rows: QuerySet[Call], state: str) -> QuerySet[Call]:
    """Calls with an open follow-up, an overdue one, or none."""
    waiting = FollowUp.objects.filter(state=Open, call__isnull=False)
    late = Q(pk__in=waiting.filter(on__lt=today()).values("call"))
    chosen = {"open": Q(pk__in=waiting.values("call")), "late": late, "none": ~Q(pk__in=waiting.values("call"))}
    return rows.filter(chosen[state]) if state in chosen else rows


@sensitive_variables("word")
def look(request: HttpRequest, here: Organisation) -> HttpResponse:
    """Earlier calls of somebody who calls again without a name."""
    word, opens = request.POST.get("word", ""), Opens(request)
    try:
        found = callback.calls(here, word).select_related("by").prefetch_related("follow_ups")
    except callback.BadWord:
        return page(request, here, error=_("A call-back word has at least three letters or figures, and at most 30."))
    return page(request, here, found=[line(row, opens) for row in found], looked=True)
