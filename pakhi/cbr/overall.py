"""Where she stands as a whole: a picture of the five components, and never a score, an average or an end.

It is folded from the status of the components each time it is read, and kept nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.models import Book, Step
from pakhi.cbr.status import STANDING, Standing, stands
from pakhi.cbr.vocabulary import Component
from pakhi.lib.clock import months_after, today

BACK = 3  # months that a look back goes
DEFINITION: tuple[str | Promise, str | Promise] = (
    _("As a whole"),
    _("How many of the five parts of life stand where today. The weakest are those of the parts somebody has looked at "
      "that stand at the earliest step; a part nobody has looked at is named by itself. Steps forward and back are "
      "those of the last three months. It is read from the parts each time: there is no score and no average."),
)  # fmt: skip
OF_A_TEAM: tuple[str | Promise, str | Promise] = (
    _("As a whole"),
    _("Each survivor is counted once, by her weakest part of life: of the parts somebody had looked at by the end of "
      "the quarter, the one at the earliest step. Who has no such part is counted as not looked at yet. There is no "
      "score and no average."),
)  # fmt: skip


@dataclass(frozen=True)
class Overall:
    """`parts`: (state, how many parts stand there), the weakest first; `weakest`: the parts at the earliest step of
    those that somebody looked at; `unknown`: the parts nobody has looked at; `forward`, `back`: steps of late.
    """

    parts: list[tuple[Standing, int]]
    weakest: list[Component]
    unknown: list[Component]
    forward: int
    back: int


def weakest(states: Mapping[str, str]) -> str:
    """The earliest state of the components that were looked at; `unknown` where none was."""
    known = [state for state in states.values() if state in Standing.values and state != Standing.UNKNOWN]
    return min(known, key=Standing.values.index, default=Standing.UNKNOWN.value)


def overall(books: Iterable[Book]) -> Overall:
    """Where she stands as a whole today; `books`: her cases."""
    held = list(books)
    found = stands(held)
    where = {one.component: one.state for one in found}
    many, low = Counter(where.values()), weakest({one.value: state.value for one, state in where.items()})
    rows = Step.objects.filter(
        thread__in=[one.thread for one in found if one.thread], day__gte=months_after(today(), -BACK)
    )
    ways = Counter(rows.filter(thread__kind=STANDING.key).exclude(way="").values_list("way", flat=True))
    return Overall(
        [(state, many[state]) for state in Standing if many[state]],
        [one for one, state in where.items() if state == low and state != Standing.UNKNOWN],
        [one for one, state in where.items() if state == Standing.UNKNOWN],
        ways[Step.Way.FORWARD], ways[Step.Way.BACK],
    )  # fmt: skip
