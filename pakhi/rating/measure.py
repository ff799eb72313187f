"""Hold estimates against the truth they were made from: coverage, errors, ranks, pairs, flags."""

from dataclasses import dataclass, fields

import numpy as np
from scipy.stats import spearmanr

from .arrays import Bools, Floats, Ints
from .baselines import SIMPLE, Baseline, baselines
from .counts import last_year
from .flags import BETTER, RULES, better_performer
from .outcome import Fit
from .ranks import ranks
from .scenarios import StateTruth

VISITS = ((1, 5), (5, 15), (15, 1 << 40))


@dataclass(frozen=True)
class Held:
    """One simulation: shares of 90 % intervals that hold, errors in points, claims against what was right.

    `few`, `some`, `many` are coverage for ratees with fewer than 5, 5 to 14 and 15 or more visits; `pairs` (3, 10) are
    of ten classes of pairs, by the probability claimed: their number, the sum of claims, and how many were right;
    `flag_claim` and `flag_right` are of better performers. `best_simple` is the smallest error of the simple methods,
    `plain` that of the plain mean.
    """

    coverage: float
    offices: float
    few: float
    some: float
    many: float
    ranks: float
    pairs: Floats
    flag_claim: float
    flag_right: float
    flags: float
    rmse: float
    plain: float
    best_simple: float
    bias: float

    @property
    def claimed(self) -> float:
        """Mean probability claimed for the likelier of two peers."""
        return float(self.pairs[1].sum() / self.pairs[0].sum())

    @property
    def right(self) -> float:
        """How often the likelier of two peers is the better one."""
        return float(self.pairs[2].sum() / self.pairs[0].sum())

    @property
    def pair_gap(self) -> float:
        """Mean distance between claimed and actual probability, over the classes of pairs."""
        return pair_gap(self.pairs)


@dataclass(frozen=True)
class Method:
    """One method on one simulation: order, error, coverage, and how its best are the best."""

    name: str
    spearman: float
    rmse: float
    coverage: float
    wrong_pairs: float
    top_right: float


def hold(found: Fit, truth: StateTruth) -> Held:
    """Everything that is asked of one simulation."""
    rows = found.estimates()
    low, high, mean = np.array([(row.low, row.high, row.estimate) for row in rows]).T
    visits = np.array([row.visits for row in rows])
    hit, seen = (low <= truth.now) & (truth.now <= high), visits > 0
    by_visits = [_share(hit[(visits >= a) & (visits < b)]) for a, b in VISITS]
    claim, right, flags = _flags(found, truth.now)
    errors = [rmse(method.estimate, truth.now, seen) for method in baselines(found.ratings)]
    return Held(
        _share(hit[seen]), _offices(found, truth.now), by_visits[0], by_visits[1], by_visits[2],
        _ranks(found, truth.now),
        pair_classes(*pairs(found, truth.now)), claim, right, flags, rmse(mean, truth.now, seen), errors[0],
        min(errors[:SIMPLE]), float((mean - truth.now)[seen].mean()),
    )  # fmt: skip


def average(held: list[Held]) -> Held:
    """Mean of every figure over simulations; flags and classes of pairs pooled.

    Pairs of one made-up state share their ratees, so its classes differ from their claims by luck alone; over several
    states luck goes and what is wrong stays.
    """
    mean = {f.name: np.nanmean([getattr(one, f.name) for one in held], axis=0) for f in fields(Held)}
    total = sum(one.flags for one in held)
    for name in ("flag_claim", "flag_right"):
        mean[name] = sum(np.nan_to_num(getattr(one, name)) * one.flags for one in held) / max(total, 1)
    return Held(**mean)


def methods(found: Fit, truth: StateTruth) -> list[Method]:
    """All methods on one simulation, ours last."""
    rows = found.estimates()
    low, high, mean = np.array([(row.low, row.high, row.estimate) for row in rows]).T
    seen = np.array([row.visits for row in rows]) > 0
    out = [_method(method, truth.now, seen, found.comparable) for method in baselines(found.ratings)]
    ours = _method(Baseline("this estimator", mean), truth.now, seen, found.comparable)
    top = np.array([(row.top or 0.0) >= RULES[BETTER].probability for row in rows])
    right = _share(_best_quarter(truth.now, found.comparable)[top])
    return [*out, Method(ours.name, ours.spearman, ours.rmse, _share(((low <= truth.now) & (truth.now <= high))[seen]),
                         ours.wrong_pairs, right)]  # fmt: skip


def rmse(estimate: Floats, truth: Floats, seen: Bools) -> float:
    """Root mean square error, in points."""
    return float(np.sqrt(np.mean((estimate - truth)[seen] ** 2)))


