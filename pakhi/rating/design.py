"""Which effects add up to a visit, as patterns that stay the same during a fit.

A visit has one state, one rater, and none or some effects that stand beside the tree (modes, organisations). Visits
are ordered by state, so that sums by state read memory in order; `first` says where the visits of each state start.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .arrays import Floats, Ints, Singles, compact, narrow
from .table import Ratings
from .tree import Tree
from .visits import Visits


@dataclass(frozen=True)
class Beside:
    """Entries (E) of visits under the M effects beside the tree, and the patterns of the sums that are made of them."""

    visit: Ints
    column: Ints
    size: int
    by_state: Ints  # where the entries of each state start
    raters: sparse.csr_matrix  # (M, raters), pattern only
    rater_place: Ints  # of every entry in that pattern
    pair_visit: Ints
    pair: Ints


@dataclass(frozen=True)
class Design:
    """Patterns of V visits: their states and raters, and what stands beside the tree."""

    tree: Tree
    state: Ints
    rater: Ints
    n_raters: int
    first: Ints
    beside: Beside

    def linear(self, x: Singles, u: Singles) -> Singles:
        """Sum of effects (V) of every visit from tree effects (N) and rater effects (R)."""
        eta = x[self.state]
        eta += u[self.rater]
        if self.beside.size:
            np.add.at(eta, self.beside.visit, x[self.tree.n_tree :][self.beside.column])
        return eta

    def gather(self, values: Singles) -> tuple[Singles, Singles]:
        """Sums of values (V) by tree effect (N) and by rater (R)."""
        tree: Floats = np.zeros(self.tree.size)
        tree[: self.tree.n_states] = np.bincount(self.state, values, minlength=self.tree.n_states)
        if self.beside.size:
            tree[self.tree.n_tree :] = np.bincount(self.beside.column, values[self.beside.visit], self.beside.size)
        raters: Floats = np.bincount(self.rater, values, minlength=self.n_raters).astype(np.float64)
        return tree, raters

    def scatter(self, scale: Singles, noise: Singles) -> tuple[Singles, Singles]:
        """Sums of scale (V) times noise (V, S) by tree effect (N, S) and by rater (R, S)."""
        n, size = self.tree.n_states, self.state.size
        tree = np.zeros((self.tree.size, noise.shape[1]), dtype=noise.dtype)
        tree[:n] = sparse.csr_matrix((scale, np.arange(size), self.first), shape=(n, size)) @ noise
        raters = sparse.csc_matrix((scale, self.rater, np.arange(size + 1)), shape=(self.n_raters, size)) @ noise
        if self.beside.size:
            at = self.beside.visit
            shape = (self.beside.size, at.size)
            pick = sparse.csc_matrix((scale[at], self.beside.column, np.arange(at.size + 1)), shape=shape)
            tree[self.tree.n_tree :] = pick @ noise[at]
        return tree, raters


def lay_out(ratings: Ratings, tree: Tree, visits: Visits) -> Design:
    """The design of visits that are in the order of their states."""
    state = tree.state[visits.place]
    first = np.append(0, np.cumsum(np.bincount(state, minlength=tree.n_states)))
    visit, column = _entries(ratings, tree, visits)
    n_raters, size = len(ratings.raters), tree.size - tree.n_tree
    beside = _beside(visit, column, size, state, visits.rater, (tree.n_states, n_raters))
    return Design(tree, state, visits.rater, n_raters, first, beside)


def _entries(ratings: Ratings, tree: Tree, visits: Visits) -> tuple[Ints, Ints]:
    """Visits and columns of the effects beside the tree, by visit."""
    kind = ratings.kind_of[ratings.group_of][visits.ratee]
    rows, columns = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    table = np.full((len(ratings.modes), len(ratings.kinds) + 1), -1, dtype=np.int64)
    for (mode, k), node in tree.mode_nodes.items():
        table[mode, k] = node - tree.n_tree  # -1, the general effect, is the last column
    whose = np.full(len(ratings.organisations), -1, dtype=np.int64)
    for code, node in tree.organisation_nodes.items():
        whose[code] = node - tree.n_tree
    by_kind = [table[visits.mode, kind]] if len(ratings.kinds) > 1 else []
    for column in (table[visits.mode, -1], *by_kind, whose[visits.organisation]):
        at = np.flatnonzero(column >= 0)
        rows.append(at)
        columns.append(column[at])
    visit, column = np.concatenate(rows), np.concatenate(columns)
    order = np.argsort(visit, kind="stable")
    return narrow(visit[order]), narrow(column[order])


def _beside(visit: Ints, column: Ints, size: int, state: Ints, rater: Ints, shape: tuple[int, int]) -> Beside:
    n_states, n_raters = shape
    by_state = np.append(0, np.cumsum(np.bincount(state[visit], minlength=n_states)))
    found, place = compact(column.astype(np.int64) * n_raters + rater[visit], max(size, 1) * n_raters)
    starts = np.append(0, np.cumsum(np.bincount(found // n_raters, minlength=size)))
    raters = sparse.csr_matrix((np.ones(found.size), found % n_raters, starts), shape=(size, n_raters))
    left, right = [np.arange(visit.size)], [np.arange(visit.size)]
    for step in range(1, int(np.bincount(visit).max()) if visit.size else 1):
        near = np.flatnonzero(visit[step:] == visit[:-step])
        left += [near, near + step]
        right += [near + step, near]
    a, b = np.concatenate(left), np.concatenate(right)
    pair = column[a].astype(np.int64) * size + column[b]
    return Beside(visit, column, size, by_state, raters, narrow(place), visit[a], narrow(pair))
