"""Who is on call when. Nobody is on call twice at once, nobody while on leave; hours with nobody are shown as gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pakhi.field.models import LineHours, Shift
from pakhi.lib.clock import INDIA
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import assign, standing
from pakhi.vault.keys import Refused

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
LONGEST = 24  # hours of one shift
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Day:
    """One day of the roster: who is on call in it, and the hours of the line in which nobody is."""

    day: dt.date
    shifts: tuple[Shift, ...]
    gaps: tuple[Span, ...]


def at(day: dt.date, hour: int) -> dt.datetime:
    """An hour of a day in India; 24 is the midnight that ends it."""
    return dt.datetime.combine(day, dt.time(), INDIA) + hour * HOUR


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def hours(organisation: Organisation) -> tuple[int, int]:
    """When the line is open each day; (0, 24) is day and night."""
    found = LineHours.objects.filter(organisation=organisation).first()
    return (found.opens, found.closes) if found else (0, 24)


def set_hours(organisation: Organisation, opens: int, closes: int, by: Account) -> None:
    """Raises Refused."""
    standing.need_keeper(by, organisation.code)
    if not 0 <= opens < closes <= 24:
        raise Refused(_("The line opens before it closes, within one day."))
    LineHours.objects.update_or_create(organisation=organisation, defaults={"opens": opens, "closes": closes})


def during(organisation: Organisation, start: dt.datetime, end: dt.datetime) -> list[Shift]:
    """The shifts that touch a time, the earliest first."""
    rows = Shift.objects.filter(organisation=organisation, starts__lt=end, ends__gt=start)
    return list(rows.select_related("account").order_by("starts", "account__name"))


def now(organisation: Organisation) -> list[Shift]:
    """Who is on call at this moment."""
    moment = timezone.now()
    return during(organisation, moment, moment + dt.timedelta(seconds=1))


def days(organisation: Organisation, first: dt.date, many: int = 7) -> list[Day]:
    """So many days from one on."""
    rows = during(organisation, at(first, 0), at(first + many * DAY, 0))
    opens, closes = hours(organisation)
    found = []
    for number in range(many):
        day = first + number * DAY
        inside = tuple(row for row in rows if row.starts < at(day, 24) and row.ends > at(day, 0))
        found.append(Day(day, inside, tuple(gaps(inside, at(day, opens), at(day, closes)))))
    return found


def gaps(shifts: Iterable[Shift], start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The parts of a time in which nobody is on call. `shifts` come in the order of their start."""
    found, free = [], start
    for row in shifts:
        if row.starts > free:
            found.append((free, min(row.starts, end)))
        free = max(free, row.ends)
        if free >= end:
            return found
    return [*found, (free, end)]


def ahead(organisation: Organisation, many: int = 7) -> list[Span]:
    """The gaps of the next days that are not over yet; nothing where no roster is kept."""
    moment = timezone.now()
    if not Shift.objects.filter(organisation=organisation, ends__gt=moment - 14 * DAY).exists():
        return []
    found = days(organisation, moment.astimezone(INDIA).date(), many)
    return [(max(start, moment), end) for day in found for start, end in day.gaps if end > moment]


def put(organisation: Organisation, account: Account, start: dt.datetime, end: dt.datetime, by: Account) -> Shift:
    """Somebody is on call from-to. Raises Refused: they are on call then already, on leave, or do not work here."""
    standing.need_keeper(by, organisation.code)
    if not start < end <= start + LONGEST * HOUR:
        raise Refused(_("A shift ends after it begins, and lasts a day at most."))
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # two who plan at once wait for each other
        refuse(organisation, account, start, end)
        return Shift.objects.create(organisation=organisation, account=account, starts=start, ends=end, by=by)


def refuse(organisation: Organisation, account: Account, start: dt.datetime, end: dt.datetime) -> None:
    """Raises Refused where somebody cannot be on call."""
    name, first = {"name": account.name}, start.astimezone(INDIA).date()
    if not standing.roles(account, organisation.code, first) & standing.CARERS:
        raise Refused(_("%(name)s does not work with people in this organisation.") % name)
    if Shift.objects.filter(account=account, starts__lt=end, ends__gt=start).exists():
        raise Refused(_("%(name)s is on call then already. Nobody can be on call twice at once.") % name)
    if assign.away(account, organisation.code, first, (end - HOUR).astimezone(INDIA).date()):
        raise Refused(_("%(name)s is on leave then.") % name)


def take_off(organisation: Organisation, number: int, by: Account) -> None:
    """A shift is off the roster. Raises Refused."""
    standing.need_keeper(by, organisation.code)
    row = Shift.objects.filter(organisation=organisation, pk=number).first()
    if row is None:
        raise Refused(_("This shift is not on the roster any more."))
    row.delete()


def copy_week(organisation: Organisation, week: dt.date, by: Account) -> tuple[int, int]:
    """The shifts of the week before, once more in the week of a day: (put on the roster, left out)."""
    standing.need_keeper(by, organisation.code)
    first, made, left = monday(week), 0, 0
    rows = Shift.objects.filter(organisation=organisation, starts__gte=at(first - 7 * DAY, 0), starts__lt=at(first, 0))
    for row in rows.select_related("account").order_by("starts"):
        try:
            put(organisation, row.account, row.starts + 7 * DAY, row.ends + 7 * DAY, by)
            made += 1
        except Refused:
            left += 1
    return made, left


def team(organisation: Organisation) -> list[Account]:
    """Who can be on call, by name."""
    held = Membership.objects.current().filter(organisation=organisation, role__in=standing.CARERS)
    return list(Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("name", "pk"))


def touches(organisation: Organisation, account: Account, first: dt.date, last: dt.date) -> bool:
    """Whether somebody is on call on some day from-to."""
    rows = Shift.objects.filter(organisation=organisation, account=account)
    return rows.filter(starts__lt=at(last, 24), ends__gt=at(first, 0)).exists()
