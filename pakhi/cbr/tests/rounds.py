"""Plain rounds for tests: answers that fit, and what a test wants to be different."""

from __future__ import annotations

from typing import Any

from pakhi.cbr import scales, steps
from pakhi.cbr.models import Book, Step
from pakhi.lib.clock import today
from pakhi.network.models import Account

CALM = {
    "knows": "home", "trafficker": "none", "violence": "no", "agents": "unknown", "missing": "no", "debt": "yes",
    "pressure": ["none"], "beside": ["family", "group"], "judgement": "low", "reasons": ["said"], "changed": "same",
}  # fmt: skip
HURT = {
    "what": "violence", "who": "husband", "severity": "medium", "told": ["supervisor"], "done": ["heard"],
}  # fmt: skip


def assess(book: Book, by: Account, score: int | str = 4, day: Any = None, **more: Any) -> Step:
    """An assessment with one score everywhere, but for the domains in `more`."""
    values = {**dict.fromkeys(scales.domains(), str(score)), "who": ["herself"], **more}
    return steps.write(book, steps.Said("assessment", {k: v for k, v in values.items() if v}, day), by)


def look(book: Book, by: Account, day: Any = None, **more: Any) -> Step:
    return steps.write(book, steps.Said("risk", {**CALM, **more}, day), by)


def happened(book: Book, by: Account, day: Any = None, thread: str = "", **more: Any) -> Step:
    values = more if thread else {**HURT, "follow_on": today(), **more}
    return steps.write(book, steps.Said("incident", values, day, thread), by)
