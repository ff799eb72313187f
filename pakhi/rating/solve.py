"""The normal equations of all effects, raters eliminated, solved by conjugate gradients.

The precision of (tree, raters) is [[P + Z'WZ, C], [C', D]] with D diagonal. Eliminating the raters leaves
S = P + Z'WZ - C D^-1 C' for the tree; the same with only the diagonal of the rater term is a tree bordered by
a few modes; it has an exact sparse factor and preconditions S well (2-6 iterations).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from .arrays import Floats, Ints
from .tree import Tree

MAX_ITERATIONS = 200


@dataclass(frozen=True)
class Noise:
    """Standard normal numbers (., S) for the prior of the tree, the visits and the raters."""

    steps: Floats
    visits: Floats
    raters: Floats

    @classmethod
    def draw(cls, tree: Tree, n_raters: int, seed: int | list[int], size: int) -> "Noise":
        """The same seed gives the same numbers."""
        rng = np.random.default_rng(seed)
        shapes = (tree.size, tree.design.shape[0], n_raters)
        return cls(*(rng.standard_normal((rows, size)) for rows in shapes))


class System:
    """One factorised set of normal equations for given visit weights and variances."""

    def __init__(
        self, tree: Tree, voices: sparse.csr_matrix, weight: Floats, step_precision: Floats, severity: float
    ) -> None:
        """`voices` (V, R) marks each visit's rater; `severity` is the raters' variance."""
        self.tree, self.voices, self.weight, self.severity = tree, voices, weight, severity
        self.step_precision = step_precision
        self.rater_precision = voices.T @ weight + 1.0 / severity
        prior = tree.steps_t @ _scaled(tree.steps, step_precision)
        self.inner = tree.design_t @ _scaled(tree.design, weight) + prior
        self.cross = tree.design_t @ _scaled(voices, weight)
        self.cross_t = self.cross.T.tocsr()
        kept = weight * (1.0 - weight / self.rater_precision[voices.indices])
        self.near = TreeFactor((tree.design_t @ _scaled(tree.design, kept) + prior).tocsc(), tree.n_tree)

    def solve(
        self, tree_side: Floats, rater_side: Floats, start: Floats | None = None, tolerance: float = 1e-5
    ) -> tuple[Floats, Floats]:
        """Tree and rater parts of the solution for right-hand sides (N, S) and (R, S)."""
        reduced = tree_side - self.cross @ (rater_side / self.rater_precision[:, None])
        found = self._gradients(reduced, start, tolerance)
        return found, (rater_side - self.cross_t @ found) / self.rater_precision[:, None]

    def perturb(self, noise: Noise, start: Floats | None = None, tolerance: float = 1e-3) -> tuple[Floats, Floats]:
        """Draws (N, S) and (R, S) from the Gaussian with this precision and mean 0."""
        weighted = noise.visits * np.sqrt(self.weight)[:, None]
        tree_side = self.tree.steps_t @ (noise.steps * np.sqrt(self.step_precision)[:, None])
        tree_side += self.tree.design_t @ weighted
        rater_side = noise.raters / np.sqrt(self.severity) + self.voices.T @ weighted
        return self.solve(tree_side, rater_side, start, tolerance)

    def _times(self, x: Floats) -> Floats:
        return np.asarray(self.inner @ x - self.cross @ ((self.cross_t @ x) / self.rater_precision[:, None]))

    def _gradients(self, side: Floats, start: Floats | None, tolerance: float) -> Floats:
        """Preconditioned conjugate gradients, all columns at once, to a relative error in the factor's norm."""
        x = np.zeros_like(side) if start is None else start.copy()
        rest = side.copy() if start is None else side - self._times(x)
        size = (side * self.near.solve(side)).sum(0) * tolerance**2 + 1e-300
        near = self.near.solve(rest)
        direction, product = near.copy(), (rest * near).sum(0)
        for _ in range(MAX_ITERATIONS):
            if np.all(product <= size):
                break
            image = self._times(direction)
            step = product / np.maximum((direction * image).sum(0), 1e-300)
            x += step * direction
            rest -= step * image
            near = self.near.solve(rest)
            product, before = (rest * near).sum(0), product
            direction *= product / np.maximum(before, 1e-300)
            direction += near
        return x


class TreeFactor:
    """Exact factor of a tree (no fill) bordered by the few dense columns of the modes."""

    def __init__(self, matrix: sparse.csc_matrix, n_tree: int) -> None:
        """The first `n_tree` rows and columns are the tree."""
        self.size = n_tree
        self.inner = splu(
            matrix[:n_tree, :n_tree],
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )
        border = matrix[:n_tree, n_tree:].toarray()
        self.border = self.inner.solve(border)
        self.corner = np.linalg.inv(matrix[n_tree:, n_tree:].toarray() - border.T @ self.border)

    def solve(self, side: Floats) -> Floats:
        """Solution (N, S) for right-hand sides (N, S)."""
        tree, modes = side[: self.size], side[self.size :]
        low = self.corner @ (modes - self.border.T @ tree)
        return np.concatenate([self.inner.solve(tree) - self.border @ low, low])


def _scaled(matrix: sparse.csr_matrix, by: Floats) -> sparse.csr_matrix:
    """The matrix with each row multiplied by its number."""
    data = matrix.data * np.repeat(by, np.diff(matrix.indptr))
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def voices_of(rater: Ints, n_raters: int) -> sparse.csr_matrix:
    """Indicator matrix (V, R) of each visit's rater."""
    ones, start = np.ones(rater.size), np.arange(rater.size + 1)
    return sparse.csr_matrix((ones, rater, start), shape=(rater.size, n_raters))
