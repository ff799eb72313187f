"""Names for a visit: a worker gives their own phone the names of whom they go to see, until the end of a near day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import caseload
from pakhi.field import visits as verbs
from pakhi.field.models import Device, VisitName
from pakhi.field.pages.reader import held, me
from pakhi.lib.clock import today
from pakhi.vault import doors, limits
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal
from pakhi.vault.templatetags.people import spelt


@dataclass(frozen=True)
class Row:
    """Somebody of the worker's own people, and until when her name is on the phone."""

    code: str
    given: VisitName | None


def visits(request: HttpRequest) -> HttpResponse:
    """The page of one phone; by POST names are given, or one is taken back."""
    homes = {one.organisation_id for one in held(request)}
    mine = [one for one in verbs.phones(me(request)) if one.organisation_id in homes]
    asked = request.POST.get("phone") or request.GET.get("phone", "")
    device = next((one for one in mine if one.code == asked), mine[0] if mine else None)
    if request.method != "POST" or device is None:
        return page(request, mine, device)
    if request.POST.get("action") == "back":
        verbs.take_back(device, request.POST.get("code", ""))
        messages.success(request, _("It is taken back. The phone loses it when it has a connection next."))
        return back(device)
    return give(request, mine, device)


def give(request: HttpRequest, mine: list[Device], device: Device) -> HttpResponse:
    """Names are revealed one by one, and sealed to the phone; none of them is shown here."""
    reason, codes = request.POST.get("reason", ""), request.POST.getlist("person")
    if reason not in Reveal.Reason.values:
        return page(request, mine, device, _("Choose a reason."))
    try:
        until = dt.date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return page(request, mine, device, _("Choose today or one of the next three days."))
    try:
        given = verbs.grant(doors.opened(request), device, codes, until, reason)
    except Refused as refusal:
        return page(request, mine, device, str(refusal))
    if given.refused and not given.codes:
        return page(request, mine, device, " ".join(dict.fromkeys(given.refused.values())))
    told = ngettext(
        "%(n)s name waits for your phone. Open the app with a connection before you go.",
        "%(n)s names wait for your phone. Open the app with a connection before you go.", len(given.codes),
    )  # fmt: skip
    messages.success(request, told % {"n": len(given.codes)})
    for code, sentence in given.refused.items():
        messages.warning(request, f"{spelt(code)}: {sentence}")
    return back(device)


def back(device: Device) -> HttpResponse:
    return redirect(f"{reverse('field:visits')}?phone={device.code}")


def page(request: HttpRequest, mine: list[Device], device: Device | None, error: str = "") -> HttpResponse:
    """One's own people by code, the days that can be chosen, and what is on the phone already."""
    context = {
        "phones": mine, "device": device, "keyed": device is not None and verbs.has_key(device), "error": error,
        "rows": rows(device) if device else [], "days": days(), "until": request.POST.get("until", today().isoformat()),
        "ticked": request.POST.getlist("person") or request.GET.getlist("person"), "most": verbs.MOST,
        "reasons": Reveal.Reason.choices, "reason": request.POST.get("reason", Reveal.Reason.VISIT.value),
        "left": left(request, device) if device else 0,
    }  # fmt: skip
    return render(request, "field/visits.html", context, status=409 if error else 200)


def rows(device: Device) -> list[Row]:
    given = {one.person: one for one in verbs.held(device)}
    return [Row(code, given.get(code)) for code in caseload.of(device.account, device.organisation)]


def days() -> list[tuple[str, str]]:
    """The days that a name may be given until, in words."""
    found = [today() + dt.timedelta(days=ahead) for ahead in range(verbs.DAYS + 1)]
    named = [_("today"), _("tomorrow"), *(date_format(day, "l") for day in found[2:])]
    return [(day.isoformat(), f"{name}, {date_format(day, 'j M')}") for day, name in zip(found, named, strict=True)]


def left(request: HttpRequest, device: Device) -> int:
    """How many names the reader may still open today."""
    return max(0, limits.allowed(me(request), device.organisation.code) - limits.opened(me(request)))
