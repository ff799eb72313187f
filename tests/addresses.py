"""Every address of the product, read from the URLconf, and how to fill in what an address captures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True)
class Route:
    """One address: its page name as the access table knows it, its pattern, and the names of what it captures."""

    page: str
    pattern: str
    captured: tuple[str, ...]

    def address(self, things: dict[str, object]) -> str:
        """The address with those things filled in."""
        return reverse(self.page, kwargs={name: things[name] for name in self.captured})


def routes() -> list[Route]:
    """All addresses of all rooms."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: Sequence[Any], spaces: tuple[str, ...] = (), before: str = "") -> Iterator[Route]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = (entry.namespace,) if entry.namespace else ()
            yield from _walk(entry.url_patterns, (*spaces, *inner), pattern)
        else:
            yield Route(":".join((*spaces, entry.name or "")), pattern, tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern)))
