"""The rights that a need may lead to: codes of a catalogue that a room above brings here.

Which claim was begun for a need follows from the right that both name, so that neither has to know the other's number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from pakhi.cbr.models import Book, Thread


@dataclass(frozen=True)
class Catalogue:
    """`titles`: code -> name in the reader's language; `claims`: her threads that ask for a right, the newest first;
    `want`: the page that takes a POST of `series` and `number` and begins one.
    """

    titles: Callable[[], Mapping[str, str | Promise]]
    claims: Callable[[Iterable[Book], str], list[Thread]]
    want: str


BROUGHT: list[Catalogue] = []


def titles() -> Mapping[str, str | Promise]:
    """What a need may name; nothing where no room brings a catalogue."""
    return BROUGHT[0].titles() if BROUGHT else {}


def claims(books: Iterable[Book], right: str) -> list[Thread]:
    """The claims of these books for a right."""
    return BROUGHT[0].claims(books, right) if BROUGHT and right else []


def want() -> str:
    """The name of the page that begins a claim, for `reverse`."""
    return BROUGHT[0].want if BROUGHT else ""
