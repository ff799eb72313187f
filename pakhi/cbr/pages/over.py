"""All groups over time: how far they have come, and how the work passes from the organisation to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr import over_groups
from pakhi.cbr.collectives_words import Doer, Stage, Task
from pakhi.cbr.handing_over import HIGH, STEP, WIDE
from pakhi.cbr.over_groups import UNSAID, UPWARDS, At, Column
from pakhi.cbr.pages.groups import reached
from pakhi.network.access import sheet

Words = str | Promise
FEWEST = 4  # quarters that a picture has room for, so that one alone is not as wide as the page
DEFINITIONS: dict[str, tuple[Words, Words]] = {
    "groups": (
        _("Groups"),
        _("Groups that had begun by the end of the quarter and had not ended; also those that rest. For the quarter "
          "that runs: today."),
    ),
    "stage": (
        pgettext_lazy("of a group", "Stage"),
        _("The stage that was last said of a group by then, by its day: what is written late counts for its day. A "
          "group may go back. “Not said”: nobody has said yet how far it has come."),
    ),
    Task.IDENTIFY: (
        Task.IDENTIFY.label,
        _("How many groups did this by themselves, together with the organisation, or left it to the organisation, at "
          "the end of the quarter. Groups are counted, not the people they found."),
    ),
    Task.FOLLOW_UP: (
        Task.FOLLOW_UP.label,
        _("How many groups did this by themselves, together with the organisation, or left it to the organisation, at "
          "the end of the quarter. Groups are counted, not visits."),
    ),
    "by_groups": (
        _("Through a group"),
        _("Survivors whose identification is of this quarter and says that the organisation heard of her from a "
          "survivors’ or women’s group. Fewer than five are not told."),
    ),
    "otherwise": (
        _("In other ways"),
        _("Survivors whose identification is of this quarter and names police, a helpline, a survey or anything else. "
          "Fewer than five are not told."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A picture with its table: `states` (key, label) from the least to the most, `rows` (quarter, its numbers)."""

    key: str
    title: Words
    says: Words
    columns: list[Column]
    states: list[tuple[str, Words]]
    rows: list[tuple[At, list[int]]]


def chart(
    key: str, title: Words, says: Words, states: list[tuple[str, Words]], upwards: Iterable[str], rows: list[At],
    counts: list[Counter[str]],
) -> Chart:  # fmt: skip
    whole: list[tuple[str, Words]] = [*states, (UNSAID, _("Not said"))]
    numbers = [(one, [held[state] for state, _label in whole]) for one, held in zip(rows, counts, strict=True)]
    return Chart(key, title, says, over_groups.drawn(rows, counts, upwards), whole, numbers)


def over_time(request: HttpRequest) -> HttpResponse:
    """The groups of the organisations that the reader sees, quarter by quarter."""
    rows = over_groups.trend(reached(request))
    stages = chart(
        "stage", _("How far they have come"), _("How many groups stood in which stage at the end of each quarter."),
        list(Stage.choices), UPWARDS["stage"], rows, [one.stages for one in rows],
    )  # fmt: skip
    tasks = [
        chart(
            task, task.label, _("Who did this, of how many groups, at the end of each quarter."), list(Doer.choices),
            UPWARDS["doer"], rows, [one.doers[task] for one in rows],
        )
        for task in over_groups.WATCHED
    ]  # fmt: skip
    row = sheet().row("cbr:groups", "GET")
    held = {one.role for one in request.memberships}  # type: ignore[attr-defined]
    context = {
        "rows": rows, "charts": [stages, *tasks], "definitions": DEFINITIONS, "high": HIGH, "wide": WIDE,
        "room": over_groups.ROOM, "width": max(len(rows), FEWEST) * STEP,
        "back": row is not None and any(row.cells[role] != "no" for role in held),
        "homes": sorted({one.name for one in reached(request)}),
    }  # fmt: skip
    return render(request, "cbr/groups_over.html", context)
