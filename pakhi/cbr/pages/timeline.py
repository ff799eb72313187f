"""A case as one story by day: every step of every thread, what moved forward and what moved back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr import overall as whole
from pakhi.cbr import telling
from pakhi.cbr.kinds import KINDS, Kind
from pakhi.cbr.models import Book, Step
from pakhi.cbr.pages.reader import about
from pakhi.cbr.vocabulary import Component

A_PAGE = 60


@dataclass(frozen=True)
class Moment:
    """One step as the story shows it."""

    step: Step
    kind: Kind
    name: str
    state: str
    lines: list[tuple[str, str]]


def moments(steps: Sequence[Step]) -> list[Moment]:
    """Steps as the story shows them; what was said later in threads that may hide something is asked for once."""
    hiding = {step.thread_id for step in steps if KINDS[step.thread.kind].hides}
    every = defaultdict[int, list[tuple[int, Mapping[str, Any]]]](list)
    for thread, pk, values in Step.objects.filter(thread__in=hiding).values_list("thread", "pk", "values"):
        every[thread].append((pk, values))
    return [moment(step, every[step.thread_id]) for step in steps]


def moment(step: Step, every: Iterable[tuple[int, Mapping[str, Any]]]) -> Moment:
    made = KINDS[step.thread.kind]
    lines = telling.lines(made, telling.shown(step, every), step.thread.book_id)
    return Moment(step, made, telling.line_of(step.thread), telling.label_of(made, step.values.get("state", "")), lines)


def standing_steps(books: Iterable[Book]) -> QuerySet[Step]:
    """The steps of some books, but those that were taken out."""
    rows = Step.objects.filter(thread__book__in=list(books), thread__kind__in=KINDS, void=False)
    taken_out = Step.objects.filter(thread=OuterRef("thread"), void=True, edits=OuterRef("number"))
    return rows.exclude(Exists(taken_out)).select_related("thread", "by")


def timeline(request: HttpRequest, person: str) -> HttpResponse:
    """Everything, or one component or kind of thing."""
    found = about(person)
    rows = standing_steps(found.books)
    has = set(rows.order_by().values_list("thread__kind", flat=True).distinct())
    component, kind = request.GET.get("component", ""), request.GET.get("kind", "")
    if component in Component.values:
        rows = rows.filter(thread__component=component)
    if kind in KINDS:
        rows = rows.filter(thread__kind=kind)
    if request.GET.get("way") in Step.Way.values and request.GET["way"]:
        rows = rows.filter(way=request.GET["way"])
    shown = Paginator(rows.order_by("-day", "-id"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "person": found.person, "shown": shown, "moments": moments(list(shown)),
        "components": Component.choices, "component": component, "kind": kind, "way": request.GET.get("way", ""),
        "kinds": [(key, made.label) for key, made in KINDS.items() if key in has],
        "overall": whole.overall(found.books), "definitions": {"overall": whole.DEFINITION},
    }  # fmt: skip
    return render(request, "cbr/timeline.html", context)
