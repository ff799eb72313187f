"""The work behind `pakhi rate`: a ratings file in, a file of estimates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .csvfile import read
from .outcome import Fit, fit
from .rows import Estimate
from .scores import BadRatings
from .write import place_for, safe_cell, write_csv, write_parquet

COLUMNS = ("ratee", "n", "raters", "estimate", "low", "high", "rank", "rank_low", "rank_high", "reliability")
MIN_DRAWS = 40


@dataclass(frozen=True)
class Columns:
    """The names of a file's columns, the words of its scale, lowest first, and the mode others are compared to."""

    rater: str
    ratee: str
    score: str
    item: str | None = None
    group: str | None = None
    mode: str | None = None
    period: str | None = None
    office: str | None = None
    order: Sequence[str] | None = None
    reference: str | None = None
    organisation: str | None = None


def rate(
    path: str | Path, out: str | Path, columns: Columns, *, draws: int = 400, seed: int = 1, form: str = "csv"
) -> Fit:
    """Estimate the ratings in the CSV file `path` and write the estimates to `out`. Raises BadRatings."""
    place_for(out)
    if draws < MIN_DRAWS:
        raise BadRatings(f"--draws must be {MIN_DRAWS} or more: intervals are read from the draws.")
    if seed < 0:
        raise BadRatings("--seed must be 0 or more.")
    found = fit(read(path, **vars(columns)), draws=draws, seed=seed)
    write_estimates(found.estimates(), out, form)
    return found


def write_estimates(rows: Sequence[Estimate], out: str | Path, form: str = "csv") -> None:
    """Write the estimates, by rank and then by name (unranked last). The file appears whole or not at all."""
    ordered = sorted(rows, key=_by_rank)
    if form == "parquet":
        write_parquet(COLUMNS, [[getattr(row, name) for name in COLUMNS] for row in ordered], out)
    else:
        write_csv(COLUMNS, (_cells(row) for row in ordered), out)


def _by_rank(row: Estimate) -> tuple[bool, int, str]:
    return row.rank is None, row.rank or 0, row.ratee


def _cells(row: Estimate) -> list[str]:
    points = [f"{value:.2f}" for value in (row.estimate, row.low, row.high)]
    ranks = ["" if rank is None else str(rank) for rank in (row.rank, row.rank_low, row.rank_high)]
    return [safe_cell(row.ratee), str(row.n), str(row.raters), *points, *ranks, f"{row.reliability:.3f}"]
