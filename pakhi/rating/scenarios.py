"""A made-up state with known truth, as the model supposes it to be and as it may well be instead.

Sizes grow with the number of answers: unless a scenario says otherwise eight questions with five categories, twelve
quarters, a rater for six visits and a ratee for fifteen, offices of eight kinds in districts of about forty-eight.
Everything is arrays of codes, so that a hundred million answers can be made on one machine.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Answers, Floats, Ints, Singles
from .halo import GRID, smoothing
from .table import Ratings
from .wide import from_visits

CATEGORIES = 5
FINE = np.arange(-12.0, 12.001, 0.02)
BLOCK = 1 << 19


@dataclass(frozen=True)
class Scenario:
    """Standard deviations in logits, sizes, and what the model does not know of.

    `silent`: "" nobody, "fear" who was treated badly tells less often, "extremes" who has little to say stays away.
    `graded`: a graded-response model with items of unequal sharpness. `shock`: a fifth changes at once and the rest
    not at all. `strict_districts`: spread of the raters' severity between districts. `quirk`: spread of one ratee on
    one question. `missing`: share of questions left out. `districts`: 0 is one for forty-eight offices.
    `organisations`: most raters of a district belong to the same one; `strict_organisations` is how far they differ.
    """

    silent: str = ""
    graded: bool = False
    shock: bool = False
    strict_districts: float = 0.0
    severity: float = 0.8
    ratee: float = 0.5
    office: float = 0.4
    group: float = 0.3
    kind: float = 0.4
    walk: float = 0.12
    halo: float = 0.9
    mode: float = 0.4
    quirk: float = 0.0
    items: int = 8
    missing: float = 0.1
    kinds: int = 8
    districts: int = 0
    quarters: int = 12
    visits_per_ratee: int = 15
    organisations: int = 0
    strict_organisations: float = 0.0


SCENARIOS: dict[str, Scenario] = {
    "as the model supposes": Scenario(),
    "who was treated badly stays silent": Scenario(silent="fear"),
    "only extremes speak": Scenario(silent="extremes"),
    "graded answers, unequal items": Scenario(graded=True),
    "sudden change of a fifth": Scenario(shock=True),
    "districts differ in strictness": Scenario(strict_districts=0.3),
}


# A network as small as most are.
SMALL = Scenario(items=6, kinds=4, districts=3, quarters=6)


@dataclass(frozen=True)
class StateTruth:
    """True states (ratees, quarters), their scores on 0-100 now and four quarters ago, and now by item (ratees, J)."""

    state: Floats
    now: Floats
    before: Floats
    by_item: Floats


def make(
    answers: int, seed: int, scenario: Scenario = SCENARIOS["as the model supposes"]
) -> tuple[Ratings, StateTruth]:
    """About so many answers, and the truth by ratee."""
    rng = np.random.default_rng(seed)
    visits = int(answers / (scenario.items * (1 - scenario.missing)))
    n_raters, n_ratees = max(visits // 6, 20), max(visits // scenario.visits_per_ratee, 40)
    n_offices = max(int(n_ratees / 2.5), 16)
    districts = scenario.districts or max(n_offices // 48, 2)
    office_kind, office_district = rng.integers(0, scenario.kinds, n_offices), rng.integers(0, districts, n_offices)
    group_of = office_kind * districts + office_district
    office_of = np.concatenate([np.arange(n_offices), rng.integers(0, n_offices, n_ratees - n_offices)])
    state = _states(rng, scenario, office_of, group_of, districts)
    home = rng.integers(0, districts, n_raters)
    severity = (
        rng.normal(0, scenario.severity, n_raters) + rng.normal(0, 1, districts)[home] * scenario.strict_districts
    )
    belongs = _belonging(rng, home, scenario.organisations) if scenario.organisations else None
    if belongs is not None:
        strict = rng.normal(0, scenario.strict_organisations, scenario.organisations)
        severity += (strict - strict.mean())[belongs]
    many = visits * (2 if scenario.silent else 1)
    rater, ratee, period = _meetings(rng, many, home, office_district[office_of], scenario.quarters)
    eta = state[ratee, period] + severity[rater] + rng.normal(0, scenario.halo, rater.size)
    if scenario.silent:
        odds = 0.3 + 0.8 * eta if scenario.silent == "fear" else -0.6 + 0.6 * np.abs(eta)
        told = np.flatnonzero(rng.random(rater.size) < 1 / (1 + np.exp(-odds)))[:visits]
        rater, ratee, period, eta = rater[told], ratee[told], period[told], eta[told]
    reads, helped = rng.normal(size=n_raters), rng.normal(size=districts)
    odds = -0.3 - 1.0 * reads[rater] + 0.7 * helped[home[rater]]
    assisted = (rng.random(rater.size) < 1 / (1 + np.exp(-odds))).astype(np.int8)
    eta += scenario.mode * assisted
    thresholds, sharpness = _items(scenario)
    own = rng.normal(0, scenario.quirk, (n_ratees, scenario.items)) if scenario.quirk else np.zeros((1, scenario.items))
    apart = own[ratee] if scenario.quirk else None
    given = _answers(rng, eta, apart, thresholds, sharpness, scenario)
    ratings = from_visits(
        rater, ratee, given, period=period, assisted=assisted,
        organisation=None if belongs is None else belongs[rater], office_of=office_of, group_of=group_of,
        kind_of=np.arange(scenario.kinds * districts) // districts, categories=CATEGORIES,
    )  # fmt: skip
    curves = _curves(thresholds, sharpness, scenario)
    before, now = (_by_item(state[:, k], own, curves) for k in (-5, -1))
    return ratings, StateTruth(state, now.mean(1), before.mean(1), now)


def _belonging(rng: np.random.Generator, home: Ints, organisations: int) -> Ints:
    """The organisation of every rater: three of four belong to the one of their district."""
    anyone = rng.integers(0, organisations, home.size)
    return np.where(rng.random(home.size) < 0.75, home % organisations, anyone)


def _states(rng: np.random.Generator, s: Scenario, office_of: Ints, group_of: Ints, districts: int) -> Floats:
    group = rng.normal(0, s.kind, s.kinds).repeat(districts) + rng.normal(0, s.group, s.kinds * districts)
    office = group[group_of] + rng.normal(0, s.office, group_of.size)
    start = office[office_of] + rng.normal(0, s.ratee, office_of.size)
    moves = np.zeros((start.size, s.quarters))
    if s.shock:
        who = np.flatnonzero(rng.random(start.size) < 0.2)
        moves[who, rng.integers(1, s.quarters, who.size)] = rng.normal(0, 0.6, who.size)
    else:
        moves[:, 1:] = rng.normal(0, s.walk, (start.size, s.quarters - 1))
    return np.asarray(start[:, None] + np.cumsum(moves, axis=1))


def _meetings(
    rng: np.random.Generator, visits: int, home: Ints, ratee_district: Ints, quarters: int
) -> tuple[Ints, Ints, Ints]:
    """Nine of ten visits are in the rater's district; some are met more often; each pair meets once a quarter."""
    often = np.cumsum(np.exp(rng.normal(0, 0.8, home.size)))
    rater = np.searchsorted(often / often[-1], rng.random(visits)).clip(0, home.size - 1)
    districts = int(home.max()) + 1
    there = np.where(rng.random(visits) < 0.9, home[rater], rng.integers(0, districts, visits))
    order = np.argsort(ratee_district, kind="stable")
    fame = np.append(0.0, np.cumsum(np.exp(rng.normal(0, 0.8, order.size))))
    low = np.searchsorted(ratee_district[order], there)
    high = np.searchsorted(ratee_district[order], there, side="right")
    low, high = np.where(high > low, low, 0), np.where(high > low, high, order.size)
    at = np.searchsorted(fame, fame[low] + (fame[high] - fame[low]) * rng.random(visits), side="right") - 1
    ratee = order[at.clip(0, order.size - 1)]
    period = rng.integers(0, quarters, visits)
    key = (rater.astype(np.int64) * order.size + ratee) * quarters + period
    first = np.sort(np.unique(key, return_index=True)[1])
    return rater[first], ratee[first], period[first].astype(np.int16)


