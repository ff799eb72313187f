"""How many voices stand behind a number: answers, visits, distinct raters, share assisted."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, compact
from .table import Ratings
from .visits import Visits


@dataclass(frozen=True)
class Counts:
    """By unit: answers, visits, distinct raters, and the share of visits in an assisted mode."""

    answers: Ints
    visits: Ints
    raters: Ints
    assisted: Floats


def count(ratings: Ratings, visits: Visits, unit: Ints, size: int) -> Counts:
    """Count by unit, a code (0..size-1) for each visit."""
    n_raters = len(ratings.raters)
    pairs = compact(unit * np.int64(n_raters) + visits.rater, size * n_raters)[0] // n_raters
    n = np.bincount(unit, minlength=size)
    assisted = np.isin(visits.mode, list(ratings.assisted))
    return Counts(
        answers=np.bincount(unit, weights=visits.answered, minlength=size).astype(np.int64),
        visits=n.astype(np.int64),
        raters=np.bincount(pairs, minlength=size).astype(np.int64),
        assisted=np.bincount(unit, weights=assisted, minlength=size) / np.maximum(n, 1),
    )


def last_year(ratings: Ratings, visits: Visits, periods: int) -> Floats:
    """Visits of every ratee in the last `periods` periods."""
    recent = visits.period >= len(ratings.periods) - periods
    return np.bincount(visits.ratee[recent], minlength=len(ratings.ratees)).astype(np.float64)
