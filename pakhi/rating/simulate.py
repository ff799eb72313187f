"""Ratings whose truth is known, to test the estimator and to show what it can and cannot see."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints
from .halo import GRID, category_probabilities, smoothing


@dataclass(frozen=True)
class World:
    """Sizes and standard deviations (in logits) of a made-up district network."""

    visits: int = 500
    items: int = 6
    categories: int = 4
    kinds: int = 4
    districts: int = 3
    periods: int = 6
    visits_per_rater: float = 6.0
    visits_per_ratee: float = 15.0
    ratees_per_office: float = 2.0
    missing: float = 0.1
    severity: float = 0.8
    ratee: float = 0.5
    office: float = 0.4
    group: float = 0.3
    kind: float = 0.4
    walk: float = 0.12
    halo: float = 0.9
    mode: float = 0.5
    quirk: float = 0.0  # of one ratee on one item


@dataclass(frozen=True)
class Truth:
    """True state and its 0-100 score (ratees, periods), score now by item (ratees, items), and the rest."""

    state: Floats
    score: Floats
    item_score: Floats
    quirk: Floats
    group: Ints
    office: Ints
    severity: Floats


def simulate(world: World, seed: int) -> tuple[dict[str, list[str]], Truth]:
    """Columns for `from_columns`, one row an answer, and the truth, indexed by the number in the ratee's label."""
    rng = np.random.default_rng(seed)
    truth, thresholds = _truth(world, rng)
    n_raters, n_ratees = truth.severity.size, truth.group.size
    home = rng.integers(0, world.districts, n_raters)
    taste = rng.normal(size=n_raters)
    rater = rng.integers(0, n_raters, world.visits)
    district = np.where(rng.random(world.visits) < 0.85, home[rater], rng.integers(0, world.districts, world.visits))
    ratee = _meet(rng, district, truth.group % world.districts, np.exp(rng.normal(0, 0.8, n_ratees)))
    period = rng.integers(0, world.periods, world.visits)
    # Whoever reads little is assisted more often, so modes and raters are entangled as they are in life.
    assisted = rng.random(world.visits) < 1 / (1 + np.exp(0.6 + 1.2 * taste[rater]))
    eta = truth.state[ratee, period] + truth.severity[rater] + world.mode * assisted
    eta = eta + rng.normal(0, world.halo, world.visits)
    _, first = np.unique(np.stack([rater, ratee, period], 1), axis=0, return_index=True)
    visit, item = np.nonzero(rng.random((first.size, world.items)) >= world.missing)
    visit = first[visit]
    score = _answers(rng, eta[visit] + truth.quirk[ratee[visit], item], item, thresholds)
    group = truth.group[ratee]
    columns = {
        "rater": visit_labels("r", rater[visit]),
        "ratee": visit_labels("b", ratee[visit]),
        "score": [str(value + 1) for value in score],
        "item": visit_labels("q", item),
        "mode": ["assisted" if flag else "phone" for flag in assisted[visit]],
        "period": [f"{value:02d}" for value in period[visit]],
        "office": visit_labels("o", truth.office[ratee][visit]),
        "kind": visit_labels("k", group[visit] // world.districts),
        "district": visit_labels("d", group[visit] % world.districts),
    }
    return columns, truth


def visit_labels(prefix: str, codes: Ints) -> list[str]:
    """Labels such as b12."""
    return [f"{prefix}{code}" for code in codes]


def _truth(world: World, rng: np.random.Generator) -> tuple[Truth, list[Floats]]:
    n_ratees = max(int(world.visits / world.visits_per_ratee), 4)
    n_offices = max(int(n_ratees / world.ratees_per_office), 2)
    n_groups = world.kinds * world.districts
    level = rng.normal(0, world.kind, world.kinds).repeat(world.districts) + rng.normal(0, world.group, n_groups)
    office_group = rng.integers(0, n_groups, n_offices)
    office_level = level[office_group] + rng.normal(0, world.office, n_offices)
    office = np.concatenate([np.arange(n_offices), rng.integers(0, n_offices, n_ratees - n_offices)])
    start = office_level[office] + rng.normal(0, world.ratee, n_ratees)
    moves = rng.normal(0, world.walk, (n_ratees, world.periods))
    moves[:, 0] = 0
    state = start[:, None] + np.cumsum(moves, 1)
    ladder = np.linspace(-1.3, 1.0, world.categories - 1)
    thresholds = [ladder + shift + rng.normal(0, 0.2, ladder.size) for shift in np.linspace(-0.5, 0.5, world.items)]
    severity = rng.normal(0, world.severity, max(int(world.visits / world.visits_per_rater), 3))
    spread = float(np.hypot(world.severity, world.halo))
    quirk = rng.normal(0, 1, (n_ratees, world.items)) * world.quirk
    curves = [_curve(d, spread) for d in thresholds]
    by_item = [np.interp(state + quirk[:, [j]], GRID, curve) for j, curve in enumerate(curves)]
    now = np.stack([scores[:, -1] for scores in by_item], axis=1)
    truth = Truth(state, np.mean(by_item, axis=0), now, quirk, office_group[office], office, severity)
    return truth, thresholds


def _curve(thresholds: Floats, spread: float) -> Floats:
    """Expected 0-100 score on one item, from the unassisted raters of this world, along the grid of states."""
    smooth = smoothing(spread)
    weight = np.arange(thresholds.size + 1) / thresholds.size * 100
    return np.asarray((smooth @ (weight @ category_probabilities(thresholds))) / smooth.sum(1))


def _meet(rng: np.random.Generator, district: Ints, ratee_district: Ints, fame: Floats) -> Ints:
    """A ratee for every visit: one in the district (where there is one), the better known the likelier."""
    ratee = rng.choice(fame.size, district.size, p=fame / fame.sum())
    for d in np.unique(ratee_district):
        here, rows = np.flatnonzero(ratee_district == d), np.flatnonzero(district == d)
        ratee[rows] = rng.choice(here, rows.size, p=fame[here] / fame[here].sum())
    return ratee


def _answers(rng: np.random.Generator, eta: Floats, item: Ints, thresholds: list[Floats]) -> Ints:
    score = np.zeros(eta.size, dtype=np.int64)
    for j, d in enumerate(thresholds):
        at = np.flatnonzero(item == j)
        below = np.cumsum(category_probabilities(d, eta[at]), axis=0)[:-1]
        score[at] = (rng.random(at.size)[None] > below).sum(0)
    return score
