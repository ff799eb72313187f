"""Where she stands: why it moved, a step back that says so, and the part of life that a thread is about."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import status, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
WORK = "standing-livelihood"


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def typed(state, number, **more):
    return {"component": "livelihood", "state": state, "day": today().isoformat(), "number": number, "seen": "", **more}


def work():
    return Thread.objects.get(number=WORK)


def why(number):
    return Step.objects.get(number=number).values.get("why")


@pytest.fixture
def needs(book, mou):
    """Her livelihood was reached, and then money ran out."""
    status.step(book, "livelihood", "reached", mou, day=today() - 60 * DAY, why=["her_step"])
    return status.step(book, "livelihood", "needs", mou, day=today() - 30 * DAY, why=["money"])


def test_the_form_of_the_next_step_offers_no_old_reason(keepers, rina, needs):
    page = client(keepers, "mou").get(at(rina, WORK)).content.decode()
    field = page.split('name="why" value="money"')[1].split(">")[0]
    assert "checked" not in field


def test_what_is_shown_as_why_is_the_why_of_the_step_that_moved_it(keepers, rina, needs):
    browser = client(keepers, "mou")
    assert browser.post(at(rina, WORK), typed("reached", "n1")).status_code == 302
    assert (work().state, work().values.get("why")) == ("reached", None)
    held = browser.get(at(rina, WORK)).content.decode().split("How it came to this")[0]
    assert "Money ran out" not in held


def test_the_same_reason_again_is_written_again(keepers, rina, needs):
    browser = client(keepers, "mou")
    browser.post(at(rina, WORK), typed("partly", "n1", why=["money"]))
    assert (why("n1"), work().values["why"]) == (["money"], ["money"])


def test_words_alone_leave_the_why_of_the_move(keepers, rina, needs):
    client(keepers, "mou").post(at(rina, WORK), typed("needs", "n1", words="She told more."))
    assert work().values["why"] == ["money"]


def test_an_older_step_that_arrives_late_does_not_change_why(book, mou, needs):
    status.step(book, "livelihood", "begun", mou, day=today() - 90 * DAY, why=["service"])
    assert work().values["why"] == ["money"]


def test_a_step_back_says_why(keepers, rina, needs):
    browser = client(keepers, "mou")
    answer = browser.post(at(rina, WORK), typed("unknown", "n1"))
    assert answer.status_code == 400
    assert "This is a step back. Say what moved it." in answer.content.decode()
    assert work().state == "needs"
    assert browser.post(at(rina, WORK), typed("unknown", "n1", why=["moved"])).status_code == 302
    assert (work().state, work().values["why"]) == ("unknown", ["moved"])


def test_back_is_judged_by_what_held_on_that_day(book, mou, needs):
    with pytest.raises(Faulty) as fault:
        status.step(book, "livelihood", "partly", mou, day=today() - 40 * DAY)
    assert fault.value.question == "why"
    assert status.step(book, "livelihood", "partly", mou, day=today() - 10 * DAY)


def test_a_phone_that_does_not_know_is_heard_and_the_page_asks(keepers, rina, book, mou, needs):
    said = Said("standing", {"component": "livelihood", "state": "unknown"}, today(), WORK, record="uuid:1")
    steps.write(book, said, mou)
    [stands] = [one for one in status.stands([book]) if one.thread]
    assert (stands.state, stands.unsaid) == ("unknown", True)
    browser = client(keepers, "mou")
    assert "nobody has said yet what moved it" in browser.get(at(rina, WORK)).content.decode()
    assert "Why is not said yet" in browser.get(at(rina)).content.decode()
    assert browser.post(at(rina, WORK), typed("unknown", "n1", why=["stigma"])).status_code == 302
    assert "nobody has said yet what moved it" not in browser.get(at(rina, WORK)).content.decode()
    assert work().values["why"] == ["stigma"]


def test_a_thread_stays_in_its_part_of_life(keepers, rina, book, mou, needs):
    browser = client(keepers, "mou")
    page = browser.get(at(rina, WORK)).content.decode()
    assert 'value="health"' not in page
    wrong = typed("holds", "n1") | {"component": "health"}
    assert browser.post(at(rina, WORK), wrong).status_code == 400
    assert not Thread.objects.filter(number="standing-health").exists()
    with pytest.raises(Faulty):
        steps.write(book, Said("standing", {"component": "health", "state": "holds"}, thread=WORK), mou)
    assert work().state == "needs"
