"""The case page, a thread and its next step, and the story; who may open them."""

from __future__ import annotations

import pytest

from pakhi.cbr import status, steps
from pakhi.cbr.models import Book, Step
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault import assign
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


@pytest.mark.parametrize(
    ("who", "status_code"),
    [("mou", 200), ("salma", 200), ("mina", 200), ("kabir", 404), ("ravi", 404), ("devi", 404), ("asha", 404)],
)
def test_who_opens_a_case(keepers, rina, book, who, status_code):
    assert client(keepers, who).get(at(rina)).status_code == status_code


def test_a_worker_who_is_not_there_for_her_sees_nothing(keepers, rina, book, salma):
    assign.assign(rina, salma, salma)
    assert client(keepers, "mou").get(at(rina)).status_code == 404


def test_without_a_case_the_page_says_how_one_is_opened(keepers, rina):
    browser = client(keepers, "mou")
    assert "There is no case yet" in browser.get(at(rina)).content.decode()
    assert browser.post(at(rina, "open"), {"basis": "consent"}).status_code == 302
    assert Book.objects.get().person == rina.code


def test_without_her_consent_the_page_says_why_not(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    answer = client(keepers, "mou").post(at(person, "open"), {"basis": "consent"})
    assert answer.status_code == 409
    assert "Ask her first" in answer.content.decode()


def test_the_five_components_stand_on_the_page(keepers, rina, book, mou):
    status.step(book, "health", "begun", mou)
    text = client(keepers, "mou").get(at(rina)).content.decode()
    for word in ("Health", "Education", "Livelihood", "Law and protection", "Social life", "Work has begun"):
        assert word in text
    assert not found(["Quillabeth"], text.encode())


def test_a_thread_is_opened_and_moved_from_its_page(keepers, rina, book):
    browser = client(keepers, "mou")
    typed = {"component": "health", "state": "needs", "day": today().isoformat(), "number": "n1", "seen": ""}
    assert browser.get(at(rina, "new/standing")).status_code == 200
    assert browser.post(at(rina, "new/standing"), typed).status_code == 302
    [thread] = steps.threads([book], "standing")
    page = browser.get(at(rina, thread.number)).content.decode()
    assert "Needs named" in page
    typed |= {"state": "begun", "number": "n2", "seen": "n1", "words": "She came by herself."}
    assert browser.post(at(rina, thread.number), typed).status_code == 302
    [thread] = steps.threads([book], "standing")
    assert thread.state == "begun"
    assert Step.objects.get(number="n2").seen == ["n1"]


def test_the_words_of_a_step_are_shown_for_a_reason_only(keepers, rina, book, mou):
    status.step(book, "health", "begun", mou, words="She came by herself.")
    browser = keepers.browser("mou")
    assert "She came by herself." not in browser.get(at(rina, "standing-health")).content.decode()
    assert browser.post(at(rina, "standing-health/words")).status_code == 400
    shown = browser.post(at(rina, "standing-health/words"), {"reason": "visit"})
    assert "She came by herself." in shown.content.decode()


def test_wrong_answers_stay_in_their_fields(keepers, rina, book):
    typed = {
        "component": "",
        "state": "begun",
        "day": "2999-01-01",
        "number": "n1",
        "seen": "",
        "words": "A long story",
    }
    answer = client(keepers, "mou").post(at(rina, "new/standing"), typed)
    assert answer.status_code == 400
    assert "A long story" in answer.content.decode()
    assert "This day has not come yet." in answer.content.decode()
    assert not Step.objects.exists()


def test_the_story_has_every_step_and_can_show_the_steps_back_alone(keepers, rina, book, mou):
    status.step(book, "health", "reached", mou)
    status.step(book, "health", "needs", mou, why=["illness"])
    browser = client(keepers, "mou")
    assert browser.get(at(rina, "story")).content.decode().count("<li>") >= 2
    backwards = browser.get(at(rina, "story?way=back")).content.decode()
    assert "Illness" in backwards
    assert "Reached, for now" not in backwards.split("</form>")[-1]


def test_a_thread_of_another_case_is_not_found(keepers, rina, book, mou):
    status.step(book, "health", "begun", mou)
    other = keepers.register()
    assign.take_in(other, mou)
    Book.objects.create(organisation=book.organisation, person=other.code, opened_by=mou, basis="danger")
    assert client(keepers, "mou").get(at(other, "standing-health")).status_code == 404


def test_what_must_be_known_stands_above_where_she_stands(keepers, rina, book, mou):
    """A flag, the danger and the three things that are done most are read before anything else."""
    write(book, Said("flag", {"mark": "no_calls"}), mou)
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/").content.decode()
    above = page[: page.index('id="stands-head"')]
    for word in ("Do not call: somebody else has her phone", "Write a visit", "Something happened", "Plan a visit"):
        assert word in above
    assert page.count("Do not call: somebody else has her phone") == 1
