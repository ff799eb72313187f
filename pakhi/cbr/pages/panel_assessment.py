"""Panel of the case page: how she lives now, domain by domain, and whether the case is being closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import assessment, closing, house, rounds
from pakhi.cbr.pages.reader import About, me
from pakhi.cbr.steps import threads
from pakhi.lib.clock import today


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows; None if it is not for this reader."""
    home = found.book.organisation
    steps = rounds.rounds(found.books, assessment.ASSESSMENT.key)
    due = rounds.due(found.books, assessment.ASSESSMENT.key)
    asked = next(iter(threads(found.books, closing.CLOSING.key)), None)
    return {
        "lines": assessment.lines(found.books, house.instrument(home), steps), "last": steps[-1] if steps else None,
        "due": due, "late": due is not None and due < today(), "closing": asked, "scores": range(1, 6),
        "tools": house.held(home, house.TOOL.key) if house.may_screen(home, me(request)) else [],
    }  # fmt: skip
