"""Follow-ups with their clocks: what is overdue stands first; each is done, moved with a reason, or ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import desks, labels
from pakhi.field import followups as verbs
from pakhi.field.calls import FORM
from pakhi.field.models import FollowUp
from pakhi.field.pages.place import Opens, home, homes
from pakhi.field.pages.reader import me
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

How, State = FollowUp.How, FollowUp.State
MOST = 200
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """A follow-up as a list shows it; `person` is empty for readers who are not there for her."""

    row: FollowUp
    about: str
    person: str
    days: int
    loud: str

    @property
    def clock(self) -> str:
        """How long it is overdue, or when it is due."""
        if self.days < 0:
            said = ngettext("%(n)s day overdue", "%(n)s days overdue", -self.days)
            return said % {"n": -self.days}
        if self.days == 0:
            return _("Due today")
        return ngettext("in %(n)s day", "in %(n)s days", self.days) % {"n": self.days}


def line(row: FollowUp, opens: Opens) -> Line:
    days = (row.on - today()).days
    kinds = labels.labels(FORM, "category", row.call.category) if row.call else []
    if row.visit:
        kinds = labels.labels(desks.FORM, "purpose", row.visit.purpose)
    loud = "bad" if days < 0 else "warn" if days == 0 else ""
    return Line(row, ", ".join(kinds), row.person if opens(row.person, row.organisation_id) else "", days, loud)


def followups(request: HttpRequest) -> HttpResponse:
    """What is open, in the order in which it presses."""
    here, opens = home(request), Opens(request)
    rows = [line(row, opens) for row in verbs.due([here])[:MOST]]
    context = {
        "here": here, "homes": homes(request), "groups": groups(rows), "rows": rows, "cut": len(rows) == MOST,
        "most": MOST, "late": sum(row.days < 0 for row in rows),
    }  # fmt: skip
    return render(request, "field/followups.html", context)


def groups(rows: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Overdue, today, the next seven days, later; groups in which nothing is are left out."""
    kept = list(rows)
    found = [
        (_("Overdue"), [row for row in kept if row.days < 0]),
        (_("Today"), [row for row in kept if row.days == 0]),
        (_("In the next seven days"), [row for row in kept if 0 < row.days <= WEEK.days]),
        (_("Later"), [row for row in kept if row.days > WEEK.days]),
    ]
    return [(title, inside) for title, inside in found if inside]


def followup(request: HttpRequest, followup: str) -> HttpResponse:
    """One of them; a POST closes it, or moves it to another day."""
    row = FollowUp.objects.select_related("call", "visit", "organisation", "made_by", "closed_by").get(pk=followup)
    if request.method != "POST":
        return page(request, row)
    try:
        messages.success(request, decide(request, row))
    except Refused as refusal:
        return page(request, row, str(refusal))
    return redirect("field:followups")


def decide(request: HttpRequest, row: FollowUp) -> str:
    """Raises Refused."""
    given, by = request.POST, me(request)
    if given.get("action") == "move":
        on, safe = verbs.day(given.get("on", "")), given.get("safe") == "yes"
        verbs.move(row, on, given.get("how", ""), given.get("reason", ""), by, safe)
        return _("It is moved to another day.")
    state, _dot, reason = given.get("outcome", "").partition(".")
    verbs.close(row, state, reason, by)
    return _("It is done.") if state == State.DONE else _("It is ended.")


def page(request: HttpRequest, row: FollowUp, error: str = "") -> HttpResponse:
    opens = Opens(request)
    context = {
        "one": line(row, opens), "row": row, "said": verbs.said(row), "open": row.state == State.OPEN, "error": error,
        "done": [(f"{State.DONE}.{key}", label) for key, label in verbs.DONE.items()],
        "ended": [(f"{State.ENDED}.{key}", label) for key, label in verbs.ENDED.items()],
        "moved": verbs.MOVED.items(), "ways": verbs.ways(row), "typed": request.POST,
        "past": past(row), "today": today(), "tomorrow": today() + dt.timedelta(days=1),
    }  # fmt: skip
    return render(request, "field/followup.html", context, status=409 if error else 200)


def past(row: FollowUp) -> list[tuple[FollowUp, str]]:
    """The days before this one, the newest first, each with the reason why it was moved."""
    found, earlier = [], row.before
    while earlier is not None:
        found.append((earlier, verbs.said(earlier)))
        earlier = earlier.before
    return found
