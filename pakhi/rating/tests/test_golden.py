"""Every formula that draws an interval, against values worked out by hand."""

import numpy as np
import pytest

from pakhi.rating import fit, from_columns
from pakhi.rating.baselines import (
    adjusted_shrunk,
    bayesian_average,
    integer_median,
    plain_mean,
    satisfied_share,
)
from pakhi.rating.ranks import standings
from pakhi.rating.rows import Estimate
from pakhi.rating.sensitivity import bands
from pakhi.rating.together import together
from pakhi.rating.units import Z90, interval
from pakhi.rating.wide import from_visits


def test_the_width_of_90_percent():
    assert pytest.approx(1.6448536269514722) == Z90


@pytest.mark.parametrize(
    ("draws", "ends", "expected"),
    [
        ([40.0, 60.0], (-np.inf, np.inf), (33.551463730485278, 50.0, 66.448536269514722)),
        ([0.0, 10.0], (0.0, 100.0), (0.0, 5.0, 13.224268134757361)),
        ([98.0, 100.0], (0.0, 100.0), (97.355146373048528, 99.0, 100.0)),
        ([-3.0, -1.0, 1.0, 3.0], (-np.inf, np.inf), (-3.678004, 0.0, 3.678004)),
    ],
)
def test_an_interval_is_the_mean_and_1645_standard_deviations(draws, ends, expected):
    assert interval(np.array(draws), *ends) == pytest.approx(expected, abs=1e-6)


@pytest.fixture
def four_visits():
    """Ratee 0 got the lowest and the highest answer, ratee 1 the middle one twice; one question, three categories."""
    return from_visits(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]), np.array([[0, 2, 1, 1]], dtype=np.int8))


def test_the_interval_of_a_plain_mean(four_visits):
    # Inside ratees the squares add up to 2 * 50^2, on 4 - 2 degrees of freedom: 50. 1.6449 * 50 / sqrt(2) = 58.1544.
    found = plain_mean(four_visits)
    assert found.estimate == pytest.approx([50, 50])
    assert found.half == pytest.approx([58.154357] * 2, abs=1e-5)


def test_the_interval_of_a_bayesian_average(four_visits):
    # Two visits a ratee on average, so two more at the mean: 1.6449 * 50 / sqrt(4).
    found = bayesian_average(four_visits)
    assert found.half == pytest.approx([41.121341] * 2, abs=1e-5)


def test_the_interval_of_a_shrunk_mean():
    # Means 0, 50 and 100, twice each, no spread inside: all of the difference is kept and nothing is uncertain.
    answers = np.array([[0, 0, 1, 1, 2, 2]], dtype=np.int8)
    clear = from_visits(np.array([0, 1] * 3), np.array([0, 0, 1, 1, 2, 2]), answers)
    found = adjusted_shrunk(clear)
    assert found.estimate == pytest.approx([0, 50, 100])
    assert found.half == pytest.approx([0, 0, 0])


def test_the_peers_formulas(four_visits):
    assert satisfied_share(four_visits).estimate.tolist() == [50, 0]
    assert integer_median(four_visits).estimate.tolist() == [0, 50]


def test_a_rank_interval_leaves_5_percent_of_the_draws_on_either_side():
    # The first is below the second in 4 of 100 draws and then in 6 of 100.
    for swapped, worst in ((4, 1), (6, 2)):
        first = np.ones(100)
        first[:swapped] = -1
        (row, _) = standings(np.array([1.0, 0.0]), np.stack([first, np.zeros(100)]), np.zeros(2, dtype=int))
        assert (row.rank, row.low, row.high) == (1, 1, worst)


def test_places_that_hold_together_need_differences_beyond_the_widest_of_nine_tenths():
    # Every draw of the difference lies one standard deviation from its mean, so differences of more than one count.
    around = np.tile([1.0, -1.0], 50)
    for gap, expected in ((0.9, [(1, 2), (1, 2)]), (1.1, [(1, 1), (2, 2)])):
        mean = np.array([gap, 0.0])
        found = together(mean, np.stack([gap + around, np.zeros(100)]), np.zeros(2, dtype=int))
        assert [(one.low, one.high) for one in found] == expected
        assert [one.could_be_first for one in found] == [low == 1 for low, _ in expected]


def test_the_interval_of_an_estimate_is_taken_in_logits_and_carried_to_points():
    rng = np.random.default_rng(1)
    found = fit(from_columns(rater=np.arange(60) % 12, ratee=np.arange(60) // 12, score=rng.integers(1, 5, 60)))
    mean, sd = found.draws.mean[found.model.tree.now], found.draws.sd[found.model.tree.now]
    for k, row in enumerate(found.estimates()):
        ends = found.curve.score(np.array([mean[k] - 1.6448536 * sd[k], mean[k] + 1.6448536 * sd[k]]))
        assert (row.low, row.high) == pytest.approx(tuple(ends), abs=1e-5)
    drawn = np.concatenate([found.draws.now])
    assert drawn.mean(1) == pytest.approx(mean)
    assert drawn.std(1) == pytest.approx(sd)


def estimate(**known):
    empty = dict.fromkeys(Estimate.__dataclass_fields__)
    return Estimate(**(empty | known))


@pytest.mark.parametrize(
    ("voices", "contacts", "expected"),
    [
        (40, 100, (0.6, 41.0, 59.0)),
        (100, 100, (0.0, 50.0, 50.0)),
        (120, 100, (0.0, 50.0, 50.0)),
        (0, 0, (0.0, 50.0, 50.0)),
    ],
)
def test_the_band_of_silence(voices, contacts, expected):
    (band,) = bands([estimate(ratee="x", visits=voices, estimate=50.0)], {"x": contacts}, worse=15)
    assert (band.silent, band.low, band.high) == pytest.approx(expected)


def test_a_band_needs_to_know_the_contacts_and_stays_on_the_scale():
    rows = [estimate(ratee="x", visits=1, estimate=4.0), estimate(ratee="y", visits=1, estimate=97.0)]
    assert [(band.ratee, band.low, band.high) for band in bands(rows, {"y": 100}, worse=50)] == [("y", 47.5, 100.0)]
    with pytest.raises(ValueError, match="0 or more"):
        bands(rows, {}, worse=-1)
