"""Claims that a group files together, and the way to the helpdesk's register."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import steps, telling
from pakhi.cbr.asking import NOTHING, StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.cbr.pages.reader import me
from pakhi.entitlements import claims, known, local, stages, together
from pakhi.entitlements.pages.claim import near
from pakhi.entitlements.together import GROUP_CLAIM
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused


def together_(request: HttpRequest, group: str) -> HttpResponse:
    """The claims of a group; a POST files some together."""
    book = Book.objects.filter(code=group, kind=Book.Kind.GROUP).select_related("organisation").first()
    if book is None:
        raise Http404
    series = request.POST.get("series", "")
    form = the_form(request, book, series)
    chosen = request.POST.getlist("member")
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said()
            together.file(book, me(request), said.values, chosen, said.number, said.day)
            messages.success(request, _("Written: one claim in each of their cases, and one line here."))
            return redirect("entitlements:together", book.code)
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    lines = steps.threads([book], GROUP_CLAIM.key)
    counts = together.states_of(book, lines, me(request))
    rows = [(one, telling.line_of(one), states) for one, states in zip(lines, counts, strict=True)]
    context = {
        "book": book, "rows": rows, "form": form, "members": together.members(book, me(request)), "chosen": chosen,
        "name": next((telling.line_of(one) for one in steps.threads([book], "group")), book.code),
    }  # fmt: skip
    return render(request, "entitlements/together.html", context, status=400 if request.method == "POST" else 200)


def the_form(request: HttpRequest, book: Book, series: str) -> StepForm:
    """What is filed, also a scheme of the organisation's own; the stages are those in which a claim may lawfully
    begin.
    """
    form = StepForm(GROUP_CLAIM, book, request.POST or None)
    form.fields.pop("state", None)
    listed = {**claims.series(), **local.own(book.organisation)}
    form.fields["series"] = forms.ChoiceField(
        label=str(GROUP_CLAIM.by_name["series"].label), choices=[NOTHING, *listed.items()]
    )
    entries = stages.entries(stages.process_of(series)) if series else []
    titled = [(one, stages.title(one)) for one in (entries or every_entry())]
    form.fields["stage"] = forms.ChoiceField(
        label=str(GROUP_CLAIM.by_name["stage"].label), required=False, choices=[NOTHING, *titled]
    )
    form.fields["office"] = forms.ChoiceField(
        label=str(GROUP_CLAIM.by_name["office"].label), required=False,
        choices=[NOTHING, *near(known.row_of(series, today()), book.organisation.place)],
    )  # fmt: skip
    return form


def every_entry() -> list[str]:
    """The stages in which claims may begin, of all processes."""
    found = [one for series in claims.series() for one in stages.entries(stages.process_of(series))]
    return list(dict.fromkeys(found))