def _items(scenario: Scenario) -> tuple[Floats, Floats]:
    """Thresholds (J, K-1) and sharpness (J): the same in every made-up state, as a questionnaire is."""
    rng = np.random.default_rng(7)
    thresholds = np.array([-1.4, -0.9, 0.2, 1.1]) + np.linspace(-0.6, 0.6, scenario.items)[:, None]
    thresholds = thresholds + rng.normal(0, 0.25, thresholds.shape)
    if not scenario.graded:
        return thresholds, np.ones(scenario.items)
    return np.sort(thresholds, axis=1), 1.6 * np.exp(rng.normal(0, 0.25, scenario.items))


def _above(eta: Floats, thresholds: Floats, sharpness: float, graded: bool) -> Floats:
    """Chance (K-1, n) of an answer above each step."""
    if graded:
        return np.asarray(1 / (1 + np.exp(-sharpness * (eta[None] - thresholds[:, None]))))
    log = np.concatenate([np.zeros((1, eta.size)), np.cumsum(eta[None] - thresholds[:, None], axis=0)])
    odds = np.exp(log - log.max(0))
    return np.asarray(np.cumsum(odds[::-1], axis=0)[::-1][1:] / odds.sum(0))


def _cells(eta: Floats) -> Ints:
    return np.asarray(np.rint((np.clip(eta, FINE[0], FINE[-1]) - FINE[0]) / 0.02), dtype=np.int32)


