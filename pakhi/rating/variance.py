"""Variances of the effects: priors that hold small data, and the fixed point that learns from large data.

A variance t with scaled inverse-chi-square prior (df0, t0) and effects x at their mode has the fixed point
t = (df0 t0 + x'x) / (df0 + df), where df is the effective number of effects that the data tell (Schall 1991).
The spread of log t is taken as 2 / (df0 + df^2 / n), exact for a balanced one-way layout.
"""

from dataclasses import dataclass, replace

import numpy as np

from .arrays import Floats
from .solve import Spreads
from .tree import GROUP, KIND, LEVEL_NAMES, MODE, MODE_KIND, OFFICE, ORGANISATION, RATEE, ROOT, WALK, Tree

# Standard deviation in logits and weight (in effects seen) of each level's prior; sds lean upward on purpose.
PRIOR: dict[int, tuple[float, float]] = {
    WALK: (0.15, 4.0),
    RATEE: (0.5, 4.0),
    OFFICE: (0.4, 4.0),
    GROUP: (0.35, 4.0),
    KIND: (0.4, 3.0),
    ROOT: (3.0, 1e9),
    MODE: (0.7, 1e9),
    MODE_KIND: (0.2, 4.0),
    ORGANISATION: (0.3, 4.0),
}
SEVERITY_PRIOR = (0.8, 4.0)


@dataclass(frozen=True)
class Variances:
    """Variance of a step by level, of rater severity, the sd of the halo, and how well each variance is known."""

    level: Floats
    severity: float
    halo: float
    level_df: Floats
    severity_df: float

    @classmethod
    def prior(cls, with_halo: bool) -> "Variances":
        """Where the fit starts."""
        sd, weight = np.array([PRIOR[level] for level in range(len(LEVEL_NAMES))]).T
        return cls(sd**2, SEVERITY_PRIOR[0] ** 2, 0.7 if with_halo else 0.0, weight, SEVERITY_PRIOR[1])

    def steps(self, tree: Tree) -> Floats:
        """Precision of each node's step."""
        return np.asarray(1.0 / (self.level[tree.level] * tree.gap))

    def jitter(self, normal: Floats) -> "Variances":
        """Variances moved by so many of their own standard deviations (one number a level, the last for raters)."""
        spread = np.sqrt(2.0 / np.append(self.level_df, self.severity_df))
        # The shift keeps the mean variance where the fit put it; without it small data get intervals too wide.
        factor = np.exp(np.clip(normal * spread - spread**2 / 2, -2.0, 1.5))
        return replace(self, level=self.level * factor[:-1], severity=self.severity * float(factor[-1]))


def update(now: Variances, tree: Tree, x: Floats, u: Floats, spreads: Spreads, halo: float) -> Variances:
    """One fixed-point step from the mode (x, u) and the posterior variances around it."""
    level, level_df = now.level.copy(), now.level_df.copy()
    mode_steps, spread_steps = tree.edges(x) ** 2 / tree.gap, spreads.steps / tree.gap
    for k, (sd, weight) in PRIOR.items():
        at = tree.level == k
        if weight < 1e8 and at.any():
            df = _told(float(spread_steps[at].sum()) / now.level[k], int(at.sum()))
            level[k] = (weight * sd**2 + mode_steps[at].sum()) / (weight + df)
            level_df[k] = weight + df**2 / int(at.sum())
    sd, weight = SEVERITY_PRIOR
    df = _told(spreads.raters / now.severity, u.size)
    severity = (weight * sd**2 + float(u @ u)) / (weight + df)
    return Variances(level, severity, halo, level_df, weight + df**2 / u.size)


def _told(left: float, size: int) -> float:
    """Effects the data tell: their number less the sum of what is left of each one's variance."""
    return float(np.clip(size - left, 0.0, size))
