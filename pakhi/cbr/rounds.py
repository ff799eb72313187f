"""What comes round: all rounds of one thing are steps of one thread, so that the next is due by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from pakhi.cbr.models import Book, Step
from pakhi.cbr.steps import history, threads
from pakhi.lib.history import fold


class Kept(TextChoices):
    """What goes on in rounds has one state."""

    KEPT = "open", pgettext_lazy("rounds", "In use")


def rounds(books: Iterable[Book], key: str) -> list[Step]:
    """The steps of the one thread of a kind that count, by day; of several books together after a merge."""
    out: list[Step] = []
    for thread in threads(books, key):
        steps = {one.number: one for one in thread.steps.select_related("by")}
        now = fold(history(steps.values()))
        out += [steps[number] for number in now.order if number not in now.replaced and not steps[number].void]
    return sorted(out, key=lambda one: one.day)


def due(books: Iterable[Book], key: str) -> dt.date | None:
    """By when the next round is due; None if there has been none yet."""
    return max((one.due for one in threads(books, key) if one.due), default=None)
