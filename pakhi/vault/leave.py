"""A worker is away from-to, and somebody stands in for everybody whose main worker they are."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import apart, assign, audit, scope, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Assignment, Leave, Person


@scope.whole()  # whoever writes it: nobody is left without somebody who stands in
def on_leave(organisation: str, account: Account, instead: Account, by: Account, start: dt.date, end: dt.date) -> Leave:
    """A worker is away from-to; `instead` stands in for everybody whose main worker they are. Raises Refused.

    Not for who wants to be kept apart from `instead`: for her somebody else is chosen (`without`).
    """
    standing.need_keeper(by, organisation)
    if account == instead or start < today() or end < start:
        raise Refused(_("Choose days from today on, the first before the last, and somebody else who stands in."))
    assign.refuse(account, organisation, start, end)
    assign.refuse(instead, organisation, start, end)
    with audit.locked():
        leave = Leave.objects.create(
            organisation=organisation, account=account.pk, stand_in=instead.pk, valid_from=start, valid_to=end, by=by.pk
        )
        codes = assign.held_by(organisation, account, start) - set(apart.hidden_from(instead).values())
        for person in Person.objects.filter(code__in=codes).order_by("code"):
            assign.begin(person, instead, by, assign.Kind.STAND_IN, start, end, leave)
    return leave


def without(leave: Leave) -> set[str]:
    """Codes of those whose main worker is away, and for whom nobody stands in from today on; as far as one may know."""
    day = max(leave.valid_from, today())
    rows = Assignment.objects.filter(assign.later(day), kind=assign.Kind.STAND_IN, valid_from__lte=leave.valid_to)
    rows = rows.filter(person__organisation=leave.organisation, person__state__in=assign.OPEN)
    there = assign.answering(rows.exclude(account=leave.account).values_list("person__code", "person__state"))
    return assign.held_by(leave.organisation, Account.objects.get(pk=leave.account), day) - set(there.values())


@scope.whole()
def back(leave: Leave, by: Account, on: dt.date | None = None) -> None:
    """Back before the leave is over, or it does not begin: it ends, and so does standing in. Raises Refused."""
    standing.need_keeper(by, leave.organisation)
    day = on or today()
    if leave.valid_to < day:
        raise Refused(_("This leave is over already."))
    with audit.locked():
        leave.valid_to = day - assign.DAY
        leave.save(update_fields=["valid_to"])
        for row in leave.stand_ins.filter(assign.later(day)).select_related("person"):
            assign.close(row, day)
            assign.log(row, by, "end", row.valid_from, day)


def planned(organisation: str) -> list[Leave]:
    """Who is away today or later, the earliest first."""
    rows = Leave.objects.filter(organisation=organisation, valid_to__gte=today())
    return [leave for leave in rows.order_by("valid_from", "id") if leave.valid_to >= leave.valid_from]
