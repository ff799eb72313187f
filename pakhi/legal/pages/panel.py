"""Panel of the case page: where police and court stand, in a sentence each, and what presses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from pakhi.cbr import steps, telling
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, writes
from pakhi.legal import overview
from pakhi.legal.course import WHOLE


@dataclass(frozen=True)
class Shown:
    """One case on the panel."""

    whole: Thread
    kind: str
    name: str
    state: str
    seen: overview.Seen


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows; the open cases first."""
    rows = steps.threads(found.books, *WHOLE)
    return {"cases": [shown(one) for one in rows], "writes": writes(request, found.person)}


def shown(whole: Thread) -> Shown:
    kind, seen = str(KINDS[whole.kind].label), overview.seen(whole)
    return Shown(whole, kind, telling.line_of(whole), telling.state_of(whole), seen)
