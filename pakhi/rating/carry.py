"""Where a fit begins when there was one before: last night's effects, by their labels, for tonight's ratings."""

from collections.abc import Sequence

import numpy as np

from .arrays import Floats, Ints
from .estimate import Mode
from .table import Ratings
from .tree import Tree


def carry_over(before: Ratings, mode: Mode, tree: Tree, after: Ratings, new: Tree) -> Mode | None:
    """The mode of an earlier fit as a start for other ratings; None where the items are not the same."""
    if before.items != after.items or [len(v) for v in before.values] != [len(v) for v in after.values]:
        return None
    u = np.zeros(len(after.raters))
    old = _places(before.raters, after.raters)
    u[old >= 0] = mode.u[old[old >= 0]]
    return Mode(_nodes(before, mode.x, tree, after, new), u, mode.thresholds, mode.variances)


def _nodes(before: Ratings, x: Floats, tree: Tree, after: Ratings, new: Tree) -> Floats:
    """Every state begins where the ratee's state of that period or the last before it was; the new at the root."""
    out = np.full(new.size, x[tree.root])
    out[new.n_tree :] = 0.0
    ratee = _places(before.ratees, after.ratees)[new.state_ratee]
    period = _places(before.periods, after.periods)[new.state_period]
    period[period < 0] = len(before.periods) - 1
    size = len(before.periods)
    key = tree.state_ratee.astype(np.int64) * size + tree.state_period
    order = np.argsort(key)
    at = np.searchsorted(key[order], ratee * size + period, side="right") - 1
    known = ratee >= 0
    out[: new.n_states][known] = x[order[at[known]]]
    if [b - a for a, b in _pairs(new)] == [b - a for a, b in _pairs(tree)]:
        out[new.n_states : new.n_tree] = x[tree.n_states : tree.n_tree]
    for key_of, node in new.mode_nodes.items():
        if before.modes == after.modes and before.kinds == after.kinds and key_of in tree.mode_nodes:
            out[node] = x[tree.mode_nodes[key_of]]
    for code, node in new.organisation_nodes.items():
        if before.organisations == after.organisations and code in tree.organisation_nodes:
            out[node] = x[tree.organisation_nodes[code]]
    return out


def _pairs(tree: Tree) -> list[tuple[int, int]]:
    return list(zip(tree.upper[:-1], tree.upper[1:], strict=True))


def _places(old: Sequence[str], new: Sequence[str]) -> Ints:
    """Where each new label stood among the old ones, -1 where it is new."""
    if old == new:
        return np.arange(len(new))
    known = {label: k for k, label in enumerate(old)}
    return np.fromiter((known.get(label, -1) for label in new), dtype=np.int64, count=len(new))
