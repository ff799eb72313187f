"""Partial-credit likelihood of a visit with its halo integrated out on a fine grid.

A visit with sum score t over items S has log p(t | theta) = t theta - sum_{j in S} A_j(theta) + const, where
A_j(theta) = log sum_k exp(k theta - d_j1 - ... - d_jk) and d are the item's thresholds. The halo z ~ N(0, s^2) is
shared by the items of a visit, so the visit's likelihood at eta is the integral of p(t | eta + z) over z. The step
0.125 matters: coarse nodes give intervals that cover too little while the estimates look right.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize_scalar

from .arrays import Bools, Floats, Ints, Kind, Singles
from .visits import Visits

STEP = 0.125
GRID: Floats = np.arange(-12.0, 12.0 + STEP / 2, STEP)
TINY = 1e-290
HALO_PRIOR = (0.7, 0.6)  # median and log sd of the halo's sd: holds it when visits are few
THRESHOLD_SD = 3.0  # of a threshold around 0: holds it when a category is hardly used
BLOCK = 1 << 18  # visits looked up together
ENOUGH = 20_000  # visits, from which thresholds are learned from the most frequent item sets alone
Thresholds = list[Floats]
Tables = tuple[Floats, Floats]


def smoothing(sd: float) -> Floats:
    """Matrix (G, G) that averages a function on the grid over N(0, sd^2)."""
    if sd < 0.05:
        return np.eye(GRID.size)
    weight = np.exp(-0.5 * ((GRID[:, None] - GRID[None]) / sd) ** 2)
    return np.asarray(weight / np.exp(-0.5 * (np.arange(-400, 401) * STEP / sd) ** 2).sum())


def category_logits(thresholds: Floats, theta: Floats = GRID) -> Floats:
    """Unnormalised log probabilities (K, len(theta)) of an item's categories."""
    down = np.append(0.0, np.cumsum(thresholds))
    return np.asarray(np.arange(down.size)[:, None] * theta[None] - down[:, None])


def category_probabilities(thresholds: Floats, theta: Floats = GRID) -> Floats:
    """Probabilities (K, len(theta)) of an item's categories."""
    logits = category_logits(thresholds, theta)
    odds = np.exp(logits - logits.max(0))
    return np.asarray(odds / odds.sum(0))


class Likelihood:
    """Tables of a set of visit codes: one row per (item set, sum score), one column per grid point."""

    def __init__(self, visits: Visits, used: Callable[[Ints], list[Floats]]) -> None:
        """`used` counts how often category k of item j was used, by the visits it is given (their numbers)."""
        self.masks = visits.masks.astype(np.float64)
        self.mask = visits.code_mask
        self.total = visits.code_total
        frequent = self._frequent(visits)
        self.learned = np.flatnonzero(frequent[self.mask])
        self.counts = used(visits.place[frequent[self.mask][visits.code]])

    def _frequent(self, visits: Visits) -> Bools:
        """Item sets that make up nine tenths of the visits: which set a visit has says nothing about thresholds."""
        if len(visits) < ENOUGH:
            return np.ones(len(self.masks), dtype=bool)
        count = np.bincount(self.mask[visits.code], minlength=len(self.masks))
        order = np.argsort(-count, kind="stable")
        chosen = np.zeros(len(self.masks), dtype=bool)
        chosen[order[: np.searchsorted(np.cumsum(count[order]), 0.9 * len(visits)) + 1]] = True
        rare = self.masks[chosen].sum(0) == 0
        return np.asarray(chosen | (self.masks[:, rare].sum(1) > 0))

    def start(self) -> Thresholds:
        """Thresholds from the log odds of neighbouring categories, a good first guess."""
        return centred([np.log((used[:-1] + 0.5) / (used[1:] + 0.5)) for used in self.counts])

    def plain(self, thresholds: Thresholds, codes: Ints | slice = slice(None)) -> Floats:
        """Likelihood (C, G) without a halo, each row divided by its maximum."""
        normaliser = np.array([np.logaddexp.reduce(category_logits(d), axis=0) for d in thresholds])
        log = self.total[codes][:, None] * GRID[None]
        log -= (self.masks @ normaliser)[self.mask[codes]]
        log -= log.max(1, keepdims=True)
        return np.asarray(np.exp(np.maximum(log, -600.0, out=log), out=log))

    def logs(self, thresholds: Thresholds, halo: float) -> Floats:
        """Log likelihood (C, G) in eta, with the halo, up to a constant by code."""
        smooth = self.plain(thresholds) @ smoothing(halo)
        return np.asarray(np.log(np.maximum(smooth, TINY, out=smooth), out=smooth))

    def slopes(self, thresholds: Thresholds, halo: float) -> Tables:
        """First derivative and negative second derivative (C, G) of the log likelihood in eta."""
        log = self.logs(thresholds, halo)
        slope = np.gradient(log, STEP, axis=1)
        curve = np.empty_like(log)
        curve[:, 1:-1] = (2 * log[:, 1:-1] - log[:, 2:] - log[:, :-2]) / STEP**2
        curve[:, 0], curve[:, -1] = curve[:, 1], curve[:, -2]
        return slope, np.maximum(curve, 1e-4)

    def improve(self, thresholds: Thresholds, halo: float, weight: Floats, with_halo: bool) -> tuple[Thresholds, float]:
        """One EM step. `weight` (C, G) holds the expected number of visits of each code at each eta."""
        plain, weight = self.plain(thresholds, self.learned), weight[self.learned]
        if with_halo:
            halo = _best_halo(halo, plain, weight)
        smooth = smoothing(halo)
        theta = plain * ((weight / np.maximum(plain @ smooth, TINY)) @ smooth)
        by_mask = np.zeros((self.masks.shape[0], GRID.size))
        np.add.at(by_mask, self.mask[self.learned], theta)
        by_item = self.masks.T @ by_mask
        better = [_newton(d, n, used) for d, n, used in zip(thresholds, by_item, self.counts, strict=True)]
        return centred(better), halo


