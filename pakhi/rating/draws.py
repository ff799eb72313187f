"""Draws from the posterior: one joint sample from which every interval, rank and probability is read.

The variances are not known exactly, so the draws come from several sets of variances, each moved by its own
uncertainty; for each set the effects are settled again. Draws come in pairs mirrored at the mode: their mean is
exact and half the equations suffice. Thresholds and halo are told by every answer and taken as known.
"""

from dataclasses import dataclass, replace

import numpy as np

from .arrays import Floats, Singles
from .estimate import MANY, Mode, Model, newton
from .solve import Noise
from .tree import ORGANISATION, Tree

FEW_NODES = 3_000
BATCH = 30_000_000  # visits times draws made together


@dataclass(frozen=True)
class Draws:
    """Latent draws (., D): states now and four periods ago (NaN: not seen then), tree nodes of modes.

    `mean`, `sd` are per node of the tree, states first; `within_sd` per ratee is of its state now against its peers'
    node.
    """

    now: Singles
    then: Singles
    modes: Floats
    mean: Floats
    sd: Floats
    within_sd: Floats


def sample(model: Model, mode: Mode, draws: int, seed: int) -> Draws:
    """At least `draws` draws (0: none); the same seed gives the same. They are made, read and let go batch by batch."""
    tree = model.tree
    if not draws:
        none: Singles = np.empty((tree.now.size, 0), dtype=model.kind)
        modes = np.empty((len(tree.mode_nodes), 0))
        still = np.zeros(tree.n_tree)
        return Draws(none, none, modes, mode.x[: tree.n_tree], still, still[tree.now])
    sets = _sets(model, draws)
    pairs = -(-draws // (2 * sets))
    half = _normals(np.random.default_rng(seed), sets // 2)
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    mode_nodes = np.array(list(tree.mode_nodes.values()), dtype=np.int64)
    size = sets * 2 * pairs
    now: Singles = np.empty((tree.now.size, size), dtype=model.kind)
    then: Singles = np.empty((tree.now.size, size), dtype=model.kind)
    modes = np.empty((mode_nodes.size, size))
    moments = _Moments(tree, mode)
    done = 0
    for k, normal in enumerate(np.concatenate([half, -half])):
        moved = replace(mode, variances=mode.variances.jitter(normal))
        for _ in range(2 if tree.size < FEW_NODES else 1):
            moved, system = newton(model, moved, tables, 1e-3)
        moved = replace(moved, x=tree.levelled(moved.x))
        for b, width in enumerate(_batches(pairs, len(model.visits))):
            noise = Noise.draw(model.design, [seed, k, b], width, model.kind)
            around = tree.levelled(system.perturb(noise, tolerance=1e-2)[0])
            for sign in (1, -1):
                columns = slice(done, done + width)
                now[:, columns] = moved.x[tree.now][:, None] + sign * around[tree.now]
                then[:, columns] = moved.x[tree.then][:, None] + sign * around[tree.then]
                modes[:, columns] = moved.x[mode_nodes][:, None] + sign * around[mode_nodes]
                done += width
            moments.add(moved.x, around)
    then[tree.then < 0] = np.nan
    return Draws(now, then, modes, *moments.found(size))


def _normals(rng: np.random.Generator, rows: int) -> Floats:
    """One number a level, the last for raters. Those of organisations come after the rest, so that ratings without
    them have the draws that they always had.
    """
    usual, late = rng.standard_normal((rows, ORGANISATION + 1)), rng.standard_normal((rows, 1))
    return np.concatenate([usual[:, :ORGANISATION], late, usual[:, ORGANISATION:]], axis=1)


def _sets(model: Model, draws: int) -> int:
    """Sets of variances: the fewer the visits, the less the variances are known, and the more sets it takes."""
    sets = 20 if model.tree.size < FEW_NODES else 10 if len(model.visits) < MANY else 4
    return max(2, min(sets, draws // 4 * 2))


def _batches(pairs: int, visits: int) -> list[int]:
    width = int(np.clip(BATCH // visits, 2, pairs))
    return [min(width, pairs - start) for start in range(0, pairs, width)]


class _Moments:
    """Sums from which means and standard deviations of all nodes come, without keeping their draws."""

    def __init__(self, tree: Tree, mode: Mode) -> None:
        self.tree, self.mode = tree, mode
        self.total, self.square = np.zeros(tree.n_tree), np.zeros(tree.n_tree)
        self.apart, self.apart_square = np.zeros(tree.now.size), np.zeros(tree.now.size)

    def add(self, x: Floats, around: Singles) -> None:
        """Draws x + around and x - around."""
        width = around.shape[1]
        shift = x - self.mode.x
        nodes = around[: self.tree.n_tree]
        self.total += 2 * width * shift[: self.tree.n_tree]
        self.square += 2 * (width * shift[: self.tree.n_tree] ** 2 + np.einsum("ij,ij->i", nodes, nodes))
        gap = around[self.tree.now] - around[self.tree.above]
        apart = shift[self.tree.now] - shift[self.tree.above]
        self.apart += 2 * width * apart
        self.apart_square += 2 * (width * apart**2 + np.einsum("ij,ij->i", gap, gap))

    def found(self, size: int) -> tuple[Floats, Floats, Floats]:
        """Means and standard deviations of the nodes, standard deviations inside the group."""
        mean, apart = self.total / size, self.apart / size
        return (
            self.mode.x[: mean.size] + mean,
            np.sqrt(np.maximum(self.square / size - mean**2, 0.0)),
            np.sqrt(np.maximum(self.apart_square / size - apart**2, 0.0)),
        )
