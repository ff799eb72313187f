"""Ranks with their uncertainty, read from joint draws, inside one set of ratees that may be compared."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .arrays import Floats, Ints

FEWEST_FOR_QUARTERS = 4


@dataclass(frozen=True)
class Standing:
    """Rank (1 is best) with a 90 % interval, and probabilities of the best and the worst quarter.

    All None where there is nobody to compare with; the quarters also where fewer than four are compared.
    """

    rank: int | None = None
    low: int | None = None
    high: int | None = None
    top: float | None = None
    bottom: float | None = None


def components(rater: Ints, ratee: Ints, n_raters: int, n_ratees: int) -> Ints:
    """Component of each ratee: two are linked when a chain of shared raters joins them."""
    size = n_raters + n_ratees
    links = sparse.coo_matrix((np.ones(rater.size), (rater, n_raters + ratee)), shape=(size, size))
    found = connected_components(links, directed=False)[1][n_raters:]
    return np.unique(found, return_index=False, return_inverse=True)[1].astype(np.int64)


def standings(centre: Floats, draws: Floats, comparable: Ints) -> list[Standing]:
    """Standing of each row of `draws` (B, D) among the rows with the same `comparable` code.

    `centre` (B) orders the rank itself; equal centres are ordered by row.
    """
    result = [Standing()] * centre.size
    order = np.argsort(comparable, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(comparable[order])) + 1):
        if rows.size > 1:
            for row, standing in zip(rows, _one_set(centre[rows], draws[rows]), strict=True):
                result[row] = standing
    return result


def _one_set(centre: Floats, draws: Floats) -> list[Standing]:
    size = centre.size
    rank = ranks(centre[:, None])[:, 0]
    drawn = ranks(draws)
    low = np.quantile(drawn, 0.05, axis=1, method="inverted_cdf").astype(int)
    high = np.quantile(drawn, 0.95, axis=1, method="inverted_cdf").astype(int)
    quarter = -(-size // 4)
    top, bottom = (drawn <= quarter).mean(1), (drawn > size - quarter).mean(1)
    told = size >= FEWEST_FOR_QUARTERS
    return [
        Standing(
            int(rank[k]),
            min(int(low[k]), int(rank[k])),
            max(int(high[k]), int(rank[k])),
            float(top[k]) if told else None,
            float(bottom[k]) if told else None,
        )
        for k in range(size)
    ]


def ranks(values: Floats) -> Ints:
    """Rank of every row in every column, 1 for the highest."""
    order = np.argsort(-values, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(1, values.shape[0] + 1)[:, None], axis=0)
    return rank.astype(np.int64)
