"""The normal equations of all effects, raters eliminated, solved by conjugate gradients.

The precision of (tree, raters) is [[P + Z'WZ, C], [C', D]] with D diagonal. Eliminating the raters leaves
S = P + Z'WZ - C D^-1 C' for the tree; the same with only the diagonal of the rater term is a tree bordered by a few
modes; it is solved exactly by one walk up and one down, and preconditions S well (2-6 iterations).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .arrays import Floats, Kind, Singles
from .blocks import add_scaled, column_dots, crossed, take_product
from .design import Design
from .tree import Tree, gathered

MAX_ITERATIONS = 200


@dataclass(frozen=True)
class Noise:
    """Standard normal numbers (., S) for the prior of the tree, the visits and the raters."""

    steps: Singles
    visits: Singles
    raters: Singles

    @classmethod
    def draw(cls, design: Design, seed: int | list[int], size: int, kind: Kind = np.float64) -> "Noise":
        """The same seed gives the same numbers."""
        rng = np.random.default_rng(seed)
        shapes = (design.tree.size, design.state.size, design.n_raters)
        return cls(*(rng.standard_normal((rows, size), dtype=kind) for rows in shapes))


@dataclass(frozen=True)
class Spreads:
    """Posterior variance of every step of the tree (N), to be added up by level, and of all raters together."""

    steps: Floats
    raters: float


class System:
    """One set of normal equations for given visit weights and variances."""

    def __init__(
        self, design: Design, weight: Floats, step_precision: Floats, severity: float, kind: Kind = np.float64
    ) -> None:
        """`severity` is the raters' variance; `kind` is np.float32 where half the digits do."""
        self.design, self.severity, self.kind = design, severity, kind
        self.weight, self.step_precision = weight, step_precision
        tree, n = design.tree, design.tree.n_tree
        precision = np.bincount(design.rater, weight, minlength=design.n_raters) + 1.0 / severity
        self.rater_precision = precision.astype(kind)
        kept = weight * (1.0 - weight / precision[design.rater])
        self.kept = kept.astype(kind, copy=False)
        told, near = np.zeros(n), np.zeros(n)
        told[: tree.n_states] = np.bincount(design.state, weight, minlength=tree.n_states)
        near[: tree.n_states] = np.bincount(design.state, kept, minlength=tree.n_states)
        light = weight.astype(kind, copy=False)
        shape = (tree.n_states, design.n_raters)
        self.inner = tree.matrix(step_precision, told, kind)
        self.cross = sparse.csr_matrix((light, design.rater, design.first), shape=shape)
        self.cross_t = sparse.csc_matrix((light, design.rater, design.first), shape=shape[::-1])
        self.border = _Border(design, weight, step_precision, kind)
        kept_border = _Border(design, kept, step_precision, kind)
        self.near = TreeFactor(tree, near, step_precision, kept_border.states, kept_border.corner, kind)

    def solve(
        self, tree_side: Singles, rater_side: Singles, start: Singles | None = None, tolerance: float = 1e-5
    ) -> tuple[Singles, Singles]:
        """Tree and rater parts of the solution for right-hand sides (N, S) and (R, S)."""
        tree_side, rater_side = tree_side.astype(self.kind, copy=False), rater_side.astype(self.kind, copy=False)
        reduced = tree_side - self._to_tree(rater_side / self.rater_precision[:, None])
        found = self._gradients(reduced, start, tolerance)
        return found, (rater_side - self._to_raters(found)) / self.rater_precision[:, None]

    def perturb(self, noise: Noise, start: Singles | None = None, tolerance: float = 1e-3) -> tuple[Singles, Singles]:
        """Draws (N, S) and (R, S) from the Gaussian with this precision and mean 0."""
        return self.solve(*self.sides(noise), start, tolerance)

    def sides(self, noise: Noise) -> tuple[Singles, Singles]:
        """Right-hand sides (N, S) and (R, S) whose solutions are draws."""
        tree_side, rater_side = self._sides(self.weight, noise)
        rater_side += noise.raters * self.kind(1.0 / np.sqrt(self.severity))
        return tree_side, rater_side

    def _sides(self, weight: Floats, noise: Noise) -> tuple[Singles, Singles]:
        tree_side, rater_side = self.design.scatter(np.sqrt(weight).astype(self.kind, copy=False), noise.visits)
        steps = np.sqrt(self.step_precision).astype(self.kind, copy=False)
        tree_side += self.design.tree.edges_t(noise.steps * steps[:, None])
        return tree_side, rater_side

    def spreads(self, noise: Noise, rater_side: Singles, draws: tuple[Singles, Singles]) -> Spreads:
        """Posterior variances, from draws that were made with `noise` and the side of the raters it gave.

        The tree without what raters link is known exactly; draws with the same noise tell only what the links add,
        and nothing at all where the data say nothing. A rater's variance is exact given the tree.
        """
        alone = self.near.solve(self._sides(self.kept, noise)[0])
        added = _mean_squares(self.design.tree.edges(draws[0])) - _mean_squares(self.design.tree.edges(alone))
        given = rater_side / self.rater_precision[:, None] - draws[1]
        raters = float((1.0 / self.rater_precision.astype(np.float64)).sum() + _mean_squares(given).sum())
        return Spreads(self.near.step_variances() + added, raters)

    def _to_raters(self, x: Singles) -> Singles:
        """C' x: what tree effects (N, S) pull at the raters."""
        out = self.cross_t @ x[: self.cross.shape[0]]
        if self.border.size:
            out += self.border.raters.T @ x[self.design.tree.n_tree :]
        return np.asarray(out)

    def _to_tree(self, u: Singles) -> Singles:
        """C u: what rater effects (R, S) pull at the tree."""
        tree = self.design.tree
        out = np.zeros((tree.size, u.shape[1]), dtype=self.kind)
        out[: tree.n_states] = self.cross @ u
        if self.border.size:
            out[tree.n_tree :] = self.border.raters @ u
        return out

    def _times(self, x: Singles) -> Singles:
        tree = self.design.tree
        n, states = tree.n_tree, tree.n_states
        raters = self._to_raters(x)
        raters /= self.rater_precision[:, None]
        out: Singles = self.inner @ x[:n]
        out[:states] -= self.cross @ raters
        if self.border.size:
            low = x[n:]
            out[:states] += self.border.states @ low
            out[n:] = self.border.corner @ low + self.border.states.T @ x[:states] - self.border.raters @ raters
        return out

    def _gradients(self, side: Singles, start: Singles | None, tolerance: float) -> Singles:
        """Preconditioned conjugate gradients, all columns at once, to a relative error in the factor's norm."""
        x = np.zeros_like(side) if start is None else start.astype(self.kind)
        rest = side.copy() if start is None else side - self._times(x)
        near = self.near.solve(side)
        size = column_dots(side, near) * tolerance**2 + 1e-30
        if start is not None:
            near = self.near.solve(rest)
        direction, product = near, column_dots(rest, near)
        for _ in range(MAX_ITERATIONS):
            if np.all(product <= size):
                break
            image = self._times(direction)
            step = (product / np.maximum(column_dots(direction, image), 1e-30)).astype(self.kind)
            add_scaled(x, direction, step)
            add_scaled(rest, image, -step)
            near = self.near.solve(rest)
            product, before = column_dots(rest, near), product
            add_scaled(near, direction, (product / np.maximum(before, 1e-30)).astype(self.kind))
            direction = near
        return x


