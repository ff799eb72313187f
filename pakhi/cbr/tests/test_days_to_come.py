"""Days that are to come: from the day of a step to some time from today, at every door; and nobody stands alone."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import followup, steps
from pakhi.cbr.kinds import AHEAD, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
VISIT = {"how": "home", "met": "yes", "is_she": "well", "did": "listened", "there": "she", "seen": ""}


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def visit(**more):
    return {**VISIT, "day": today().isoformat(), "number": "v1", **more}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2020-01-01", "This day is over. Choose one that is still to come."), ("2099-01-01", "This is too far ahead.")],
)
def test_a_next_visit_and_a_task_are_on_a_day_that_makes_sense(keepers, rina, book, day, sentence):
    browser = client(keepers, "mou")
    task = {"what": "call", "by_day": day, "day": today().isoformat(), "number": "t1", "seen": ""}
    for address, typed in (("visit", visit(next_on=day)), ("new/todo", task)):
        answer = browser.post(at(rina, address), typed)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
    assert not Step.objects.exists()


@pytest.mark.parametrize("days", [0, AHEAD])
def test_the_first_and_the_last_day_are_taken(book, mou, days):
    day = today() + days * DAY
    assert steps.write(book, Said("todo", {"what": "call", "by_day": day}), mou).thread.due == day
    with pytest.raises(Faulty) as fault:
        steps.write(book, Said("todo", {"what": "call", "by_day": today() + (AHEAD + 1) * DAY}), mou)
    assert (fault.value.question, fault.value.why) == ("by_day", "far")


def test_a_goal_may_take_years(book, mou):
    values = {"component": "health", "element": "body", "term": "long", "hers": "yes", "by": today() + 900 * DAY}
    assert steps.write(book, Said("goal", values), mou).thread.due


def test_what_is_written_late_may_name_a_day_after_its_own(book, mou):
    on = today() - 60 * DAY
    made = steps.write(book, Said("todo", {"what": "call", "by_day": on + 3 * DAY}, on), mou)
    assert made.thread.due == on + 3 * DAY
    with pytest.raises(Faulty):
        steps.write(book, Said("todo", {"what": "call", "by_day": on - DAY}, on), mou)


def test_what_is_overdue_can_be_closed_as_it_stands(keepers, rina, book, mou):
    on = today() - 60 * DAY
    made = steps.write(book, Said("todo", {"what": "call", "by_day": on + 3 * DAY}, on), mou)
    typed = {"what": "call", "by_day": (on + 3 * DAY).isoformat(), "state": "closed", "day": today().isoformat()}
    answer = client(keepers, "mou").post(at(rina, made.thread.number), typed | {"number": "n2", "seen": ""})
    assert answer.status_code == 302
    assert Thread.objects.get().state == "closed"


def test_nobody_was_there_stands_alone(keepers, rina, book, mou):
    browser = client(keepers, "mou")
    answer = browser.post(at(rina, "visit"), visit(there=["she", "nobody"]))
    assert answer.status_code == 400
    assert "stands alone" in answer.content.decode()
    assert browser.post(at(rina, "visit"), visit(there=["nobody"])).status_code == 302
    assert followup.past([book], 1)[0].values["there"] == ["nobody"]
