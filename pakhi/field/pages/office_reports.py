"""Reports that the list of offices is wrong: those that wait, one's own and what became of them, and deciding one."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.field import office_reports, publish, reading
from pakhi.field.access import number_of
from pakhi.field.forms_offices import Decision
from pakhi.field.models import OfficeReport
from pakhi.field.pages.reader import held, kept, me
from pakhi.field.pages.talks import Said, written
from pakhi.network.kinds import families, kinds
from pakhi.network.offices import Refused as NotPossible
from pakhi.vault import doors
from pakhi.vault.keys import Refused, Unlocked

State = OfficeReport.State
MOST = 200  # rows of one list


@dataclass(frozen=True)
class Seen:
    """What an opened record says in words, the photograph of the board as an address that holds it, and the form."""

    texts: list[Said]
    board: str = ""
    form: Decision | None = None


def office_reports_page(request: HttpRequest) -> HttpResponse:
    """What waits for this reader's decision, what was decided, and the reader's own reports."""
    theirs, own = office_reports.to_decide(held(request)), OfficeReport.objects.filter(by=me(request))
    mine = own.filter(organisation__in=[one.organisation_id for one in held(request)])
    counted = dict(theirs.values_list("state").annotate(Count("pk")))
    context = {
        "decides": decides(request), "most": MOST,
        "figures": [(label, counted.get(key, 0)) for key, label in State.choices],
        "waiting": listed(theirs.filter(state=State.WAITING), "pk"),
        "decided": listed(theirs.exclude(state=State.WAITING), "-decided_on"),
        "mine": listed(mine.exclude(pk__in=theirs.values("pk")), "-pk"),
    }  # fmt: skip
    return render(request, "field/office_reports.html", context)


def decides(request: HttpRequest) -> bool:
    """Whether somebody decides about reports anywhere; the others read what became of their own."""
    return any(one.role in {"manager", "coordinator"} for one in held(request))


def listed(found: QuerySet[OfficeReport], order: str) -> list[tuple[OfficeReport, str]]:
    """Reports with the office they are about, in words."""
    rows = found.select_related("office", "organisation", "by", "decided_by", "arrival").defer("arrival__sealed")
    return [(one, about(one)) for one in rows.order_by(order, "-pk")[:MOST]]


def about(report: OfficeReport) -> str:
    """The office in the list, or the kind of one that is not in it."""
    if report.office is not None:
        return report.office.name()
    kind, family = kinds().get(report.office_kind), families().get(report.office_family)
    return kind.name() if kind else family.name() if family else ""


def office_report(request: HttpRequest, office_report: str) -> HttpResponse:
    """One report: opened, decided or set aside, each by a press."""
    rows = OfficeReport.objects.select_related("office", "organisation", "by", "decided_by", "arrival__organisation")
    one = rows.get(pk=number_of(office_report))
    if request.method != "POST":
        return page(request, one)
    action, looked = request.POST.get("action", ""), request.POST.get("looked") == "yes"
    try:
        seen = look(doors.opened(request), one, filled=action == "look") if looked or action == "look" else None
    except Refused as refusal:
        return page(request, one, str(refusal))
    if action == "look":
        return page(request, one, seen=seen)
    return decide(request, one, action, seen)


def look(unlocked: Unlocked, report: OfficeReport, filled: bool) -> Seen:
    """Open the record for the reader. `filled`: the decision begins with what stands in it."""
    record = reading.read(unlocked, report.arrival)
    version = publish.known(report.organisation, report.arrival.form_id, report.arrival.version)
    photo, kind = reading.picture(unlocked, report.arrival, record.get("board"))
    board = f"data:{kind};base64,{base64.b64encode(photo).decode()}" if kind else ""
    known = {report.office.code} if report.office else set()
    return Seen(written(record, version, known), board, Decision(report, record=record) if filled else None)


def decide(request: HttpRequest, one: OfficeReport, action: str, seen: Seen | None) -> HttpResponse:
    """Write it, set it aside, or look for a place. What was typed stays."""
    if action == "find":
        return page(request, one, seen=seen, form=unchecked(one, request))
    try:
        if action == "aside":
            office_reports.set_aside(one, request.POST.get("reason", ""), me(request))
            return done(request, _("It is set aside. Who reported it is told why."))
        if action == "write":
            form = Decision(one, request.POST)
            if not form.is_valid():
                return page(request, one, seen=seen, form=form, status=400)
            office = office_reports.write(one, form.change(), me(request))
            return done(request, _("It stands in the list of offices now: %(office)s.") % {"office": office})
    except NotPossible as refusal:
        return page(request, one, str(refusal), seen, Decision(one, request.POST) if action == "write" else None)
    return page(request, one, _("Choose what to do."), seen)


def unchecked(one: OfficeReport, request: HttpRequest) -> Decision:
    """The form with what was typed, while a place is looked for: nothing is complained of yet."""
    form = Decision(one, request.POST)
    form.errors.clear()
    return form


def page(
    request: HttpRequest, one: OfficeReport, error: str = "", seen: Seen | None = None, form: Decision | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a report; what was written in words only in the answer to a look."""
    waits = one.state == State.WAITING
    context = {
        "one": one, "about": about(one), "error": error, "seen": seen, "waits": waits,
        "form": (form or (seen.form if seen else None) or Decision(one)) if waits else None,
        "reasons": OfficeReport.Reason.choices, "opens": one.organisation in kept(request),
        "board": one.arrival.attachments.filter(~Q(token="")).exists(),
    }  # fmt: skip
    return render(request, "field/office_report.html", context, status=409 if error else status)


def done(request: HttpRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("field:office-reports")
