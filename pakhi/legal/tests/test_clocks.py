"""Days of the law: which version counts on which day, and when something is due, kept and missed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pakhi.legal import clocks, law
from pakhi.legal.clocks import Course, Event, due
from pakhi.lib.clock import INDIA

DAY = dt.timedelta(days=1)
LAST_OLD, FIRST_NEW = dt.date(2024, 6, 30), dt.date(2024, 7, 1)
ANY_DAY = some.dates(dt.date(2010, 1, 1), dt.date(2040, 1, 1))
RAPE = frozenset({"rape"})


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=INDIA)


@pytest.mark.parametrize(
    ("limit", "unit", "since", "until"),
    [
        (0, "days", dt.date(2026, 3, 1), dt.date(2026, 3, 1)),
        (14, "days", dt.date(2026, 3, 1), dt.date(2026, 3, 15)),
        (90, "days", dt.date(2023, 12, 1), dt.date(2024, 2, 29)),
        (90, "days", dt.date(2024, 12, 1), dt.date(2025, 3, 1)),
        (365, "days", dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        (24, "hours", dt.date(2026, 3, 1), dt.date(2026, 3, 2)),
        (24, "hours", at("2026-03-01T23:59"), dt.date(2026, 3, 2)),
        (24, "hours", at("2026-03-02T00:00"), dt.date(2026, 3, 3)),
        (48, "hours", dt.date(2026, 3, 1), dt.date(2026, 3, 3)),
        (5, "working_days", dt.date(2026, 1, 21), dt.date(2026, 1, 29)),
        (5, "working_days", dt.date(2026, 11, 22), dt.date(2026, 11, 27)),
        (None, "days", dt.date(2026, 3, 1), None),
    ],
)  # fmt: skip
def test_when_something_is_due(limit, unit, since, until):
    assert due(limit, unit, since) == until


def test_a_moment_just_before_midnight_in_india_is_of_that_day_whatever_london_says():
    late = dt.datetime(2024, 6, 30, 18, 29, tzinfo=dt.UTC)
    assert clocks.day_in_india(late) == LAST_OLD
    assert clocks.day_in_india(late + dt.timedelta(minutes=1)) == FIRST_NEW


def test_a_moment_without_a_zone_and_an_unknown_unit_are_refused():
    with pytest.raises(ValueError, match="zone"):
        clocks.day_in_india(dt.datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="weeks"):
        due(2, "weeks", dt.date(2026, 3, 1))


def keys(track, state, event, **more):
    return {one.key for one in clocks.chosen(track, state, event, Course(**more))}


@pytest.mark.parametrize(
    ("fir_on", "expected"),
    [
        (LAST_OLD, {"fir-copy-before", "progress-before", "inquiry-rape-before", "medical-before"}),
        (FIRST_NEW, {"fir-copy", "progress", "inquiry-rape", "medical"}),
    ],
)
def test_the_day_of_the_fir_chooses_the_code(fir_on, expected):
    assert keys("fir", "registered", fir_on, fir_on=fir_on, traits=RAPE) == expected


@pytest.mark.parametrize(("fir_on", "expected"), [(LAST_OLD, "copies-before"), (FIRST_NEW, "copies")])
def test_a_court_that_takes_up_an_old_fir_later_goes_by_the_old_code(fir_on, expected):
    found = keys("court_track", "cognizance", dt.date(2025, 1, 10), fir_on=fir_on)
    assert {one for one in found if one.startswith("copies")} == {expected}


@pytest.mark.parametrize(("day", "expected"), [(LAST_OLD, "fir-at-once-before"), (FIRST_NEW, "fir-at-once")])
def test_before_there_is_an_fir_the_day_itself_chooses(day, expected):
    assert keys("fir", "concern", day) == {expected}


def test_without_a_rape_section_nothing_of_rape_counts():
    assert "medical" not in keys("fir", "registered", FIRST_NEW, fir_on=FIRST_NEW)


@given(ANY_DAY, some.booleans())
def test_on_no_day_do_two_versions_of_one_clock_count(day, rape):
    course = Course(fir_on=day, traits=RAPE if rape else frozenset())
    for one in law.clocks():
        rows = clocks.chosen(one.track, one.since, day, course)
        names = [row.key.removesuffix("-before") for row in rows]
        assert len(names) == len(set(names))


def course(*events, fir_on=FIRST_NEW, traits=()):
    made = tuple(Event(track, state, day, track) for track, state, day in events)
    return Course(made, fir_on, frozenset(traits))


def one(found, key):
    return next(row for row in found if row.clock.key == key)


def test_a_clock_stops_on_another_track():
    arrested, filed = dt.date(2026, 1, 1), dt.date(2026, 3, 15)
    found = clocks.ticking(course(("accused", "arrested", arrested), ("fir", "charge_sheet", filed)))
    first, second = one(found, "default-bail-60"), one(found, "default-bail-90")
    assert (first.due, first.stopped, first.missed(filed), first.late(filed)) == (dt.date(2026, 3, 2), filed, True, 13)
    assert (second.missed(filed), second.days(filed + 400 * DAY)) == (False, 73)


def test_what_came_before_does_not_stop_it():
    found = clocks.ticking(
        course(("fir", "charge_sheet", dt.date(2025, 12, 1)), ("accused", "arrested", dt.date(2026, 1, 1)))
    )
    assert one(found, "default-bail-60").stopped is None


def test_it_is_missed_from_the_day_after():
    row = one(clocks.ticking(course(("custody", "held", dt.date(2026, 1, 1)))), "custody-first")
    assert row.due is not None
    assert not row.missed(row.due)
    assert row.missed(row.due + DAY)


def test_what_has_no_limit_is_counted_and_never_missed():
    found = clocks.ticking(course(("fir", "registered", LAST_OLD), fir_on=LAST_OLD))
    row = one(found, "progress-before")
    assert (row.due, row.missed(dt.date(2030, 1, 1)), row.days(FIRST_NEW)) == (None, False, 1)
    assert found[-1].due is None


def test_the_same_state_written_twice_makes_one_clock():
    held = dt.date(2026, 1, 1)
    found = clocks.ticking(course(("custody", "held", held), ("custody", "held", held + DAY)))
    assert [row.since for row in found if row.clock.key == "custody-first"] == [held]


def test_the_next_day_of_a_track_leaves_out_what_has_a_thread_of_its_own_and_what_ends_elsewhere():
    registered = ("fir", "registered", FIRST_NEW)
    assert clocks.next_day(course(registered), "fir") is None
    assert clocks.next_day(course(registered, traits=RAPE), "fir") == FIRST_NEW + 60 * DAY
    assert clocks.next_day(course(("accused", "arrested", FIRST_NEW)), "accused") is None


def test_a_refusal_does_not_stop_the_clock_of_the_police_and_registering_does():
    told = [("fir", "concern", FIRST_NEW), ("fir", "refused", FIRST_NEW + DAY)]
    assert clocks.next_day(course(*told, fir_on=None), "fir") == FIRST_NEW
    assert clocks.next_day(course(*told, ("fir", "registered", FIRST_NEW + 3 * DAY)), "fir") is None


@pytest.mark.parametrize(("day", "gone"), [(10, []), (11, [10]), (21, [10]), (22, [10, 21])])
def test_somebody_held_is_an_alarm_after_ten_and_after_twenty_one_days(day, gone):
    since = dt.date(2026, 2, 20)
    rows = clocks.alarms(since, None, since + day * DAY)
    assert [many for many, _day, passed in rows if passed] == gone
    assert clocks.alarms(since, since + DAY, since + day * DAY) == []
