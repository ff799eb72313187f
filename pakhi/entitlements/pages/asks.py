"""What she may ask for: a few questions first, then what the rules give, with marks, papers and offices."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import steps
from pakhi.cbr import telling as naming
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.mapping import NEED
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.steps import Said
from pakhi.entitlements import answers, claims, eligibility, known, local, telling
from pakhi.entitlements.answers import ANSWERS
from pakhi.entitlements.eligibility import Finding, Outcome
from pakhi.entitlements.rows import Basis, Sort
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

AT_ONCE = 6  # questions of one sitting
NEAR = (Outcome.MAY_CLAIM, Outcome.PAPERS_MISSING, Outcome.NOT_DELIVERED_HERE)
ASKED_BY = {"age": "birth_year", "age_at_event": "birth_year", "age_at_offence": "birth_year"}


def asks(request: HttpRequest, person: str) -> HttpResponse:
    """The page; a POST writes answers."""
    found = about(person)
    there = answers.of_books(found.books)
    findings = judged(found)
    form = the_form(request, found, there, findings)
    if request.method == "POST":
        if not writes(request, found.person):
            raise Http404
        if form.is_valid():
            try:
                steps.write(there.book if there else found.book, form.said(), me(request))
                messages.success(request, _("Written. What she may ask for was looked at again."))
                return redirect("entitlements:asks", found.person.code)
            except Faulty as fault:
                form.show(fault)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return page(request, found, form, findings, 400 if request.method == "POST" else 200)


def judged(found: About) -> list[Finding]:
    """What the rules give for her today, in the state in which her organisation works."""
    state = known.state_of(found.book.organisation)
    return eligibility.evaluate(known.the(), answers.person(found.books), today(), state)


def mattering(findings: list[Finding], there: Thread | None) -> list[str]:
    """The questions on which most rights hang; what was answered, also with "not known", is not asked again."""
    said = there.values if there else {}
    wanted = Counter[str]()
    for one in findings:
        if one.outcome is Outcome.ASK and one.row.sort is not Sort.NAME:
            for question in one.questions:
                wanted[ASKED_BY.get(question.fact, question.fact)] += 1
    if said.get("no_fir"):
        wanted.pop(str(Basis.FIR), None)
    names = [name for name, _n in wanted.most_common() if name in ANSWERS.by_name]
    return [name for name in names if said.get(name) in (None, "", [])]


def the_form(request: HttpRequest, found: About, there: Thread | None, findings: list[Finding]) -> StepForm:
    """The questions of this sitting, or all (`?all=yes`)."""
    names = [one.name for one in ANSWERS.questions] if "all" in request.GET else mattering(findings, there)[:AT_ONCE]
    if str(Basis.FIR) in names:
        names.append("no_fir")
    if request.method == "POST":
        names = [name for name in ANSWERS.by_name if name in request.POST or name in names]
    proposed = answers.proposed(found.book)
    start = {
        name: value for name, (value, _why) in proposed.items() if value and not (there and there.values.get(name))
    }
    form = StepForm(ANSWERS, found.book, request.POST or None, there, asked=names, initial=start)
    form.fields.pop("state", None)
    for name, (_value, why) in proposed.items():
        if name in form.fields:
            proposal = _("Proposed: %(why)s.") % {"why": why}
            form.fields[name].help_text = f"{form.fields[name].help_text} {proposal}".strip()
    return form


def page(request: HttpRequest, found: About, form: StepForm, findings: list[Finding], status: int) -> HttpResponse:
    rights = [telling.right(one) for one in findings if one.row.sort not in (Sort.RULE, Sort.OFFENCE)]
    rights.sort(key=in_order)
    running, ended = claims_by_series(found)
    fields = [name for name in form.fields if name not in ("number", "seen", "day", "state")]
    by: dict[str, Any] = {
        outcome.value: [
            (one, running.get(one.series), ended.get(one.series)) for one in rights if one.finding.outcome is outcome
        ]
        for outcome in Outcome
    }
    by["named"] = [pair for pair in by["ask"] if pair[0].finding.row.sort is Sort.NAME]
    by["ask"] = [pair for pair in by["ask"] if pair[0].finding.row.sort is not Sort.NAME]
    context = {
        "person": found.person, "form": form, "asked": bool(fields),
        "near": sorted((pair for key in NEAR for pair in by[key]), key=lambda pair: in_order(pair[0])),
        "by": by,
        "not_now": len(by["not_eligible"]) + len(by["not_in_force"]),
        "writes": writes(request, found.person), "all": "all" in request.GET,
        "local": [(one, local.code(one), running.get(local.code(one)), ended.get(local.code(one)))
                  for one in local.schemes(found.book.organisation)],
        "number": steps.new_number(),
        "needs": needs(found, running),
        "claimable": {one.series for one in rights if known.can_be_claimed(one.series)},
    }  # fmt: skip
    return render(request, "entitlements/asks.html", context, status=status)


def needs(found: About, running: dict[str, Thread]) -> list[tuple[Thread, str, str, Thread | None]]:
    """(need, what it is called, the right it leads to, her claim for that if one runs) of the needs that are open."""
    rows = [one for one in steps.threads(found.books, NEED.key, running=True) if one.values.get("right")]
    return [
        (one, naming.line_of(one), known.title(str(one.values["right"])), running.get(str(one.values["right"])))
        for one in rows
    ]


def in_order(one: telling.Right) -> tuple[bool, bool, bool]:
    """Sorts what a way leads to before what an office is asked for, and both before what is only the law."""
    gives = one.finding.row.sort in (Sort.BENEFIT, Sort.SERVICE)
    return not known.can_be_claimed(one.series), not known.is_led(one.series), not gives


def claims_by_series(found: About) -> tuple[dict[str, Thread], dict[str, Thread]]:
    """Series -> her claim that runs, and the one that ended last: what has ended can be begun anew."""
    running, ended = dict[str, Thread](), dict[str, Thread]()
    for one in reversed(steps.threads(found.books, claims.CLAIM.key)):
        (running if claims.CLAIM.running(one.state) else ended)[str(one.values.get("series"))] = one
    return running, ended


def want(request: HttpRequest, person: str) -> HttpResponse:
    """She wants this: a claim is opened, or the one that runs is shown."""
    found = about(person)
    if not writes(request, found.person):
        raise Http404
    series = request.POST.get("series", "")
    rows = steps.threads(found.books, claims.CLAIM.key, running=True)
    running = next((one for one in rows if one.values.get("series") == series), None)
    if running is not None:
        return redirect("entitlements:claim", found.person.code, running.number)
    try:
        sent = request.POST.get("number", "")[:40]
        number = steps.number_of("want", sent, series) if sent else ""  # one on the page, for all of its buttons
        step = steps.write(found.book, Said(claims.CLAIM.key, {"series": series}, number=number), me(request))
    except Faulty:
        messages.error(request, _("Choose something that an office can be asked for."))
        return redirect("entitlements:asks", found.person.code)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("entitlements:asks", found.person.code)
    messages.success(request, _("The claim is open. What it asks for is on the list of papers."))
    return redirect("entitlements:claim", found.person.code, step.thread.number)
