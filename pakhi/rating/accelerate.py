"""Fewer rounds to a fixed point: the next guess is the mix of the last rounds that would stand still (Anderson)."""

from dataclasses import replace

import numpy as np

from .arrays import Floats
from .halo import Thresholds, centred
from .variance import Variances

DEPTH = 5
LONGEST = 0.7  # of one step, in log variances or logits


class Anderson:
    """Remembers the last guesses and what the round made of them."""

    def __init__(self) -> None:
        self.guesses: list[Floats] = []
        self.found: list[Floats] = []

    def next(self, guess: Floats, found: Floats) -> Floats:
        """A better guess than `found`, which one round made of `guess`."""
        self.guesses = [*self.guesses[-DEPTH:], guess]
        self.found = [*self.found[-DEPTH:], found]
        if len(self.found) < 3:
            return found
        results = np.array(self.found)
        moves = results - np.array(self.guesses)
        change = np.diff(moves, axis=0)
        scale = 1e-8 * float((change**2).sum(1).max())
        mix = np.linalg.solve(change @ change.T + scale * np.eye(len(change)), change @ moves[-1])
        step = -mix @ np.diff(results, axis=0)
        if not np.all(np.isfinite(step)) or np.abs(step + moves[-1]).max() > LONGEST:
            self.guesses, self.found = self.guesses[-1:], self.found[-1:]
            return found
        return np.asarray(found + step)


def packed(thresholds: Thresholds, variances: Variances) -> Floats:
    """All that a round improves as one vector: log variances, log halo, thresholds."""
    spreads = [*variances.level, variances.severity, max(variances.halo, 1e-3) ** 2]
    return np.concatenate([np.log(spreads) / 2, *thresholds])


def unpacked(vector: Floats, thresholds: Thresholds, variances: Variances) -> tuple[Thresholds, Variances]:
    """The same back in the shapes of the given ones."""
    n = variances.level.size
    spreads = np.exp(2 * vector[: n + 2])
    cuts = np.cumsum([d.size for d in thresholds])[:-1]
    halo = float(np.sqrt(spreads[n + 1])) if variances.halo else 0.0
    better = replace(variances, level=spreads[:n], severity=float(spreads[n]), halo=halo)
    return centred(np.split(vector[n + 2 :], cuts)), better
