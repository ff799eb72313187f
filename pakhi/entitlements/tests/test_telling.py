"""Rights in words: the sums of the version that counts for her."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.entitlements import known, telling
from pakhi.entitlements.eligibility import evaluate
from pakhi.entitlements.people import Person
from pakhi.lib.clock import today


@pytest.mark.parametrize(("released", "sum_"), [(dt.date(2016, 12, 1), "₹ 5,000"), (dt.date(2017, 2, 1), "₹ 20,000")])
def test_the_sums_are_those_of_the_day_that_counts_for_her(released, sum_) -> None:
    person = Person(dates={"release_date": released})
    found = {one.series: one for one in evaluate(known.the(), person, today(), "IN-WB")}
    told = " ".join(telling.right(found["bl-cash"]).sums)
    assert [one for one in ("₹ 5,000", "₹ 20,000") if one in told] == [sum_]
