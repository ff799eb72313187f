"""The shape of a report: tables and charts. Pages, PDF, XLSX, CSV and JSON are all made from this and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.lib.circles import Shown
from pakhi.reports.definitions import DEFINITIONS
from pakhi.reports.wording import waits

Words = str | Promise
NOTHING = gettext_lazy("Nothing to show here yet.")
INTERVAL = ("score", "rate", "change", "range")  # cells of these kinds hold a Shown: a figure with its interval


@dataclass(frozen=True)
class Column:
    """One column; its key is the key of its definition, which is also its title.

    Kinds: words, count (a number, or "<5"), share (0-1), mean (0-100), score and rate (a Shown on 0-100; a rate is a
    percentage), change (a Shown in points, below 0 where it fell), range (a Shown of which the ends matter).
    """

    key: str
    kind: str = "words"

    @property
    def title(self) -> Words:
        return DEFINITIONS[self.key][0]

    @property
    def interval(self) -> bool:
        return self.kind in INTERVAL

    def __str__(self) -> str:
        return str(self.title)


@dataclass
class Table:
    """Rows are dicts by column key; `ratee` in a row (never a column) is where its page is."""

    key: str
    title: Words
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]] = field(default_factory=list)
    empty: Words = NOTHING
    note: Words = ""
    single: bool = False  # one row that reads best as figures side by side

    def cells(self) -> Iterator[tuple[dict[str, Any], list[tuple[Column, Any]]]]:
        """Each row with its columns and their values, for templates."""
        for row in self.rows:
            yield row, [(column, row.get(column.key)) for column in self.columns]

    def flat(self) -> tuple[list[str], list[list[Any]]]:
        """Headers and rows of plain values: an interval becomes three columns, what waits becomes words."""
        heads: list[str] = []
        for column in self.columns:
            heads.append(str(column.title))
            if column.interval:
                heads += [_("%(what)s: from") % {"what": column.title}, _("%(what)s: to") % {"what": column.title}]
        return heads, [[v for c in self.columns for v in plain(c, row.get(c.key))] for row in self.rows]


def plain(column: Column, value: Any) -> list[Any]:
    """The plain values of one cell: numbers rounded to one place (shares to three), everything else text."""
    if column.interval:
        return interval(value)
    if value is None:
        return [""]
    if column.kind == "share":
        return [round(float(value), 3)]
    if column.kind == "mean":
        return [round(float(value), 1)]
    return [value if isinstance(value, int) else str(value)]


def interval(shown: Shown | None) -> list[Any]:
    """Value, low and high of a figure; words and two empty cells where it waits."""
    if shown is None:
        return ["", "", ""]
    if not shown.exact:
        return [str(waits(shown)), "", ""]
    return ["" if v is None else round(v, 1) for v in (shown.value, shown.low, shown.high)]


@dataclass
class Chart:
    """One Vega-Lite specification, and the key of the table that says the same in numbers."""

    title: Words
    spec: dict[str, Any]
    table: str


@dataclass
class Report:
    """A report as one reader may see it. `scope` says in pairs what it is about."""

    key: str
    title: Words
    scope: list[tuple[Words, Words]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not any(table.rows for table in self.tables)

    def table(self, key: str) -> Table:
        """The table of that key. Raises KeyError."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def chart(self, key: str) -> Chart | None:
        """The chart beside a table, if it has one."""
        return next((chart for chart in self.charts if chart.table == key), None)

    def definitions(self) -> dict[str, tuple[Words, Words]]:
        """Title and text of every column of every table, in order."""
        keys = dict.fromkeys(column.key for table in self.tables for column in table.columns)
        return {key: DEFINITIONS[key] for key in keys}
