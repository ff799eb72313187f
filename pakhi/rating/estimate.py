"""Fit the model: thresholds, halo and variances around the posterior mode of all effects."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from .arrays import Floats
from .halo import Likelihood, Thresholds, read_tables, spread
from .solve import Noise, System, voices_of
from .table import Ratings
from .tree import Tree, grow
from .variance import Variances, update
from .visits import Visits, gather

MAX_ROUNDS = 30
CLOSE = 0.01  # a round that moves no log variance and no threshold by more than this is the last
PROBE_SEED = 20_260_401


@dataclass(frozen=True)
class Model:
    """What does not change during a fit."""

    visits: Visits
    tree: Tree
    voices: sparse.csr_matrix
    likelihood: Likelihood


@dataclass(frozen=True)
class Mode:
    """Posterior mode: tree effects (N), rater severities (R), thresholds by item, variances."""

    x: Floats
    u: Floats
    thresholds: Thresholds
    variances: Variances
    rounds: int = 0


def prepare(ratings: Ratings) -> Model:
    """Visits, tree and likelihood of a set of ratings."""
    visits = gather(ratings)
    counts = [
        np.bincount(ratings.category[ratings.item == j], minlength=len(values)).astype(np.float64)
        for j, values in enumerate(ratings.values)
    ]
    voices = voices_of(visits.rater, len(ratings.raters))
    return Model(visits, grow(ratings, visits), voices, Likelihood(visits, counts))


def find_mode(model: Model) -> Mode:
    """Alternate Newton steps for the effects with EM steps for the rest until nothing moves."""
    with_halo = bool((model.visits.masks.sum(1) > 1).any())
    tree, n_raters = model.tree, model.voices.shape[1]
    mode = Mode(np.zeros(tree.size), np.zeros(n_raters), model.likelihood.start(), Variances.prior(with_halo))
    noise = Noise.draw(tree, n_raters, PROBE_SEED, _probes(model))
    probe = None
    for k in range(MAX_ROUNDS):
        tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
        for _ in range(4 if k == 0 else 1):
            mode, system = newton(model, mode, tables)
        draws = system.perturb(noise, probe)
        probe = draws[0]
        weight = _expected(model, mode, draws)
        thresholds, halo = model.likelihood.improve(mode.thresholds, mode.variances.halo, weight, with_halo)
        variances = update(mode.variances, tree, mode.x, mode.u, noise, draws, halo)
        moved = _moved(mode, thresholds, variances)
        mode = replace(mode, thresholds=thresholds, variances=variances, rounds=k + 1)
        if moved < CLOSE:
            break
    return settle(model, mode)


def settle(model: Model, mode: Mode, steps: int = 2) -> Mode:
    """Newton steps alone, for given thresholds and variances."""
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    for _ in range(steps):
        mode, _ = newton(model, mode, tables)
    return mode


def newton(model: Model, mode: Mode, tables: tuple[Floats, Floats]) -> tuple[Mode, System]:
    """One step towards the posterior mode, at most 2 logits long, and the system it was made with."""
    slope, weight = read_tables(linear(model, mode.x, mode.u), model.visits.code, *tables)
    variances = mode.variances
    steps = variances.steps(model.tree)
    system = System(model.tree, model.voices, weight, steps, variances.severity)
    pull = model.tree.steps_t @ (steps * (model.tree.steps @ mode.x))
    tree_side = model.tree.design_t @ slope - pull
    rater_side = model.voices.T @ slope - mode.u / variances.severity
    dx, du = system.solve(tree_side[:, None], rater_side[:, None])
    longest = max(np.abs(dx).max(), np.abs(du).max())
    short = min(1.0, 2.0 / longest) if longest > 0 else 1.0
    return replace(mode, x=mode.x + short * dx[:, 0], u=mode.u + short * du[:, 0]), system


def linear(model: Model, x: Floats, u: Floats) -> Floats:
    """Sum of effects of every visit."""
    return np.asarray(model.tree.design @ x + u[model.visits.rater])


def _probes(model: Model) -> int:
    """Random probes for traces: many where effects are few and so each probe says little."""
    size = model.tree.size + model.voices.shape[1] + len(model.visits) // 4
    return int(np.clip(120_000 // size, 8, 64))


def _expected(model: Model, mode: Mode, draws: tuple[Floats, Floats]) -> Floats:
    """Expected number of visits by code and eta, from draws of the effects."""
    used = int(np.clip(60_000 // len(model.visits), 2, draws[0].shape[1]))
    n_codes = model.likelihood.total.size
    total = np.zeros((n_codes, 1))
    for s in range(used):
        eta = linear(model, mode.x + draws[0][:, s], mode.u + draws[1][:, s])
        total = total + spread(eta, model.visits.code, n_codes)
    return total / used


def _moved(mode: Mode, thresholds: Thresholds, variances: Variances) -> float:
    used = np.append(variances.level / mode.variances.level, variances.severity / mode.variances.severity)
    shift = [np.abs(a - b).max() for a, b in zip(thresholds, mode.thresholds, strict=True) if a.size]
    halo = abs(variances.halo - mode.variances.halo)
    return float(max(np.abs(np.log(used)).max(), halo, *shift))
