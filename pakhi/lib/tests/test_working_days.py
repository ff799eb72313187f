"""Days on which offices work: weeks and holidays as dated rows, and counting over them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib.working_days import Week, WorkingDays, working_days

D = dt.date
DAYS = st.dates(D(1976, 1, 1), D(2060, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_a_working_day_is_open_and_so_many_open_days_lie_behind_it(day, count):
    days = working_days()
    last = days.plus(day, count)
    assert not days.why_closed(last)
    between = [day + dt.timedelta(n) for n in range(1, (last - day).days + 1)]
    assert sum(not days.why_closed(one) for one in between) == (count or (last > day))


def test_a_state_adds_its_own_week_and_a_holiday_of_one_year_as_rows(tmp_path):
    file = tmp_path / "days.yaml"
    file.write_text(
        "weeks:\n"
        "- {jurisdiction: IN, valid_from: null, closed: [sunday], saturdays: []}\n"
        "- {jurisdiction: IN-WB, valid_from: 2020-01-01, closed: [saturday, sunday], saturdays: []}\n"
        "holidays:\n"
        "- {jurisdiction: IN-WB, name: Mahalaya, day: 2026-10-10}\n"
    )
    days = working_days(file)
    saturday = D(2026, 11, 21)
    assert (days.why_closed(saturday, "IN-WB"), days.why_closed(saturday, "IN-BR")) == ("saturday", "")
    assert days.why_closed(D(2019, 11, 23), "IN-WB") == ""
    assert (days.why_closed(D(2026, 10, 10), "IN-WB"), days.why_closed(D(2026, 10, 10))) == ("Mahalaya", "")


def test_a_file_that_is_not_as_it_should_be_is_a_sentence(tmp_path):
    file = tmp_path / "days.yaml"
    file.write_text("weeks:\n- {jurisdiction: IN, closed: [funday], saturdays: []}\nholidays: []\n")
    with pytest.raises(ValueError, match="is not as it should be"):
        working_days(file)


def test_offices_that_never_open_are_told_instead_of_waited_for():
    never = WorkingDays((Week("IN", D.min, D.max, frozenset(range(7)), frozenset()),), ())
    with pytest.raises(ValueError, match="No office works"):
        never.next_open(D(2026, 1, 1))
