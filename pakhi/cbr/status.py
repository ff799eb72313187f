"""Rehabilitation status: where she stands in each component, since when, and what moved forward or back and why.

There is no end and no percentage. A goal that is reached opens the next; a step back is as normal as a step forward.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, at, rule, standing_number, threads, write
from pakhi.cbr.vocabulary import Component
from pakhi.lib.clock import today
from pakhi.network.models import Account


class Standing(TextChoices):
    """Where she stands in a component."""

    UNKNOWN = "unknown", pgettext_lazy("status", "Not looked at yet")
    NEEDS = "needs", pgettext_lazy("status", "Needs named")
    BEGUN = "begun", pgettext_lazy("status", "Work has begun")
    PARTLY = "partly", pgettext_lazy("status", "Partly reached")
    REACHED = "reached", pgettext_lazy("status", "Reached, for now")
    HOLDS = "holds", pgettext_lazy("status", "Holds by itself")


class Why(TextChoices):
    """Why it moved."""

    HER_STEP = "her_step", _("Something she did")
    SERVICE = "service", _("A service or scheme came through")
    FAMILY = "family", _("The family changed")
    GROUP = "group", _("The group helped")
    OFFICE = "office", _("An office refused or delayed")
    THREAT = "threat", _("A threat or violence")
    STIGMA = "stigma", _("Stigma")
    ILLNESS = "illness", _("Illness")
    MONEY = "money", _("Money ran out")
    MOVED = "moved", _("She moved")
    SEASON = "season", _("Migration or season")
    LOOKED = "looked", _("Somebody looked more closely")
    OTHER = "other", pgettext_lazy("reason", "Something else")


STANDING = kind(
    "standing", pgettext_lazy("status", "Status"), "compass",
    Question("component", "one", _("Part of life"), Component, begins=True),
    Question("why", "many", _("What moved it"), Why),
    Question("next", "thread", _("The goal that opened next"), kinds=("goal",)),
    Question("words", "words", _("In words")),
    states=Standing, ladder=tuple(Standing.values), line=("component",), once=True, ends=(),
    fresh=("why", "next"),
)  # fmt: skip


@rule(STANDING.key)
def back_has_a_why(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """Whoever writes that it moved back says what moved it. A record of a phone, which does not know what stood here
    before, is taken in without, and the page asks for it. Raises Faulty.
    """
    if said.void or said.record or said.values.get("why") or not said.values.get("state"):
        return
    if leads_back(said, thread):
        raise Faulty("why", gettext("This is a step back. Say what moved it."))


def leads_back(said: Said, thread: Thread | None) -> bool:
    """Whether a step is one to an earlier state than held on its day."""
    if thread is None:
        return False
    before = [one for one in thread.steps.all() if one.number != said.edits]
    was = at(thread, said.day or today(), before)
    return was is not None and STANDING.way(was.state, str(said.values["state"])) == Step.Way.BACK


@dataclass(frozen=True)
class Stands:
    """One component: the state, since when, the last move, and whether two people wrote different things."""

    component: Component
    thread: Thread | None
    state: Standing
    since: dt.date | None
    last: Step | None

    @property
    def upto(self) -> list[str]:
        """The states from the first to this one."""
        return Standing.values[: Standing.values.index(self.state) + 1]

    @property
    def unsaid(self) -> bool:
        """Whether it moved back last, and nobody has said yet what moved it."""
        return self.thread is not None and unsaid(self.thread, self.last)


def stands(books: Iterable[Book]) -> list[Stands]:
    """Where she stands in the five components, in their order."""
    found: dict[str, Thread] = {}
    for thread in reversed(threads(books, STANDING.key)):
        found[thread.component] = thread
    moved = last_moves(found.values())
    return [
        Stands(
            component, found.get(component), Standing(found[component].state or "unknown")
            if component in found else Standing.UNKNOWN,
            found[component].since if component in found else None, moved.get(found[component].pk)
            if component in found else None,
        )
        for component in Component
    ]  # fmt: skip


def unsaid(thread: Thread, last: Step | None) -> bool:
    """Whether the last move of a part of life was back, and nobody has said what moved it."""
    return last is not None and last.way == Step.Way.BACK and not thread.values.get("why")


def last_moves(found: Iterable[Thread]) -> dict[int, Step]:
    """Thread -> its last step that led forward or back."""
    rows = Step.objects.filter(thread__in=list(found)).exclude(way="").order_by("day", "id")
    return {row.thread_id: row for row in rows}


def step(book: Book, component: str, state: str, by: Account, **more: Any) -> Step:
    """Move a component forward or back. `why`, `next`, `words`, `day`, `number`, `seen` as in the kind and in Said."""
    values = {"component": component, "state": state}
    values |= {name: more.pop(name) for name in ("why", "next") if name in more}
    return write(book, Said(STANDING.key, values, thread=standing_number(STANDING.key, component), **more), by)
