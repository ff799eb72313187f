"""Places that hold for a whole peer group at once, which is what "is the first" needs.

A rank interval holds for one ratee in nine of ten cases; among twenty of them two are wrong. Here every difference of
two peers gets bounds c standard deviations wide, with c such that in nine of ten draws no difference of the whole
group lies outside (Mogstad, Romano, Shaikh and Wilhelm give the idea). Who is surely below somebody cannot be first.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, Singles

LEVEL = 0.9
MOST = 400  # peers in one set for which all differences are looked at; larger sets are not told


@dataclass(frozen=True)
class Together:
    """Best and worst place of a ratee that hold for all peers at once."""

    low: int
    high: int

    @property
    def could_be_first(self) -> bool:
        """Nobody is surely above."""
        return self.low == 1


def together(mean: Floats, draws: Singles, comparable: Ints) -> list[Together | None]:
    """For every row of `draws` (B, D) its places among the rows with the same code; None where alone."""
    out: list[Together | None] = [None] * mean.size
    order = np.argsort(comparable, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(comparable[order])) + 1):
        if 1 < rows.size <= MOST:
            low, high = _one_set(mean[rows], draws[rows].astype(np.float64))
            for k, row in enumerate(rows):
                out[row] = Together(int(low[k]), int(high[k]))
    return out


def _one_set(mean: Floats, draws: Floats) -> tuple[Ints, Ints]:
    size = mean.size
    upper, lower = np.triu_indices(size, 1)
    around = draws - draws.mean(1, keepdims=True)
    widest = np.zeros(draws.shape[1])
    spread = np.empty(upper.size)
    step = max(1, 4_000_000 // draws.shape[1])
    for k in range(0, upper.size, step):
        gap = around[upper[k : k + step]] - around[lower[k : k + step]]
        sd = np.sqrt((gap**2).mean(1))
        spread[k : k + step] = sd
        np.maximum(widest, (np.abs(gap) / np.maximum(sd, 1e-12)[:, None]).max(0), out=widest)
    reach = np.quantile(widest, LEVEL, method="higher") * spread
    apart = mean[upper] - mean[lower]
    above, below = apart > reach, apart < -reach
    better = np.bincount(lower[above], minlength=size) + np.bincount(upper[below], minlength=size)
    worse = np.bincount(upper[above], minlength=size) + np.bincount(lower[below], minlength=size)
    return 1 + better, size - worse
