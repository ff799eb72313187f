"""Pages of one person: by code alone, then, for a reason that is written down, the parts that somebody needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.lib.clock import today
from pakhi.vault import consent, glass, limits, merge, shown
from pakhi.vault import reveal as revealing
from pakhi.vault.doors import opened, the_person
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person, Reveal
from pakhi.vault.pages import assigning, consents, duplicates, forgetting, handovers, log, notes
from pakhi.vault.pages.correcting import edit, write
from pakhi.vault.pages.reaching import not_now, the_account, written

__all__ = ["edit", "person", "print_papers", "reveal", "write"]

Panel = Callable[[HttpRequest, Person], dict[str, Any] | None]
Refilled = dict[str, dict[str, Any] | None]
BESIDE: dict[str, Panel] = {"assigning": assigning.panel, "notes": notes.panel}  # in the first column
PANELS: dict[str, Panel] = {
    "consents": consents.panel, "duplicates": duplicates.panel, "log": log.panel, "handovers": handovers.panel,
    "forgetting": forgetting.panel,
}  # fmt: skip
CLOSED: dict[str, str | Promise] = {
    Person.State.MERGED: gettext_lazy("This record was put together with another one."),
    Person.State.MOVED: gettext_lazy("This record was handed over to another organisation."),
    Person.State.FORGOTTEN: gettext_lazy("This record is out of everybody's reach: she asked to be forgotten."),
}
PAPERS = ("names", "birth", "address", "papers")
SCOPES = {"names": "names", "birth": "names", "address": "address", "papers": "papers"}


def person(request: HttpRequest, person: str) -> HttpResponse:
    """What is known without looking: since when, who is there for her, which parts are written."""
    found = Person.objects.filter(code=person).first()
    if found is None:
        raise Http404
    return page(request, found, ticked=request.GET.getlist("part"))


def page(
    request: HttpRequest, found: Person, error: str = "", status: int = 200, ticked: list[str] | None = None,
    instead: Refilled | None = None,
) -> HttpResponse:  # fmt: skip
    """The page by code; a record that is closed says what it is, and nothing else.

    `instead`: panels as they come back from a form that was refused, by name.
    """
    if found.state != Person.State.HERE:
        kept = merge.answer(found.code) if found.state == Person.State.MERGED else None
        closed = {"person": found, "text": CLOSED[found.state], "kept": kept}
        return render(request, "vault/closed.html", closed, status=status)
    by, parts = the_account(request), written(found)
    allowed = limits.allowed(by, found.organisation)
    context = {
        "person": found, "parts": parts, "reasons": Reveal.Reason.choices, "reason": request.POST.get("reason", ""),
        "ticked": ticked or ["names"], "left": max(0, allowed - limits.opened(by)), "allowed": allowed,
        "glass": next(filter(None, (glass.current(by, one) for one in merge.together(found))), None),
        "shut": revealing.closed_to(by, found, [part for part, _name, _section in parts]),
        "error": error, "beside": panels(request, found, BESIDE, instead),
        "panels": panels(request, found, PANELS, instead),
    }  # fmt: skip
    return render(request, "vault/person.html", context, status=status)


def panels(
    request: HttpRequest, found: Person, wanted: dict[str, Panel], instead: Refilled | None = None
) -> list[tuple[str, dict[str, Any]]]:
    """(template, what is in it) of the panels that are for this reader."""
    again = instead or {}
    made = [
        (f"vault/panels/{name}.html", again[name] if name in again else panel(request, found))
        for name, panel in wanted.items()
    ]
    return [(template, inside) for template, inside in made if inside is not None]


def reveal(request: HttpRequest, person: str) -> HttpResponse:
    """The parts that were asked for, for a few minutes; who looked and why is written down."""
    found, wanted, reason = the_person(person), request.POST.getlist("part"), request.POST.get("reason", "")
    if not wanted or reason not in Reveal.Reason.values:
        return page(request, found, _("Choose what you need to see, and a reason."), 400, wanted)
    key = opened(request)
    try:
        contents = revealing.reveal(key, found, wanted, reason)
    except Refused as refusal:
        return not_now(request, found, refusal)
    context = {
        "person": found, "groups": shown.groups(contents, today()), "at": timezone.now(), "reason": reason,
        "why": Reveal.Reason(reason).label, "left": revealing.left_today(key, found.organisation),
        "calls": shown.calls(contents["contacts"]) if "contacts" in contents else [],
        "asked_contacts": "contacts" in wanted, "parts": [str(revealing.PARTS[part]) for part in contents],
    }  # fmt: skip
    return render(request, "vault/revealed.html", context)


def print_papers(request: HttpRequest, person: str) -> HttpResponse:
    """Her papers, name, birth and address on a page to print, as far as she agreed that they leave on paper."""
    found, reason = the_person(person), request.POST.get("reason", "")
    if reason not in Reveal.Reason.values:
        return page(request, found, _("Choose a reason before you print."), 400, request.POST.getlist("part"))
    agreed = [part for part in PAPERS if consent.allows(found, "export", scope=SCOPES[part])]
    if not agreed:
        return render(request, "vault/not_agreed.html", {"person": found}, status=409)
    try:
        contents = revealing.reveal(opened(request), found, agreed, reason, act=Entry.Act.PRINT)
    except Refused as refusal:
        return not_now(request, found, refusal)
    if isinstance(contents.get("address"), dict):  # the way to the house does not leave on paper
        contents["address"] = {key: text for key, text in contents["address"].items() if key != "how_to_find"}
    left_out = [revealing.PARTS[part] for part in PAPERS if part not in agreed]
    context = {
        "person": found, "groups": shown.groups(contents, today()), "at": timezone.now(), "by": the_account(request),
        "why": Reveal.Reason(reason).label, "left_out": left_out,
    }  # fmt: skip
    return render(request, "vault/papers.html", context)
