"""Rates of rare answers: intervals against closed forms, shrinkage towards the group."""

from math import comb

import pytest

from pakhi.rating.rates import Prior, beta_binomial, prior_from, rates

UNIFORM = Prior(1.0, 1.0)


@pytest.mark.parametrize(
    ("k", "n", "prior", "rate", "low", "high"),
    [
        (0, 0, UNIFORM, 0.5, 0.05, 0.95),
        (0, 9, UNIFORM, 1 / 11, 1 - 0.95 ** (1 / 10), 1 - 0.05 ** (1 / 10)),
        (9, 9, UNIFORM, 10 / 11, 0.05 ** (1 / 10), 0.95 ** (1 / 10)),
        (3, 3, UNIFORM, 4 / 5, 0.05 ** (1 / 4), 0.95 ** (1 / 4)),
        (0, 1, Prior(1.0, 3.0), 1 / 5, 1 - 0.95 ** (1 / 4), 1 - 0.05 ** (1 / 4)),
    ],
)
def test_golden_values(k, n, prior, rate, low, high):
    found = beta_binomial(k, n, prior)
    assert (found.k, found.n) == (k, n)
    assert (found.rate, found.low, found.high) == pytest.approx((rate, low, high), abs=1e-9)


def test_the_ends_leave_5_percent_outside_by_the_binomial_identity():
    # Beta(3, 9) lies below x as often as 11 trials with chance x give 3 or more.
    found = beta_binomial(2, 10, UNIFORM)

    def three_or_more(x):
        return sum(comb(11, j) * x**j * (1 - x) ** (11 - j) for j in range(3, 12))

    assert three_or_more(found.low) == pytest.approx(0.05, abs=1e-9)
    assert three_or_more(found.high) == pytest.approx(0.95, abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(k, n):
    with pytest.raises(ValueError, match="k must lie between 0 and n"):
        beta_binomial(k, n)


def test_offices_that_are_alike_are_drawn_together_and_others_stay_apart():
    alike = prior_from([5, 4, 6, 5], [50, 50, 50, 50])
    apart = prior_from([0, 1, 30, 45], [50, 50, 50, 50])
    assert alike.a + alike.b > 20 > 5 > apart.a + apart.b
    assert alike.a / (alike.a + alike.b) == pytest.approx(0.1, abs=0.03)


def test_one_yes_of_two_is_drawn_to_the_groups_low_rate():
    found = rates([1, 2, 3, 1, 2], [2, 60, 60, 60, 60])
    assert 0.03 < found[0].rate < 0.25
    assert found[0].high - found[0].low > found[1].high - found[1].low


def test_groups_do_not_borrow_from_each_other():
    both = rates([0, 1, 30, 28], [40, 40, 40, 40], ["a", "a", "b", "b"])
    alone = rates([0, 1], [40, 40])
    assert both[:2] == alone


def test_where_nobody_answered_the_interval_is_wide():
    (only,) = rates([0], [0])
    assert only.high - only.low > 0.9
