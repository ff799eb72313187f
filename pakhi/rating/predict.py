"""What a rater would answer: probabilities of every category for new rows, from what a fit knows.

The effects of a row are normal with the means and spreads of the fit; who is new has the mean of its peers, and the
spread of whoever might be one of them. The halo of a visit belongs to the row and is integrated out with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints
from .estimate import Mode, Model, settle_system
from .halo import category_probabilities
from .table import Ratings
from .tree import ORGANISATION, ROOT, WALK

NODES = 21


@dataclass(frozen=True)
class Rows:
    """Rows to predict, as labels; a column that is None is the same for all (first item, reference, last period).

    Without `organisation` it may be anybody's people who ask.
    """

    rater: Sequence[str]
    ratee: Sequence[str]
    item: Sequence[str] | None = None
    mode: Sequence[str] | None = None
    period: Sequence[str] | None = None
    group: Sequence[str] | None = None
    organisation: Sequence[str] | None = None


@dataclass(frozen=True)
class Prediction:
    """`probability` (n, K) of each category from the lowest, 0 where an item has fewer; `mean` in the file's units."""

    probability: Floats
    mean: Floats


def predict(ratings: Ratings, model: Model, mode: Mode, node_sd: Floats, rows: Rows) -> Prediction:
    """Category probabilities of rows; `node_sd` is the spread of every node of the tree.

    Raises KeyError with the label of an item, mode, period or organisation that the fit does not know.
    """
    size = len(rows.rater)
    item = _known_codes(ratings.items, rows.item, size, 0)
    how = _known_codes(ratings.modes, rows.mode, size, ratings.reference)
    period = _known_codes(ratings.periods, rows.period, size, len(ratings.periods) - 1)
    ratee = _codes(ratings.ratees, rows.ratee)
    group = np.full(size, -1) if rows.group is None else _codes(ratings.groups, rows.group)
    group = np.where(ratee >= 0, ratings.group_of[ratee], group)
    new = ratee < 0
    centre, variance = _seen(model, mode, node_sd, ratee, period, len(ratings.periods))
    centre[new], variance[new] = _unseen(ratings, model, mode, node_sd, group[new], period[new])
    severity, own = _rater_side(ratings, model, mode, rows)
    theirs, apart = _organisation_side(ratings, model, mode, rows)
    centre += severity + _mode_side(ratings, model, mode, how, group) + theirs
    variance += own + mode.variances.halo**2 + apart
    return _integrated(ratings, mode, item, centre, np.sqrt(variance))


def _codes(labels: Sequence[str], wanted: Sequence[str]) -> Ints:
    place = {label: k for k, label in enumerate(labels)}
    return np.fromiter((place.get(label, -1) for label in wanted), dtype=np.int64, count=len(wanted))


def _known_codes(labels: Sequence[str], wanted: Sequence[str] | None, size: int, usual: int) -> Ints:
    """Codes of labels that must be known; the usual one where the column is not there."""
    if wanted is None:
        return np.full(size, usual)
    codes = _codes(labels, wanted)
    if (codes < 0).any():
        raise KeyError(wanted[int(np.argmin(codes))])
    return codes


def _seen(
    model: Model, mode: Mode, node_sd: Floats, ratee: Ints, period: Ints, n_periods: int
) -> tuple[Floats, Floats]:
    """Mean and variance of known ratees: their state in that period or in the last one before it that is told.

    Every walk has a state in the first period, so there is one; each period from it to the row's adds a step.
    """
    tree = model.tree
    key = tree.state_ratee.astype(np.int64) * n_periods + tree.state_period
    order = np.argsort(key)
    at = np.searchsorted(key[order], np.maximum(ratee, 0) * n_periods + period, side="right") - 1
    state = order[at]
    gap = period - tree.state_period[state]
    return mode.x[state].copy(), node_sd[state] ** 2 + gap * mode.variances.level[WALK]


def _unseen(
    ratings: Ratings, model: Model, mode: Mode, node_sd: Floats, group: Ints, period: Ints
) -> tuple[Floats, Floats]:
    """Mean and variance of ratees that nobody has rated, from the node of their group, or the root (-1).

    The state of such a ratee is that node, plus one step for every level below the node that the tree has (its
    office's, its own), plus one of the walk for every period since the first, where all walks start. The steps are
    independent of each other and of everything the data tell, so their variances and the node's own add up.
    """
    tree, level = model.tree, mode.variances.level
    above = np.full(len(ratings.groups) + 1, tree.root)
    above[ratings.group_of] = tree.above
    node = above[group]  # the last place is for -1
    steps = np.where(np.isin(np.arange(ROOT), tree.level[: tree.root]), level[:ROOT], 0.0)
    steps[WALK] = 0.0
    below = np.append(0.0, np.cumsum(steps))[tree.level[node]]
    return mode.x[node], node_sd[node] ** 2 + below + period * level[WALK]


def _rater_side(ratings: Ratings, model: Model, mode: Mode, rows: Rows) -> tuple[Floats, Floats]:
    rater = _codes(ratings.raters, rows.rater)
    told = settle_system(model, mode).rater_precision.astype(np.float64)
    known = rater >= 0
    severity = np.where(known, mode.u[rater], 0.0)
    return severity, np.where(known, 1.0 / told[rater], mode.variances.severity)


def _mode_side(ratings: Ratings, model: Model, mode: Mode, how: Ints, group: Ints) -> Floats:
    out = np.zeros(how.size)
    kind = np.where(group >= 0, ratings.kind_of[group], -2)  # -2 is no kind of office, so only the general effect
    for (code, k), node in model.tree.mode_nodes.items():
        out[(how == code) & ((k < 0) | (kind == k))] += mode.x[node]
    return out


def _organisation_side(ratings: Ratings, model: Model, mode: Mode, rows: Rows) -> tuple[Floats, float]:
    """Effects of the organisations that ask; where it is not said who does, nothing, and how far they are apart."""
    nodes = model.tree.organisation_nodes
    if rows.organisation is None:
        return np.zeros(len(rows.rater)), float(mode.variances.level[ORGANISATION]) if nodes else 0.0
    effect = np.zeros(len(ratings.organisations))
    effect[list(nodes)] = mode.x[list(nodes.values())]
    return effect[_known_codes(ratings.organisations, rows.organisation, len(rows.rater), 0)], 0.0


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
