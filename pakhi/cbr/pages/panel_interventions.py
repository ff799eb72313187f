"""Panel of the case page: which tools run, what was given, and what can be begun."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import interventions, support, telling
from pakhi.cbr.family import FAMILY
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.pages.reader import About, writes
from pakhi.cbr.tool_words import Fit
from pakhi.lib.clock import today


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows. `shelterless`: her family is unfit, and she lives nowhere else yet."""
    rows = interventions.running(found.books)
    unfit = any(one.kind == FAMILY.key and one.state == Fit.UNFIT for one in rows)
    return {
        "rows": [(one, KINDS[one.kind], telling.line_of(one), telling.state_of(one), one.due and one.due < today())
                 for one in rows],
        "shelterless": unfit and not any(one.kind == "living" for one in rows),
        "total": support.total(support.ledger(found.books)), "tools": interventions.TOOLS,
        "writes": writes(request, found.person),
    }  # fmt: skip
