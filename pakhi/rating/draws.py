"""Draws from the posterior: one joint sample from which every interval, rank and probability is read.

The variances are not known exactly, so the draws come from several sets of variances, each moved by its own
uncertainty; for each set the effects are settled again. Draws come in pairs mirrored at the mode: their mean is
exact and half the equations suffice.
"""

from dataclasses import dataclass, replace

import numpy as np

from .arrays import Floats
from .estimate import Mode, Model, newton
from .solve import Noise
from .tree import ROOT

FEW_NODES, MANY_VISITS = 3_000, 200_000
INFLATION = 1.03  # thresholds and the halo are taken as known, which makes raw draws a little too sure


@dataclass(frozen=True)
class Draws:
    """Latent draws (., D): states now and four periods ago (NaN: not seen then), tree nodes of modes.

    `state_mean`, `state_sd` are per state; `within_sd` per ratee is of its state now against its peer group.
    """

    now: Floats
    then: Floats
    modes: Floats
    root: float
    state_mean: Floats
    state_sd: Floats
    within_sd: Floats


def sample(model: Model, mode: Mode, draws: int, seed: int) -> Draws:
    """At least `draws` draws; the same seed gives the same draws."""
    tree = model.tree
    sets = 20 if tree.size < FEW_NODES or len(model.visits) > MANY_VISITS else 10
    pairs = -(-draws // (2 * sets))
    half = np.random.default_rng(seed).standard_normal((sets // 2, mode.variances.level.size + 1))
    mode_nodes = np.array(list(tree.mode_nodes.values()), dtype=np.int64)
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    now, then, modes, root = [], [], [], 0.0
    total, square = np.zeros(tree.state_ratee.size), np.zeros(tree.state_ratee.size)
    apart, apart_square = np.zeros(tree.now.size), np.zeros(tree.now.size)
    for k, normal in enumerate(np.concatenate([half, -half])):
        noise = Noise.draw(tree, mode.u.size, [seed, k], pairs)
        x, around = _one_set(model, replace(mode, variances=mode.variances.jitter(normal)), tables, noise)
        both = np.concatenate([x[:, None] + around, x[:, None] - around], axis=1)
        now.append(both[tree.now])
        then.append(both[tree.then])
        modes.append(both[mode_nodes])
        root += float(x[_root(model)]) / sets
        moved = both - mode.x[:, None]
        total += moved[: total.size].sum(1)
        square += (moved[: total.size] ** 2).sum(1)
        gap = moved[tree.now] - moved[tree.above]
        apart += gap.sum(1)
        apart_square += (gap**2).sum(1)
    size = sets * 2 * pairs
    mean = total / size
    before = np.concatenate(then, axis=1)
    before[tree.then < 0] = np.nan
    return Draws(
        now=np.concatenate(now, axis=1),
        then=before,
        modes=np.concatenate(modes, axis=1),
        root=root,
        state_mean=mode.x[: total.size] + mean,
        state_sd=np.sqrt(np.maximum(square / size - mean**2, 0.0)),
        within_sd=np.sqrt(np.maximum(apart_square / size - (apart / size) ** 2, 0.0)),
    )


def _one_set(model: Model, moved: Mode, tables: tuple[Floats, Floats], noise: Noise) -> tuple[Floats, Floats]:
    """The mode of the effects under one set of variances, and draws around 0."""
    for _ in range(2 if model.tree.size < FEW_NODES else 1):
        moved, system = newton(model, moved, tables)
    return moved.x, INFLATION * system.perturb(noise, tolerance=1e-2)[0]


def _root(model: Model) -> int:
    return int(np.flatnonzero(model.tree.level == ROOT)[0])
