"""Panel of the case page: followup."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr.pages.reader import About


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows; None if it is not for this reader."""
    return None
