"""What a collective's book says about somebody is not there for a colleague whom she is kept apart from.

Books of collectives lie outside the vault and name their members by code, so that they ask here (vault/scope.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.cbr.models import Thread
from pakhi.vault import scope

ABOUT = frozenset({"member", "peer_support", "speaker"})  # kinds of a collective that are about somebody
BY_MEMBERSHIP = ("supporter", "member")  # answers that name her by the number of her membership


def seen(rows: Iterable[Thread]) -> list[Thread]:
    """These threads, in their order, without those that are about who is hidden from the reader."""
    found, shut = list(rows), scope.hidden_codes()
    if not shut or not any(one.kind in ABOUT for one in found):
        return found
    members = memberships(shut, {one.book_id for one in found})
    return [one for one in found if one.kind not in ABOUT or not (one.values.get("person") in shut or any(
        (one.book_id, one.values.get(name)) in members for name in BY_MEMBERSHIP))]  # fmt: skip


def memberships(people: Iterable[str], books: Iterable[int]) -> set[tuple[int, str]]:
    """(book, number) of every membership of these people (codes), also of those that have ended."""
    rows = Thread.objects.filter(book__in=list(books), kind="member", values__person__in=list(people))
    return set(rows.values_list("book", "number"))
