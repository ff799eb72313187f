"""What reports are given of cases: nothing of whoever did not agree, no day, no code of a person, and no words."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from pakhi.cbr import books, counted, facts, migration, status
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import this_quarter, today
from pakhi.vault import assign, consent, forget, merge
from pakhi.vault.models import Consent
from pakhi.vault.profile import Profile
from pakhi.vault.tests.conftest import agree
from pakhi.voice.count import given_out
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")
PROFILE = Profile("woman", "18-24", "2747", today())


def of(table):
    return facts.rows()[table]


def test_who_did_not_agree_is_counted_as_a_case_and_nothing_else(book, mou):
    books.describe(book, PROFILE)
    status.step(book, "health", "begun", mou)
    [row] = of("cbr_case")
    assert (row["counted"], row["gender"], row["age_band"], row["block"], row["district"]) == (False, "", "", "", "")
    assert of("cbr_thread") == of("cbr_move") == of("cbr_said") == []


def test_who_agreed_is_there_with_her_coded_profile(rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    books.describe(book, PROFILE)
    status.step(book, "health", "begun", mou, why=["group"])
    [row] = of("cbr_case")
    assert (row["counted"], row["gender"], row["block"], row["district"]) == (True, "woman", "2747", "303")
    [thread] = of("cbr_thread")
    assert (thread["kind"], thread["component"], thread["state"]) == ("standing", "health", "begun")
    assert {(one["question"], one["value"]) for one in of("cbr_said")} == {("component", "health"), ("why", "group")}


def test_of_the_way_they_hold_the_states_and_no_district(rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    way = {"via_state": "20", "via_state_2": "19", "via_place_2": "district-303"}
    found = {"programme": "sex_trafficking", "source": "police", "triage": "medium"}
    write(book, Said("identified", {**found, **way}), mou)
    told = {one["question"]: one["value"] for one in of("cbr_said")}
    assert (told["via_state"], told["via_state_2"]) == ("20", "19")
    assert "via_place_2" not in told
    assert not any("district-303" in one["value"] for one in of("cbr_said"))


def test_on_the_day_she_takes_it_back_she_is_gone(rina, book, mou, kept):
    with kept():
        given = agree(rina, mou, "repository")
    status.step(book, "health", "begun", mou)
    assert of("cbr_thread")
    with kept():
        consent.withdraw(given, mou)
    assert of("cbr_thread") == []


def test_on_the_day_after_it_ends_she_is_gone(rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    Book.objects.update(counted_to=today() - dt.timedelta(days=1))
    status.step(book, "health", "begun", mou)
    assert of("cbr_thread") == []


def test_a_case_that_is_opened_after_she_agreed_is_counted(keepers, rina, mou):
    agree(rina, mou, "repository")
    assert books.open_case(rina, mou).pk
    assert Book.objects.get().counted_to is not None


def test_who_is_forgotten_is_counted_no_more_from_that_moment(keepers, rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    assert Book.objects.get().counted_to is not None
    with kept():
        forget.forget(keepers.salma, rina, keepers.village.accounts["salma"])
    assert Book.objects.get().counted_to is None


def test_the_rows_fit_their_schemas_and_say_no_day_and_no_code(rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    status.step(book, "health", "reached", mou, words="Quillabeth Zorntree")
    status.step(book, "health", "needs", mou, why=["illness"])
    made = facts.rows()
    for name, schema in facts.SCHEMAS.items():
        assert pa.Table.from_pylist(made[name], schema=schema).num_rows == len(made[name])
    text = str(made).encode()
    assert not found([rina.code, "Quillabeth", today().isoformat(), book.code], text)
    assert [row["way"] for row in made["cbr_move"]] == ["", "back"]
    assert {row["quarter"] for row in made["cbr_move"]} == {str(this_quarter())}


def test_a_consent_for_something_else_counts_nobody(rina, book, mou):
    assert Consent.objects.filter(person=rina, purpose="case").exists()
    assert Book.objects.get().counted_to is None


def test_what_was_taken_out_is_not_there(rina, book, mou, kept):
    with kept():
        agree(rina, mou, "repository")
    migration.take_out(write(book, Said("migration", {"agreed": "yes"}), mou).thread, mou)
    assert of("cbr_thread") == of("cbr_said") == of("cbr_move") == []


def test_neither_a_door_of_a_village_nor_the_village_is_there(keepers, mou):
    home = keepers.village.organisations["one"]
    made = Book.objects.create(organisation=home, kind=Book.Kind.VILLAGE, block="9", opened_by=mou)
    write(made, Said("household", {"household": 12, "violence": "yes"}), mou)
    assert of("cbr_thread") == of("cbr_said") == []
    assert [row["block"] for row in of("cbr_case")] == [""]


def test_two_records_that_were_parted_again_are_counted_each_by_its_own_yes(keepers, rina, book, mou, salma, kept):
    other = keepers.register()
    assign.take_in(other, mou)
    with kept():
        agree(other, mou, "repository")
        done = merge.propose(rina, other, mou)
        merge.confirm(done, salma)
    assert of("cbr_case")[0]["counted"]
    with kept():
        merge.undo(done, salma)
    assert not of("cbr_case")[0]["counted"]


def test_what_nobody_was_told_of_is_found_before_the_next_snapshot(rina, book, mou, kept):
    with kept():
        given = agree(rina, mou, "repository")
    consent.withdraw(given, mou)  # and then the machine stopped
    assert of("cbr_case")[0]["counted"]
    assert counted.again() == 1
    assert not of("cbr_case")[0]["counted"]
    assert counted.again() == 0


def test_when_figures_come_out_of_a_counting_the_yes_of_everybody_is_read_again(rina, book, mou, kept):
    with kept():
        given = agree(rina, mou, "repository")
    consent.withdraw(given, mou)  # and then the machine stopped
    given_out.send(sender="room")
    assert not of("cbr_case")[0]["counted"]
