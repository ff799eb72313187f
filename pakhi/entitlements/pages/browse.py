"""The catalogue to read: every series with its versions, what changed, and which states have rows of their own."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pakhi.cbr import collectives, steps
from pakhi.cbr import telling as telling_of_cases
from pakhi.cbr.models import Book
from pakhi.cbr.vocabulary import Component
from pakhi.entitlements import coverage, history, known, telling
from pakhi.entitlements.rows import Row, Sort
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import standing

YEAR = dt.timedelta(days=365)


def catalogue(request: HttpRequest) -> HttpResponse:
    """All series by component, what changed since a day (`?since=`), and the states."""
    since = day_of(request.GET.get("since", "")) or today() - YEAR
    made = known.the()
    groups = [
        (component.label, sorted(((series, known.title(series), state(rows)) for series, rows in made.by_series.items()
                                  if rows[-1].component == component), key=lambda one: one[1]))
        for component in Component
    ]  # fmt: skip
    context = {
        "groups": groups, "since": since, "rows": sum(1 for one in made.rows if one.sort is not Sort.NAME),
        "named": sum(1 for one in made.rows if one.sort is Sort.NAME),
        "signed": sum(1 for one in made.rows if one.signed), "stamp": made.stamp,
        "turned": [(one, name_of(one), turned(one)) for one in reversed(history.changed(since, today(), made))],
        "states": [(one, known.said(one.name), known.said(one.note)) for one in coverage.coverage(made)],
        "collectives": collectives_of(request),
    }  # fmt: skip
    return render(request, "entitlements/catalogue.html", context)


def collectives_of(request: HttpRequest) -> list[tuple[Book, str]]:
    """The open collectives of whoever writes cases there: they file claims together."""
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]  # the gate sets it
    homes = {one.organisation for one in held if one.role in standing.CARERS}
    books = [one for one in collectives.books_of(homes) if one.state == Book.State.OPEN]
    return [(one.book, telling_of_cases.line_of(one)) for one in steps.threads(books, collectives.GROUP.key)]


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def state(rows: tuple[Row, ...]) -> str:
    """Whether a series holds today, in a word."""
    if all(row.sort is Sort.NAME for row in rows):
        return _("only its name is known")
    if any(row.holds(today()) for row in rows):
        return _("in force")
    return _("not in force now")


def name_of(one: history.Turned) -> str:
    """What changed: by its name after the change, or its last one."""
    row = one.new or one.old
    return known.said(row.name) if row else one.series


def place(jurisdiction: str) -> str:
    """Where a row holds, by name."""
    state = known.the().states.get(jurisdiction)
    return known.said(state.name) if state else _("India")


def turned(one: history.Turned) -> str:
    """What happened, in words."""
    if one.turn is history.Turn.BEGAN:
        return _("began")
    if one.turn is history.Turn.REPLACED:
        return _("was changed")
    if one.followed_by:
        return _("ended; in its place: %(name)s") % {"name": known.title(one.followed_by)}
    return _("ended")


def series(request: HttpRequest, series: str) -> HttpResponse:
    """One series with all its versions, the newest first."""
    rows = known.the().by_series.get(series)
    if not rows:
        raise Http404
    versions = [
        {
            "row": row, "name": known.said(row.name), "gives": known.said(row.gives), "marks": telling.marks(row),
            "place": place(row.jurisdiction), "apply_to": known.said(row.apply_to),
            "appeal_to": known.said(row.appeal_to), "checked_by": known.said(row.checked_by),
            "sums": [telling.amount(one) for one in row.amounts], "limits": telling.limits(row),
            "office": telling.office(row.office), "sources": known.sources(row.sources),
            "holds": row.holds(today()), "note": known.said(row.note), "gap": known.said(row.gap),
            "papers": [known.papers().get(one, one) for one in row.papers],
        }
        for row in reversed(rows)
    ]  # fmt: skip
    return render(request, "entitlements/series.html", {"name": known.title(series), "versions": versions})
