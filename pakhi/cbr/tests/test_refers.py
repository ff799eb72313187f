"""What a step points at: numbers that are numbers, threads and colleagues that are hers; no way to write words."""

from __future__ import annotations

import pytest

from pakhi.cbr import books, telling
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.keys import Refused
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
NEED = {"component": "health", "element": "body", "hers": "1"}
GOAL = {"component": "health", "element": "body", "term": "long", "hers": "yes"}
HEALTH = {"component": "health", "state": "begun"}


@pytest.fixture
def another(keepers, mou):
    """Another survivor's case."""
    person = keepers.register()
    assign.take_in(person, mou)
    agree(person, mou, "case")
    return books.open_case(person, mou)


@pytest.mark.parametrize(
    "said",
    [
        {"number": "a/b"}, {"number": "Rina of the pond"}, {"number": "plan"}, {"number": "standing-health"},
        {"number": "x" * 41}, {"about": "she lives near the pond"}, {"thread": "../now"}, {"seen": ("two words",)},
        {"seen": ("a",) * 201},
    ],
)  # fmt: skip
def test_numbers_are_numbers(book, mou, said):
    with pytest.raises(Faulty, match="number"):
        write(book, Said("need", NEED, **said), mou)
    assert not Step.objects.exists()


def test_a_number_that_no_address_can_have_does_not_break_her_page(keepers, book):
    browser, address = client(keepers, "mou"), f"/desk/people/{book.person}/case/"
    typed = {"what": "call", "by_day": today(), "day": today(), "number": "a/b", "seen": ""}
    assert browser.post(f"{address}new/todo", typed).status_code == 400
    assert browser.get(address).status_code == 200


def test_an_answer_names_a_thread_of_hers_and_of_its_kind(book, another, mou):
    goal, theirs = write(book, Said("goal", GOAL), mou).thread, write(another, Said("goal", GOAL), mou).thread
    need = write(book, Said("need", NEED), mou).thread
    assert write(book, Said("standing", {**HEALTH, "next": goal.number}), mou)
    for number in (theirs.number, need.number, "nothing"):
        with pytest.raises(Faulty, match="next"):
            write(book, Said("standing", {**HEALTH, "next": number}), mou)


def test_what_is_told_of_a_thread_is_never_of_another_organisations(keepers, book, another, mou):
    theirs = write(another, Said("goal", GOAL), mou).thread
    question = KINDS["standing"].by_name["next"]
    assert telling.answer(question, theirs.number, another.pk) != ""
    another.organisation = keepers.village.organisations["two"]
    another.save()
    assert telling.answer(question, theirs.number, book.pk) == ""
    assert telling.answer(question, theirs.number) == ""


@pytest.mark.parametrize("asks", ["office", "owner"])
def test_offices_and_colleagues_are_those_that_are_known(keepers, book, mou, asks):
    kabir = keepers.village.accounts["kabir"]  # of another organisation
    said = {
        "office": Said("need", {**NEED, "office": "Rina-of-the-pond"}),
        "owner": Said("visit", {"how": "home", "on": today(), "owner": kabir.pk}),
    }  # fmt: skip
    with pytest.raises((Faulty, Refused), match={"office": "office", "owner": "Ask somebody"}[asks]):
        write(book, said[asks], mou)
    assert not Thread.objects.exists()
