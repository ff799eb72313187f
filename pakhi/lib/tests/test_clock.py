"""The year of the field runs from April to March, in India's time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib import clock
from pakhi.lib.clock import Quarter

days = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))
quarters = st.builds(Quarter, st.integers(1950, 2199), st.integers(1, 4))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2026, 4, 1), "2026-27 Q1"), (dt.date(2026, 6, 30), "2026-27 Q1"),
        (dt.date(2026, 7, 1), "2026-27 Q2"), (dt.date(2026, 12, 31), "2026-27 Q3"),
        (dt.date(2027, 1, 1), "2026-27 Q4"), (dt.date(2027, 3, 31), "2026-27 Q4"),
        (dt.date(2000, 3, 31), "1999-00 Q4"), (dt.date(2099, 4, 1), "2099-00 Q1"),
    ],
)  # fmt: skip
def test_the_quarter_of_a_day(day, written):
    assert str(Quarter.of(day)) == written


@given(days)
def test_a_day_lies_between_the_first_and_last_day_of_its_quarter(day):
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.of(quarter.first_day) == Quarter.of(quarter.last_day) == quarter


def test_first_and_last_day_across_the_end_of_the_year():
    winter = Quarter(2026, 4)
    assert (winter.first_day, winter.last_day) == (dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    assert Quarter(2023, 4).last_day == dt.date(2024, 3, 31)
    assert Quarter(2026, 3).last_day == dt.date(2026, 12, 31)


@given(quarters)
def test_what_is_written_is_read_again(quarter):
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters, st.integers(-40, 40))
def test_there_and_back_again(quarter, step):
    assert quarter.plus(step).plus(-step) == quarter
    assert quarter.plus(step).index - quarter.index == step


@given(quarters)
def test_the_next_quarter_begins_the_day_after_this_one_ends(quarter):
    assert quarter.plus(1).first_day == quarter.last_day + dt.timedelta(days=1)


@given(quarters, quarters)
def test_written_quarters_stand_in_the_order_of_time(one, other):
    assert (one < other) == (str(one) < str(other)) == (one.index < other.index)


@pytest.mark.parametrize(
    "written", ["", "2026-27", "2026-28 Q1", "2026-27 Q5", "2026-27 q1", "२०२६-२७ Q1", "2026-27 Q1 "]
)
def test_what_is_no_quarter_is_refused_with_a_sentence(written):
    with pytest.raises(ValueError, match="is not a quarter; write it like 2026-27 Q3"):
        Quarter.parse(written)


def test_the_day_begins_at_midnight_in_india(monkeypatch):
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime(2026, 3, 31, 18, 30, tzinfo=ZoneInfo("UTC")).astimezone(tz)

    monkeypatch.setattr(clock.dt, "datetime", Clock)
    assert clock.today() == dt.date(2026, 4, 1)
    assert str(clock.this_quarter()) == "2026-27 Q1"


@pytest.mark.parametrize(
    ("days", "band"),
    [(None, ""), (0, "0-7"), (7, "0-7"), (8, "8-15"), (30, "16-30"), (31, "31-60"), (365, "181-365"), (366, "366+")],
)
def test_a_number_of_days_is_told_as_a_band(days, band):
    assert clock.span(days) == band


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-30", 3, "2027-02-28"), ("2026-09-30", 3, "2026-12-30"), ("2027-11-30", 3, "2028-02-29"),
     ("2026-12-01", 12, "2027-12-01")],
)  # fmt: skip
def test_months_end_where_months_end(day, months, then):
    assert clock.months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(then)


@given(days, st.integers(0, 120))
def test_months_keep_the_day_or_end_with_the_month(day, months):
    last = clock.months_after(day, months)
    assert (last.year - day.year) * 12 + last.month - day.month == months
    assert last.day == day.day or (last + dt.timedelta(days=1)).day == 1