def read_tables(eta: Singles, code: Ints, tables: Tables, kind: Kind = np.float64) -> Tables:
    """Each table's value at (code, eta), linear between grid points."""
    out = np.empty(eta.size, dtype=kind), np.empty(eta.size, dtype=kind)
    flat = [table.ravel() for table in tables]
    for start in range(0, eta.size, BLOCK):
        rows = slice(start, start + BLOCK)
        cell, part = locate(eta[rows])
        at = code[rows].astype(np.int64) * GRID.size + cell
        for table, found in zip(flat, out, strict=True):
            low = table[at]
            found[rows] = low + part * (table[at + 1] - low)
    return out


def locate(eta: Singles) -> tuple[Ints, Singles]:
    """Grid cell of each eta and its place (0-1) within the cell."""
    place = np.clip((eta - GRID[0]) / STEP, 0.0, GRID.size - 1.001)
    cell = place.astype(np.int64)
    return cell, place - cell


def spread(eta: Singles, code: Ints, n_codes: int, share: Floats | None = None) -> Floats:
    """Histogram (C, G) of eta by code, each value (or its share) divided between its two neighbours on the grid."""
    size = n_codes * GRID.size
    total = np.zeros(size)
    for start in range(0, eta.size, BLOCK):
        rows = slice(start, start + BLOCK)
        cell, part = locate(eta[rows])
        at = code[rows].astype(np.int64) * GRID.size + cell
        weight = 1.0 if share is None else share[rows]
        total += np.bincount(at, weights=(1 - part) * weight, minlength=size)
        total += np.bincount(at + 1, weights=part * weight, minlength=size)
    return total.reshape(n_codes, GRID.size)


def centred(thresholds: Thresholds) -> Thresholds:
    """Thresholds with mean 0 over all items: the level of the scale belongs to the root of the tree."""
    everything = np.concatenate(thresholds)
    return [d - everything.mean() for d in thresholds] if everything.size else thresholds


def _best_halo(halo: float, plain: Floats, weight: Floats) -> float:
    middle = np.log(max(halo, 0.15))

    reached = np.flatnonzero(weight.sum(0) > 0)
    weight = weight[:, reached]

    def cost(log_sd: float) -> float:
        fit = (weight * np.log(np.maximum(plain @ smoothing(np.exp(log_sd))[:, reached], TINY))).sum()
        return float(0.5 * ((log_sd - np.log(HALO_PRIOR[0])) / HALO_PRIOR[1]) ** 2 - fit)

    return float(np.exp(_parabola(cost, middle, 0.15)))


def _parabola(cost: Callable[[float], float], middle: float, reach: float) -> float:
    """Minimum of a smooth function near `middle`, from three values; at most three reaches away."""
    low, mid, high = cost(middle - reach), cost(middle), cost(middle + reach)
    bend = low - 2 * mid + high
    if bend <= 0:
        found = minimize_scalar(cost, bounds=(middle - 3 * reach, middle + 3 * reach), method="bounded")
        return float(found.x)
    return float(middle + np.clip(reach * 0.5 * (low - high) / bend, -3 * reach, 3 * reach))


def _newton(thresholds: Floats, number: Floats, used: Floats) -> Floats:
    """Thresholds of one item given the expected number of visits at each theta and the categories used."""
    above = np.cumsum(used[::-1])[::-1][1:]
    new = thresholds.copy()
    for _ in range(3 if new.size else 0):
        tail = np.cumsum(category_probabilities(new)[::-1], axis=0)[::-1][1:]
        slope = (tail @ number) - above - new / THRESHOLD_SD**2
        upper = np.maximum.outer(np.arange(new.size), np.arange(new.size))
        bend = (tail @ number)[upper] - (tail * number) @ tail.T + np.eye(new.size) / THRESHOLD_SD**2
        new += np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
    return new
