"""Clocks: days, working days, hours and months in India's time, over midnights, leap days and the ends of years."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.entitlements.deadlines import Due, due, running
from pakhi.entitlements.people import Person
from pakhi.entitlements.rows import Clock
from pakhi.lib.clock import INDIA

D, UTC = dt.date, dt.UTC


def clock(limit, unit="days", **more):
    return Clock(
        **{"id": "c", "who": "police", "since": "fir_registered", "until": "", "basis": "", **more},
        limit=limit,
        unit=unit,
    )


@pytest.mark.parametrize(
    ("limit", "unit", "began", "last"),
    [
        (0, "days", D(2026, 11, 22), D(2026, 11, 22)),
        (1, "days", D(2026, 12, 31), D(2027, 1, 1)),
        (60, "days", D(2026, 3, 31), D(2026, 5, 30)),
        (1, "days", D(2024, 2, 28), D(2024, 2, 29)),
        (1, "days", D(2026, 2, 28), D(2026, 3, 1)),
        (365, "days", D(2024, 1, 31), D(2025, 1, 30)),
        (2, "months", D(2023, 12, 31), D(2024, 2, 29)),
        (2, "months", D(2024, 12, 31), D(2025, 2, 28)),
        (1, "months", D(2024, 2, 29), D(2024, 3, 29)),
        (36, "months", D(2024, 2, 29), D(2027, 2, 28)),
        (5, "working_days", D(2026, 8, 13), D(2026, 8, 20)),  # 15 August, a Sunday
        (5, "working days", D(2026, 1, 9), D(2026, 1, 16)),  # the second Saturday and a Sunday
        (1, "working_days", D(2026, 1, 16), D(2026, 1, 17)),  # the third Saturday is open
        (1, "working_days", D(2026, 10, 1), D(2026, 10, 3)),  # Gandhi Jayanti; the first Saturday is open
        (1, "working_days", D(2026, 1, 25), D(2026, 1, 27)),  # Republic Day
        (1, "working_days", D(2015, 8, 7), D(2015, 8, 8)),  # a second Saturday before September 2015
        (0, "working_days", D(2026, 11, 22), D(2026, 11, 23)),  # a Sunday
        (15, "days", D(2027, 3, 25), D(2027, 4, 9)),  # over the end of the financial year
        (1, "months", D(2028, 3, 31), D(2028, 4, 30)),
        (5, "working_days", D(2026, 3, 30), D(2026, 4, 4)),  # the first Saturday is open
        (24, "hours", dt.datetime(2026, 12, 31, 22, 0, tzinfo=INDIA), D(2027, 1, 1)),
        (48, "hours", D(2024, 2, 27), D(2024, 2, 29)),
        (24, "hours", dt.datetime(2026, 2, 28, 0, 0, tzinfo=INDIA), D(2026, 2, 28)),
    ],
)  # fmt: skip
def test_the_last_day_of_a_limit(limit, unit, began, last):
    assert due(clock(limit, unit), began).last == last


def test_a_day_is_over_at_midnight_in_india_not_in_greenwich():
    limit = due(clock(90), D(2026, 8, 24))
    assert limit.moment == dt.datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "last"),
    [
        (dt.datetime(2026, 11, 21, 18, 29, tzinfo=UTC), D(2026, 11, 22)),
        (dt.datetime(2026, 11, 21, 18, 30, tzinfo=UTC), D(2026, 11, 23)),
        (dt.datetime(2026, 11, 22, 0, 0, tzinfo=INDIA), D(2026, 11, 23)),
        (dt.datetime(2026, 11, 21, 23, 59, tzinfo=INDIA), D(2026, 11, 22)),
    ],
)
def test_the_day_on_which_a_clock_starts_is_the_day_in_india(began, last):
    assert due(clock(1), began).last == last


def test_hours_run_from_the_moment_and_from_the_end_of_a_day_of_which_the_moment_is_not_known():
    morning = dt.datetime(2026, 11, 22, 9, 30, tzinfo=INDIA)
    assert due(clock(48, "hours"), morning).moment == dt.datetime(2026, 11, 24, 9, 30, tzinfo=INDIA)
    assert due(clock(48, "hours"), D(2026, 11, 22)).moment == dt.datetime(2026, 11, 25, 0, 0, tzinfo=INDIA)


def test_where_the_last_day_is_closed_the_next_open_day_is_told_and_the_limit_stays():
    assert due(clock(30), D(2026, 9, 2)) == Due(
        D(2026, 10, 2), dt.datetime(2026, 10, 3, tzinfo=INDIA), open_on=D(2026, 10, 3)
    )


def test_a_clock_without_a_limit_has_no_last_day():
    assert due(clock(None), D(2026, 1, 1)) is None
    (one,) = running((clock(None),), Person(dates={"fir_date": D(2026, 1, 1)}))
    assert (one.began, one.due) == (D(2026, 1, 1), None)


def test_an_unknown_unit_is_a_sentence():
    with pytest.raises(ValueError, match="The clock c counts in 'weeks', not in days"):
        due(clock(1, "weeks"), D(2026, 1, 1))


@pytest.mark.parametrize(
    ("dates", "began"),
    [
        ({"fir_date": D(2026, 1, 1)}, D(2026, 1, 1)),
        ({"fir_registered": D(2026, 1, 2), "fir_date": D(2026, 1, 1)}, D(2026, 1, 2)),
        ({"fir_registered_date": D(2026, 1, 3)}, D(2026, 1, 3)),
        ({"fir_date": "not yet"}, None),
        ({"fir_date": None}, None),
        ({}, None),
    ],
)
def test_a_clock_starts_at_its_own_event_or_at_the_day_that_means_the_same(dates, began):
    assert running((clock(90),), Person(dates=dates))[0].began == began


def test_an_appeal_runs_from_the_reply_and_without_one_from_when_it_was_due():
    clocks = (clock(30, id="reply", since="received"), clock(30, id="first_appeal", since="reply_or_due_date"))
    silent = running(clocks, Person(dates={"received": D(2024, 1, 30)}))
    assert [one.due.last for one in silent] == [D(2024, 2, 29), D(2024, 3, 30)]
    answered = running(clocks, Person(dates={"received": D(2024, 1, 30), "reply_date": D(2024, 2, 10)}))
    assert answered[1].due.last == D(2024, 3, 11)
    assert running(clocks, Person())[1].due is None
