"""The effects of the model as one forest: states in time under bearers' offices, groups, kinds and a root.

Each node differs from its parent by a Gaussian step; the variance of the step belongs to the node's level.
States come first, in layers: the latest state of everybody, then the one before it of all who have one, and so on;
ratees with many states come first in each layer. So the parents of a layer are a slice of the next one, and walking
the whole forest is a few operations on slices. Effects that stand beside the tree (modes, organisations) come last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from .arrays import Floats, Ints, Kind, Singles, compact, narrow
from .organisations import told
from .table import Ratings

WALK, RATEE, OFFICE, GROUP, KIND, ROOT, MODE, MODE_KIND, ORGANISATION = range(9)
LEVEL_NAMES = ("walk", "ratee", "office", "group", "kind", "root", "mode", "mode by kind", "organisation")
CHANGE_PERIODS = 4


@dataclass(frozen=True)
class Tree:
    """Nodes (N): parent (-1 for none), level, and length of the step in periods (1 except in a walk).

    `state` is the state of every visit of the ratings. `layers` are the starts of the layers of states and their
    end; `upper` those of the levels above, the root's last. `now` and `then` (per ratee) are the states in the last
    period and CHANGE_PERIODS before it (-1: not seen yet); `above` is the node that stands for the ratee's peer
    group; `mode_nodes` maps (mode, kind or -1) to a node, `organisation_nodes` an organisation that can be told.
    """

    parent: Ints
    level: Ints
    gap: Floats
    state: Ints
    layers: tuple[int, ...]
    upper: tuple[int, ...]
    state_ratee: Ints
    state_period: Ints
    now: Ints
    then: Ints
    above: Ints
    mode_nodes: dict[tuple[int, int], int]
    organisation_nodes: dict[int, int]

    @property
    def size(self) -> int:
        """Number of nodes."""
        return int(self.parent.size)

    @property
    def n_states(self) -> int:
        """Number of states."""
        return self.layers[-1]

    @property
    def n_tree(self) -> int:
        """Number of nodes of the tree itself; modes and organisations come after it."""
        return self.upper[-1]

    @property
    def root(self) -> int:
        """The node above all."""
        return self.n_tree - 1

    @cached_property
    def walks(self) -> tuple[tuple[slice, slice], ...]:
        """Pairs of slices: states whose parent is the state before them, and those parents."""
        pairs = zip(self.layers[:-2], self.layers[1:-1], self.layers[2:], strict=True)
        return tuple((slice(a, a + c - b), slice(b, c)) for a, b, c in pairs)

    @cached_property
    def ends(self) -> Ints:
        """The first state of every ratee in time, which hangs from the level above."""
        sizes = np.append(np.diff(self.layers), 0)
        parts = [np.arange(self.layers[k] + sizes[k + 1], self.layers[k + 1]) for k in range(sizes.size - 1)]
        return narrow(np.concatenate(parts))

    def climbs(self) -> Iterator[tuple[Ints | slice, Ints, slice]]:
        """From the states up: children, the place of each one's parent in its level, and that level's slice."""
        children: Ints | slice = self.ends
        for a, b in zip(self.upper[:-1], self.upper[1:], strict=True):
            yield children, self.parent[children] - a, slice(a, b)
            children = slice(a, b)

    def levelled(self, values: Singles) -> Singles:
        """Node values (N, ...) as the organisations ask on average, not as others like them might ask.

        All levels can move one way and all organisations the other, and no answer tells. Only differences between
        organisations are told, so the mean of theirs belongs to the levels.
        """
        whose = list(self.organisation_nodes.values())
        if not whose:
            return values
        out, mean = values.copy(), values[whose].mean(0)
        out[: self.n_tree] += mean
        out[whose] -= mean
        return out

    def edges(self, values: Singles) -> Singles:
        """Steps (N, ...) from each node's parent, of node values."""
        out = values.copy()
        for child, parent in self.walks:
            out[child] -= values[parent]
        for children, place, above in self.climbs():
            out[children] -= values[above][place]
        return out

    def edges_t(self, steps: Singles) -> Singles:
        """The transpose of `edges`: what pulls at the steps, gathered at the nodes."""
        out = steps.copy()
        for child, parent in self.walks:
            out[parent] -= steps[child]
        for children, place, above in self.climbs():
            out[above] -= gathered(place, above.stop - above.start) @ steps[children]
        return out

    @cached_property
    def _pattern(self) -> tuple[Ints, Ints, Ints]:
        """Column indices and row starts of the prior's matrix, and the place of its entries in (own, up, down)."""
        n = self.n_tree
        child = np.flatnonzero(self.parent[:n] >= 0)
        up = self.parent[child]
        rows, cols = np.concatenate([np.arange(n), child, up]), np.concatenate([np.arange(n), up, child])
        made = sparse.csr_matrix((np.arange(rows.size, dtype=np.float64), (rows, cols)), shape=(n, n))
        beside = np.full(self.size - n, made.indptr[-1], dtype=made.indptr.dtype)
        return made.indices, np.append(made.indptr, beside), narrow(made.data.astype(np.int64))

    def matrix(self, steps: Floats, diagonal: Floats, kind: Kind) -> sparse.csr_matrix:
        """Precision (N, n_tree) of the prior with these step precisions, plus a diagonal; 0 below the tree."""
        n = self.n_tree
        child = np.flatnonzero(self.parent[:n] >= 0)
        own = diagonal + steps[:n]
        own += np.bincount(self.parent[child], weights=steps[child], minlength=n)
        indices, starts, place = self._pattern
        data: Singles = np.concatenate([own, -steps[child], -steps[child]]).astype(kind)[place]
        return sparse.csr_matrix((data, indices, starts), shape=(self.size, n))


