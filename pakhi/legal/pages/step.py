"""A new part of a case, or the next step of one: few questions, big targets, the moves that the law knows first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import steps, telling
from pakhi.cbr.asking import NOTHING, StepForm
from pakhi.cbr.kinds import KINDS, Faulty, Kind
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.pages.shelf import the_one
from pakhi.legal import law
from pakhi.legal.course import WHOLE, day_of
from pakhi.legal.pages.court import the_whole
from pakhi.legal.words import Hearing, Unusual
from pakhi.lib.clock import today
from pakhi.network.kinds import in_language
from pakhi.network.kinds import kinds as office_kinds
from pakhi.network.models import Office
from pakhi.network.offices import placed
from pakhi.vault.keys import Refused

PARTS = (
    "fir", "survivor_track", "accused", "court_track", "protection", "custody", "hearing", "bail_objection",
    "victim_right", "lawyer", "legal_paper",
)  # fmt: skip
OFFICES = {  # question -> families of offices that may be meant
    "station": ("police",), "court": ("court", "labour-office", "hospital", "legal-aid"),
    "office": ("labour-office", "court", "district-office"),
}  # fmt: skip
QUICK = ("put_off", "next_on", "words")  # what is asked of a day in court that was planned


def writer(request: HttpRequest, person: str) -> About:
    """Whom it is about, for somebody who may write. Raises Http404."""
    found = about(person)
    if not writes(request, found.person):
        raise Http404
    return found


def add(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Begin a case, or a part of one (`about`: the number of the case)."""
    found, made = writer(request, person), KINDS.get(kind)
    if made is None or kind not in (*PARTS, *WHOLE):
        raise Http404
    whole = the_whole(found, request.POST.get("about", request.GET.get("about", ""))) if kind in PARTS else None
    form = StepForm(made, whole.book if whole else found.book, request.POST or None)
    eased(form, "")
    return answered(request, found, made, form, whole, None)


def step(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """The next step of a case or of a part of one."""
    found = writer(request, person)
    row = the_one(found.books, thread)
    if row.kind not in (*PARTS, *WHOLE):
        raise Http404
    made = KINDS[row.kind]
    quick = QUICK if row.kind == "hearing" and row.state == Hearing.PLANNED else None
    form = StepForm(made, row.book, request.POST or None, row, quick)
    eased(form, row.state)
    whole = None if row.kind in WHOLE else the_whole(found, row.about)
    return answered(request, found, made, form, whole, row)


def answered(
    request: HttpRequest, found: About, made: Kind, form: StepForm, whole: Thread | None, row: Thread | None
) -> HttpResponse:
    """Write what was typed and go back to the case; where it does not fit, the form says why."""
    if request.method == "POST" and form.is_valid():
        try:
            written = steps.write(form.thread.book if form.thread else form.book, said(form, whole), me(request))
            messages.success(request, _("Written."))
            return redirect("legal:court", found.person.code, whole.number if whole else written.thread.number)
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "person": found.person, "kind": made, "form": form, "whole": whole, "row": row,
        "name": telling.line_of(row) if row else str(made.label), "state": telling.state_of(row) if row else "",
        "quick": made.key == "hearing" and row is not None, "on": day_of(row.values, "on") if row else None,
    }  # fmt: skip
    return render(request, "legal/step.html", context, status=400 if request.method == "POST" else 200)


def said(form: StepForm, whole: Thread | None) -> steps.Said:
    return form.said(whole.number if whole and form.thread is None else "")


def eased(form: StepForm, state: str) -> None:
    """Make a form easy to answer: lawful states first, offices by name, long lists in groups, reasons to touch."""
    for name, families in OFFICES.items():
        if name in form.fields:
            form.fields[name] = choice(form.fields[name], [NOTHING, *offices(families)])
    for name in ("sections", "asked_for"):
        if name in form.fields:
            form.fields[name].choices = sections(offence_on(form))  # type: ignore[attr-defined]  # a choice
    if "put_off" in form.fields and state == Hearing.PLANNED:
        chosen: Any = form.fields["put_off"]
        chosen.choices = [one for one in chosen.choices if one[0]]
        chosen.widget = forms.RadioSelect(choices=chosen.choices)
    if "unusual" in form.fields and form.initial.get("unusual") != Unusual.NOTED:
        said_so: Any = form.fields["unusual"]
        said_so.choices = [one for one in said_so.choices if one[0] != Unusual.NOTED]
    track, states = law.tracks().get(form.made.key), form.fields.get("state")
    if track is not None and state and states is not None:
        form.fields["state"] = choice(states, lawful_first(form.made, track, state))
        form.initial["state"] = state
    elif form.made.key == "hearing" and state == Hearing.PLANNED and states is not None:
        ended = [one for one in Hearing.choices if one[0] != Hearing.PLANNED]
        form.fields["state"] = forms.ChoiceField(label=_("What became of it?"), choices=ended, widget=forms.RadioSelect)
        form.order_fields(["state", "put_off", "next_on", "words", "day"])


def choice(old: forms.Field, choices: list[Any]) -> forms.ChoiceField:
    """The same question with a list to choose from."""
    return forms.ChoiceField(label=old.label, help_text="", required=old.required, choices=choices)


def offence_on(form: StepForm) -> dt.date | None:
    """The day of the offence, as it is typed or was written; nothing where that is no day."""
    try:
        return day_of({"on": form.data.get("offence_on") or form.initial.get("offence_on")}, "on")
    except ValueError:
        return None


def sections(offence: dt.date | None) -> list[Any]:
    """Sections under their codes: those of the day of the offence first, of today where it is not known. What a station
    wrote by the other code can be chosen too.
    """
    rows, named = law.by_code(offence or today()), law.codes()
    other = _("%(code)s (not the law on the day of the offence)")
    titles = {code: f"{code}, {in_language(dict(named[code]))}" for code, _held, _now in rows}
    return [
        (titles[code] if now or offence is None else other % {"code": titles[code]},
         [(one.key, one.label) for one in held])
        for code, held, now in rows
    ]  # fmt: skip


def lawful_first(made: Kind, track: law.Track, state: str) -> list[Any]:
    """The states as they are offered: as it is, what the law knows next, and everything else."""
    labels, lawful = dict(made.states.choices), track.moves.get(state, ())
    rest = [key for key in labels if key not in lawful and key != state]
    groups = [(_("As it is"), [state]), (_("What the law knows next"), lawful), (_("Something else"), rest)]
    return [(name, [(key, labels[key]) for key in keys]) for name, keys in groups if keys]


def offices(families: tuple[str, ...]) -> list[tuple[str, str]]:
    """Offices of these families that are there today, with their places, by name."""
    wanted = [one.key for one in office_kinds().values() if one.family in families]
    rows = Office.objects.current().filter(kind__in=wanted).select_related("place").prefetch_related("place__names")
    return sorted(((one.code, placed(one)) for one in rows), key=lambda one: (one[1], one[0]))
