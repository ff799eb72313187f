"""Fit the model: thresholds, halo and variances around the posterior mode of all effects.

Many visits are fitted in two steps: a share of the raters first, which is a smaller sample from the same model, then
all visits from there. So the whole is walked through only a few times.
"""

from dataclasses import dataclass, replace

import numpy as np

from .accelerate import Anderson, packed, unpacked
from .arrays import Floats, Kind, Singles
from .design import Design, lay_out
from .halo import Likelihood, Tables, Thresholds, read_tables, spread
from .solve import Noise, Spreads, System
from .table import Ratings
from .tree import Tree, grow
from .variance import Variances, update
from .visits import Visits, gather

MAX_ROUNDS = 30
CLOSE = 0.01  # a round that moves no log variance and no threshold by more than this is the last
ROUGH = 1e-3  # relative error of what the next round makes better anyway
PROBE_SEED = 20_260_401
MANY = 100_000  # visits, from which a share of the raters is fitted first and half the digits do for draws
FIRST_SHARE = 8


@dataclass(frozen=True)
class Model:
    """What does not change during a fit."""

    visits: Visits
    tree: Tree
    design: Design
    likelihood: Likelihood

    @property
    def kind(self) -> Kind:
        """Type of the numbers of draws."""
        return np.float32 if len(self.visits) > MANY else np.float64


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
    tree = grow(ratings)
    visits = gather(ratings, np.argsort(tree.state, kind="stable"))
    return Model(visits, tree, lay_out(ratings, tree, visits), Likelihood(visits, ratings.used))


def find_mode(ratings: Ratings, model: Model, start: Mode | None = None, close: float = CLOSE) -> Mode:
    """Alternate Newton steps for the effects with EM steps for the rest until nothing moves.

    `start` is where to begin: a mode of the same model, or of one with other effects but the same items.
    """
    if start is None and len(model.visits) > MANY:
        part = ratings.of_raters(np.arange(len(ratings.raters)) % FIRST_SHARE == 0)
        if part.answers.shape[1] > MANY // (2 * FIRST_SHARE):
            start = find_mode(part, prepare(part), close=3 * CLOSE)
    likelihood = model.likelihood
    with_halo = bool((model.visits.masks.sum(1) > 1).any())
    mode = Mode(
        np.zeros(model.tree.size), np.zeros(model.design.n_raters), likelihood.start(), Variances.prior(with_halo)
    )
    if start is not None:
        mode = replace(mode, thresholds=start.thresholds, variances=start.variances)
        if start.x.size == mode.x.size and start.u.size == mode.u.size:
            mode = replace(mode, x=start.x, u=start.u)
    noise = Noise.draw(model.design, PROBE_SEED, _probes(model), model.kind)
    probe, mixing = None, Anderson()
    for k in range(MAX_ROUNDS):
        tables = likelihood.slopes(mode.thresholds, mode.variances.halo)
        for _ in range(3 if k == 0 and not mode.x.any() else 0):
            mode = newton(model, mode, tables, ROUGH)[0]
        mode, draws, spreads = newton_and_draws(model, mode, tables, noise, probe)
        probe = draws[0]
        weight = _expected(model, mode, draws)
        thresholds, halo = likelihood.improve(mode.thresholds, mode.variances.halo, weight, with_halo)
        variances = update(mode.variances, model.tree, mode.x, mode.u, spreads, halo)
        step = _moved(mode, thresholds, variances)
        if step >= close:
            guess = packed(mode.thresholds, mode.variances)
            better = mixing.next(guess, packed(thresholds, variances))
            thresholds, variances = unpacked(better, thresholds, variances)
        mode = replace(mode, thresholds=thresholds, variances=variances, rounds=k + 1)
        if step < close:
            break
    return settle(model, mode)


def settle(model: Model, mode: Mode, steps: int = 2) -> Mode:
    """Newton steps alone, for given thresholds and variances."""
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    for _ in range(steps):
        mode = newton(model, mode, tables, 1e-5 if model.kind is np.float64 else 1e-4)[0]
    return mode


