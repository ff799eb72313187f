"""Why a number is what it is: counts of people and points, never who spoke.

A count divides the people who rated a ratee in two. It is told only where either part has FEWEST of them: a part of
none says of everybody what a part of one says of somebody.
"""

import numpy as np

from .arrays import Floats
from .draws import Draws
from .estimate import Mode, Model
from .halo import read_tables
from .rows import Explanation
from .scale import Curve
from .table import Ratings
from .tree import CHANGE_PERIODS

FEWEST = 5


class Reasons:
    """Looks once at all voices, to explain any ratee."""

    def __init__(self, ratings: Ratings, model: Model, mode: Mode, draws: Draws, curve: Curve, kept: Floats) -> None:
        """`kept` is the reliability by ratee."""
        self.ratings, self.visits, self.kept = ratings, model.visits, kept
        tree = model.tree
        expected = mode.x[tree.above]
        self.score, self.typical = curve.score(draws.mean[tree.now]), curve.score(expected)
        self.pull = _pulls(model, mode, expected)
        self.order = np.argsort(self.visits.ratee, kind="stable")
        self.start = np.append(0, np.cumsum(np.bincount(self.visits.ratee, minlength=expected.size)))
        pairs = np.unique(self.visits.rater.astype(np.int64) * expected.size + self.visits.ratee)
        self.linking = np.bincount(pairs // expected.size, minlength=len(ratings.raters)) > 1

    def explain(self, ratee: int) -> Explanation:
        """What stands behind one ratee's estimate. Small counts, from which a voice could be told, are None."""
        at = self.order[self.start[ratee] : self.start[ratee + 1]]
        visits, first = self.visits, len(self.ratings.periods) - CHANGE_PERIODS
        raters, place = np.unique(visits.rater[at], return_inverse=True)
        pull = np.bincount(place, self.pull[at], minlength=raters.size)
        above = _quiet(int((pull > 0).sum()), raters.size)
        below = None if above is None else int(raters.size) - above
        score, typical = float(self.score[ratee]), float(self.typical[ratee])
        helped = np.unique(place[np.isin(visits.mode[at], list(self.ratings.assisted))]).size
        recent = np.unique(place[visits.period[at] >= first]).size
        return Explanation(
            ratee=self.ratings.ratees[ratee],
            estimate=score,
            peers=typical,
            moved=score - typical,
            kept=float(self.kept[ratee]),
            voices=int(at.size),
            raters=int(raters.size),
            above=above,
            below=below,
            last_year=_quiet(recent, raters.size),
            assisted=_quiet(helped, raters.size),
            linking=_quiet(int(self.linking[raters].sum()), raters.size),
            sentence=_sentence(score, typical, int(at.size), above, below),
        )


def _pulls(model: Model, mode: Mode, expected: Floats) -> Floats:
    """How far each visit is above (or below) what the same rater would say of a typical peer."""
    eta = model.design.linear(mode.x, mode.u) - mode.x[model.design.state] + expected[model.visits.ratee]
    tables = model.likelihood.slopes(mode.thresholds, mode.variances.halo)
    pull = read_tables(eta, model.visits.code, tables)[0]
    return pull if model.visits.share is None else pull * model.visits.share


def _quiet(part: int, whole: int) -> int | None:
    """How many of the people are in one part, if either part has so many that it points at nobody."""
    return part if min(part, whole - part) >= FEWEST else None


def _sentence(score: float, typical: float, voices: int, above: int | None, below: int | None) -> str:
    """The same in words."""
    start = f"Anybody in this peer group is expected at {typical:.0f}."
    if not voices:
        return f"{start} There are no voices about this one yet, so that is the estimate."
    moved = score - typical
    way = "hardly move it" if abs(moved) < 1 else f"move it {'up' if moved > 0 else 'down'} by {abs(moved):.0f} points"
    each = (
        ""
        if above is None
        else f" {above} people spoke better of it, {below} worse, than they would of a typical peer."
    )
    return f"{start} The {voices} voices {way}, to {score:.0f}.{each}"
