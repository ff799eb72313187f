"""An organisation's own workers: one by one for its leaders and the coordinator, pooled to the team for its manager.

Counts, by the last counting, the voices about the own desk of organisations and about those who work there. There
is no rank and no order by score: the figures are for learning, and never a sole ground for a consequence.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import INSIDE, show
from pakhi.reports import charts, wording
from pakhi.reports.paper import Chart, Column, Report, Table
from pakhi.reports.scope import NOW, about_seen, among
from pakhi.reports.sight import NONE, Orgs, Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch

WORKERS = (
    Column("worker"), Column("estimate", "score"), Column("raters", "count"), Column("team"),
    Column("reliability", "share"), Column("assisted", "share"),
)  # fmt: skip
TEAMS = (
    Column("team"), Column("estimate", "score"), Column("raters", "count"), Column("place"),
    Column("reliability", "share"), Column("assisted", "share"),
)  # fmt: skip


def estimates(t: Tables, sight: Sight, level: str) -> Expression:
    """Estimates now about own desks, by level, of what the reader may see."""
    rows = about_seen(t, "voice_estimate", sight).filter(x.level == level, x.period == NOW)
    return rows.filter(x.desk != "")


def workers(t: Tables, sight: Sight) -> Expression:
    """Workers one by one, with the names of the desk they sit at."""
    desks = t["network_office"].filter(x.level == "office").select(office="ratee", desk_names="names").distinct()
    return estimates(t, sight, "holder").left_join(desks, "office").order_by(["desk", "ratee"])


def teams(t: Tables, sight: Sight) -> Expression:
    """Own desks pooled: those of the organisations whose team page this is, not every desk of the room."""
    return estimates(t, sight, "office").filter(among(x.desk, own(sight))).order_by(["desk", "ratee"])


def own(sight: Sight) -> Orgs:
    """Organisations whose team this reader answers for: by worker where that may be, else pooled."""
    found: frozenset[str] = NONE
    for view in sight.views:
        orgs = view.workers if view.workers != NONE else view.desks
        if orgs is None:
            return None
        found |= orgs
    return found


def row(facts: dict[str, Any], sight: Sight) -> dict[str, Any]:
    """One worker or team as the reader may see it."""
    shown = show(
        sight.circle, facts["raters"], person=True, value=facts["estimate"], low=facts["low"], high=facts["high"]
    )
    name = wording.in_language(facts["names"])
    return {
        "ratee": facts["ratee"], "worker": name, "place": wording.somewhere(facts),
        "team": wording.in_language(facts.get("desk_names")) or name,
        "estimate": shown, "raters": shown.count,
        "reliability": facts["reliability"] if shown.exact else None,
        "assisted": facts["assisted"] if shown.exact else None,
    }  # fmt: skip


def report(t: Tables, sight: Sight) -> Report:
    """The teams, and the workers where the reader may see them one by one."""
    pooled = [row(facts, sight) for facts in fetch(t, teams, sight)]
    nobody = _("Nothing yet. A team appears when two or more people work in it and %(least)s people have spoken.")
    found = Report("team", _("Our own workers"), tables=[Table("teams", _("By team"), TEAMS, pooled)])
    found.tables[0].empty = nobody % {"least": INSIDE}
    if any(view.workers != NONE for view in sight.views):
        one_by_one = [row(facts, sight) for facts in fetch(t, workers, sight)]
        found.tables.append(Table("workers", _("By worker"), WORKERS, one_by_one))
    found.notes.append(_("For learning. Never the only ground for a decision about somebody’s work."))
    exact = [r for r in pooled if r["estimate"].exact]
    if exact:
        found.charts.append(Chart(_("Scores of teams"), charts.dots(exact, "team", "place"), "teams"))
    return found
