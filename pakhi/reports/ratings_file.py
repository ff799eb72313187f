"""The report of a ratings file that somebody already has (`pakhi rate FILE.csv --report OUT.pdf`).

The same columns, circle, rule for ranks, charts and files as the product's own reports; it needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from ibis import _ as x

from pakhi.lib.circles import INSIDE, Circle, show
from pakhi.reports import charts, export, wording
from pakhi.reports.paper import Chart, Column, Report, Table
from pakhi.reports.snapshot import Expression, Tables, engine
from pakhi.reports.snapshot import rows as fetch
from pakhi.reports.standing import standing

DRAWN = 60
LISTED = 600  # lines of questions; a file with more keeps them in its CSV
F, N, S = pa.float64(), pa.int64(), pa.string()
ESTIMATES = pa.schema(
    [("ratee", S), ("n", N), ("raters", N), ("estimate", F), ("low", F), ("high", F), ("rank", N), ("rank_low", N),
     ("rank_high", N), ("reliability", F), ("group", S), ("peers", N)]
)  # fmt: skip
ITEMS = pa.schema(
    [("item", S), ("ratee", S), ("n", N), ("raters", N), ("estimate", F), ("low", F), ("high", F)]
)  # fmt: skip
RATED = (
    Column("ratee"), Column("estimate", "score"), Column("standing"), Column("raters", "count"),
    Column("answers_all", "count"), Column("reliability", "share"),
)  # fmt: skip
QUESTIONS = (Column("item"), Column("estimate", "score"), Column("raters", "count"), Column("answers_all", "count"))


def facts(rows: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Rows (mappings, or dataclasses as the estimator gives them) as a table; other columns fall away."""
    plain = [asdict(row) if is_dataclass(row) and not isinstance(row, type) else dict(row) for row in rows]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in plain], schema=schema)


def expression(t: Tables) -> Expression:
    """What was rated, by peer group and score; what has too few people comes last, in the order of its names."""
    everybody = ibis.window(group_by="group")
    filled = (
        t["estimates"]
        .mutate(group=x.group.fill_null(""))
        .mutate(peers=x.peers.fill_null(ibis._.count().over(everybody)))
    )
    enough = x.raters >= INSIDE
    return filled.mutate(standing=standing(filled)).order_by(
        [x.group, ibis.desc(enough), ibis.desc(enough.ifelse(x.estimate, None)), x.ratee]
    )


def row(found: dict[str, Any]) -> dict[str, Any]:
    """One line as it may be shown."""
    shown = show(Circle.INSIDE, found["raters"], value=found["estimate"], low=found["low"], high=found["high"])
    line = {"estimate": shown, "raters": shown.count, "answers_all": found["n"] if shown.exact else shown.count}
    if "standing" in found:
        line["standing"] = wording.standing(found) if shown.exact else wording.waits(shown)
        line["reliability"] = found["reliability"] if shown.exact else None
    return line | {key: found[key] for key in ("ratee", "group", "item") if key in found}


def read(fit_estimates: Iterable[Any]) -> list[dict[str, Any]]:
    """The estimates of a file through the expression and the circle."""
    base = engine()
    base.con.register("estimates", facts(fit_estimates, ESTIMATES))
    given = Tables(base, {"estimates": base.table("estimates")})
    return [row(found) for found in fetch(given, expression)]


def report(fit_estimates: Iterable[Any], items: Iterable[Any] | None, title: str) -> Report:
    """The report of a file. `items`: lines with item, n, raters, estimate, low, high, and ratee where by ratee."""
    rows = read(fit_estimates)
    grouped = len({row["group"] for row in rows}) > 1
    columns = (Column("group"), *RATED) if grouped else RATED
    found = Report("ratings", title, [(gettext("Rated"), str(len(rows)))])
    found.tables.append(Table("ratees", _("Scores"), columns, rows))
    found.notes.append(_("Where ranges overlap, nobody can say who is better."))
    add_chart(found, [row for row in rows if row["estimate"].exact], _("Scores with their ranges"), "ratee", "ratees")
    lines = [row(found) for found in facts(items or [], ITEMS).to_pylist()]
    if lines and len(lines) <= LISTED:
        by_ratee = any(line["ratee"] for line in lines)
        asked = (Column("ratee"), *QUESTIONS) if by_ratee else QUESTIONS
        found.tables.append(Table("items", _("Questions"), asked, lines))
        if not by_ratee:
            exact = [line for line in lines if line["estimate"].exact]
            add_chart(found, exact, _("Questions with their ranges"), "item", "items")
    return found


def add_chart(report: Report, rows: list[dict[str, Any]], title: str | Promise, key: str, table: str) -> None:
    if rows and len(rows) <= DRAWN:
        report.charts.append(Chart(title, charts.dots(rows, key), table))


def report_for_file(
    fit_estimates: Iterable[Any], items: Iterable[Any] | None, title: str, out: Path, language: str = "en"
) -> Path:
    """Write the report of a file as .pdf, .html, .xlsx or .csv, by the ending of `out`. Raises ValueError."""
    maker = export.MAKERS.get(out.suffix.lower().lstrip("."))
    if maker is None:
        raise ValueError(f"A report is written as {', '.join(export.MAKERS)}, not as {out.suffix or out.name}.")
    with override(language):
        out.write_bytes(maker(report(fit_estimates, items, title)))
    return out
