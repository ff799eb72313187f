"""Panel of the case page: mapping."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import mapped, telling
from pakhi.cbr.pages.reader import About


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """How many needs, threats, sources of stigma and strengths there are, and whether she is ready to speak."""
    counted = mapped.counts(found.books)
    ready = counted["readiness"]
    return {**counted, "ready": telling.state_of(ready) if ready else ""}
