"""A visit: planned in two touches, begun, and written down on a phone in less than three minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pakhi.cbr import followup, out_there, steps, telling
from pakhi.cbr.asking import SENTENCES, StepForm
from pakhi.cbr.followup import OPEN, VISIT, WRITING
from pakhi.cbr.kinds import AHEAD, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.pages.panel_followup import DAYS
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.steps import Said
from pakhi.cbr.visit_words import How, HowSheIs, VisitState
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused


def writer(request: HttpRequest, person: str) -> About:
    """Whom it is about, for somebody who may write. Raises Http404."""
    found = about(person)
    if not writes(request, found.person):
        raise Http404
    return found


def the_visit(found: About, number: str) -> Thread | None:
    """A visit of hers that is to come; nothing where none was named. Raises Http404."""
    if not number:
        return None
    row = Thread.objects.filter(book__in=found.books, kind=VISIT.key, number=number, state__in=OPEN).first()
    if row is None:
        raise Http404
    return row


def plan_visit(request: HttpRequest, person: str) -> HttpResponse:
    """Plan a visit so many days from now (`days`), or on a day (`on`)."""
    found, sent = writer(request, person), request.POST
    how = sent.get("how", "") if sent.get("how") in How.values else How.HOME.value
    try:
        on = today() + dt.timedelta(days=int(sent["days"])) if sent.get("days") else dt.date.fromisoformat(sent["on"])
        if not today() <= on <= today() + dt.timedelta(days=AHEAD):
            raise ValueError
    except (ValueError, KeyError, OverflowError):
        messages.error(request, _("Nothing was planned: choose a day that is still to come."))
        return redirect("cbr:case", found.person.code)
    number, hour = sent.get("number", "")[:40], out_there.asked_back(sent.get("back_by", ""), on, how)
    try:
        followup.plan_visit(found.book, me(request), on, how, number, **back(hour))
    except (Refused, Faulty) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, heard(_("The visit is planned."), hour))
    return redirect("cbr:case", found.person.code)


def back(hour: int | None) -> dict[str, Any]:
    """The hour as an answer: none is said, too, so that an hour that was agreed on before holds no more."""
    return {"back_by": "" if hour is None else hour}


def heard(said: str, hour: int | None) -> str:
    """What was done, and what happens if nobody hears of the worker."""
    if hour is None:
        return said
    told = _("If you write nothing until an hour after %(hour)s:00, colleagues are told to call you.")
    return f"{said} {told % {'hour': hour}}"


def sentence(refusal: Refused | Faulty) -> str:
    return str(SENTENCES.get(refusal.why, refusal.why)) if isinstance(refusal, Faulty) else str(refusal)


def check_in(request: HttpRequest, person: str) -> HttpResponse:
    """On the way, or there."""
    found = writer(request, person)
    visit = the_visit(found, request.POST.get("visit", ""))
    if visit is None:
        messages.error(request, _("Choose the visit that you are going to."))
        return redirect("cbr:case", found.person.code)
    how, typed = str(visit.values.get("how", "")), request.POST.get("back_by")
    agreed = visit.values.get("back_by", "") if typed is None else typed
    hour = out_there.asked_back(str(agreed), today(), how)
    try:
        followup.check_in(visit.book, visit, me(request), request.POST.get("number", "")[:40], **back(hour))
    except (Refused, Faulty) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, heard(_("You are on the way. Write the visit down when you are back."), hour))
    return redirect("desk:day") if request.POST.get("from") == "day" else redirect("cbr:case", found.person.code)


def visit(request: HttpRequest, person: str) -> HttpResponse:
    """Write a visit down: one that was planned (`visit`), or another."""
    found = writer(request, person)
    if request.method == "POST" and (known := written_already(found, request.POST)):
        return written(request, found, known)
    there = the_visit(found, request.POST.get("visit", request.GET.get("visit", "")))
    book = there.book if there else found.book
    form = StepForm(VISIT, book, with_next(request.POST) or None, there, (*WRITING, "why_not"), start(request, there))
    unsaid(form)
    if request.method == "POST" and form.is_valid():
        try:
            return written(
                request, found, steps.write(book, told(form.said(), request.POST.get("met", "")), me(request))
            )
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "person": found.person, "form": form, "visit": there, "line": telling.line_of(there) if there else "",
        "met": request.POST.get("met", "yes"), "next_days": next_days(),
    }  # fmt: skip
    return render(request, "cbr/visit.html", context, status=400 if request.method == "POST" else 200)


def next_days() -> list[tuple[int, Promise, dt.date]]:
    """Days for the next visit that are one touch away: how far, what they are called, the day."""
    return [(number, name, today() + dt.timedelta(days=number)) for number, name in DAYS if number]


def with_next(sent: QueryDict) -> QueryDict:
    """What was sent, with the day of the next visit that was chosen by how far it is; a day that was typed is meant."""
    far = {str(number): day for number, _name, day in next_days()}.get(sent.get("next_in", ""))
    if far is None or sent.get("next_on"):
        return sent
    full = sent.copy()
    full["next_on"] = far.isoformat()
    return full


def written(request: HttpRequest, found: About, made: Step) -> HttpResponse:
    """What comes after a visit: what to do now, if she is in danger."""
    messages.success(request, _("Written."))
    danger = made.values.get("is_she") == HowSheIs.DANGER
    return redirect("cbr:now" if danger else "cbr:case", found.person.code)


def written_already(found: About, typed: Mapping[str, str]) -> Step | None:
    """The visit, if this is a second touch, or sent again because the answer was lost."""
    rows = Step.objects.filter(
        thread__book__in=found.books, thread__kind=VISIT.key, number=typed.get("number", "")[:40]
    )
    return rows.first()


def unsaid(form: StepForm) -> None:
    """What is chosen with one touch needs no place for "not said": then nothing is touched."""
    form.fields.pop("state", None)
    for name in ("is_she", "shamed"):
        field = form.fields[name]
        field.choices = [one for one in field.choices if one[0]]  # type: ignore[attr-defined]


def start(request: HttpRequest, there: Thread | None) -> dict[str, str]:
    """What stands in the form before anything is typed."""
    how = request.GET.get("how", "")
    return {"how": how if how in How.values else How.HOME.value} if there is None else {}


def told(said: Said, met: str) -> Said:
    """A visit that was made, or one on which she was not met."""
    if met == "no":
        kept = {name: value for name, value in said.values.items() if name in {"how", "why_not", "next_on"}}
        return replace(said, values={**kept, "state": VisitState.NOT_MET.value})
    return replace(said, values={name: value for name, value in said.values.items() if name != "why_not"} | {
        "state": VisitState.DONE.value})  # fmt: skip
