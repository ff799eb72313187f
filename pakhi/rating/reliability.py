"""Reliability: which share of the differences between peers the voices settle.

1 - (posterior variance / prior variance) of a ratee's distance from the mean of its peers, between 0 and 1. About
0.7 is needed before a comparison of peers says much. Source: RAND TR653 on provider profiling.
"""

import numpy as np

from .arrays import Floats, Ints, Singles
from .draws import Draws
from .tree import OFFICE, Tree, gathered
from .variance import Variances


def reliability(tree: Tree, variances: Variances, draws: Draws, peers: Ints) -> Floats:
    """One value (0-1) a ratee; `peers` has one number for each set of ratees that are compared.

    Someone without peers is held against the expectation of its group instead.
    """
    steps = 1.0 / variances.steps(tree)
    prior, office, office_step = _paths(tree, steps)
    size = np.bincount(peers)[peers]
    post = _centred(draws.now, peers).var(1, dtype=np.float64)
    before = _contrast_variance(prior, office, office_step, peers)
    alone = size < 2
    post[alone], before[alone] = draws.within_sd[alone] ** 2, prior[alone]
    return np.asarray(np.clip(1.0 - post / before, 0.0, 1.0))


def _centred(values: Singles, peers: Ints) -> Singles:
    size = np.bincount(peers)
    total = gathered(peers, size.size) @ values
    return np.asarray(values - (total / size[:, None])[peers])


def _paths(tree: Tree, steps: Floats) -> tuple[Floats, Ints, Floats]:
    """From each ratee up to its peer group: summed prior variance, the office passed (or -1), its step."""
    node, total = tree.now.copy(), np.zeros(tree.now.size)
    office, office_step = np.full(node.size, -1, dtype=np.int64), np.zeros(node.size)
    while np.any(below := node != tree.above):
        total[below] += steps[node[below]]
        at = below & (tree.level[node] == OFFICE)
        office[at], office_step[at] = node[at], steps[node[at]]
        node[below] = tree.parent[node[below]]
    return total, office, office_step


def _contrast_variance(prior: Floats, office: Ints, office_step: Floats, peers: Ints) -> Floats:
    """Prior variance of a ratee's distance from its peers' mean; ratees of one office share its step."""
    size = np.bincount(peers)
    key = peers * (int(office.max()) + 2) + office + 1
    _, index, count = np.unique(key, return_inverse=True, return_counts=True)
    shared = np.where(office >= 0, office_step * (count[index] - 1), 0.0)
    with_peers = (prior + shared) / size[peers]
    among = np.bincount(peers, weights=with_peers) / size
    return np.asarray(prior - 2 * with_peers + among[peers])
