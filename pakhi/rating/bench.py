"""Speed of the estimator, as figures compared within one run: `python -m pakhi.rating.bench [VERBAGG.csv]`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .csvfile import read
from .outcome import fit
from .simulate import World, simulate
from .table import Ratings, from_columns

SIZES = {"10,000 ratings": 1_400, "60,000 ratings": 8_400, "100,000 ratings": 14_000}


def main(verbagg: str | Path | None = None) -> list[tuple[str, float, str]]:
    """Name, value and unit of each measurement. `verbagg` is the VerbAgg CSV file, where there is one."""
    rows: list[tuple[str, float, str]] = []
    for name, visits in SIZES.items():
        world = World(visits=visits, items=8, visits_per_rater=35, visits_per_ratee=13, periods=9)
        ratings = from_columns(**simulate(world, seed=1)[0])  # type: ignore[arg-type]
        taken = _cpu(lambda ratings=ratings: fit(ratings))  # type: ignore[misc]
        plain = min(_cpu(lambda ratings=ratings: plain_means(ratings)) for _ in range(5))  # type: ignore[misc]
        rows.append((f"fit and 400 draws, {name}", taken, "CPU s"))
        rows.append((f"fit and 400 draws, per 10,000 of {name}", taken / len(ratings) * 10_000, "CPU s"))
        rows.append((f"fit against plain means, {name}", taken / plain, "times"))
    if verbagg is not None and Path(verbagg).exists():
        rows.append(("VerbAgg, file to estimates", _cpu(lambda: _verbagg(verbagg)), "CPU s"))
    return rows


def plain_means(ratings: Ratings) -> np.ndarray:
    """Mean of each ratee's categories: the least that anybody would compute."""
    return np.asarray(np.bincount(ratings.ratee, weights=ratings.category) / np.bincount(ratings.ratee))


def _verbagg(path: str | Path) -> None:
    fit(read(path, rater="id", ratee="item", score="resp")).estimates()


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return max(time.process_time() - start, 1e-6)


if __name__ == "__main__":
    for name, value, unit in main(*sys.argv[1:2]):
        sys.stdout.write(f"{name:50} {value:12.3f} {unit}\n")
