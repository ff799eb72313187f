"""What is done from the panel of identification: her coded profile, and her own word about being away."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import books, migration
from pakhi.cbr.asking import SENTENCES, StepForm
from pakhi.cbr.identification import IDENTIFIED, VIA, identified
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.pages.shelf import the_one
from pakhi.cbr.steps import write
from pakhi.vault import profile as coded
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal
from pakhi.vault.pages.reaching import not_now


def profile(request: HttpRequest, person: str) -> HttpResponse:
    """Read gender, age band and block from her record anew: one look like any other."""
    found = about(person)
    try:
        derive(request, found)
    except Refused as refusal:
        return not_now(request, found.person, refusal)
    messages.success(request, _("Her profile is up to date."))
    return redirect("cbr:case", found.person.code)


def derive(request: HttpRequest, found: About) -> None:
    """Keep the profile as it is today. Raises Locked without an open key, and Refused where no more may be read."""
    reason = request.POST.get("reason") or Reveal.Reason.VISIT.value
    books.describe(found.book, coded.derive(opened(request), found.person, reason))


def the_trip(request: HttpRequest, found: About, number: str) -> Thread:
    """Her entry in the register, for who may write in her case. Raises Http404."""
    row = the_one(found.books, number)
    if row.kind != migration.MIGRATION.key or not writes(request, found.person):
        raise Http404
    return row


def heard(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """She has let somebody know that she is well, and chooses the next day, or no more."""
    found = about(person)
    row, typed = the_trip(request, found, thread), request.POST.get("next", "")
    try:
        migration.check_in(row, me(request), dt.date.fromisoformat(typed) if typed else None,
                           request.POST.get("number", "")[:40])  # fmt: skip
    except ValueError:
        messages.error(request, _("This is no day. Write it again."))
    except Faulty as fault:
        messages.error(request, str(SENTENCES.get(fault.why, fault.why)))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written."))
    return redirect("cbr:case", found.person.code)


def take_out(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """She wants it deleted."""
    found = about(person)
    migration.take_out(the_trip(request, found, thread), me(request))
    messages.success(request, _("It is taken out. No page, list or report shows it any more."))
    return redirect("cbr:case", found.person.code)


def keep_back(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """She wants some of it to be kept no longer."""
    found = about(person)
    row = the_trip(request, found, thread)
    parts = [part for part in request.POST.getlist("part") if part in migration.Part.values]
    if not parts:
        messages.error(request, _("Choose what is kept no longer."))
        return redirect("cbr:case", found.person.code)
    try:
        migration.keep_back(row, me(request), *parts)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is kept no longer. What is left stays as it was."))
    return redirect("cbr:case", found.person.code)


NEXT = 2  # places on the way that stand open for what comes next
FIRST = ("programme", "state", "source", "by", "triage", "wish", "moved", "day", "words")


def identify(request: HttpRequest, person: str) -> HttpResponse:
    """How she was found and where she is: what is needed first, what happened to her only if she wants to tell."""
    found = about(person)
    if not writes(request, found.person):
        raise Http404
    form = StepForm(IDENTIFIED, found.book, request.POST or None, identified(found.books))
    form.fields["state"].label = _("Where she is now")
    for name in beyond(form):
        del form.fields[name]
    if request.method == "POST" and form.is_valid() and stands(request, found, form):
        return redirect("cbr:case", found.person.code)
    context = {
        "person": found.person, "form": form, "first": [form[name] for name in FIRST],
        "rest": [field for field in form.visible_fields() if field.name not in FIRST],
        "open": any(name not in FIRST for name in form.errors), "known": form.thread is not None,
    }  # fmt: skip
    return render(request, "cbr/identify.html", context, status=400 if request.method == "POST" else 200)


def beyond(form: StepForm) -> list[str]:
    """The places on the way that are not asked yet: beyond what was written two more stand open, for each is long."""
    said = {name: form.data.get(name) or form.initial.get(name) for pair in VIA for name in pair}
    passed = sum(1 for state, place in VIA if said[state] or said[place])
    return [name for pair in VIA[passed + NEXT :] for name in pair]


def stands(request: HttpRequest, found: About, form: StepForm) -> bool:
    """Whether what was typed could be written; what does not fit is shown under its question."""
    try:
        write(form.thread.book if form.thread else found.book, form.said(), me(request))
    except Faulty as fault:
        form.show(fault)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Written."))
    return True
