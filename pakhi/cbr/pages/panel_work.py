"""Panel of the case page: what everybody must know, tasks, notes, who was asked to look, and her packet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pakhi.cbr import desk_work, telling
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, me
from pakhi.cbr.steps import threads
from pakhi.lib.clock import today
from pakhi.network.models.account import Role
from pakhi.vault import standing

NOTES = 3  # the newest that the panel shows; all of them stand in her story


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """Flags stand first; what the reader was asked to look at can be marked as seen."""
    rows = threads(found.books, "flag", "todo", "mention", "packet", running=True)
    of = {key: [(one, telling.line_of(one)) for one in rows if one.kind == key] for key in ("flag", "todo", "packet")}
    asked = [one for one in rows if one.kind == desk_work.MENTION.key and one.owner_id == me(request).pk]
    notes = threads(found.books, desk_work.NOTE.key)[:NOTES]
    return {
        "flags": of["flag"], "tasks": of["todo"], "notes": notes, "asked": asked, "today": today(),
        "packets": [waits(one, line) for one, line in of["packet"]],
    }  # fmt: skip


def waits(packet: Thread, line: str) -> dict[str, Any]:
    """A packet in a line: what is in it, whether it waits or was agreed to, since when, and by which role."""
    said = packet.steps.filter(void=False, values__state=packet.state).select_related("by").order_by("day", "pk").last()
    held = standing.roles(said.by, packet.book.organisation.code, said.day) if said else set()
    roles = [str(role.label) for role in Role if role in held]
    return {
        "line": line, "state": telling.state_of(packet), "since": packet.since, "who": ", ".join(roles),
    }  # fmt: skip