def gathered(place: Ints, size: int, weight: Singles | None = None) -> sparse.csc_matrix:
    """Matrix (size, n) that adds up values by their place, each with its weight (1 by default)."""
    data = np.ones(place.size, dtype=np.float32) if weight is None else weight
    return sparse.csc_matrix((data, place, np.arange(place.size + 1)), shape=(size, place.size))


def grow(ratings: Ratings) -> Tree:
    """Build the nodes that the data can tell apart; a level in which every node has one child is left out."""
    places = _states(ratings)
    n_states = places.layers[-1]
    chain = _levels(ratings)
    upper = np.cumsum([n_states, *(size for _, size, _ in chain), 1])
    parent = np.full(int(upper[-1]), -1, dtype=np.int64)
    level = np.full(parent.size, WALK, dtype=np.int64)
    gap = np.ones(parent.size)
    walks = np.arange(n_states)
    for a, b, c in zip(places.layers[:-2], places.layers[1:-1], places.layers[2:], strict=True):
        parent[a : a + c - b] = walks[b:c]
    first = parent[:n_states] < 0
    later = np.flatnonzero(~first)
    gap[later] = places.period[later] - places.period[parent[later]]
    level[:n_states][first] = RATEE
    upward: Ints = np.arange(len(ratings.ratees))
    above = np.full(upward.size, int(upper[-1]) - 1, dtype=np.int64)
    children: Ints = np.flatnonzero(first)
    climb: Ints = places.ratee[children]
    for offset, (name, size, up) in zip(upper[:-1], chain, strict=False):
        parent[children] = offset + up[climb]
        children, climb = np.arange(offset, offset + size), np.arange(size)
        level[children] = name
        upward = up[upward]
        if name == GROUP:
            above = offset + upward
    parent[children] = int(upper[-1]) - 1
    level[int(upper[-1]) - 1] = ROOT
    nodes = _mode_nodes(ratings, int(upper[-1]))
    whose = {int(code): int(upper[-1]) + len(nodes) + k for k, code in enumerate(told(ratings))}
    levels = [MODE if kind < 0 else MODE_KIND for _, kind in nodes] + [ORGANISATION] * len(whose)
    beside = np.array(levels, dtype=np.int64)
    return Tree(
        parent=narrow(np.concatenate([parent, np.full(beside.size, -1, dtype=np.int64)])),
        level=np.concatenate([level, beside]).astype(np.int8),
        gap=np.concatenate([gap, np.ones(beside.size)]),
        state=narrow(places.of_visit),
        layers=places.layers,
        upper=tuple(int(k) for k in upper),
        state_ratee=narrow(places.ratee),
        state_period=narrow(places.period),
        now=narrow(places.now),
        then=narrow(places.then),
        above=above,
        mode_nodes=nodes,
        organisation_nodes=whose,
    )


