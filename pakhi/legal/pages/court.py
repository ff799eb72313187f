"""The page of one case: tracks side by side, days in court, rights met or missed, papers, lawyers, the law's days."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import steps, telling
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.pages.shelf import the_one
from pakhi.cbr.steps import Said, new_number
from pakhi.legal import overview
from pakhi.legal.course import WHOLE, day_of
from pakhi.legal.pages import joint_shown
from pakhi.legal.refusal import letter_page
from pakhi.legal.words import Met, Right
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal


def the_whole(found: About, number: str) -> Thread:
    """A case of hers. Raises Http404."""
    row = the_one(found.books, number)
    if row.kind not in WHOLE:
        raise Http404
    return row


def court(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Read it; a POST says what became of a right."""
    found = about(person)
    whole = the_whole(found, thread)
    if request.method == "POST":
        return said_right(request, found, whole)
    seen, made = overview.seen(whole), KINDS[whole.kind]
    context = {
        "person": found.person, "whole": whole, "kind": made, "name": telling.line_of(whole),
        "state": telling.state_of(whole), "lines": telling.lines(made, whole.values, whole.book_id), "seen": seen,
        "writes": writes(request, found.person), "today": today(), "number": new_number(),
        "proposed": [(one, letter_page(found.person.code, one.step.letter)) for one in seen.proposed],
        "ahead": [(one, telling.line_of(one)) for one in seen.ahead],
        "past": [(one, day_of(one.values, "on"), telling.line_of(one), telling.state_of(one), reason(one))
                 for one in seen.past],
        "ticking": [(one, one.missed(today()), one.late(today()), one.days(today())) for one in seen.ticking],
        "tracks": [KINDS[key] for key in overview.DRAWN] if whole.kind == "court_case" else [],
        "others": [KINDS[key] for key in ("hearing", "bail_objection", "lawyer", "legal_paper")],
        "sealed": whole.steps.filter(words=True).exists(), "reasons": Reveal.Reason.choices,
        "met": [Met.MET, Met.MISSED, Met.NOT_WANTED], "joint": joint_shown.with_others(whole),
    }  # fmt: skip
    return render(request, "legal/court.html", context)


def reason(one: Thread) -> str:
    """Why a day in court was put off, in words."""
    value = one.values.get("put_off")
    return telling.answer(KINDS[one.kind].by_name["put_off"], value) if value else ""


def said_right(request: HttpRequest, found: About, whole: Thread) -> HttpResponse:
    """Write what became of a right: of one that was opened, or of one that nobody had asked about."""
    if not writes(request, found.person):
        raise Http404
    sent = request.POST
    right, state = sent.get("right", ""), sent.get("state", "")
    if right not in Right.values or state not in Met.values:
        messages.error(request, _("Nothing was written: say of which right, and what became of it."))
        return redirect("legal:court", found.person.code, whole.number)
    there = Thread.objects.filter(
        book__in=found.books, kind="victim_right", about=whole.number, number=sent.get("thread", "")
    ).first()
    said = Said(
        "victim_right", {"right": right, "state": state}, thread=there.number if there else "",
        number=sent.get("number", "")[:40], about=whole.number, seen=tuple(there.heads) if there else (),
    )  # fmt: skip
    try:
        steps.write(there.book if there else whole.book, said, me(request))
        messages.success(request, _("Written."))
    except (Refused, Faulty):
        messages.error(request, _("Nothing was written. Open the page again, and try once more."))
    return redirect("legal:court", found.person.code, whole.number)
