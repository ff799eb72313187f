"""Panel of the case page: her claims, whose turn it is, and what has run out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import steps, telling
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, writes
from pakhi.entitlements import next_steps, stages
from pakhi.entitlements.claims import CLAIM, unpaid_since
from pakhi.lib.clock import today

SHOWN = 6


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows."""
    rows = steps.threads(found.books, CLAIM.key)
    running = [one for one in rows if CLAIM.running(one.state)]
    running.sort(key=lambda one: (one.due is None, one.due or today()))
    lines = [line(one) for one in running[:SHOWN]]
    return {
        "lines": lines, "more": max(0, len(running) - SHOWN), "done": len(rows) - len(running),
        "writes": writes(request, found.person), "today": today(),
    }  # fmt: skip


def line(one: Thread) -> dict[str, Any]:
    """One claim in a list."""
    late = next_steps.overdue(one)
    return {
        "thread": one, "name": telling.line_of(one), "stage": stages.title(str(one.values.get("stage", ""))),
        "late": (today() - late.last).days if late and late.last else 0, "unpaid": unpaid_since(one) is not None,
        "mine": one.due is not None and one.due < today() and late is None,
    }  # fmt: skip
