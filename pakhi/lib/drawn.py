"""Numbers that join the tables of one snapshot, and that no other snapshot knows.

A number of a row that stays the same would tell who was opened first, and what became of whom from one snapshot to the
next. So a room fills such a column with whatever number it has, says `drawn("case")` in its schema, and what is written
is drawn by chance, the same for all tables of the snapshot that have a column of this name.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import Any

import pyarrow as pa

MARK = {"drawn": "anew"}
Row = dict[str, Any]


def drawn(name: str) -> pa.Field:
    """A column with a number that is drawn for each snapshot."""
    return pa.field(name, pa.string(), metadata=MARK)


def drawn_in(schema: pa.Schema) -> list[str]:
    """The names of such columns."""
    return [column.name for column in schema if b"drawn" in (column.metadata or {})]


class Draw:
    """The numbers of one snapshot."""

    def __init__(self) -> None:
        self.numbers: defaultdict[tuple[str, str], str] = defaultdict(lambda: secrets.token_hex(8))

    def rows(self, rows: list[Row], schema: pa.Schema) -> list[Row]:
        """The rows under their drawn numbers, mixed; a table without such a column stays as it is."""
        columns = drawn_in(schema)
        if not columns:
            return rows
        out = [{**row, **{name: self.numbers[name, row[name]] for name in columns}} for row in rows]
        secrets.SystemRandom().shuffle(out)  # their order is that of the records, which tells who was opened first
        return out
