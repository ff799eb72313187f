"""Three forms: a home investigation, a household, and going away for work; what becomes of every answer."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step
from pakhi.field import labels
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.filler import fill
from pakhi.field.tests.hotline import filled, form, sent
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.models import Note
from pakhi.vault.tests.conftest import Keepers, agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = str(today() + dt.timedelta(days=30))
HOME = {
    "asked_by": "police", "spoken_to": "mother neighbour", "her_wish": "now", "alone": "yes", "near": "none",
    "hold": "none", "family_violence": "none", "community_violence": "none", "works": "health ration",
    "willing": "yes", "able": "help", "attention": "no", "conclusion": "safe", "review": LATER,
}  # fmt: skip
TRIP = {
    "agreed": "yes", "parts": "where work check_in", "to_state": "36", "work": "factory", "wage_per": "month",
    "wage": "9000", "check_in": LATER, "how": "she_calls", "contact": "yes", "if_silent": "call family",
}  # fmt: skip
DOOR = {"village": "v1", "household": "12", "state": "asked", "members": "5", "children": "2", "dropouts": "1"}
KIND = {"home_investigation": "home_report", "migration_register": "migration", "vulnerability_survey": "household"}
NOTE = "Her aunt keeps the Jhilmilita key"


@pytest.fixture
def person(ready):
    mou = ready.accounts["mou"]
    made = Keepers(ready).register()
    assign.take_in(made, mou)
    agree(made, mou, "case")
    return made


def send(phone: Phone, name: str, instance: str = "", **answers: str) -> Arrival:
    return sent(phone, filled(name, {"day": str(today()), **answers}, instance))


@pytest.mark.parametrize("name", KIND)
def test_a_form_offers_exactly_what_the_case_knows(name):
    made, asked = KINDS[KIND[name]], labels.questions(name)
    for question in made.questions:
        if question.choices is not None and question.name in asked:
            assert list(asked[question.name].choices) == question.choices.values, question.name
    others = set(asked) - set(made.by_name) - {"person", "day", "note", "village", "state"}
    assert not others
    if "state" in asked:
        assert list(asked["state"].choices) == made.states.values


@pytest.mark.parametrize("name", KIND)
def test_every_word_stands_in_four_languages(name):
    version = form(name)
    assert not any(text == "-" for question in version.questions for text in [question.get("label")])
    for question in labels.questions(name).values():
        for said in (question.label, *question.choices.values()):
            assert {"en", "bn", "hi", "te"} == {code for code, text in said.items() if text.strip()}


@pytest.mark.parametrize(("name", "wanted"), [("home_investigation", HOME), ("migration_register", TRIP)])
def test_filled_by_somebody_who_answers_everything_it_is_taken_in(phone, person, name, wanted):
    content = fill(form(name), person=person.code, **wanted).content
    arrival = sent(phone, content)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
    assert Note.objects.filter(room="cbr").count() == 1
    assert [place for place, held in tables().items() if found(["Jhilmilita Phulkopi"], held)] == []


def test_a_report_opens_her_case_and_is_looked_at_again(phone, person):
    send(phone, "home_investigation", person=person.code, note=NOTE, **HOME)
    [thread] = steps.threads(Book.objects.filter(person=person.code), "home_report")
    assert (thread.state, str(thread.due), thread.values["spoken_to"]) == ("made", LATER, ["mother", "neighbour"])


def test_the_report_that_was_asked_for_is_the_one_that_is_made(phone, person, ready):
    mou = ready.accounts["mou"]
    book = books.open_case(person, mou)
    steps.write(book, steps.Said("home_report", {"asked_by": "cwc", "review": today()}), mou)
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        send(phone, "home_investigation", number, person=person.code, **HOME)
        Arrival.objects.all().delete()
    [thread] = steps.threads([book], "home_report")
    assert (thread.state, thread.steps.count()) == ("made", 2)


@pytest.mark.parametrize(
    ("name", "wrong", "why", "what"),
    [
        ("home_investigation", {**HOME, "near": "house"}, "answer", "conclusion"),
        ("home_investigation", {**HOME, "willing": ""}, "missing", "willing"),
        ("home_investigation", {**HOME, "near": "moon"}, "answer", "near"),
        ("migration_register", {**TRIP, "agreed": "no"}, "answer", "agreed"),
        ("migration_register", {**TRIP, "parts": "where"}, "answer", "work"),
        ("migration_register", {**TRIP, "day": "2999-01-01"}, "answer", "day"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone, person, name, wrong, why, what):
    arrival = send(phone, name, person=person.code, **wrong)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Step.objects.exists()


def test_nobody_without_a_record_stands_in_the_register(phone, person):
    arrival = send(phone, "migration_register", person="", **TRIP)
    assert (arrival.state, arrival.what) == (Arrival.State.QUARANTINE, "person")


def test_who_has_not_agreed_to_a_case_has_none(phone, ready):
    made = Keepers(ready).register()
    assign.take_in(made, ready.accounts["mou"])
    arrival = send(phone, "migration_register", person=made.code, **TRIP)
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "no_case")


def test_her_days_away_are_due_when_she_chose(phone, person):
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        send(phone, "migration_register", number, person=person.code, note=NOTE, **TRIP)
        Arrival.objects.all().delete()
    [thread] = steps.threads(Book.objects.filter(person=person.code), "migration")
    assert (str(thread.due), thread.values["wage"], thread.steps.count()) == (LATER, 9000, 1)
    assert [place for place, held in tables().items() if found([NOTE], held)] == []


def test_a_household_is_kept_by_number_and_nobody_is_in_it(phone):
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        send(phone, "vulnerability_survey", number, **DOOR)
        Arrival.objects.all().delete()
    send(phone, "vulnerability_survey", **{**DOOR, "household": "012", "dropouts": "0"})
    [thread] = steps.threads(Book.objects.filter(kind="village"), "household")
    assert (thread.number, thread.values["dropouts"], thread.steps.count()) == ("household-12", 0, 2)


@pytest.mark.parametrize(
    ("wrong", "why", "what"),
    [
        ({"village": "nowhere"}, "answer", "village"),
        ({"household": "blue door"}, "answer", "household"),
        ({"household": ""}, "answer", "household"),
        ({"dropouts": "9"}, "answer", "dropouts"),
        ({"state": "burnt"}, "answer", "state"),
    ],
)
def test_a_household_that_cannot_be_waits_under_its_question(phone, wrong, why, what):
    arrival = send(phone, "vulnerability_survey", **{**DOOR, **wrong})
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
