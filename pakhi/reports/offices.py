"""Offices compared: each office's score with its interval, inside its peer group (same kind, same district).

Counts one row for each office that the reader may see and that at least one person has rated, by the last counting.
"""

from __future__ import annotations

from typing import Any

import ibis
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import INSIDE, Circle, Shown, show
from pakhi.reports import charts, funnel, wording
from pakhi.reports.paper import Chart, Column, Report, Table, Words
from pakhi.reports.scope import NOW, about_seen, newest
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch
from pakhi.reports.standing import standing

COLUMNS = (
    Column("office"), Column("estimate", "score"), Column("standing"), Column("raters", "count"), Column("place"),
    Column("kind"), Column("district"), Column("reliability", "share"), Column("assisted", "share"),
)  # fmt: skip
GROUPS = (
    Column("kind"), Column("district"), Column("estimate", "score"), Column("change", "change"),
    Column("raters", "count"),
)  # fmt: skip
DRAWN = 30  # more dots than that are not read, they are decoration


def expression(t: Tables, sight: Sight, kind: str = "", district: str = "") -> Expression:
    """Offices by peer group, the highest score first; those with too few people last, in no order that tells."""
    offices = about_seen(t, "voice_estimate", sight).filter(x.level == "office", x.period == NOW)
    if kind:
        offices = offices.filter(x.kind == kind)
    if district:
        offices = offices.filter(x.district == district)
    enough = x.raters >= INSIDE
    return offices.mutate(standing=standing(offices)).order_by(
        [x.kind, x.district, ibis.desc(enough), ibis.desc(enough.ifelse(x.estimate, None)), x.ratee]
    )


def groups(t: Tables, sight: Sight) -> Expression:
    """The peer groups among the offices that the reader may see."""
    return expression(t, sight).select("kind", "district", "district_names").distinct()


def together(t: Tables, sight: Sight) -> Expression:
    """Peer groups as a whole, of public offices; a kind that has desks of organisations is left out.

    The figures of a group with one desk in it, or two, would be that desk's. And where a few people rated offices that
    are not shown, the group's figures without those of the shown ones would be theirs.
    """
    alone = (x.rest == 0) | (x.rest >= INSIDE)
    whole = newest(t, "voice_estimate", sight).filter(x.level == "group", x.period == NOW, alone)
    desks = t["network_office"].filter(x.organisation != "").select("kind").distinct()
    named = t["network_office"].group_by("district").agg(district_names=x.district_names.max())
    found = whole.anti_join(desks, "kind").join(named, "district")
    return found.order_by(["kind", "district", "room"])


def group_rows(t: Tables, sight: Sight, kind: str, district: str) -> list[dict[str, Any]]:
    """Peer groups as a reader may see them, and how each changed in a year."""
    rows = []
    for facts in fetch(t, together, sight):
        if (kind and facts["kind"] != kind) or (district and facts["district"] != district):
            continue
        shown = show(sight.circle, facts["raters"], value=facts["estimate"], low=facts["low"], high=facts["high"])
        rows.append({
            "kind": wording.kind(facts["kind"]), "district": wording.in_language(facts["district_names"]),
            "estimate": shown, "change": change(facts, sight), "raters": shown.count,
        })  # fmt: skip
    return rows


def change(facts: dict[str, Any], sight: Sight) -> Shown:
    """The change in a year of a row of facts, with its range, as the reader may see it."""
    return show(
        sight.circle, facts["raters"], person=bool(facts.get("single_holder")),
        value=facts["change"], low=facts["change_low"], high=facts["change_high"],
    )  # fmt: skip


def read(t: Tables, sight: Sight, *, kind: str = "", district: str = "") -> list[dict[str, Any]]:
    """The rows as they may be shown: every output takes these and no other."""
    return rows_of(fetch(t, expression, sight, kind, district), sight)


def rows_of(found: list[dict[str, Any]], sight: Sight) -> list[dict[str, Any]]:
    """Facts as they may be shown."""
    return [row(facts, sight) for facts in found]


def row(facts: dict[str, Any], sight: Sight) -> dict[str, Any]:
    """One office as a reader may see it."""
    shown = show(
        sight.circle, facts["raters"], person=facts["single_holder"],
        value=facts["estimate"], low=facts["low"], high=facts["high"],
    )  # fmt: skip
    return {
        "ratee": facts["ratee"],
        "family": facts["family"],
        "office": wording.in_language(facts["names"]),
        "kind": wording.kind(facts["kind"]),
        "place": wording.somewhere(facts),
        "district": wording.in_language(facts["district_names"]),
        "estimate": shown,
        "standing": wording.standing(facts) if shown.exact else wording.waits(shown),
        "raters": shown.count,
        "reliability": facts["reliability"] if shown.exact else None,
        "assisted": facts["assisted"] if shown.exact else None,
        "component": facts["component"],
    }


def choices(t: Tables, sight: Sight) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: kinds and districts among the offices that the reader may see, by name."""
    rows = fetch(t, groups, sight)
    kinds = {row["kind"]: wording.kind(row["kind"]) for row in rows}
    districts = {row["district"]: wording.in_language(row["district_names"]) for row in rows}
    return {
        "kind": sorted(kinds.items(), key=lambda pair: pair[1]),
        "district": sorted(districts.items(), key=lambda pair: pair[1]),
    }


def report(t: Tables, sight: Sight, *, kind: str = "", district: str = "") -> Report:
    """The offices that one reader may see."""
    facts = fetch(t, expression, sight, kind, district)
    rows = rows_of(facts, sight)
    table = Table(
        "offices", _("Offices and their scores"), COLUMNS, rows,
        empty=_("No office has been rated here yet. Scores come when voices have been counted."),
    )  # fmt: skip
    place = next((row["district"] for row in rows), district) if district else gettext("All districts")
    scope: list[tuple[Words, Words]] = [
        (_("Kind of office"), wording.kind(kind) if kind else gettext("All kinds")),
        (_("District"), place),
    ]
    found = Report("offices", _("Offices compared"), scope, [table], notes=notes(rows))
    exact = [row for row in rows if row["estimate"].exact]
    if exact and len(exact) <= DRAWN and len({(row["kind"], row["district"]) for row in rows}) == 1:
        found.charts.append(Chart(_("Scores with their ranges"), charts.dots(exact, "office", "place"), "offices"))
    if sight.circle is Circle.INSIDE and (drawn := funnel.part(t, sight, facts)):
        found.tables.append(drawn[0])
        found.charts.append(drawn[1])
    if whole := group_rows(t, sight, kind, district):
        found.tables.append(Table("groups", _("Peer groups as a whole"), GROUPS, whole))
    return found


CARE = _(
    "Compare offices of the same kind in the same district only. Where ranges overlap, nobody can say who is better."
)
APART = _(
    "Some offices of one group were rated by people who rated none of the others. Their places count among those "
    "that the same people rated."
)


def notes(rows: list[dict[str, Any]]) -> list[Words]:
    """What a reader must know before comparing."""
    parts: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        parts.setdefault((row["kind"], row["district"]), set()).add(row["component"])
    apart = any(len(together) > 1 for together in parts.values())
    said: list[Words] = [CARE] if rows else []
    return [*said, APART] if apart else said
