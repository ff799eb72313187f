"""A funnel: what people said of each office of one peer group, by how many spoke, and how far chance alone goes.

Counts the offices of one peer group that five or more people scored. What is compared is the plain mean of what they
said, around the mean of all of them. With few people the lines lie far apart: an office between them differs from its
group by no more than the luck of who came. (Spiegelhalter 2005.)
"""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import Shown
from pakhi.reports import wording
from pakhi.reports.charts import Rows, Spec, funnel
from pakhi.reports.paper import Chart, Column, Table
from pakhi.reports.scope import NOW, newest
from pakhi.reports.sight import Sight
from pakhi.reports.snapshot import Expression, Tables
from pakhi.reports.snapshot import rows as fetch

COLUMNS = (
    Column("office"),
    Column("raters", "count"),
    Column("plain", "mean"),
    Column("expected", "score"),
    Column("funnel"),
)
NINE_OF_TEN, NEARLY_ALL = 1.645, 3.09  # standard deviations: 90 and 99.8 of 100
LEAST = 3  # offices; fewer are no funnel


def centre(t: Tables, sight: Sight, kind: str, district: str) -> Expression:
    """The mean and spread of one peer group, by room; none for kinds that have desks of organisations."""
    groups = newest(t, "voice_estimate", sight).filter(
        x.level == "group", x.period == NOW, x.kind == kind, x.district == district, x.spread.notnull()
    )
    desks = t["network_office"].filter(x.organisation != "").select("kind").distinct()
    return groups.anti_join(desks, "kind").select("room", "plain", "spread")


def part(t: Tables, sight: Sight, offices: list[dict[str, Any]]) -> tuple[Table, Chart] | None:
    """Table and chart of one peer group's offices (facts of `offices.expression`), or None where there is none."""
    told = [facts for facts in offices if facts["plain"] is not None and facts["scored"]]
    if len(told) < LEAST or len({(facts["room"], facts["kind"], facts["district"]) for facts in told}) > 1:
        return None
    found = [g for g in fetch(t, centre, sight, told[0]["kind"], told[0]["district"]) if g["room"] == told[0]["room"]]
    if not found or not found[0]["spread"]:
        return None
    middle, spread = found[0]["plain"], found[0]["spread"]
    rows = [row(facts, middle, spread) for facts in told]
    rows.sort(key=lambda row: -row["people"])
    note = gettext(
        "The plain mean of what people said, uncorrected. Of %(all)s offices that are all alike, about %(out).1f lie "
        "outside the inner lines by chance."
    ) % {"all": len(rows), "out": len(rows) / 10}
    table = Table("funnel", _("Is it more than chance?"), COLUMNS, rows, note=note)
    return table, Chart(_("What people said, by how many spoke"), drawn(rows, middle, spread), "funnel")


def row(facts: dict[str, Any], middle: float, spread: float) -> dict[str, Any]:
    """One office: what was said, where nine of ten would lie by chance, and on which side of the lines it is."""
    low, high = limits(middle, spread, facts["scored"], NINE_OF_TEN)
    return {
        "ratee": facts["ratee"], "office": wording.in_language(facts["names"]), "place": wording.somewhere(facts),
        "people": facts["scored"], "raters": str(facts["scored"]), "plain": facts["plain"],
        "expected": Shown("exact", str(facts["scored"]), middle, low, high),
        "funnel": wording.FUNNEL[side(facts["plain"], middle, spread, facts["scored"])],
    }  # fmt: skip


def limits(middle: float, spread: float, people: int, width: float) -> tuple[float, float]:
    """How low and high the mean of so many people may lie by chance, on 0-100."""
    reach = width * spread / math.sqrt(people)
    return max(middle - reach, 0.0), min(middle + reach, 100.0)


def side(plain: float, middle: float, spread: float, people: int) -> str:
    """inside | above | below the inner lines, far_above | far_below the outer ones."""
    away = (plain - middle) * math.sqrt(people) / spread
    if abs(away) <= NINE_OF_TEN:
        return "inside"
    where = "above" if away > 0 else "below"
    return where if abs(away) <= NEARLY_ALL else f"far_{where}"


def drawn(rows: Rows, middle: float, spread: float) -> Spec:
    """The chart: a dot an office, and the lines at each number of people from the fewest to the most."""
    least, most = min(row["people"] for row in rows), max(row["people"] for row in rows)
    steps = sorted({least, most, *(round(least + (most - least) * k / 24) for k in range(25))})
    lines = []
    for people in steps:
        inner, outer = (limits(middle, spread, people, width) for width in (NINE_OF_TEN, NEARLY_ALL))
        lines.append({"people": people, "low": inner[0], "high": inner[1], "far_low": outer[0], "far_high": outer[1]})
    return funnel(rows, lines, middle)
