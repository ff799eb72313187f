"""For supervisors: who could claim and has not, which offices let time pass, and the organisation's own schemes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import house, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import me
from pakhi.cbr.steps import Said, write
from pakhi.cbr.vocabulary import Open
from pakhi.entitlements import gaps, local
from pakhi.entitlements.local import LOCAL
from pakhi.network.models import Membership, Organisation
from pakhi.vault.doors import the_organisation
from pakhi.vault.keys import Refused


def board(request: HttpRequest) -> HttpResponse:
    """The gaps and delays of the organisations by which the reader was let through; `?series=` shows the codes."""
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]  # the gate sets it
    homes = sorted({one.organisation for one in held}, key=lambda one: (one.name, one.pk))
    sections = []
    for home in homes:
        there = gaps.load(home)
        sections.append((home, len(there.books), gaps.gaps(home, there), gaps.delays(there)))
    context = {"sections": sections, "several": len(homes) > 1, "series": request.GET.get("series", "")}
    return render(request, "entitlements/gaps.html", context)


def schemes(request: HttpRequest, organisation: str) -> HttpResponse:
    """The organisation's own list; a POST adds a scheme, or (`end`) takes one off."""
    home = the_organisation(organisation)
    form = the_form(request, home)
    if request.method == "POST" and request.POST.get("end"):
        ended(request, home)
        return redirect("entitlements:schemes", home.code)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said()
            local.add(home, me(request), said.values, said.number)
            messages.success(request, _("Written down. It is shown as your own note."))
            return redirect("entitlements:schemes", home.code)
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = [
        (one, [pair for pair in telling.lines(LOCAL, one.values) if pair[1] != one.values["label"]])
        for one in local.schemes(home)
    ]
    context: dict[str, Any] = {"home": home, "form": form, "rows": rows}
    return render(request, "entitlements/schemes.html", context, status=400 if request.method == "POST" else 200)


def the_form(request: HttpRequest, home: Organisation) -> StepForm:
    book = house.book_of(home) or Book(organisation=home, kind=Book.Kind.HOUSE)
    form = StepForm(LOCAL, book, None if request.POST.get("end") else request.POST or None)
    form.fields.pop("state", None)
    return form


def ended(request: HttpRequest, home: Organisation) -> None:
    """Take a scheme off the list; claims of it go on. Raises Http404."""
    found: Thread | None = next((one for one in local.schemes(home) if one.number == request.POST.get("end")), None)
    if found is None:
        raise Http404
    write(found.book, Said(LOCAL.key, {"state": Open.CLOSED}, thread=found.number), me(request))
    messages.success(request, _("Taken off the list. Claims that are open go on."))