def pairs(found: Fit, truth: Floats) -> tuple[Floats, Bools]:
    """Over all pairs of peers: the probability claimed for the likelier one, and whether that one is better."""
    draws, claimed, right = found.draws.now, [], []
    for at in peer_sets(found.comparable):
        upper, lower = np.triu_indices(at.size, 1)
        step = max(1, 20_000_000 // draws.shape[1])
        for k in range(0, upper.size, step):
            a, b = at[upper[k : k + step]], at[lower[k : k + step]]
            p = (draws[a] > draws[b]).mean(1)
            claimed.append(np.maximum(p, 1 - p))
            right.append((p >= 0.5) == (truth[a] > truth[b]))
    return np.concatenate(claimed), np.concatenate(right)


def pair_classes(claimed: Floats, right: Bools) -> Floats:
    """Ten classes of claims (0.50-0.55, ...) as (3, 10): number, sum of claims, how many were right."""
    place = np.minimum(((claimed - 0.5) * 20).astype(int), 9)
    return np.array([np.bincount(place, weight, minlength=10) for weight in (np.ones(place.size), claimed, right)])


def pair_gap(classes: Floats) -> float:
    """Mean distance between claimed and actual probability, over the classes of claims."""
    number, claimed, right = classes
    return float(np.abs(claimed - right).sum() / number.sum())


def peer_sets(comparable: Ints) -> list[Ints]:
    """Ratees of every set that may be compared and has two or more."""
    order = np.argsort(comparable, kind="stable")
    sets = np.split(order, np.flatnonzero(np.diff(comparable[order])) + 1)
    return [at for at in sets if at.size > 1]


def _ranks(found: Fit, truth: Floats) -> float:
    rows, hit = found.estimates(), []
    for at in peer_sets(found.comparable):
        for k, rank in zip(at, ranks(truth[at][:, None])[:, 0], strict=True):
            hit.append((rows[k].rank_low or 0) <= rank <= (rows[k].rank_high or 0))
    return _share(np.array(hit))


def _offices(found: Fit, truth: Floats) -> float:
    """Coverage of the mean of an office's ratees, weighted as the estimator weighs them."""
    r = found.ratings
    weight = last_year(r, found.model.visits, 4)
    some = np.bincount(r.office_of, weight, minlength=len(r.offices))
    weight = np.where(some[r.office_of] > 0, weight, 1.0)
    total = np.bincount(r.office_of, weight, minlength=some.size)
    real = np.bincount(r.office_of, weight * truth, minlength=some.size) / np.maximum(total, 1e-9)
    rows = found.offices()
    low, high = np.array([(row.low, row.high) for row in rows]).T
    visited = np.array([row.visits for row in rows]) > 0
    return _share(((low <= real) & (real <= high))[visited])


def _best_quarter(truth: Floats, comparable: Ints) -> Bools:
    best = np.zeros(truth.size, dtype=bool)
    for at in peer_sets(comparable):
        best[at] = ranks(truth[at][:, None])[:, 0] <= -(-at.size // 4)
    return best


def _flags(found: Fit, truth: Floats) -> tuple[float, float, float]:
    """Better performers of a first count: mean claim, share that is right, number."""
    rows = found.estimates()
    top = np.array([row.top or 0.0 for row in rows])
    raised = np.array([better_performer(row) for row in rows])
    right = _best_quarter(truth, found.comparable)[raised]
    return (float(top[raised].mean()), float(right.mean()), float(raised.sum())) if raised.any() else (0.0, 0.0, 0.0)


def _method(method: Baseline, truth: Floats, seen: Bools, comparable: Ints) -> Method:
    """Order, error and coverage of one method; its best are the top five of every peer group by its estimate."""
    estimate = method.estimate
    wrong, total, best, right = 0.0, 0, 0, 0
    for whole in peer_sets(np.where(seen, comparable, -1)):
        at = whole[seen[whole]]
        if at.size < 2:
            continue
        a, b = np.triu_indices(at.size, 1)
        apart = np.sign(estimate[at[a]] - estimate[at[b]]) * np.sign(truth[at[a]] - truth[at[b]])
        wrong += float((apart < 0).sum() + 0.5 * (apart == 0).sum())
        total += a.size
        named = at[np.argsort(-estimate[at], kind="stable")[:5]]
        true = set(at[np.argsort(-truth[at], kind="stable")[:5]].tolist())
        if at.size >= 10:
            best += named.size
            right += sum(int(k) in true for k in named)
    cover = float("nan")
    if method.half is not None:
        cover = _share((np.abs(estimate - truth) <= method.half)[seen])
    order = float(spearmanr(estimate[seen], truth[seen])[0])
    return Method(method.name, order, rmse(estimate, truth, seen), cover, wrong / max(total, 1), right / max(best, 1))


def _share(hit: Bools) -> float:
    return float(hit.mean()) if hit.size else float("nan")
