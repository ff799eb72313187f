"""Rooms above hear when what somebody agreed to has changed, or her record was closed; they ask again by themselves."""

from __future__ import annotations

from collections.abc import Callable

LISTENERS: list[Callable[[str], None]] = []  # each gets the code of a person, and is safe to repeat


def tell(code: str) -> None:
    """Something changed for the person of this code."""
    for listener in LISTENERS:
        listener(code)
