"""Whether the versions of a series follow each other: no day with two versions, and no hole that nobody explained."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from pakhi.entitlements.rows import Problem, Row, Sort

ONE_DAY = dt.timedelta(days=1)


def lines(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """The versions of each series in each jurisdiction, the oldest first; what is not researched has no versions."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.sort is not Sort.NAME:
            found[row.series, row.jurisdiction].append(row)
    for versions in found.values():
        versions.sort(key=lambda row: row.valid_from or dt.date.min)
    return dict(found)


def broken(rows: Iterable[Row]) -> list[Problem]:
    """A Problem for each row whose days are out of order, and for each overlap and unexplained gap."""
    found = []
    for versions in lines(rows).values():
        for row in versions:
            if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
                found.append(
                    _told(row, "valid_from", f"Its first day, {row.valid_from}, is after its last, {row.valid_to}.")
                )
        for before, row in pairwise(versions):
            found += _between(before, row)
    return found


def _between(before: Row, row: Row) -> list[Problem]:
    if row.valid_from is None:
        return [
            _told(
                row,
                "valid_from",
                f"Nobody knows since when it holds, and neither for {before.id}; one of them needs a day.",
            )
        ]
    if before.valid_to is None:
        return [_told(row, "valid_from", f"{before.id} still holds when this one begins; it needs a last day.")]
    if row.valid_from <= before.valid_to:
        return [
            _told(row, "valid_from", f"It begins on {row.valid_from}, but {before.id} holds until {before.valid_to}.")
        ]
    if row.valid_from > before.valid_to + ONE_DAY and not row.gap:
        return [
            _told(
                row,
                "gap",
                f"Nothing holds between {before.valid_to} (end of {before.id}) and {row.valid_from}; if that is so, "
                "“gap” says why.",
            )
        ]
    return []


def _told(row: Row, field: str, sentence: str) -> Problem:
    return Problem(row.file, row.id, field, sentence, row.line)
