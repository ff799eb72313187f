"""What comes round: the assessment with its trend, and the risk at home. Each round is written on empty fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import assessment, house, risk, rounds, steps, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import Faulty, Kind
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, keeps, me, writes
from pakhi.cbr.pages.trend import draw
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal


def round_form(request: HttpRequest, found: About, made: Kind, asked: list[str], needed: set[str]) -> StepForm:
    """A new round on empty fields: what was said last time is not put in her mouth."""
    there = thread_of(found, made)
    start = {"seen": " ".join(there.heads) if there else ""}
    form = StepForm(made, found.book, request.POST or None, asked=asked, initial=start)
    for name in needed:
        field, choices = form.fields[name], made.by_name[name].choices
        field.required = True
        if isinstance(field, forms.ChoiceField) and choices is not None:
            field.choices = choices.choices
    return form


def thread_of(found: About, made: Kind) -> Thread | None:
    """The one thread of a kind in the case that is written to."""
    return next((one for one in steps.threads([found.book], made.key)), None)


def written(request: HttpRequest, found: About, form: StepForm, said: str) -> bool:
    """Write the round; what does not fit stands in the form. Raises Http404 for who may not."""
    if not writes(request, found.person):
        raise Http404
    if not form.is_valid():
        return False
    try:
        steps.write(found.book, form.said(), me(request))
    except Faulty as fault:
        form.show(fault)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def scored(request: HttpRequest, person: str) -> HttpResponse:
    """Her assessment: the trend of each domain, and the next one to be written."""
    found = about(person)
    used = house.instrument(found.book.organisation)
    asked = [*used.targets, "who", "next_on", "words"]
    form = round_form(request, found, assessment.ASSESSMENT, asked, {*used.targets, "who"})
    if request.method == "POST" and written(request, found, form, _("The assessment is written down.")):
        return redirect("cbr:assessment", found.person.code)
    due = rounds.due(found.books, assessment.ASSESSMENT.key)
    context = {
        "drawn": draw(assessment.lines(found.books, used)), "used": used, "due": due,
        "late": due is not None and due < today(), **shared(request, found, form, assessment.ASSESSMENT),
    }  # fmt: skip
    return render(request, "cbr/assessment.html", context, status=400 if request.method == "POST" else 200)


def risky(request: HttpRequest, person: str) -> HttpResponse:
    """The risk at home: what was found each time, and the next round to be written."""
    found = about(person)
    asked = [one.name for one in risk.RISK.questions]
    form = round_form(request, found, risk.RISK, asked, {one.name for one in risk.RISK.questions if one.begins})
    if request.method == "POST" and written(request, found, form, _("The round is written down.")):
        return redirect("cbr:risk", found.person.code)
    done = [(one, telling.lines(risk.RISK, one.values)) for one in reversed(rounds.rounds(found.books, risk.RISK.key))]
    due = rounds.due(found.books, risk.RISK.key)
    context = {
        "done": done, "due": due, "late": due is not None and due < today(),
        **shared(request, found, form, risk.RISK),
    }  # fmt: skip
    return render(request, "cbr/risk.html", context, status=400 if request.method == "POST" else 200)


def shared(request: HttpRequest, found: About, form: StepForm, made: Kind) -> dict[str, Any]:
    return {
        "person": found.person, "form": form, "kind": made, "writes": writes(request, found.person),
        "thread": thread_of(found, made), "reasons": Reveal.Reason.choices, "keeper": keeps(request, found.person),
        "sealed": any(one.words for one in rounds.rounds(found.books, made.key)),
    }  # fmt: skip
