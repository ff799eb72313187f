"""A made-up state with known truth, as the model supposes it to be and as it may well be instead.

Sizes grow with the number of answers: eight questions with five categories, twelve quarters, a rater for six visits
and a ratee for fifteen, offices of eight kinds in districts of about forty-eight. Everything is arrays of codes, so
that a hundred million answers can be made on one machine.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Answers, Floats, Ints
from .halo import GRID, smoothing
from .table import Ratings
from .wide import from_visits

ITEMS, CATEGORIES, KINDS, QUARTERS, MISSING = 8, 5, 8, 12, 0.1
FINE = np.arange(-12.0, 12.001, 0.02)
BLOCK = 1 << 19


@dataclass(frozen=True)
class Scenario:
    """Standard deviations in logits, and what the model does not know of.

    `silent`: "" nobody, "fear" who was treated badly tells less often, "extremes" who has little to say stays away.
    `graded`: a graded-response model with items of unequal sharpness. `shock`: a fifth changes at once and the rest
    not at all. `strict_districts`: spread of the raters' severity between districts.
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


SCENARIOS: dict[str, Scenario] = {
    "as the model supposes": Scenario(),
    "who was treated badly stays silent": Scenario(silent="fear"),
    "only extremes speak": Scenario(silent="extremes"),
    "graded answers, unequal items": Scenario(graded=True),
    "sudden change of a fifth": Scenario(shock=True),
    "districts differ in strictness": Scenario(strict_districts=0.3),
}


@dataclass(frozen=True)
class StateTruth:
    """True states (ratees, quarters), and their scores on 0-100 now and four quarters ago."""

    state: Floats
    now: Floats
    before: Floats


def make(
    answers: int, seed: int, scenario: Scenario = SCENARIOS["as the model supposes"]
) -> tuple[Ratings, StateTruth]:
    """About so many answers, and the truth by ratee."""
    rng = np.random.default_rng(seed)
    visits = int(answers / (ITEMS * (1 - MISSING)))
    n_raters, n_ratees = max(visits // 6, 20), max(visits // 15, 40)
    n_offices = max(int(n_ratees / 2.5), 16)
    districts = max(n_offices // 48, 2)
    office_kind, office_district = rng.integers(0, KINDS, n_offices), rng.integers(0, districts, n_offices)
    group_of = office_kind * districts + office_district
    office_of = np.concatenate([np.arange(n_offices), rng.integers(0, n_offices, n_ratees - n_offices)])
    state = _states(rng, scenario, office_of, group_of, districts)
    home = rng.integers(0, districts, n_raters)
    severity = (
        rng.normal(0, scenario.severity, n_raters) + rng.normal(0, 1, districts)[home] * scenario.strict_districts
    )
    many = visits * (2 if scenario.silent else 1)
    rater, ratee, period = _meetings(rng, many, home, office_district[office_of])
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
    given = _answers(rng, eta, thresholds, sharpness, scenario.graded)
    ratings = from_visits(
        rater, ratee, given, period=period, assisted=assisted, office_of=office_of, group_of=group_of,
        kind_of=np.arange(KINDS * districts) // districts, categories=CATEGORIES,
    )  # fmt: skip
    curve = _curve(thresholds, sharpness, scenario)
    now, before = (np.interp(state[:, k], GRID, curve) for k in (-1, -5))
    return ratings, StateTruth(state, now, before)


def _states(rng: np.random.Generator, s: Scenario, office_of: Ints, group_of: Ints, districts: int) -> Floats:
    group = rng.normal(0, s.kind, KINDS).repeat(districts) + rng.normal(0, s.group, KINDS * districts)
    office = group[group_of] + rng.normal(0, s.office, group_of.size)
    start = office[office_of] + rng.normal(0, s.ratee, office_of.size)
    moves = np.zeros((start.size, QUARTERS))
    if s.shock:
        who = np.flatnonzero(rng.random(start.size) < 0.2)
        moves[who, rng.integers(1, QUARTERS, who.size)] = rng.normal(0, 0.6, who.size)
    else:
        moves[:, 1:] = rng.normal(0, s.walk, (start.size, QUARTERS - 1))
    return np.asarray(start[:, None] + np.cumsum(moves, axis=1))


def _meetings(rng: np.random.Generator, visits: int, home: Ints, ratee_district: Ints) -> tuple[Ints, Ints, Ints]:
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
    period = rng.integers(0, QUARTERS, visits)
    key = (rater.astype(np.int64) * order.size + ratee) * QUARTERS + period
    first = np.sort(np.unique(key, return_index=True)[1])
    return rater[first], ratee[first], period[first].astype(np.int16)


def _items(scenario: Scenario) -> tuple[Floats, Floats]:
    """Thresholds (J, K-1) and sharpness (J): the same in every made-up state, as a questionnaire is."""
    rng = np.random.default_rng(7)
    thresholds = np.array([-1.4, -0.9, 0.2, 1.1]) + np.linspace(-0.6, 0.6, ITEMS)[:, None]
    thresholds = thresholds + rng.normal(0, 0.25, thresholds.shape)
    if not scenario.graded:
        return thresholds, np.ones(ITEMS)
    return np.sort(thresholds, axis=1), 1.6 * np.exp(rng.normal(0, 0.25, ITEMS))


def _above(eta: Floats, thresholds: Floats, sharpness: float, graded: bool) -> Floats:
    """Chance (K-1, n) of an answer above each step."""
    if graded:
        return np.asarray(1 / (1 + np.exp(-sharpness * (eta[None] - thresholds[:, None]))))
    log = np.concatenate([np.zeros((1, eta.size)), np.cumsum(eta[None] - thresholds[:, None], axis=0)])
    odds = np.exp(log - log.max(0))
    return np.asarray(np.cumsum(odds[::-1], axis=0)[::-1][1:] / odds.sum(0))


def _answers(rng: np.random.Generator, eta: Floats, thresholds: Floats, sharpness: Floats, graded: bool) -> Answers:
    out = np.full((ITEMS, eta.size), -1, dtype=np.int8)
    cell = np.rint((np.clip(eta, FINE[0], FINE[-1]) - FINE[0]) / 0.02).astype(np.int32)
    tables = [_above(FINE, d, float(a), graded).astype(np.float32) for d, a in zip(thresholds, sharpness, strict=True)]
    for start in range(0, eta.size, BLOCK):
        rows = slice(start, min(start + BLOCK, eta.size))
        for table, one in zip(tables, out, strict=True):
            luck = rng.random(rows.stop - rows.start, dtype=np.float32)
            given = np.zeros(luck.size, dtype=np.int8)
            for above in table:
                given += luck < above[cell[rows]]
            one[rows] = np.where(rng.random(luck.size, dtype=np.float32) < MISSING, -1, given)
    nothing = (out < 0).all(0)
    out[0, nothing] = 2
    return out


def _curve(thresholds: Floats, sharpness: Floats, scenario: Scenario) -> Floats:
    """Score (0-100) along the grid of states, from the typical unassisted rater."""
    steps = [_above(GRID, d, float(a), scenario.graded).sum(0) for d, a in zip(thresholds, sharpness, strict=True)]
    score = np.mean(steps, axis=0) / (CATEGORIES - 1) * 100
    smooth = smoothing(float(np.hypot(scenario.severity, scenario.halo)))
    return np.asarray((smooth @ score) / smooth.sum(1))
