"""Which report a reader asked for: one function for the pages, the files and the JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from pakhi.reports import flags, office, offices, overview, teams
from pakhi.reports.paper import Report
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Tables, tables

Asked = Mapping[str, str]


def _offices(t: Tables, sight: Sight, asked: Asked) -> Report | None:
    return offices.report(t, sight, kind=asked.get("kind", ""), district=asked.get("district", ""))


REPORTS: dict[str, Callable[[Tables, Sight, Asked], Report | None]] = {
    "overview": lambda t, sight, asked: overview.report(t, sight),
    "offices": _offices,
    "office": lambda t, sight, asked: office.report(t, sight, asked.get("ratee", "")),
    "flags": lambda t, sight, asked: flags.report(t, sight),
    "team": lambda t, sight, asked: teams.report(t, sight),
}
EXPORTED = ("overview", "offices", "office", "flags")


def facts() -> Tables:
    """The current snapshot of this installation."""
    return tables(settings.DATA)


def report(name: str, sight: Sight, asked: Asked) -> Report | None:
    """The report of that name as this reader may see it; None if there is nothing of that name for them."""
    make = REPORTS.get(name)
    return make(facts(), sight, asked) if make else None
