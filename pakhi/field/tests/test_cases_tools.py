"""What was given, where she was brought to, and her safety plan, as forms."""

from __future__ import annotations

import uuid

import pytest

from pakhi.cbr import steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step
from pakhi.field import labels
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.filler import fill
from pakhi.field.tests.hotline import filled, form, sent
from pakhi.lib.clock import today
from pakhi.network.kinds import kinds as office_kinds
from pakhi.vault import assign
from pakhi.vault.models import Note
from pakhi.vault.tests.conftest import Keepers, agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
GIVEN = {"given": "money", "amount": "1500", "purpose": "food", "taker": "she", "paper": "receipt"}
BROUGHT = {"service": "doctor", "office_family": "hospital", "office_kind": "hospital", "wants": "yes", "sent": "yes",
           "ask_on": str(today())}  # fmt: skip
SAFE = {"parts": "signs calls word", "with_her": "yes", "copy": "head"}
FORMS = {"support": GIVEN, "referral": BROUGHT, "safety_plan": SAFE}
WORDS = "Jhilmilita says tamarind on the telephone"


@pytest.fixture
def person(ready):
    mou = ready.accounts["mou"]
    made = Keepers(ready).register()
    assign.take_in(made, mou)
    agree(made, mou, "case")
    return made


def send(phone: Phone, name: str, instance: str = "", **answers: str) -> Arrival:
    return sent(phone, filled(name, {"day": str(today()), **answers}, instance))


def threads(person, kind: str):
    return steps.threads(Book.objects.filter(person=person.code), kind)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_offers_exactly_what_the_case_knows(name):
    made, asked = KINDS[name], labels.questions(name)
    for question in made.questions:
        if question.choices is not None and question.name in asked:
            assert sorted(asked[question.name].choices) == sorted(question.choices.values), question.name
    assert set(asked) - {"person", "day", "note", "wants", "sent", "ask_on"} <= set(made.by_name)
    if "office_kind" in asked:
        assert asked["office_kind"].families == {key: one.family for key, one in office_kinds().items()}


@pytest.mark.parametrize("name", FORMS)
def test_every_word_stands_in_four_languages(name):
    form(name)
    for question in labels.questions(name).values():
        for said in (question.label, *question.choices.values()):
            assert {"en", "bn", "hi", "te"} == {code for code, text in said.items() if text.strip()}


@pytest.mark.parametrize("name", FORMS)
def test_filled_by_somebody_who_answers_everything_it_is_taken_in(phone, person, name):
    arrival = sent(phone, fill(form(name), person=person.code).content)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
    assert Note.objects.filter(room="cbr").count() == 1
    assert [place for place, held in tables().items() if found(["Jhilmilita Phulkopi"], held)] == []


@pytest.mark.parametrize(("name", "many"), [("support", 1), ("referral", 2), ("safety_plan", 1)])
def test_a_record_that_comes_twice_is_written_once(phone, person, name, many):
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        arrival = send(phone, name, number, person=person.code, note=WORDS, **FORMS[name])
        assert (arrival.why, arrival.what) == ("", "")
        Arrival.objects.all().delete()
    [thread] = threads(person, name)
    assert thread.steps.count() == many
    assert [place for place, held in tables().items() if found([WORDS], held)] == []


def test_two_gifts_are_two_lines_of_the_ledger(phone, person):
    for _time in range(2):
        send(phone, "support", person=person.code, **GIVEN)
    assert [one.values["amount"] for one in threads(person, "support")] == [1500, 1500]


@pytest.mark.parametrize(("wants", "state"), [("yes", "sent"), ("no", "not_wanted"), ("thinks", "offered")])
def test_nobody_is_sent_without_her_yes(phone, person, wants, state):
    send(phone, "referral", person=person.code, **{**BROUGHT, "wants": wants})
    assert [one.state for one in threads(person, "referral")] == [state]


def test_what_she_thought_about_goes_on_when_she_wants_it(phone, person):
    send(phone, "referral", person=person.code, **{**BROUGHT, "wants": "thinks"})
    send(phone, "referral", person=person.code, **BROUGHT)
    assert [one.state for one in threads(person, "referral")] == ["sent"]
    send(phone, "referral", person=person.code, **BROUGHT)  # brought there again: a referral of its own
    assert [one.state for one in threads(person, "referral")] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("name", "wrong", "why", "what"),
    [
        ("support", {"amount": "0"}, "answer", "amount"),
        ("support", {"amount": "a lot"}, "answer", "amount"),
        ("support", {"purpose": ""}, "missing", "purpose"),
        ("referral", {"wants": ""}, "missing", "wants"),
        ("referral", {"sent": ""}, "missing", "sent"),
        ("referral", {"office_family": "", "office_kind": ""}, "missing", "office_family"),
        ("referral", {"office_kind": "police_oc"}, "answer", "office_kind"),
        ("referral", {"ask_on": ""}, "missing", "ask_on"),
        ("safety_plan", {"parts": "moon"}, "answer", "parts"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone, person, name, wrong, why, what):
    arrival = send(phone, name, person=person.code, **{**FORMS[name], **wrong})
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Step.objects.exists()
