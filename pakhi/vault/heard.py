"""Rooms above hear when what somebody agreed to has changed, or her record or case was closed, and ask again."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from pakhi.vault import scope

LISTENERS: list[Callable[[str], None]] = []  # each gets the code of a person, and is safe to repeat


def told_later(code: str, using: str = "vault") -> None:
    """Tell when the vault has kept it, or whichever database changed. Before that its locks are held, and what is
    undone would have been told.
    """
    transaction.on_commit(lambda: tell(code), using=using, robust=True)


@scope.whole()  # whoever it was who wrote: rooms look again at what is, not at what the writer may see
def tell(code: str) -> None:
    """Something changed for the person of this code."""
    for listener in LISTENERS:
        listener(code)
