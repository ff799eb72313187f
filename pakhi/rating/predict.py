"""What a rater would answer: probabilities of every category for new rows, from what a fit knows.

The effects of a row are normal with the means and spreads of the fit; who is new has the mean of its peers and their
spread. The halo of a visit belongs to the row and is integrated out with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints
from .estimate import Mode, Model, settle_system
from .halo import category_probabilities
from .table import Ratings

NODES = 21


@dataclass(frozen=True)
class Rows:
    """Rows to predict, as labels; a column that is None is the same for all (first item, reference, last period)."""

    rater: Sequence[str]
    ratee: Sequence[str]
    item: Sequence[str] | None = None
    mode: Sequence[str] | None = None
    period: Sequence[str] | None = None
    group: Sequence[str] | None = None


@dataclass(frozen=True)
class Prediction:
    """`probability` (n, K) of each category from the lowest, 0 where an item has fewer; `mean` in the file's units."""

    probability: Floats
    mean: Floats


def predict(ratings: Ratings, model: Model, mode: Mode, state_sd: Floats, rows: Rows) -> Prediction:
    """Category probabilities of rows. Raises KeyError with the label of an item that the fit does not know."""
    centre, variance = _ratee_side(ratings, model, mode, state_sd, rows)
    severity, own = _rater_side(ratings, model, mode, rows)
    centre, variance = centre + severity, variance + own
    centre += _mode_side(ratings, model, mode, rows)
    if mode.variances.halo:
        variance += mode.variances.halo**2
    return _integrated(ratings, mode, _item_codes(ratings, rows), centre, np.sqrt(variance))


def _codes(labels: Sequence[str], wanted: Sequence[str]) -> Ints:
    place = {label: k for k, label in enumerate(labels)}
    return np.fromiter((place.get(label, -1) for label in wanted), dtype=np.int64, count=len(wanted))


def _item_codes(ratings: Ratings, rows: Rows) -> Ints:
    if rows.item is None:
        return np.zeros(len(rows.rater), dtype=np.int64)
    codes = _codes(ratings.items, rows.item)
    if (codes < 0).any():
        raise KeyError(rows.item[int(np.argmin(codes))])
    return codes


def _ratee_side(ratings: Ratings, model: Model, mode: Mode, state_sd: Floats, rows: Rows) -> tuple[Floats, Floats]:
    tree, last = model.tree, len(ratings.periods) - 1
    ratee = _codes(ratings.ratees, rows.ratee)
    period = np.full(ratee.size, last) if rows.period is None else _codes(ratings.periods, rows.period)
    period[period < 0] = last
    size = len(ratings.periods)
    key = tree.state_ratee.astype(np.int64) * size + tree.state_period
    order = np.argsort(key)
    # The state of that period, or the nearest one before it, or the first one of all.
    at = np.searchsorted(key[order], np.maximum(ratee, 0) * size + period, side="right") - 1
    state = order[np.maximum(at, 0)]
    early = (tree.state_ratee[state] != ratee) & (ratee >= 0)
    state[early] = order[np.minimum(at[early] + 1, order.size - 1)]
    centre, variance = mode.x[state].copy(), state_sd[state] ** 2
    gap = np.abs(tree.state_period[state] - period)
    variance += np.where(ratee >= 0, gap, 0) * mode.variances.level[0]
    new = ratee < 0
    if new.any():
        groups = (
            np.full(new.sum(), -1) if rows.group is None else _codes(ratings.groups, np.array(rows.group)[new].tolist())
        )
        above = np.full(len(ratings.groups), tree.root)
        above[ratings.group_of] = tree.above
        node = np.where(groups >= 0, above[groups], tree.root)
        used = np.unique(tree.level[: tree.n_tree - 1])
        spread = mode.variances.level[used].sum()
        centre[new], variance[new] = mode.x[node], spread
    return centre, variance


def _rater_side(ratings: Ratings, model: Model, mode: Mode, rows: Rows) -> tuple[Floats, Floats]:
    rater = _codes(ratings.raters, rows.rater)
    told = settle_system(model, mode).rater_precision.astype(np.float64)
    known = rater >= 0
    severity = np.where(known, mode.u[rater], 0.0)
    return severity, np.where(known, 1.0 / told[rater], mode.variances.severity)


def _mode_side(ratings: Ratings, model: Model, mode: Mode, rows: Rows) -> Floats:
    out = np.zeros(len(rows.rater))
    if rows.mode is None:
        return out
    how = _codes(ratings.modes, rows.mode)
    ratee = _codes(ratings.ratees, rows.ratee)
    kind = np.where(ratee >= 0, ratings.kind_of[ratings.group_of[ratee]], -2)
    for (code, k), node in model.tree.mode_nodes.items():
        out[(how == code) & ((k < 0) | (kind == k))] += mode.x[node]
    return out


def _integrated(ratings: Ratings, mode: Mode, item: Ints, centre: Floats, sd: Floats) -> Prediction:
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    weight = weight / weight.sum()
    most = max(len(values) for values in ratings.values)
    probability, mean = np.zeros((item.size, most)), np.zeros(item.size)
    for j, thresholds in enumerate(mode.thresholds):
        at = np.flatnonzero(item == j)
        for z, w in zip(node, weight, strict=True):
            probability[at, : thresholds.size + 1] += w * category_probabilities(thresholds, centre[at] + z * sd[at]).T
        low, high = ratings.ends[j]
        mean[at] = low + probability[at, : thresholds.size + 1] @ np.array(ratings.values[j]) / 100 * (high - low)
    return Prediction(probability, mean)
