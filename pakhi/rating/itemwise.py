"""Where a ratee does better or worse on one question than its overall level says.

Within a visit, given the sum score, the split over the items depends on the thresholds alone (Rasch): rater,
mode, halo and ratee drop out. So the difference between an answer and its expectation given the sum score tells
the ratee's own strength on that item, d ~ N(0, t), found by one Newton step from 0 and shrunk.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints
from .halo import Likelihood, Thresholds

PRIOR_SD, PRIOR_WEIGHT = 0.3, 6.0


@dataclass(frozen=True)
class Strengths:
    """For each pair of ratee and item that was answered: strength and its sd in logits."""

    ratee: Ints
    item: Ints
    count: Ints
    of_row: Ints
    mean: Floats
    sd: Floats


def strengths(
    ratee: Ints, item: Ints, category: Ints, code: Ints, likelihood: Likelihood, thresholds: Thresholds
) -> Strengths:
    """From answer rows (ratee, item, category and the code of the visit) to strengths by ratee and item."""
    n_items = len(thresholds)
    expected, variance = given_total(likelihood, thresholds)
    keys, of_row, count = np.unique(ratee * n_items + item, return_inverse=True, return_counts=True)
    pull: Floats = np.bincount(of_row, weights=category - expected[code, item]).astype(np.float64)
    told: Floats = np.bincount(of_row, weights=variance[code, item]).astype(np.float64)
    tau = _shrinkage(pull, told)
    mean, var = pull / (told + 1 / tau), 1 / (told + 1 / tau)
    if n_items == 1:
        mean, var = np.zeros(keys.size), np.zeros(keys.size)
    return Strengths(
        keys // n_items, keys % n_items, count.astype(np.int64), of_row.astype(np.int64), mean, np.sqrt(var)
    )


def _shrinkage(pull: Floats, told: Floats) -> float:
    tau = PRIOR_SD**2
    for _ in range(50):
        var = 1 / (told + 1 / tau)
        tau = (PRIOR_WEIGHT * PRIOR_SD**2 + ((pull * var) ** 2 + var).sum()) / (PRIOR_WEIGHT + pull.size)
    return float(tau)


def given_total(likelihood: Likelihood, thresholds: Thresholds) -> tuple[Floats, Floats]:
    """Mean and variance (C, J) of each item's category given the visit's sum score and item set."""
    shape = (likelihood.total.size, len(thresholds))
    mean, square = np.zeros(shape), np.zeros(shape)
    odds = [np.exp(-np.append(0.0, np.cumsum(d))) for d in thresholds]
    for mask in range(likelihood.masks.shape[0]):
        codes = np.flatnonzero(likelihood.mask == mask)
        items = np.flatnonzero(likelihood.masks[mask])
        total = likelihood.total[codes].astype(np.int64)
        for j, rest in zip(items, _without_each([odds[i] for i in items]), strict=True):
            k = np.arange(odds[j].size)
            at = total[:, None] - k[None]
            inside = (at >= 0) & (at < rest.size)
            weight = np.where(inside, rest[np.clip(at, 0, rest.size - 1)], 0.0) * odds[j]
            weight /= weight.sum(1, keepdims=True)
            mean[codes, j], square[codes, j] = weight @ k, weight @ k**2
    return mean, np.maximum(square - mean**2, 0.0)


def _without_each(odds: list[Floats]) -> list[Floats]:
    """For every item, the weight of each sum score of all other items (each scaled to a maximum of 1)."""
    before: list[Floats] = [np.ones(1)]
    after: list[Floats] = [np.ones(1)]
    for one, other in zip(odds, odds[::-1], strict=True):
        before.append(_product(before[-1], one))
        after.append(_product(after[-1], other))
    return [_product(before[k], after[len(odds) - 1 - k]) for k in range(len(odds))]


def _product(a: Floats, b: Floats) -> Floats:
    both = np.convolve(a, b)
    return np.asarray(both / both.max())
