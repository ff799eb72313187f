"""What an organisation itself has brought to a court or a commission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import house, telling
from pakhi.cbr.asking import NOTHING, StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import me
from pakhi.legal import petitions as room
from pakhi.legal.pages.step import choice, offices
from pakhi.network.models import Organisation
from pakhi.vault.doors import the_organisation
from pakhi.vault.keys import Refused

COURTS = ("court", "legal-aid", "other", "child-protection")


def petitions(request: HttpRequest, organisation: str) -> HttpResponse:
    """Read them; a POST begins one, or writes the next step of one (`petition`)."""
    home = the_organisation(organisation)
    there = the_petition(home, request.POST.get("petition", request.GET.get("petition", "")))
    form = made(home, there, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            room.write(home, form.said(), me(request))
            messages.success(request, _("Written."))
            return redirect("legal:petitions", home.code)
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = [(one, telling.line_of(one), telling.state_of(one), telling.lines(room.PETITION, one.values, one.book_id))
            for one in room.petitions(home)]  # fmt: skip
    context = {
        "home": home,
        "rows": rows,
        "form": form,
        "there": there,
        "name": telling.line_of(there) if there else "",
    }
    return render(request, "legal/petitions.html", context, status=400 if request.method == "POST" else 200)


def the_petition(home: Organisation, number: str) -> Thread | None:
    """One of the organisation's; nothing where none was named. Raises Http404."""
    if not number:
        return None
    found = next((one for one in room.petitions(home) if one.number == number), None)
    if found is None:
        raise Http404
    return found


def made(home: Organisation, there: Thread | None, typed: Any) -> StepForm:
    book = house.book_of(home) or Book(organisation=home, kind=Book.Kind.HOUSE)
    form = StepForm(room.PETITION, book, typed, there)
    form.fields["court"] = choice(form.fields["court"], [NOTHING, *offices(COURTS)])
    return form