def _answers(
    rng: np.random.Generator, eta: Floats, apart: Floats | None, thresholds: Floats, sharpness: Floats, s: Scenario
) -> Answers:
    """Answers (J, V) at levels (V), apart from them by (V, J) where ratees have strengths of their own."""
    out = np.full((s.items, eta.size), -1, dtype=np.int8)
    cell = _cells(eta)
    tables = [
        _above(FINE, d, float(a), s.graded).astype(np.float32) for d, a in zip(thresholds, sharpness, strict=True)
    ]
    for start in range(0, eta.size, BLOCK):
        rows = slice(start, min(start + BLOCK, eta.size))
        for j, (table, one) in enumerate(zip(tables, out, strict=True)):
            at = cell[rows] if apart is None else _cells(eta[rows] + apart[rows, j])
            one[rows] = _given(rng, table, at, s.missing)
    nothing = (out < 0).all(0)
    out[0, nothing] = 2
    return out


def _given(rng: np.random.Generator, table: Singles, at: Ints, missing: float) -> Answers:
    luck = rng.random(at.size, dtype=np.float32)
    given = np.zeros(at.size, dtype=np.int8)
    for above in table:
        given += luck < above[at]
    return np.where(rng.random(at.size, dtype=np.float32) < missing, np.int8(-1), given)


def _curves(thresholds: Floats, sharpness: Floats, scenario: Scenario) -> Floats:
    """Score (0-100) on every item (J, .) along the grid of states, from the typical unassisted rater."""
    steps = [_above(GRID, d, float(a), scenario.graded).sum(0) for d, a in zip(thresholds, sharpness, strict=True)]
    score = np.array(steps) / (CATEGORIES - 1) * 100
    smooth = smoothing(float(np.hypot(scenario.severity, scenario.halo)))
    return np.asarray(score @ (smooth / smooth.sum(1, keepdims=True)).T)


def _by_item(state: Floats, own: Floats, curves: Floats) -> Floats:
    """Scores (ratees, J) of states (ratees) with strengths of their own."""
    return np.stack([np.interp(state + own[:, j], GRID, curve) for j, curve in enumerate(curves)], axis=1)
