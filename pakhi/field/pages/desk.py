"""The register of the helpdesk and safety centre: how many came, for what, with what result."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pakhi.field import filling, followups, labels
from pakhi.field.desks import FORM
from pakhi.field.models import DeskVisit
from pakhi.field.pages.calls import DAYS
from pakhi.field.pages.place import Opens, home, homes
from pakhi.lib.clock import today

PAGE = 25
GOOD = {"settled": "good", "handed_in": "accent", "refused": "bad", "closed": "bad", "papers_missing": "warn"}
Counted = list[tuple[str, int]]


def desk(request: HttpRequest) -> HttpResponse:
    """Counts of a time, and the visits day by day; in codes alone."""
    here, opens = home(request), Opens(request)
    asked = {"days": request.GET.get("days") or "30", "desk": request.GET.get("desk", "")}
    rows = DeskVisit.objects.filter(organisation=here).select_related("by").order_by("-day", "-pk")
    if days := DAYS.get(asked["days"], 0):
        rows = rows.filter(day__gt=today() - dt.timedelta(days=days))
    if asked["desk"]:
        rows = rows.filter(desk=asked["desk"])
    pages = Paginator(rows, PAGE)
    shown = pages.get_page(request.GET.get("page", "1"))
    context = {
        "here": here, "homes": homes(request), "asked": asked, "page": shown, "total": pages.count,
        "any": pages.count or DeskVisit.objects.filter(organisation=here).exists(), "fill": filling.address(FORM),
        "rows": [line(row, opens) for row in shown], "desks": labels.choices(FORM, "desk"),
        "spans": [("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("all", _("The beginning"))],
        "due": followups.due([here]).filter(visit__isnull=False, on__lte=today()).count(),
        **counts(rows.values("first", "purpose", "outcome", "receipt", "papers")),
    }  # fmt: skip
    return render(request, "field/desk.html", context)


def line(row: DeskVisit, opens: Opens) -> dict[str, Any]:
    """A visit as the list shows it."""
    office = row.office_kind or row.office_family
    return {
        "row": row, "desk": labels.label(FORM, "desk", row.desk),
        "purpose": labels.labels(FORM, "purpose", row.purpose),
        "outcome": labels.label(FORM, "outcome", row.outcome), "loud": GOOD.get(row.outcome, ""),
        "office": labels.label(FORM, "office_kind" if row.office_kind else "office_family", office) if office else "",
        "along": labels.label(FORM, "went_along", row.went_along) if row.went_along else "",
        "papers": labels.labels(FORM, "papers_missing", row.papers),
        "person": row.person if opens(row.person, row.organisation_id) else "", "named": opens.named(row.person),
    }  # fmt: skip


def counts(visits: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the register says in numbers."""
    purpose, outcome, papers = Counter[str](), Counter[str](), Counter[str]()
    every = first = handed = receipts = 0
    for one in visits:
        every, first = every + 1, first + one["first"]
        purpose.update(one["purpose"])
        outcome[one["outcome"]] += 1
        papers.update(one["papers"])
        handed, receipts = handed + (one["receipt"] is not None), receipts + (one["receipt"] is True)
    figures = [(_("Visits"), every, ""), (_("Came for the first time"), first, ""),
               (_("Settled on the day"), outcome["settled"], ""),
               (_("Receipts for papers handed in"), receipts, _("of %(n)s") % {"n": handed})]  # fmt: skip
    return {
        "figures": figures, "purposes": bars(purpose, "purpose"), "outcomes": bars(outcome, "outcome"),
        "missing": bars(papers, "papers_missing"),
    }  # fmt: skip


def bars(counted: Counter[str], question: str) -> Counted:
    """The most frequent first."""
    return [(labels.label(FORM, question, code), n) for code, n in counted.most_common()]
