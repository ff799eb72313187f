"""Who is on call: a week at a glance with its gaps; supervisors and managers change it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import roster as verbs
from pakhi.field.access import number_of
from pakhi.field.pages.place import home, homes, keeps
from pakhi.field.pages.reader import me
from pakhi.lib.clock import INDIA, today
from pakhi.network.models import Organisation
from pakhi.vault.keys import Refused

EARLIEST, LATEST = dt.date(2020, 1, 1), dt.date(2100, 1, 1)


def roster(request: HttpRequest) -> HttpResponse:
    """A week; a POST puts somebody on it or takes them off, copies the week before, or sets the line's hours."""
    here = home(request)
    if request.method != "POST":
        return page(request, here)
    try:
        messages.success(request, change(request, here))
    except Refused as refusal:
        return page(request, here, str(refusal))
    return redirect(f"{reverse('field:roster')}?at={here.code}&week={week(request)}")


def week(request: HttpRequest) -> dt.date:
    """The Monday of the week that is shown: this one, unless another is named."""
    try:
        asked = dt.date.fromisoformat(request.POST.get("week") or request.GET.get("week", ""))
    except ValueError:
        return verbs.monday(today())
    return verbs.monday(min(max(asked, EARLIEST), LATEST))


def change(request: HttpRequest, here: Organisation) -> str:
    """What a POST asks for. Raises Refused."""
    given, by = request.POST, me(request)
    if given.get("action") == "off":
        verbs.take_off(here, number_of(given.get("shift", "")), by)
        return _("The shift is off the roster.")
    if given.get("action") == "copy":
        made, left = verbs.copy_week(here, week(request), by)
        return copied(made, left)
    if given.get("action") == "hours":
        verbs.set_hours(here, hour(given.get("opens", "")), hour(given.get("closes", "")), by)
        return _("The hours of the line are set.")
    account = next((one for one in verbs.team(here) if str(one.pk) == given.get("who")), None)
    if account is None:
        raise Refused(_("Choose who is on call."))
    verbs.put(here, account, *span(given.get("day", ""), given.get("from", ""), given.get("until", "")), by)
    return _("%(name)s is on the roster.") % {"name": account.name}


def copied(made: int, left: int) -> str:
    """Raises Refused where there was nothing to copy."""
    if not made and not left:
        raise Refused(_("There is nothing on the roster of the week before."))
    done = ngettext("%(n)s shift was copied.", "%(n)s shifts were copied.", made) % {"n": made}
    more = ngettext("%(n)s could not be: somebody is away then, or on call already.",
                    "%(n)s could not be: somebody is away then, or on call already.", left) % {"n": left}  # fmt: skip
    return f"{done} {more}" if left else done


def hour(written: str) -> int:
    """A full hour, 0 to 24. Raises Refused."""
    found = number_of(written) if written else 99
    if found > 24:
        raise Refused(_("Choose the hours."))
    return found


def span(day: str, start: str, end: str) -> tuple[dt.datetime, dt.datetime]:
    """From-to on a day; a shift that ends before it begins ends on the next day. Raises Refused."""
    try:
        first = dt.date.fromisoformat(day)
    except ValueError:
        raise Refused(_("Choose a day.")) from None
    if not EARLIEST <= first <= LATEST:
        raise Refused(_("Choose a day."))
    begins, ends = hour(start), hour(end)
    return verbs.at(first, begins), verbs.at(first, ends if ends > begins else ends + 24)


def page(request: HttpRequest, here: Organisation, error: str = "") -> HttpResponse:
    first, moment = week(request), dt.datetime.now(INDIA)
    shown = verbs.days(here, first)
    opens, closes = verbs.hours(here)
    context = {
        "here": here, "homes": homes(request), "keeper": keeps(request, here), "days": shown, "first": first,
        "last": first + 6 * verbs.DAY, "back": first - 7 * verbs.DAY, "next": first + 7 * verbs.DAY, "today": today(),
        "this": first == verbs.monday(today()), "now": verbs.now(here), "moment": moment, "team": verbs.team(here),
        "begins": [(n, f"{n:02}:00") for n in range(24)], "ends": [(n, f"{n:02}:00") for n in range(1, 25)],
        "opens": opens, "closes": closes, "error": error, "typed": request.POST, "mine": me(request).pk,
        "empty": not any(day.shifts for day in shown), "gaps": sum(len(day.gaps) for day in shown),
    }  # fmt: skip
    return render(request, "field/roster.html", context, status=409 if error else 200)
