"""Rupees are grouped as India groups them."""

import pytest

from pakhi.lib.money import rupees


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0"), (999, "999"), (5000, "5,000"), (99_999, "99,999"), (300_000, "3,00,000"), (12_345_678, "1,23,45,678"),
     (1000.4, "1,000"), (-150_000, "-1,50,000")],
)  # fmt: skip
def test_a_sum_is_grouped_by_thousands_then_by_lakhs_and_crores(amount, written):
    assert rupees(amount) == written
