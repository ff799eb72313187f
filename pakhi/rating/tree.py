"""The effects of the model as one forest: states in time under bearers' offices, groups, kinds and a root.

Each node differs from its parent by a Gaussian step; the variance of the step belongs to the node's level.
Mode effects stand beside the tree as nodes without a parent.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from .arrays import Floats, Ints
from .table import Ratings
from .visits import Visits

WALK, RATEE, OFFICE, GROUP, KIND, ROOT, MODE, MODE_KIND = range(8)
LEVEL_NAMES = ("walk", "ratee", "office", "group", "kind", "root", "mode", "mode by kind")
CHANGE_PERIODS = 4


@dataclass(frozen=True)
class Tree:
    """Nodes (N): parent (-1 for none), level, and length of the step in periods (1 except in a walk).

    `design` (V, N) tells which nodes add up to a visit; `steps` (N, N) takes node values to steps from the parent.
    `now` and `then` (per ratee) are the states in the last period and CHANGE_PERIODS before it (-1: not seen yet);
    `above` is the node that stands for the ratee's peer group; `mode_nodes` maps (mode, kind or -1) to a node.
    """

    parent: Ints
    level: Ints
    gap: Floats
    design: sparse.csr_matrix
    steps: sparse.csr_matrix
    state_ratee: Ints
    state_period: Ints
    now: Ints
    then: Ints
    above: Ints
    mode_nodes: dict[tuple[int, int], int]

    @cached_property
    def design_t(self) -> sparse.csr_matrix:
        """Transpose of the design, by rows."""
        return self.design.T.tocsr()

    @cached_property
    def steps_t(self) -> sparse.csr_matrix:
        """Transpose of the steps, by rows."""
        return self.steps.T.tocsr()

    @property
    def size(self) -> int:
        """Number of nodes."""
        return int(self.parent.size)

    @property
    def n_tree(self) -> int:
        """Number of nodes of the tree itself; the modes come after it."""
        return self.size - len(self.mode_nodes)


def grow(ratings: Ratings, visits: Visits) -> Tree:
    """Build the nodes that the data can tell apart; a level in which every node has one child is left out."""
    ratee, period, visit_state, now, then = _states(ratings, visits)
    parent, level, gap = _walks(ratee, period)
    offset = parent.size
    starts = level == RATEE
    chain = _levels(ratings)
    top = offset + sum(size for _, size, _ in chain)
    above = np.full(len(ratings.ratees), top, dtype=np.int64)
    parents, levels = [parent], [level]
    upward = np.arange(len(ratings.ratees))
    for name, size, up in chain:
        upward = up[upward]
        if name == chain[0][0]:
            parent[starts] = offset + up[ratee[starts]]
        else:
            parents[-1][:] = offset + up[np.arange(parents[-1].size)]
        parents.append(np.full(size, top, dtype=np.int64))
        levels.append(np.full(size, name, dtype=np.int64))
        if name == GROUP:
            above = offset + upward
        offset += size
    if not chain:
        parent[starts] = top
    nodes, columns = _mode_nodes(ratings, visits, top + 1)
    parents.append(np.full(1 + len(nodes), -1, dtype=np.int64))
    levels.append(np.array([ROOT] + [MODE if kind < 0 else MODE_KIND for _, kind in nodes], dtype=np.int64))
    all_parents = np.concatenate(parents)
    size = all_parents.size
    gap = np.concatenate([gap, np.ones(size - gap.size)])
    return Tree(
        parent=all_parents,
        level=np.concatenate(levels),
        gap=gap,
        design=_design(visit_state, columns, size),
        steps=_steps(all_parents),
        state_ratee=ratee,
        state_period=period,
        now=now,
        then=then,
        above=above,
        mode_nodes=nodes,
    )


def _states(ratings: Ratings, visits: Visits) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """States that were visited, and those needed for "now" and "four periods ago"; latest first in each ratee."""
    n_periods, n_ratees = len(ratings.periods), len(ratings.ratees)
    last, before = n_periods - 1, n_periods - 1 - CHANGE_PERIODS
    everyone = np.arange(n_ratees)
    first_seen = np.full(n_ratees, n_periods)
    np.minimum.at(first_seen, visits.ratee, visits.period)
    has_then = everyone[first_seen <= before] if before >= 0 else everyone[:0]
    key = np.concatenate([visits.ratee, everyone, has_then]) * n_periods
    key += last - np.concatenate([visits.period, np.full(n_ratees, last), np.full(has_then.size, before)])
    states, index = np.unique(key, return_inverse=True)
    then = np.full(n_ratees, -1, dtype=np.int64)
    then[has_then] = index[visits.ratee.size + n_ratees :]
    now = index[visits.ratee.size : visits.ratee.size + n_ratees]
    return states // n_periods, last - states % n_periods, index[: visits.ratee.size], now, then


def _walks(ratee: Ints, period: Ints) -> tuple[Ints, Ints, Floats]:
    """Each state's parent is the state before it in time; the first of a ratee starts a walk (level RATEE)."""
    parent = np.arange(1, ratee.size + 1, dtype=np.int64)
    same = np.append(ratee[1:] == ratee[:-1], False)
    gap = np.ones(ratee.size)
    gap[:-1][same[:-1]] = (period[:-1] - period[1:])[same[:-1]]
    return parent, np.where(same, WALK, RATEE).astype(np.int64), gap


