"""Rates of yes among yes/no answers (asked for money, turned away, told others), with honest intervals.

Such events are rare and stay outside the score. Each office's rate p has the prior Beta(a, b) that fits its peer
group best (empirical Bayes), so k of n gives Beta(a + k, b + n - k); the interval holds its middle 90 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import minimize
from scipy.special import betaln, expit

from .arrays import Floats

UNIFORM_STRENGTH = 10.0  # a group's prior is worth about this many answers until the offices say otherwise


@dataclass(frozen=True)
class Prior:
    """Beta(a, b); its mean is a / (a + b), and it is worth a + b answers."""

    a: float
    b: float


@dataclass(frozen=True)
class Rate:
    """`k` of `n` said yes; estimated rate (0-1) and the ends of its 90 % interval."""

    k: int
    n: int
    rate: float
    low: float
    high: float


JEFFREYS = Prior(0.5, 0.5)


def beta_binomial(k: int, n: int, prior: Prior = JEFFREYS) -> Rate:
    """Rate behind `k` yes among `n` answers. Raises ValueError unless 0 <= k <= n."""
    if not 0 <= k <= n:
        raise ValueError(f"k must lie between 0 and n, not {k} of {n}")
    a, b = prior.a + k, prior.b + n - k
    low, high = stats.beta.ppf([0.05, 0.95], a, b)
    return Rate(k, n, a / (a + b), float(low), float(high))


def prior_from(k: Sequence[int], n: Sequence[int]) -> Prior:
    """The prior that makes the offices of one group likeliest; Jeffreys' where nobody answered.

    The group's mean has Jeffreys' prior, the strength a + b a log-normal one around 10 answers, so that one or
    two offices do not claim to know how alike they are.
    """
    yes, asked = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if asked.sum() == 0:
        return JEFFREYS

    def cost(point: Floats) -> float:
        mean, strength = float(expit(point[0])), float(np.exp(point[1]))
        a, b = mean * strength, (1 - mean) * strength
        fit = (betaln(a + yes, b + asked - yes) - betaln(a, b)).sum()
        ease = 0.5 * np.log(mean * (1 - mean)) - 0.5 * ((point[1] - np.log(UNIFORM_STRENGTH)) / 1.2) ** 2
        return float(-fit - ease)

    middle = (yes.sum() + 0.5) / (asked.sum() + 1.0)
    start = np.array([np.log(middle / (1 - middle)), np.log(UNIFORM_STRENGTH)])
    found = minimize(cost, start, method="L-BFGS-B", bounds=[(-9.0, 9.0), (np.log(0.5), np.log(2000.0))]).x
    mean, strength = float(expit(found[0])), float(np.exp(found[1]))
    return Prior(mean * strength, (1 - mean) * strength)


def rates(k: Sequence[int], n: Sequence[int], group: Sequence[str] | None = None) -> list[Rate]:
    """A rate for every office, drawn towards the offices of its group (all offices, when no group is given)."""
    groups = list(group) if group is not None else [""] * len(k)
    result: list[Rate] = [Rate(0, 0, 0.0, 0.0, 1.0)] * len(k)
    for name in sorted(set(groups)):
        at = [place for place, other in enumerate(groups) if other == name]
        prior = prior_from([k[place] for place in at], [n[place] for place in at])
        for place in at:
            result[place] = beta_binomial(k[place], n[place], prior)
    return result
