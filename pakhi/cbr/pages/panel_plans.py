"""Panel of the case page: her plan, its open goals, and what is to be done next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from pakhi.cbr import plans, steps, telling
from pakhi.cbr.pages.reader import About, keeps, me, writes
from pakhi.cbr.plan_words import PlanState
from pakhi.lib.clock import today

SHOWN = 4


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows."""
    there = plans.plan_of(found.books)
    rows = steps.threads(found.books, plans.GOAL.key, plans.ACTION.key, running=True)
    goals = [one for one in rows if one.kind == plans.GOAL.key]
    actions = sorted((one for one in rows if one.kind == plans.ACTION.key), key=lambda one: one.due or dt.date.max)
    waits = there is not None and there.state == PlanState.WAITING
    return {
        "plan": there, "state": telling.state_of(there) if there else "", "waits": waits,
        "decides": waits and keeps(request, found.person)
        and me(request).pk not in plans.last_writers(found.book, there),
        "goals": [(one, telling.line_of(one), telling.state_of(one)) for one in goals],
        "actions": [(one, telling.line_of(one)) for one in actions[:SHOWN]], "today": today(),
        "more": max(0, len(actions) - SHOWN),
        "writes": writes(request, found.person),
    }  # fmt: skip
