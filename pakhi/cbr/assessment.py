"""The scored assessment: domain by domain how she lives now, in sentences. Never one number for a person.

All assessments of a case are steps of one thread, so that the newest holds, a late one takes its place by its day, and
the next one is due by itself. A score that goes down is as normal as one that goes up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import house, scales
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.rounds import Kept, rounds
from pakhi.cbr.steps import Said, rule
from pakhi.lib.clock import months_after, today
from pakhi.network.models import Account


class Asked(TextChoices):
    """Who took part in an assessment."""

    HERSELF = "herself", _("She herself")
    FAMILY = "family", _("Somebody of her family")
    WORKER = "worker", _("Her worker")
    COUNSELLOR = "counsellor", _("A counsellor")
    GROUP = "group", _("Her group")


ASSESSMENT = kind(
    "assessment", _("Assessment"), "sliders-horizontal",
    *[Question(key, "one", scales.readers(one.ask), scales.choices(one)) for key, one in scales.domains().items()],
    Question("who", "many", _("Who took part?"), Asked),
    Question("next_on", "to_come", _("The next one by"), help=_("Empty: after the time that was agreed on.")),
    Question("words", "words", _("In words")),
    states=Kept, once=True, quiet=True, ends=(), due="next_on",
)  # fmt: skip


@rule("assessment")
def whole(book: Book, said: Said, _by: Account, _thread: Thread | None) -> Mapping[str, Any]:
    """Every domain that is scored gets an answer; one that was not talked about says so. The next one is due."""
    if said.void or not any(key in said.values for key in scales.domains()):
        return {}
    used = house.instrument(book.organisation)
    for key in used.targets:
        if not said.values.get(key):
            raise Faulty(key, "missing")
    next_on = said.values.get("next_on") or months_after(said.day or today(), used.months).isoformat()
    return {"next_on": next_on, "state": Kept.KEPT.value}  # also where it takes the place of the very first one


@dataclass(frozen=True)
class Point:
    """One score of one domain. `way`: up, down, same, or nothing for the first."""

    day: dt.date
    score: int
    anchor: str
    way: str


@dataclass(frozen=True)
class Line:
    """One domain of an assessment over time. `now`: the newest point, if that assessment scored it."""

    domain: scales.Domain
    target: int
    points: list[Point]
    now: Point | None

    @property
    def holds(self) -> bool:
        """Whether the newest score is the one that was agreed on, or higher."""
        return self.now is not None and self.now.score >= self.target


def lines(books: Iterable[Book], used: house.Instrument, found: list[Step] | None = None) -> list[Line]:
    """The trend of each domain that is scored, in their order."""
    steps = rounds(books, ASSESSMENT.key) if found is None else found
    scored = [one for one in steps if any(key in one.values for key in scales.domains())]
    return [line(domain, used.targets[domain.key], scored) for domain in used.domains]


def line(domain: scales.Domain, target: int, scored: list[Step]) -> Line:
    points: list[Point] = []
    for step in scored:
        said = str(step.values.get(domain.key, ""))
        if said.isdigit():
            points.append(Point(step.day, int(said), domain.anchor(int(said)), way(points, int(said))))
    newest = str(scored[-1].values.get(domain.key, "")) if scored else ""
    return Line(domain, target, points, points[-1] if points and newest.isdigit() else None)


def way(points: list[Point], score: int) -> str:
    if not points:
        return ""
    last = points[-1].score
    return "up" if score > last else "down" if score < last else "same"
