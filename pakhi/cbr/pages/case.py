"""The case of one survivor, by code: where she stands, and what runs. Names are a look in the vault away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import books, desk_work, her_yes, status
from pakhi.cbr import overall as whole
from pakhi.cbr.models import Book
from pakhi.cbr.pages import (
    identification,
    panel_assessment,
    panel_collectives,
    panel_followup,
    panel_identification,
    panel_interventions,
    panel_mapping,
    panel_plans,
    panel_risk,
    panel_work,
)
from pakhi.cbr.pages.reader import About, about, keeps, me
from pakhi.vault import consent
from pakhi.vault.keys import Refused

Panel = Callable[[HttpRequest, About], dict[str, Any] | None]
# In the order of the page: what presses comes first. The rooms above put their panels in (see `show`).
PANELS: list[tuple[str, Panel]] = [
    ("cbr/panels/work.html", panel_work.panel), ("cbr/panels/risk.html", panel_risk.panel),
    ("cbr/panels/followup.html", panel_followup.panel), ("cbr/panels/plans.html", panel_plans.panel),
    ("cbr/panels/mapping.html", panel_mapping.panel), ("cbr/panels/interventions.html", panel_interventions.panel),
    ("cbr/panels/assessment.html", panel_assessment.panel), ("cbr/panels/collectives.html", panel_collectives.panel),
    ("cbr/panels/identification.html", panel_identification.panel),
]  # fmt: skip


def show(template: str, panel: Panel, before: str = "cbr/panels/mapping.html") -> None:
    """A room above shows a panel of its own on the page of a case, before another. Once only."""
    names = [name for name, _panel in PANELS]
    if template not in names:
        PANELS.insert(names.index(before), (template, panel))


def case(request: HttpRequest, person: str) -> HttpResponse:
    """Her case; where there is none yet, how one is opened."""
    found = about(person)
    if not found.books:
        return unopened(request, found)
    made = [(template, panel(request, found)) for template, panel in PANELS]
    context = {
        "about": found, "person": found.person, "book": found.book, "stands": status.stands(found.books),
        "ladder": status.Standing.choices, "overall": whole.overall(found.books),
        "definitions": {"overall": whole.DEFINITION},
        "panels": [(template, inside) for template, inside in made if inside is not None],
        "first": first(dict(made)), "keeper": keeps(request, found.person), "taken_back": her_yes.ended(found.book),
    }  # fmt: skip
    return render(request, "cbr/case.html", context)


def first(made: dict[str, dict[str, Any] | None]) -> dict[str, Any]:
    """What stands right under her code: what her panels know that must be known first, and what is done most."""
    work, safety = made["cbr/panels/work.html"] or {}, made["cbr/panels/risk.html"] or {}
    visits = made["cbr/panels/followup.html"] or {}
    due = next((one.thread.number for one in visits.get("visits", []) if one.mine and one.late >= 0), "")
    of_safety = {key: safety.get(key) for key in ("now", "level", "level_name")}
    return {**visits, **of_safety, "flags": work.get("flags", []), "due": due}


def unopened(request: HttpRequest, found: About, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "person": found.person, "error": error, "agreed": consent.allows(found.person, "case"),
        "grounds": [one for one in Book.Basis.choices if one[0] != Book.Basis.CONSENT],
    }  # fmt: skip
    return render(request, "cbr/unopened.html", context, status=status)


def described(request: HttpRequest, found: About) -> None:
    """Keep her coded profile with the new case; where no more may be read now, the case stands without."""
    try:
        identification.derive(request, found)
    except Refused as refusal:
        messages.warning(request, str(refusal))


def open_(request: HttpRequest, person: str) -> HttpResponse:
    """Open her case."""
    found = about(person)
    try:
        books.open_case(found.person, me(request), request.POST.get("basis", Book.Basis.CONSENT))
    except Refused as refusal:
        return unopened(request, found, str(refusal), 409)
    if "profile" in request.POST:
        described(request, about(person))
    messages.success(request, _("The case is open."))
    return redirect("cbr:case", found.person.code)


def seen(request: HttpRequest, person: str) -> HttpResponse:
    """Whoever was asked to look has looked."""
    found = about(person)
    desk_work.seen(list(found.books), me(request))
    messages.success(request, _("Thank you. Who asked you sees that you looked."))
    return redirect("cbr:case", found.person.code)