def settle_system(model: Model, mode: Mode) -> System:
    """The normal equations at the mode."""
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    return equations(model, mode, tables)[2]


def newton(model: Model, mode: Mode, tables: Tables, tolerance: float = 1e-5) -> tuple[Mode, System]:
    """One step towards the posterior mode, at most 2 logits long, and the system it was made with."""
    tree_side, rater_side, system = equations(model, mode, tables)
    return moved(mode, *system.solve(tree_side, rater_side, tolerance=tolerance)), system


def newton_and_draws(
    model: Model, mode: Mode, tables: Tables, noise: Noise, before: Singles | None
) -> tuple[Mode, tuple[Singles, Singles], Spreads]:
    """A Newton step and draws made with `noise`, solved together; `before` are the tree effects of the last draws."""
    tree_side, rater_side, system = equations(model, mode, tables)
    tree_noise, rater_noise = system.sides(noise)
    tree_side = np.concatenate([tree_side.astype(model.kind), tree_noise], axis=1)
    rater_side = np.concatenate([rater_side.astype(model.kind), rater_noise], axis=1)
    start = None if before is None else np.concatenate([np.zeros_like(before[:, :1]), before], axis=1)
    del tree_noise  # of a hundred million ratings each of these takes some hundred megabytes
    x, u = system.solve(tree_side, rater_side, start, ROUGH)
    del tree_side, rater_side, start
    draws = x[:, 1:], u[:, 1:]
    return moved(mode, x[:, :1], u[:, :1]), draws, system.spreads(noise, rater_noise, draws)


def equations(model: Model, mode: Mode, tables: Tables) -> tuple[Floats, Floats, System]:
    """What pulls at tree effects (N, 1) and raters (R, 1), and how stiffly they are held."""
    design, variances = model.design, mode.variances
    slope, weight = read_tables(design.linear(mode.x, mode.u), model.visits.code, tables, model.kind)
    if model.visits.share is not None:
        slope, weight = slope * model.visits.share, weight * model.visits.share
    steps = variances.steps(model.tree)
    tree_side, rater_side = design.gather(slope)
    tree_side -= model.tree.edges_t(steps * model.tree.edges(mode.x))
    rater_side -= mode.u / variances.severity
    return tree_side[:, None], rater_side[:, None], System(design, weight, steps, variances.severity, model.kind)


def moved(mode: Mode, dx: Singles, du: Singles) -> Mode:
    """The mode after a step (N, 1) and (R, 1), shortened to 2 logits."""
    longest = max(float(np.abs(dx).max()), float(np.abs(du).max()))
    short = min(1.0, 2.0 / longest) if longest > 0 else 1.0
    return replace(mode, x=mode.x + short * dx[:, 0], u=mode.u + short * du[:, 0])


def _probes(model: Model) -> int:
    """Random probes for traces: many where effects are few and so each probe says little."""
    size = model.tree.size + model.design.n_raters + len(model.visits) // 4
    return int(np.clip(120_000 // size, 4, 64))


def _expected(model: Model, mode: Mode, draws: tuple[Singles, Singles]) -> Floats:
    """Expected number of visits by code and eta, from draws of the effects."""
    used = int(np.clip(60_000 // len(model.visits), 2 if len(model.visits) < MANY else 1, draws[0].shape[1]))
    n_codes = model.likelihood.total.size
    total = np.zeros((n_codes, 1))
    for s in range(used):
        eta = model.design.linear(mode.x + draws[0][:, s], mode.u + draws[1][:, s])
        total = total + spread(eta, model.visits.code, n_codes, model.visits.share)
    return total / used


def _moved(mode: Mode, thresholds: Thresholds, variances: Variances) -> float:
    used = np.append(variances.level / mode.variances.level, variances.severity / mode.variances.severity)
    shift = [np.abs(a - b).max() for a, b in zip(thresholds, mode.thresholds, strict=True) if a.size]
    halo = abs(variances.halo - mode.variances.halo)
    return float(max(np.abs(np.log(used)).max(), halo, *shift))
