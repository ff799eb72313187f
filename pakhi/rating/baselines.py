"""What others compute from the same ratings, to be measured against: simple means and the formulas of our peers."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints
from .table import Ratings
from .units import Z90


@dataclass(frozen=True)
class Baseline:
    """An estimate for every ratee (0-100, NaN without visits), and half the width of its 90 % interval, if any."""

    name: str
    estimate: Floats
    half: Floats | None = None


def baselines(ratings: Ratings) -> list[Baseline]:
    """All of them, the three that estimate a level first."""
    return [
        plain_mean(ratings),
        bayesian_average(ratings),
        adjusted_shrunk(ratings),
        satisfied_share(ratings),
        integer_median(ratings),
    ]


SIMPLE = 3  # so many of them estimate the level itself; the others are on scales of their own


def visit_means(ratings: Ratings) -> Floats:
    """Mean place (0-100) of every visit's answers."""
    total, n = np.zeros(ratings.answers.shape[1]), np.zeros(ratings.answers.shape[1], dtype=np.int64)
    for one, values in zip(ratings.answers, ratings.values, strict=True):
        given = one >= 0
        total[given] += np.array(values)[one[given]]
        n += given
    return total / n


def plain_mean(ratings: Ratings) -> Baseline:
    """Mean of the visits, with the usual interval from the spread inside ratees: the least that anybody computes."""
    n, centre, spread = _by_ratee(ratings, visit_means(ratings))
    return Baseline("plain mean", centre, Z90 * spread / np.sqrt(np.maximum(n, 1)))


def bayesian_average(ratings: Ratings) -> Baseline:
    """As film portals do: as many further visits at the overall mean as a ratee has on average."""
    mean = visit_means(ratings)
    n, centre, spread = _by_ratee(ratings, mean)
    extra = float(n[n > 0].mean())
    drawn = (np.nan_to_num(centre) * n + extra * mean.mean()) / (n + extra)
    return Baseline("Bayesian average", np.where(n > 0, drawn, np.nan), Z90 * spread / np.sqrt(n + extra))


def adjusted_shrunk(ratings: Ratings) -> Baseline:
    """Adjusted for the mode, then shrunk to the peer group by the variances inside and between (as in CAHPS)."""
    mean = visit_means(ratings)
    n, centre, _ = _by_ratee(ratings, mean)
    helped = (ratings.visit_mode != ratings.reference).astype(float)
    share = np.bincount(ratings.visit_ratee, helped, minlength=n.size) / np.maximum(n, 1)
    apart = helped - share[ratings.visit_ratee]
    moved = float(apart @ (mean - centre[ratings.visit_ratee])) / max(float(apart @ apart), 1e-9)
    n, centre, spread = _by_ratee(ratings, mean - moved * helped)
    seen = n > 0
    weight = np.bincount(ratings.group_of[seen], n[seen], minlength=len(ratings.groups))
    group = np.bincount(ratings.group_of[seen], (centre * n)[seen], minlength=weight.size) / np.maximum(weight, 1)
    gap = (centre - group[ratings.group_of])[seen]
    noise = spread**2 / n[seen]
    between = max(float(np.average(gap**2 - noise, weights=n[seen])), 1e-3)
    keep = between / (between + spread**2 / np.maximum(n, 1))
    estimate = group[ratings.group_of] + keep * (centre - group[ratings.group_of])
    return Baseline("mode-adjusted, shrunk to the group", estimate, Z90 * np.sqrt((1 - keep) * between))


def satisfied_share(ratings: Ratings) -> Baseline:
    """A peer's formula: the share of answers in the upper half of the scale."""
    good = (ratings.score > 50).astype(float)
    return Baseline("satisfied share", _mean_of_answers(ratings, good) * 100)


def integer_median(ratings: Ratings) -> Baseline:
    """A peer's formula: the median answer as a whole category."""
    order = np.lexsort((ratings.score, ratings.ratee))
    n = np.bincount(ratings.ratee, minlength=len(ratings.ratees))
    middle = np.cumsum(n) - n + np.maximum(n - 1, 0) // 2
    score = ratings.score[order][np.minimum(middle, len(ratings) - 1)]
    return Baseline("integer median", np.where(n > 0, score, np.nan))


def _mean_of_answers(ratings: Ratings, value: Floats) -> Floats:
    n = np.bincount(ratings.ratee, minlength=len(ratings.ratees))
    total = np.bincount(ratings.ratee, value, minlength=n.size)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def _by_ratee(ratings: Ratings, value: Floats) -> tuple[Ints, Floats, float]:
    """Visits and mean of every ratee (NaN without visits), and the standard deviation of visits inside ratees."""
    n = np.bincount(ratings.visit_ratee, minlength=len(ratings.ratees))
    centre = np.bincount(ratings.visit_ratee, value, minlength=n.size) / np.maximum(n, 1)
    rest = value - centre[ratings.visit_ratee]
    spread = float(np.sqrt(rest @ rest / max(value.size - int((n > 0).sum()), 1)))
    return n, np.where(n > 0, centre, np.nan), spread
