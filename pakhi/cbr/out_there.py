"""A worker's own safety: who went on a visit and was not heard of by the hour that was agreed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.cbr.models import Book, Thread
from pakhi.lib.clock import INDIA
from pakhi.network.due import Item
from pakhi.network.models import Membership, Organisation
from pakhi.vault.standing import CARERS

GRACE = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=2)  # after that it is a visit that nobody wrote down, and stands among what is overdue
OUT = ("planned", "there")
HOURS = (12, 14, 16, 18, 20, 22)  # that are offered; another may be written
USUAL = 18
INSIDE = ("phone", "centre")  # kinds of visit for which nobody sets out


@dataclass(frozen=True)
class Overdue:
    """A visit from which somebody should be back. `who`: the worker's name; never to whom they went."""

    visit: Thread
    who: str
    back_by: dt.datetime
    there: bool


def back_by(visit: Thread) -> dt.datetime | None:
    """The hour by which a visit ends, in India's time; None if none was agreed on."""
    day, hour = visit.values.get("on"), visit.values.get("back_by")
    if not day or hour in (None, ""):
        return None
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(int(str(hour))), INDIA)


def offered(visit: Thread | None = None, now: dt.datetime | None = None) -> list[tuple[int, bool]]:
    """Hours by which somebody may be back, and which of them is chosen unless another is.

    Of a visit that begins now only hours that are still to come: what was agreed on, else the usual one, else the next.
    """
    if visit is None:
        return [(hour, hour == USUAL) for hour in HOURS]
    least = (now or timezone.now()).astimezone(INDIA).hour + 1
    agreed = visit.values.get("back_by")
    kept = {int(str(agreed))} if agreed not in (None, "") else set()
    hours = [hour for hour in sorted({*HOURS, *kept}) if hour >= least] or [23]
    wanted = next(iter([*kept, USUAL]))
    chosen = wanted if wanted in hours else hours[0]
    return [(hour, hour == chosen) for hour in hours]


def asked_back(typed: str, on: dt.date, how: str, now: dt.datetime | None = None) -> int | None:
    """The hour that was chosen; None for no hour, or where nobody sets out. Today, an hour that is past is the next
    that is offered: else colleagues were called at once.
    """
    if how in INSIDE or not (typed.isascii() and typed.isdigit() and int(typed) <= 23):
        return None
    moment = (now or timezone.now()).astimezone(INDIA)
    if on > moment.date() or int(typed) > moment.hour:
        return int(typed)
    return next((hour for hour in HOURS if hour > moment.hour), 23)


def overdue_visits(organisation: Organisation, now: dt.datetime | None = None) -> list[Overdue]:
    """Visits whose worker was to be back more than an hour ago and has written nothing since, the longest first."""
    moment = now or timezone.now()
    days = [(moment - LONGEST).astimezone(INDIA).date(), moment.astimezone(INDIA).date()]
    rows = Thread.objects.filter(
        book__organisation=organisation, book__kind=Book.Kind.CASE, kind="visit", state__in=OUT,
        due__range=days, owner__isnull=False,
    ).select_related("owner")  # fmt: skip
    found = [(back_by(row), row) for row in rows]
    late = [
        Overdue(row, row.owner.name if row.owner else "", hour, row.state == "there")
        for hour, row in found
        if hour is not None and GRACE <= moment - hour <= LONGEST
    ]
    return sorted(late, key=lambda one: (one.back_by, one.visit.pk))


def items(memberships: Iterable[Membership]) -> list[Item]:
    """What colleagues are told on their page of today. The overdue one is not told about themselves alone."""
    out = []
    homes = {held.organisation for held in memberships if held.role in CARERS}
    for home in sorted(homes, key=lambda one: one.pk):
        late = overdue_visits(home)
        if late:
            title = ngettext("%(n)s colleague is not back from a visit", "%(n)s colleagues are not back from a visit",
                             len(late)) % {"n": len(late)}  # fmt: skip
            names = ", ".join(f"{one.who} ({one.back_by.astimezone(INDIA):%H:%M})" for one in late)
            out.append(Item("desk:day", title, _("Call them now: %(names)s.") % {"names": names}, "siren"))
    return out
