"""The ecomap of one case on a day, drawn here: for her and her worker to look at together."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr import ecomap, mapped
from pakhi.cbr.around import NEAR, SECTORS, TIES, around
from pakhi.cbr.pages.mapping import day_of
from pakhi.cbr.pages.reader import about
from pakhi.lib.clock import today


def picture(request: HttpRequest, person: str) -> HttpResponse:
    """How it was on a day (`on`, else today); before and after it lie the days to go to."""
    found = about(person)
    books = (found.book, *found.books[1:])
    points = mapped.points(books)
    on = within(day_of(request.GET.get("on", "")), points)
    told = around(books, on)
    names = {key: str(name) for key, name in SECTORS.items()}
    context = {
        "person": found.person, "on": on, "now": on == today(), "told": told, "ties": list(TIES.items()),
        "drawing": ecomap.draw([one.node for one in told], names), "rings": list(NEAR.values()),
        "sectors": [(key, name, [one for one in told if one.node.sector == key]) for key, name in names.items()],
        "points": points, "before": next((day for day in reversed(points) if day < on), None),
        "after": next((day for day in points if day > on), None), "first": points[0],
    }  # fmt: skip
    return render(request, "cbr/ecomap.html", context)


def within(day: dt.date | None, points: list[dt.date]) -> dt.date:
    """A day between the first and today; today where none was given."""
    return min(max(day, points[0]), today()) if day is not None else today()
