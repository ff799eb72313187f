"""Estimates question by question, for ratees and for whole peer groups."""

import numpy as np

from .arrays import Floats, Ints
from .itemwise import Strengths
from .ranks import Standing, standings
from .rows import GroupItem, ItemEstimate
from .scale import Curve
from .table import Ratings
from .units import Z90, interval


def item_rows(
    ratings: Ratings, found: Strengths, now: Floats, curve: Curve, comparable: Ints, seed: int
) -> list[ItemEstimate]:
    """One row for each ratee and item that was answered, by ratee and item."""
    raters = _distinct(found.of_row, ratings.rater, found.item.size)
    plain = np.bincount(found.of_row, weights=ratings.score) / found.count
    rows: dict[int, ItemEstimate] = {}
    for j, item in enumerate(ratings.items):
        at = np.flatnonzero(found.item == j)
        draws = _draws(found, at, now, seed)
        mean, sd = draws.mean(1), draws.std(1)
        score, low, high = (curve.item_score(j, mean + z * sd) for z in (0.0, -Z90, Z90))
        standing: list[Standing] = standings(mean, draws, comparable[found.ratee[at]])
        for k, pair in enumerate(at):
            ratee = int(found.ratee[pair])
            rows[int(pair)] = ItemEstimate(
                ratee=ratings.ratees[ratee],
                item=item,
                group=ratings.groups[ratings.group_of[ratee]],
                n=int(found.count[pair]),
                raters=int(raters[pair]),
                mean=float(plain[pair]),
                estimate=float(score[k]),
                low=float(low[k]),
                high=float(high[k]),
                top=standing[k].top,
                bottom=standing[k].bottom,
            )
    return [rows[k] for k in sorted(rows)]


def group_item_rows(ratings: Ratings, found: Strengths, now: Floats, curve: Curve, seed: int) -> list[GroupItem]:
    """One row for each peer group and item: the mean of its ratees, each weighted by its answers."""
    row_group = ratings.group_of[ratings.ratee]
    rows = []
    for j, item in enumerate(ratings.items):
        at = np.flatnonzero(found.item == j)
        scores = curve.item_score(j, _draws(found, at, now, seed))
        group = ratings.group_of[found.ratee[at]]
        for g in np.unique(group):
            inside = np.flatnonzero(group == g)
            low, mean, high = interval(np.average(scores[inside], axis=0, weights=found.count[at][inside]), 0, 100)
            answers = np.flatnonzero((row_group == g) & (ratings.item == j))
            raters = int(np.unique(ratings.rater[answers]).size)
            rows.append(GroupItem(ratings.groups[g], item, inside.size, answers.size, raters, mean, low, high))
    return sorted(rows, key=lambda row: row.group)


def _draws(found: Strengths, at: Ints, now: Floats, seed: int) -> Floats:
    """Draws (pairs, D) of a ratee's state on one item, in mirrored pairs like the draws they are added to."""
    rng = np.random.default_rng([seed, int(found.item[at[0]])])
    noise = rng.standard_normal((at.size, now.shape[1]))
    return np.asarray(now[found.ratee[at]] + found.mean[at][:, None] + found.sd[at][:, None] * noise)


def _distinct(unit: Ints, rater: Ints, size: int) -> Ints:
    n_raters = int(rater.max()) + 1
    return np.bincount(np.unique(unit * n_raters + rater) // n_raters, minlength=size).astype(np.int64)