class _Border:
    """Weighted sums of the effects beside the tree: with states (n_states, M), with raters (M, R), among themselves."""

    def __init__(self, design: Design, weight: Floats, step_precision: Floats, kind: Kind) -> None:
        beside = design.beside
        self.size = beside.size
        w = weight[beside.visit]
        self.states = sparse.csr_matrix(
            (w.astype(kind), beside.column, beside.by_state), shape=(design.tree.n_states, beside.size)
        )
        pattern = beside.raters
        data = np.bincount(beside.rater_place, w, minlength=pattern.nnz).astype(kind)
        self.raters = sparse.csr_matrix((data, pattern.indices, pattern.indptr), shape=pattern.shape)
        among = np.bincount(beside.pair, weight[beside.pair_visit], minlength=beside.size**2)
        corner = among.reshape(beside.size, beside.size) + np.diag(step_precision[design.tree.n_tree :])
        self.corner = corner.astype(kind)


class TreeFactor:
    """Exact factor of prior plus diagonal on the tree (no fill), bordered by the few dense columns of the modes."""

    def __init__(
        self,
        tree: Tree,
        diagonal: Floats,
        steps: Floats,
        border: sparse.csr_matrix,
        corner: Singles,
        kind: Kind,
    ) -> None:
        """`border` (n_states, M) and `corner` (M, M) belong to the effects beside the tree."""
        self.tree, self.kind = tree, kind
        n = tree.n_tree
        pivot = diagonal + steps[:n]
        child = tree.parent[: n - 1]
        pivot += np.bincount(child, weights=steps[: n - 1], minlength=n)
        for a, b in tree.walks:
            pivot[b] -= steps[a] ** 2 / pivot[a]
        for children, place, above in tree.climbs():
            lost = steps[children] ** 2 / pivot[children]
            pivot[above] -= np.bincount(place, weights=lost, minlength=above.stop - above.start)
        self.ratio = (steps[:n] / pivot).astype(kind)[:, None]
        self.inverse = (1.0 / pivot).astype(kind)[:, None]
        self.up = [
            (children, place, above, gathered(place, above.stop - above.start, self.ratio[children, 0]))
            for children, place, above in tree.climbs()
        ]
        self.border: Singles = np.zeros((0, 0), dtype=kind)
        if border.shape[1]:
            self.border = np.zeros((n, border.shape[1]), dtype=kind)
            border.toarray(out=self.border[: tree.n_states])
            self._walk(self.border)
            told = crossed(border, self.border[: tree.n_states])
            self.corner = np.linalg.inv(corner.astype(np.float64) - told).astype(kind)

    def solve(self, side: Singles) -> Singles:
        """Solution (N, S) for right-hand sides (N, S)."""
        n = self.tree.n_tree
        if not self.border.size:
            return self._walk(side.copy())
        low = self.corner @ (side[n:] - self.border.T @ side[:n])
        out = side.copy()
        take_product(self._walk(out[:n]), self.border, low)
        out[n:] = low
        return out

    def step_variances(self) -> Floats:
        """Variance (N) of every step under this precision: each node is its parent's share and something of its own."""
        tree, own, ratio = self.tree, self.inverse[:, 0].astype(np.float64), self.ratio[:, 0].astype(np.float64)
        whole, steps = own.copy(), own.copy()
        for children, place, above, _ in reversed(self.up):
            whole[children] += ratio[children] ** 2 * whole[above][place]
            steps[children] += (1 - ratio[children]) ** 2 * whole[above][place]
        for a, b in reversed(tree.walks):
            whole[a] += ratio[a] ** 2 * whole[b]
            steps[a] += (1 - ratio[a]) ** 2 * whole[b]
        if not self.border.size:
            return np.append(steps, np.zeros(tree.size - tree.n_tree))
        for column in np.linalg.cholesky(self.corner.astype(np.float64)).T:
            steps += tree.edges(self.border @ column.astype(self.kind)) ** 2
        return np.append(steps, np.diag(self.corner))

    def _walk(self, x: Singles) -> Singles:
        """Solve for the tree alone, in place: up to the root, and down again."""
        for a, b in self.tree.walks:
            add_scaled(x[b], x[a], self.ratio[a])
        for children, _, above, matrix in self.up:
            x[above] += matrix @ x[children]
        x *= self.inverse
        for children, place, above, _ in reversed(self.up):
            x[children] += self.ratio[children] * x[above][place]
        for a, b in reversed(self.tree.walks):
            add_scaled(x[a], x[b], self.ratio[a])
        return x


def _mean_squares(values: Singles) -> Floats:
    """Mean square of every row."""
    return np.asarray(np.einsum("ij,ij->i", values, values).astype(np.float64) / values.shape[1])
