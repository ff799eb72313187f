"""What reports are given of police and court: of who agreed alone, and nothing that leads to anybody."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pakhi.cbr import facts as cases
from pakhi.cbr.models import Thread
from pakhi.legal import facts
from pakhi.lib.clock import today
from pakhi.vault import consent
from pakhi.vault.tests.conftest import agree
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def told(say, whole, fir, keepers):
    """A case with a refusal, an FIR at a station of the directory, a day in court that was put off."""
    station = keepers.village.offices["police"].code
    say("fir", {"state": "refused", "station": station}, 90, fir)
    say("fir", {"state": "sp_written"}, 80, fir)
    say("fir", {"state": "registered"}, 50, fir, words="Case number kingfisher-eleven")
    day = say("hearing", {"on": today().isoformat(), "purpose": "bail"}, 5, about=whole).thread.number
    say("hearing", {"state": "adjourned", "put_off": "police"}, 0, day)


def test_of_who_did_not_agree_there_is_nothing(told):
    assert facts.rows() == {name: [] for name in facts.SCHEMAS}


def test_of_who_agreed_there_are_tracks_moves_days_in_court_and_rights(told, rina, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    rows = facts.rows()
    [track] = rows["legal_track"]
    assert (track["kind"], track["state"], track["district"], track["days"]) == ("fir", "registered", "303", "31-60")
    assert [(one["was"], one["now"], one["days"]) for one in rows["legal_move"]] == [
        ("concern", "refused", "8-15"), ("refused", "sp_written", "8-15"), ("sp_written", "registered", "16-30"),
    ]  # fmt: skip
    [day] = rows["legal_hearing"]
    assert (day["state"], day["put_off"], day["purpose"]) == ("adjourned", "police", "bail")
    assert {(one["right"], one["late"]) for one in rows["legal_right"]} == {("fir_copy", True), ("progress", False)}
    for name, schema in facts.SCHEMAS.items():
        assert pa.Table.from_pylist(rows[name], schema=schema).num_rows == len(rows[name])


def test_no_column_holds_a_number_of_days():
    assert not [one for table in facts.SCHEMAS.values() for one in table if pa.types.is_integer(one.type)]


def test_a_right_that_was_met_is_never_told_as_late(told, say, rina, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    copy = Thread.objects.get(kind="victim_right", values__right="fir_copy")
    say("victim_right", {"state": "met"}, 0, copy.number)
    [row] = [one for one in facts.rows()["legal_right"] if one["right"] == "fir_copy"]
    assert (row["state"], row["late"]) == ("met", False)
    say("victim_right", {"state": "missed"}, 0, copy.number)
    [row] = [one for one in facts.rows()["legal_right"] if one["right"] == "fir_copy"]
    assert (row["state"], row["late"]) == ("missed", True)


def test_no_word_code_or_day_is_in_them(told, rina, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    whole = repr(facts.rows()).encode()
    assert found(["kingfisher-eleven", rina.code, today().isoformat(), mou.username], whole) == []


def test_threads_of_these_kinds_are_in_no_other_facts(told, rina, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    there = cases.rows()
    assert there["cbr_thread"] == there["cbr_move"] == there["cbr_said"] == []
    assert {one["case"] for one in facts.rows()["legal_track"]} == {one["case"] for one in there["cbr_case"]}


def test_on_the_day_she_takes_it_back_she_is_gone(told, rina, mou, kept):
    with kept():
        given = agree(rina, mou, "repository")
    assert facts.rows()["legal_track"]
    with kept():
        consent.withdraw(given, mou)
    assert facts.rows()["legal_track"] == []
