"""The work behind `pakhi rate`: a ratings file in, a file of estimates out."""

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .csvfile import read
from .outcome import Fit, fit
from .rows import Estimate
from .scores import BadRatings

COLUMNS = ("ratee", "n", "raters", "estimate", "low", "high", "rank", "rank_low", "rank_high", "reliability")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rate(
    path: str | Path,
    out: str | Path,
    *,
    rater: str,
    ratee: str,
    score: str,
    item: str | None = None,
    group: str | None = None,
    mode: str | None = None,
    period: str | None = None,
    order: Sequence[str] | None = None,
    draws: int = 400,
    seed: int = 1,
) -> Fit:
    """Estimate the ratings in the CSV file `path` and write the estimates to `out`. Raises BadRatings."""
    if not Path(out).absolute().parent.is_dir():
        raise BadRatings(f"{out} cannot be written: there is no folder {Path(out).absolute().parent}.")
    ratings = read(
        path, rater=rater, ratee=ratee, score=score, item=item, group=group, mode=mode, period=period, order=order
    )
    found = fit(ratings, draws=draws, seed=seed)
    write_estimates(found.estimates(), out)
    return found


def write_estimates(rows: Sequence[Estimate], out: str | Path) -> None:
    """Write the estimates, by rank and then by name (unranked last). The file appears whole or not at all."""
    target = Path(out).absolute()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(_cells(row) for row in sorted(rows, key=_by_rank))
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        raise BadRatings(f"{out} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from error


def _by_rank(row: Estimate) -> tuple[bool, int, str]:
    return row.rank is None, row.rank or 0, row.ratee


def _cells(row: Estimate) -> list[str]:
    points = [f"{value:.2f}" for value in (row.estimate, row.low, row.high)]
    ranks = ["" if rank is None else str(rank) for rank in (row.rank, row.rank_low, row.rank_high)]
    return [safe_cell(row.ratee), str(row.n), str(row.raters), *points, *ranks, f"{row.reliability:.3f}"]


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a leading apostrophe where one is needed."""
    if not text.startswith(FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
