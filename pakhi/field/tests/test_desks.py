"""A visit to the helpdesk or safety centre: counted in codes, with a follow-up for whom there is a record."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.field.models import Arrival, DeskVisit, FollowUp
from pakhi.field.tests.conftest import CANARY, Phone
from pakhi.field.tests.hotline import visit
from pakhi.field.tests.test_calls import asha, opened
from pakhi.lib.clock import today
from pakhi.vault import reveal
from pakhi.vault.models import Note, Person
from tests.canaries import found, tables

NOTE = "Her brother waits outside by the tamarind."
LATER = today() + dt.timedelta(days=7)
OFFICE = {
    "office_visited": "yes", "office_family": "block-office", "office_kind": "bdo", "went_along": "worker",
    "outcome": "handed_in", "receipt": "no",
}  # fmt: skip


def test_without_a_code_a_visit_is_only_counted(phone: Phone) -> None:
    visit(phone, next_day=str(LATER), person="Rina Phulkopi", note=f"{CANARY} came", **OFFICE)
    row = DeskVisit.objects.get()
    assert (row.person, row.purpose, row.outcome, row.receipt) == ("", ["ration", "pension"], "handed_in", False)
    assert (row.office_family, row.office_kind, row.went_along) == ("block-office", "bdo", "worker")
    assert row.next_day == LATER
    assert not FollowUp.objects.exists()
    assert not Person.objects.exists()
    assert [place for place, held in tables().items() if found([CANARY, "Rina Phulkopi"], held)] == []


def test_with_a_code_she_has_a_note_and_a_day(phone: Phone, ready) -> None:
    person = asha(ready)
    told = {"has_code": "yes", "person": person.code, "next_day": str(LATER), "note": NOTE}
    arrival = visit(phone, outcome="papers_missing", papers_missing="caste income", **told)
    row, follow = DeskVisit.objects.get(), FollowUp.objects.get()
    assert arrival.person == row.person == follow.person == person.code
    assert (row.papers, row.receipt) == (["caste", "income"], None)
    assert (follow.on, follow.how, follow.visit) == (LATER, "centre", row)
    assert [text for _row, text in reveal.reveal_notes(opened(ready), person, "vault", "visit")] == [NOTE]
    assert [place for place, held in tables().items() if found([NOTE], held)] == []


def test_sent_again_and_again_it_is_one_visit(phone: Phone, ready) -> None:
    number, person = "uuid:0a1b2c3d-0000-4000-8000-1234567890ad", asha(ready)
    told = {"has_code": "yes", "person": person.code, "next_day": str(LATER), "note": NOTE}
    for lost in (None, Arrival, DeskVisit):
        if lost:
            lost.objects.all().delete()
            Arrival.objects.all().delete()
        visit(phone, number, **told)
        assert [model.objects.count() for model in (DeskVisit, FollowUp, Note)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("wrong", "why", "what"),
    [
        ({"desk": "moon"}, "answer", "desk"),
        ({"purpose": ""}, "missing", "purpose"),
        ({"day": "2999-01-01"}, "answer", "day"),
        ({"has_code": "yes", "person": ""}, "answer", "person"),
        ({**OFFICE, "receipt": ""}, "missing", "receipt"),
        ({**OFFICE, "office_kind": "police_oc"}, "answer", "office_kind"),
        ({"outcome": "papers_missing"}, "missing", "papers_missing"),
        ({"next_day": "2020-01-01"}, "answer", "next_day"),
    ],
)
def test_an_answer_that_cannot_be_waits_under_its_question(phone, wrong, why, what) -> None:
    arrival = visit(phone, **wrong)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not DeskVisit.objects.exists()