@dataclass(frozen=True)
class _Places:
    """Where the states lie: `of_visit` per visit, `ratee` and `period` per state, `now` and `then` per ratee."""

    of_visit: Ints
    ratee: Ints
    period: Ints
    now: Ints
    then: Ints
    layers: tuple[int, ...]


def _states(ratings: Ratings) -> _Places:
    """States that were visited, those needed for "now" and "four periods ago", and everybody's in the first period.

    All walks start together: how far a ratee may have gone from its office by now must not depend on when its first
    voice happened to come.
    """
    n_periods, n_ratees = len(ratings.periods), len(ratings.ratees)
    last, before = n_periods - 1, n_periods - 1 - CHANGE_PERIODS
    everyone = np.arange(n_ratees)
    first_seen = np.full(n_ratees, n_periods)
    np.minimum.at(first_seen, ratings.visit_ratee, ratings.visit_period)
    has_then = everyone[first_seen <= before] if before >= 0 else everyone[:0]
    visited = ratings.visit_ratee * np.int64(n_periods) + (last - ratings.visit_period)
    starts, ends = everyone * n_periods + last, everyone * n_periods
    keys = np.concatenate([visited, ends, has_then * n_periods + (last - before), starts])
    states, index = compact(keys, n_ratees * n_periods)
    ratee = states // n_periods
    count = np.bincount(ratee, minlength=n_ratees)
    depth = np.arange(states.size) - (np.cumsum(count) - count)[ratee]
    layers = np.append(0, np.cumsum(np.bincount(depth)))
    rank = np.empty(n_ratees, dtype=np.int64)
    rank[np.argsort(-count, kind="stable")] = everyone
    at = layers[depth] + rank[ratee]
    placed = at[index]
    then = np.full(n_ratees, -1, dtype=np.int64)
    then[has_then] = placed[visited.size + n_ratees :][: has_then.size]
    by_place = np.empty(states.size, dtype=np.int64)
    by_place[at] = states
    return _Places(
        placed[: visited.size], by_place // n_periods, last - by_place % n_periods,
        placed[visited.size : visited.size + n_ratees], then, tuple(int(k) for k in layers),
    )  # fmt: skip


def _levels(ratings: Ratings) -> list[tuple[int, int, Ints]]:
    """Levels above the ratees, from below: name, number of nodes, and the node of each child one level down."""
    chain: list[tuple[int, int, Ints]] = []
    below = len(ratings.ratees)
    path: Ints = np.arange(below)
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


def _mode_nodes(ratings: Ratings, offset: int) -> dict[tuple[int, int], int]:
    """A node for each mode but the reference, and one for each kind of office it was used with."""
    nodes: dict[tuple[int, int], int] = {}
    n_kinds = len(ratings.kinds)
    used = np.bincount(
        ratings.visit_mode.astype(np.int64) * n_kinds + ratings.kind_of[ratings.group_of][ratings.visit_ratee],
        minlength=len(ratings.modes) * n_kinds,
    ).reshape(-1, n_kinds)
    for mode in range(len(ratings.modes)):
        if mode == ratings.reference or not used[mode].any():
            continue
        nodes[mode, -1] = offset + len(nodes)
        for k in np.flatnonzero(used[mode]) if n_kinds > 1 else []:
            nodes[mode, int(k)] = offset + len(nodes)
    return nodes
