"""Panel of the case page: what is dangerous now, the risk at home, her safety plan, and what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import incidents, risk, safety, telling
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About
from pakhi.cbr.steps import threads
from pakhi.cbr.vocabulary import Severity
from pakhi.lib.clock import today

SHOWN = 5  # incidents
KINDS = (risk.RISK.key, safety.PLAN.key, safety.STEP.key, safety.LOOK.key, incidents.INCIDENT.key)


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows; None if it is not for this reader."""
    rows = threads(found.books, *KINDS, running=True)
    by_kind: dict[str, list[Thread]] = {key: [one for one in rows if one.kind == key] for key in KINDS}
    judged = by_kind[risk.RISK.key][0] if by_kind[risk.RISK.key] else None
    level = str(judged.values.get("judgement", "")) if judged else ""
    plan = by_kind[safety.PLAN.key][0] if by_kind[safety.PLAN.key] else None
    return {
        "now": [(one, telling.line_of(one)) for one in by_kind[safety.STEP.key]],
        "looks": [(one, telling.line_of(one)) for one in by_kind[safety.LOOK.key]],
        "risk": judged, "level": level, "level_name": dict(Severity.choices).get(level, ""), "plan": plan,
        "incidents": [(one, telling.line_of(one), incidents.grave(one)) for one in by_kind[incidents.INCIDENT.key]]
        [:SHOWN], "today": today(),
    }  # fmt: skip
