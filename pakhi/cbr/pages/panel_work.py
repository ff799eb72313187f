"""Panel of the case page: what everybody must know, tasks, who was asked to look, and her packet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import desk_work, telling
from pakhi.cbr.pages.reader import About, me
from pakhi.cbr.steps import threads
from pakhi.lib.clock import today


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """Flags stand first; what the reader was asked to look at can be marked as seen."""
    rows = threads(found.books, "flag", "todo", "mention", "packet", running=True)
    of = {key: [(one, telling.line_of(one)) for one in rows if one.kind == key] for key in ("flag", "todo", "packet")}
    asked = [one for one in rows if one.kind == desk_work.MENTION.key and one.owner_id == me(request).pk]
    return {"flags": of["flag"], "tasks": of["todo"], "packets": of["packet"], "asked": asked, "today": today()}