def _levels(ratings: Ratings) -> list[tuple[int, int, Ints]]:
    """Levels above the ratees, from below: name, number of nodes, and the node of each child one level down."""
    chain: list[tuple[int, int, Ints]] = []
    below = len(ratings.ratees)
    path = np.arange(below)
    for name, labels, of in (
        (OFFICE, ratings.offices, ratings.office_of),
        (GROUP, ratings.groups, ratings.group_of),
        (KIND, ratings.kinds, ratings.kind_of[ratings.group_of]),
    ):
        used, node = np.unique(of, return_inverse=True)
        if used.size < 2 or used.size == below or len(labels) < 2:
            continue
        up = np.zeros(below, dtype=np.int64)
        up[path] = node
        chain.append((name, used.size, up))
        path, below = node, used.size
    return chain


def _mode_nodes(
    ratings: Ratings, visits: Visits, offset: int
) -> tuple[dict[tuple[int, int], int], list[tuple[Ints, Ints]]]:
    """A node for each mode but the reference, and one for each kind of office it was used with."""
    nodes: dict[tuple[int, int], int] = {}
    columns: list[tuple[Ints, Ints]] = []
    kind = ratings.kind_of[ratings.group_of][visits.ratee]
    by_kind = len(ratings.kinds) > 1
    for mode in range(len(ratings.modes)):
        rows = np.flatnonzero(visits.mode == mode)
        if mode == ratings.reference or not rows.size:
            continue
        nodes[mode, -1] = offset + len(nodes)
        columns.append((rows, np.full(rows.size, nodes[mode, -1])))
        for k in np.unique(kind[rows]) if by_kind else []:
            nodes[mode, int(k)] = offset + len(nodes)
            at = rows[kind[rows] == k]
            columns.append((at, np.full(at.size, nodes[mode, int(k)])))
    return nodes, columns


def _design(state: Ints, columns: list[tuple[Ints, Ints]], size: int) -> sparse.csr_matrix:
    rows = np.concatenate([np.arange(state.size), *(rows for rows, _ in columns)])
    cols = np.concatenate([state, *(cols for _, cols in columns)])
    return sparse.csr_matrix((np.ones(rows.size), (rows, cols)), shape=(state.size, size))


def _steps(parent: Ints) -> sparse.csr_matrix:
    child = np.flatnonzero(parent >= 0)
    rows = np.concatenate([np.arange(parent.size), child])
    cols = np.concatenate([np.arange(parent.size), parent[child]])
    values = np.concatenate([np.ones(parent.size), -np.ones(child.size)])
    return sparse.csr_matrix((values, (rows, cols)), shape=(parent.size, parent.size))
