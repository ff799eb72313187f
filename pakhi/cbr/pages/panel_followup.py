"""Panel of the case page: the next visits, the last ones, and a visit planned in two touches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import followup, out_there, telling
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, me, writes
from pakhi.cbr.visit_words import How, VisitState
from pakhi.lib.clock import today
from pakhi.network.models import Account

DAYS = ((0, _("Today")), (1, _("Tomorrow")), (7, _("In a week")), (14, _("In two weeks")), (30, _("In a month")))
LAST = 3


@dataclass(frozen=True)
class Ahead:
    """A visit that is to come. `late`: days since it should have been made."""

    thread: Thread
    line: str
    state: str
    who: str
    late: int
    mine: bool
    hours: list[tuple[int, bool]]

    @property
    def under_way(self) -> bool:
        return self.thread.state == VisitState.THERE


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows."""
    rows, account = followup.planned(found.books), me(request)
    names = dict(Account.objects.filter(pk__in=[one.owner_id for one in rows]).values_list("pk", "name"))
    return {
        "visits": [ahead(one, names, account) for one in rows],
        "past": [(one, telling.line_of(one), said(one)) for one in followup.past(found.books, LAST)],
        "days": DAYS, "hows": How.choices, "hours": out_there.offered(), "writes": writes(request, found.person),
    }  # fmt: skip


def ahead(one: Thread, names: dict[int, str], account: Account) -> Ahead:
    late = (today() - (one.due or dt.date.max)).days
    who, mine = names.get(one.owner_id or 0, ""), one.owner_id in {None, account.pk}
    return Ahead(one, telling.line_of(one), telling.state_of(one), who, late, mine, hours_of(one))


def hours_of(one: Thread) -> list[tuple[int, bool]]:
    """The hours that are asked for when somebody sets out; none for a visit that is made from the desk."""
    return [] if one.values.get("how") in out_there.INSIDE else out_there.offered(one)


def said(one: Thread) -> str:
    """How she was on a visit, or that she was not met."""
    shown = "is_she" if one.state == VisitState.DONE else "why_not"
    value = one.values.get(shown)
    return telling.answer(followup.VISIT.by_name[shown], value) if value else telling.state_of(one)
