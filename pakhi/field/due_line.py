"""What the helpline and the helpdesk put on somebody's page of today: clocks first, then who is on call."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import followups, roster
from pakhi.field.models import Shift
from pakhi.lib.clock import INDIA, today
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.vault.standing import CARERS, KEEPERS


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Overdue follow-ups, those of today, one's own next shift, and hours of the line with nobody."""
    held = [one for one in memberships if one.role in CARERS]
    return [*waiting(held), *shifts(held), *gaps(held)]


def waiting(held: list[Membership]) -> list[Item]:
    rows = followups.due({one.organisation for one in held})
    late, now = rows.filter(on__lt=today()).count(), rows.filter(on=today()).count()
    found = []
    if late:
        title = ngettext("%(n)s follow-up is overdue", "%(n)s follow-ups are overdue", late) % {"n": late}
        text = _("Somebody was promised that we come back to her. Do it, or move it with a reason.")
        found.append(Item("field:followups", title, text, "clock"))
    if now:
        title = ngettext("%(n)s follow-up is due today", "%(n)s follow-ups are due today", now) % {"n": now}
        text = _("A caller or visitor waits for us. Look first how she may be reached.")
        found.append(Item("field:followups", title, text, "phone"))
    return found


def shifts(held: list[Membership]) -> list[Item]:
    """One's own shift of today, running or still to come."""
    if not held:
        return []
    moment, account = timezone.now(), held[0].account_id
    row = Shift.objects.filter(
        account=account, organisation__in={one.organisation_id for one in held}, ends__gt=moment,
        starts__lt=roster.at(today(), 24),
    ).order_by("starts").first()  # fmt: skip
    if row is None:
        return []
    start, end = (date_format(at.astimezone(INDIA), "H:i") for at in (row.starts, row.ends))
    if row.starts <= moment:
        title = _("You are on call until %(time)s") % {"time": end}
    else:
        title = _("You are on call from %(start)s until %(end)s") % {"start": start, "end": end}
    return [Item("field:calls", title, _("The log of calls, and what the shift before has left for you."), "phone")]


def gaps(held: list[Membership]) -> list[Item]:
    """Hours of the next days with nobody on call, for those who plan."""
    kept = {one.organisation for one in held if one.role in KEEPERS}
    many = sum(len(roster.ahead(one)) for one in kept)
    if not many:
        return []
    title = ngettext("%(n)s gap in who is on call", "%(n)s gaps in who is on call", many) % {"n": many}
    return [Item("field:roster", title, _("In the next seven days the line is open and nobody is there."), "users")]
