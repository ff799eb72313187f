"""The estimator against simulated truth: do the intervals hold, is it better than plain means?"""

from dataclasses import replace

import numpy as np
import pytest

from pakhi.rating.scenarios import SMALL

from .worlds import checked, fitted, mean

LITTLE, MIDDLE, SEEDS = 2_400, 4_800, 6


def test_intervals_of_ratees_and_offices_hold_as_often_as_they_say():
    checks = checked(LITTLE, SEEDS) + checked(MIDDLE, SEEDS)
    assert 0.85 <= mean(checks, "held.coverage") <= 0.95
    assert 0.85 <= mean(checks, "held.offices") <= 0.95


@pytest.mark.parametrize("answers", [LITTLE, MIDDLE])
def test_errors_are_smaller_than_those_of_plain_means(answers):
    checks = checked(answers, SEEDS)
    assert mean(checks, "held.rmse") <= 0.85 * mean(checks, "held.plain")


def test_rank_intervals_hold():
    assert 0.90 <= mean(checked(MIDDLE, SEEDS), "held.ranks") <= 1.0


def test_a_claim_that_one_is_better_is_right_as_often_as_it_says():
    checks = checked(MIDDLE, SEEDS)
    assert mean(checks, "held.claimed") == pytest.approx(mean(checks, "held.right"), abs=0.05)


def test_intervals_of_single_questions_and_of_change_hold():
    checks = checked(MIDDLE, SEEDS)
    assert 0.85 <= mean(checks, "items") <= 0.97
    assert 0.85 <= mean(checks, "change") <= 0.98


def test_questions_on_which_a_ratee_differs_are_found():
    found, truth = fitted(8_000, 1, replace(SMALL, quirk=0.6))
    rows = found.items()
    overall = {row.ratee: row.estimate for row in found.estimates()}
    ours = [row.estimate - overall[row.ratee] for row in rows if row.n >= 10]
    real = [truth.by_item[int(r.ratee[1:]), int(r.item[1:])] - truth.now[int(r.ratee[1:])] for r in rows if r.n >= 10]
    assert np.corrcoef(ours, real)[0, 1] > 0.75


def test_the_effect_of_being_assisted_is_found_and_taken_out():
    found, _ = fitted(8_000, 2, replace(SMALL, mode=0.8))
    general = next(row for row in found.modes() if row.kind is None)
    assert general.mode == "assisted"
    assert general.low < 100 * 0.10 < general.high + 5
    assert general.points > 4


def test_severity_of_raters_is_learned_without_a_row_for_any_rater():
    found, _ = fitted(8_000, 3)
    summary = found.raters_summary()
    assert summary.raters == len(found.ratings.raters)
    assert summary.severity_sd == pytest.approx(SMALL.severity, abs=0.2)


def test_reliability_grows_with_voices_and_stays_between_0_and_1():
    rows = fitted(MIDDLE, 1)[0].estimates()
    few = [row.reliability for row in rows if row.visits < 8]
    many = [row.reliability for row in rows if row.visits >= 25]
    assert np.mean(few) < np.mean(many)
    assert all(0 <= row.reliability <= 1 for row in rows)
