"""Offices and peer groups: the mean of their ratees, draw by draw."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .arrays import Floats, Ints
from .counts import Counts
from .ranks import Standing
from .rows import UnitEstimate

Z90 = 1.6448536269514722  # half the width of a 90 % interval, in standard deviations


@dataclass(frozen=True)
class Units:
    """Names and groups of units, the unit of each ratee, the weight of each ratee, and the voices behind them."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    of_ratee: Ints
    weight: Floats
    counts: Counts

    def average(self, scores: Floats) -> Floats:
        """Weighted means (units, D) of ratees' scores (B, D); rows of NaN are left out, NaN where none is left."""
        seen = ~np.isnan(scores[:, 0])
        rows = np.flatnonzero(seen)
        shape = (len(self.names), rows.size)
        pick = sparse.csr_matrix((self._weights(rows), (self.of_ratee[rows], np.arange(rows.size))), shape=shape)
        total = np.asarray(pick.sum(1)).ravel()
        total[total == 0] = np.nan
        return np.asarray((pick @ scores[rows]) / total[:, None])

    def _weights(self, rows: Ints) -> Floats:
        """Last year's visits; where a unit has none, its ratees count the same."""
        weight = self.weight[rows]
        unit = self.of_ratee[rows]
        some = np.bincount(unit, weights=weight, minlength=len(self.names))
        return np.asarray(np.where(some[unit] > 0, weight, 1.0))


def unit_rows(units: Units, now: Floats, change: Floats, standing: list[Standing]) -> list[UnitEstimate]:
    """One row a unit from draws (units, D) of its score and of its change (NaN: not known)."""
    ratees = np.bincount(units.of_ratee, minlength=len(units.names))
    rows = []
    for k, name in enumerate(units.names):
        low, estimate, high = interval(now[k], 0.0, 100.0)
        known = not np.isnan(change[k, 0])
        change_low, mean, change_high = interval(change[k]) if known else (None, None, None)
        rows.append(
            UnitEstimate(
                name=name,
                group=units.groups[k],
                ratees=int(ratees[k]),
                n=int(units.counts.answers[k]),
                raters=int(units.counts.raters[k]),
                visits=int(units.counts.visits[k]),
                estimate=estimate,
                low=low,
                high=high,
                rank=standing[k].rank,
                rank_low=standing[k].low,
                rank_high=standing[k].high,
                top=standing[k].top,
                bottom=standing[k].bottom,
                improved=float((change[k] > 0).mean()) if known else None,
                change=mean,
                change_low=change_low,
                change_high=change_high,
                assisted=float(units.counts.assisted[k]),
            )
        )
    return rows


def interval(draws: Floats, floor: float = -np.inf, ceiling: float = np.inf) -> tuple[float, float, float]:
    """Low end, mean and high end of 90 %: mean plus and minus 1.645 sd, since quantiles of few draws are noisy."""
    mean, sd = float(draws.mean()), float(draws.std())
    return max(mean - Z90 * sd, floor), mean, min(mean + Z90 * sd, ceiling)
