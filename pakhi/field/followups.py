"""Follow-ups with their clocks: done, moved to another day with a reason, or ended. Each act is a row of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.field.models import Call, FollowUp
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import apart, scope
from pakhi.vault.keys import Refused

How, State = FollowUp.How, FollowUp.State
FARTHEST = dt.timedelta(days=366)
DONE = {
    "spoke": gettext_lazy("Spoke with her"), "met": gettext_lazy("Met her"),
    "message": gettext_lazy("Left the message that she allowed"),
}  # fmt: skip
ENDED = {
    "not_wanted": gettext_lazy("She does not want it"), "not_found": gettext_lazy("She cannot be reached"),
    "not_needed": gettext_lazy("It is settled without it"), "handed_on": gettext_lazy("Somebody else looks after it"),
}  # fmt: skip
MOVED = {
    "no_answer": gettext_lazy("Nobody answered, or nobody came"), "not_safe": gettext_lazy("It was not safe"),
    "she_asked": gettext_lazy("She asked for another day"), "no_worker": gettext_lazy("Nobody of us could"),
    "office": gettext_lazy("An office was closed, or has not answered"),
    "other": pgettext_lazy("reason", "Another reason"),
}  # fmt: skip
REASONS = {State.DONE: DONE, State.MOVED: MOVED, State.ENDED: ENDED}


def due(organisations: Iterable[Organisation]) -> QuerySet[FollowUp]:
    """What is open, the most overdue first."""
    rows = FollowUp.objects.filter(organisation__in=list(organisations), state=State.OPEN)
    rows = rows.exclude(person__in=scope.hidden_codes())
    return rows.select_related("call", "visit", "organisation", "made_by").order_by("on", "pk")


def ways(row: FollowUp) -> list[tuple[str, str]]:
    """How one can follow up: whoever has no name here is neither called nor visited."""
    named = {How.WE_CALL, How.SHE_CALLS, How.VISIT, How.CENTRE} if row.person else {How.SHE_CALLS, How.CENTRE}
    if row.pk and row.how == How.WE_CALL:  # she left her number at the telephone menu, for this call alone
        named.add(How.WE_CALL)
    return [(value, str(label)) for value, label in How.choices if value in named]


def begin(call: Call, written: str, how: str, by: Account, safe: bool) -> FollowUp:
    """One more follow-up of a call, from the desk. Raises Refused."""
    row = FollowUp(organisation=call.organisation, call=call, person=call.person, made_by=by, how=how)
    need_there(row, by)
    on = day(written)
    need(row, on, how)
    if how == How.WE_CALL and not safe:
        raise Refused(unsafe())
    row.on = on
    row.save()
    return row


def day(written: str) -> dt.date:
    """A day as a form sends it. Raises Refused."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise Refused(_("Choose a day from today on, within a year.")) from None


def need(row: FollowUp, on: dt.date, how: str) -> None:
    """Raises Refused for a day that is over or far away, and for a way that is none."""
    if not today() <= on <= today() + FARTHEST:
        raise Refused(_("Choose a day from today on, within a year."))
    if how not in dict(ways(row)):
        raise Refused(_("Choose how: whoever has no name here can only call or come to us."))


def need_there(row: FollowUp, by: Account) -> None:
    """Raises Refused for whom she is kept apart from."""
    if row.person and row.person in apart.hidden_from(by).values():
        raise Refused(_("You cannot open this record."))


def unsafe() -> str:
    return _("We call her only where she said that a call is safe. Choose another way, or ask her first.")


def close(row: FollowUp, state: str, reason: str, by: Account) -> FollowUp:
    """Done, or ended, with how or why. Raises Refused."""
    if state not in {State.DONE, State.ENDED} or reason not in REASONS[State(state)]:
        raise Refused(_("Choose what came of it."))
    need_there(row, by)
    with transaction.atomic():
        return shut(row, state, reason, by)


def move(row: FollowUp, on: dt.date, how: str, reason: str, by: Account, safe: bool = False) -> FollowUp:
    """Another day, with a reason; gives the new row. Raises Refused.

    `safe`: she said that a call is safe. Without it nothing becomes a call, and a call that was not safe is none again.
    """
    if reason not in MOVED:
        raise Refused(_("Choose why it is moved to another day."))
    need_there(row, by)
    need(row, on, how)
    if how == How.WE_CALL and (reason == "not_safe" or row.how != How.WE_CALL) and not safe:
        raise Refused(unsafe())
    with transaction.atomic():
        shut(row, State.MOVED, reason, by)
        return FollowUp.objects.create(
            organisation=row.organisation, call=row.call, visit=row.visit, person=row.person, on=on, how=how,
            before=row, made_by=by,
        )  # fmt: skip


def shut(row: FollowUp, state: str, reason: str, by: Account) -> FollowUp:
    """It is open no more; of two who decide at once, one is told. Raises Refused."""
    now = FollowUp.objects.select_for_update().get(pk=row.pk)
    if now.state != State.OPEN:
        raise Refused(_("A colleague has decided about this already. Nothing was changed."))
    now.state, now.reason, now.closed_on, now.closed_by = state, reason, today(), by
    now.save(update_fields=["state", "reason", "closed_on", "closed_by"])
    return now


def said(row: FollowUp) -> str:
    """How it was done, or why it was moved or ended, in words; empty while it is open."""
    return str(REASONS[State(row.state)].get(row.reason, row.reason)) if row.state != State.OPEN else ""
