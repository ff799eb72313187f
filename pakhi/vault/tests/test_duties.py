"""The table of data-protection duties: whole, dated, sourced, and honest about what is not done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pakhi.vault import duties

TESTS = Path(__file__).parent
BY_ID = {duty.id: duty for duty in duties.duties()}


def test_every_duty_has_its_sentences_and_none_is_left_over():
    assert set(BY_ID) == set(duties.RULES) == set(duties.WE)
    assert len(BY_ID) == len(duties.duties()) == 11


def test_what_is_not_done_says_so_and_what_is_done_has_a_test():
    for duty in duties.duties():
        assert ("Not yet" in str(duty.we)) == (duty.state != "done"), duty.id
        assert duty.shown_by or duty.state != "done", duty.id
        assert [name for name in duty.shown_by if not (TESTS / f"{name}.py").exists()] == [], duty.id


def test_every_duty_says_where_it_was_read():
    for duty in duties.duties():
        assert duty.sources
        assert duty.verified == all(source.kind != "memory" for source in duty.sources), duty.id
    assert duties.signed_off() == ""


def test_a_duty_binds_from_its_day_on():
    breach = BY_ID["breach"]
    assert not breach.binds(dt.date(2027, 5, 12))
    assert breach.binds(dt.date(2027, 5, 13))
    assert not BY_ID["who_sees"].binds(dt.date(2099, 1, 1))


def test_the_act_begins_in_three_steps():
    assert [day.isoformat() for _name, day in BY_ID["commencement"].steps()] == [
        "2025-11-13", "2026-11-13", "2027-05-13",
    ]  # fmt: skip
