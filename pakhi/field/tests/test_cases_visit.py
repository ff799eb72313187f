"""A visit as a phone sends it: the planned one is done, what moved stands in her status, the next one is planned."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import followup, status, steps
from pakhi.cbr.followup import VISIT
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.status import STANDING
from pakhi.field import labels
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import CANARY, Phone
from pakhi.field.tests.filler import fill, in_use
from pakhi.field.tests.hotline import sent
from pakhi.field.tests.test_calls import asha
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.models import Note
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
MADE = {"how": "home", "met": "yes", "is_she": "low", "did": "listened papers", "there": "she mother", "moved": "no"}
FREE = {"there", "did", "is_she", "how", "why_not", "came", "shamed"}


@pytest.fixture
def her(ready):
    person = asha(ready)
    assign.take_in(person, ready.accounts["mou"])
    agree(person, ready.accounts["mou"], "case")
    return person


def visit(phone: Phone, her, instance: str = "", moves: str = "", /, **more: str) -> Arrival:
    answers = {"person": her.code, "day": str(today()), **MADE} | more
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items() if value)
    number, version = instance or f"uuid:{uuid.uuid4()}", in_use("case_visit").version
    meta = f"<meta><instanceID>{number}</instanceID></meta>"
    return sent(phone, f'<data id="case_visit" version="{version}">{inside}{moves}{meta}</data>')


def move(**answers: str) -> str:
    return f"<move>{''.join(f'<{name}>{value}</{name}>' for name, value in answers.items())}</move>"


def threads(kind="visit"):
    return list(Thread.objects.filter(kind=kind).order_by("pk"))


def test_a_visit_with_what_moved_and_the_next_day_comes_once(phone: Phone, ready, her) -> None:
    number, later = "uuid:0a1b2c3d-0000-4000-8000-1234567890cd", str(today() + 9 * DAY)
    both = move(part="health", stands="partly", moved_by="her_step group") + move(part="legal", stands="needs")
    for _again in range(2):
        arrival = visit(phone, her, number, both, moved="yes", next_on=later, words=f"{CANARY} slept.")
        assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
        Arrival.objects.all().delete()
    made, ahead = threads()
    assert (made.state, made.values["is_she"], made.values["there"]) == ("done", "low", ["she", "mother"])
    assert (ahead.state, str(ahead.due), ahead.owner) == ("planned", later, ready.accounts["mou"])
    assert [(one.component, one.state, one.values.get("why", [])) for one in threads("standing")] == [
        ("health", "partly", ["her_step", "group"]), ("legal", "needs", []),
    ]  # fmt: skip
    assert Note.objects.count() == 1
    assert [place for place, held in tables().items() if found([CANARY], held)] == []


def test_the_visit_that_was_planned_is_the_one_that_was_made(phone: Phone, ready, her) -> None:
    visit(phone, her, next_on=str(today()))
    number = "uuid:0a1b2c3d-0000-4000-8000-1234567890ce"
    for _again in range(2):
        visit(phone, her, number, how="phone")
        Arrival.objects.all().delete()
    first, planned = threads()
    assert (planned.state, planned.values["how"], planned.steps.count()) == ("done", "phone", 2)
    assert followup.planned([first.book]) == []


def test_going_along_to_an_office(phone: Phone, her) -> None:
    visit(phone, her, how="along", office_family="hospital", office_kind="hospital", came="come_again", shamed="yes")
    [row] = threads()
    assert (row.values["office_family"], row.values["came"], row.values["shamed"]) == ("hospital", "come_again", "yes")


@pytest.mark.parametrize("slip", [{"next_on": "2020-01-01"}, {"next_on": "2099-01-01"}, {"there": "she nobody"}])
def test_a_slip_does_not_keep_her_danger_from_being_heard(phone: Phone, her, slip) -> None:
    arrival = visit(phone, her, is_she="danger", **slip)
    assert (arrival.state, arrival.what) == (Arrival.State.TAKEN, "")
    [row] = threads()
    assert "nobody" not in row.values["there"]
    assert threads("safety_step")[0].due == today()


def test_she_was_not_met(phone: Phone, her) -> None:
    visit(phone, her, met="no", why_not="kept", is_she="", did="", there="", moved="")
    [row] = threads()
    assert (row.state, row.values["why_not"]) == ("not_met", "kept")
    assert status.stands([row.book])[0].thread is None


@pytest.mark.parametrize(
    ("more", "why", "what"),
    [
        ({"person": "nonsense"}, "answer", "person"),
        ({"how": "moon"}, "answer", "how"),
        ({"met": ""}, "missing", "met"),
        ({"is_she": ""}, "missing", "is_she"),
        ({"did": "sang"}, "answer", "did"),
        ({"met": "no"}, "missing", "why_not"),
        ({"how": "along"}, "missing", "office_family"),
        ({"how": "along", "office_family": "police", "office_kind": "bdo"}, "answer", "office_kind"),
        ({"next_on": "soon"}, "answer", "next_on"),
        ({"day": "2999-01-01"}, "answer", "day"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone: Phone, her, more, why, what) -> None:
    arrival = visit(phone, her, **more)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Step.objects.exists()


def test_a_wrong_move_waits_and_the_visit_is_not_doubled_later(phone: Phone, her) -> None:
    arrival = visit(phone, her, "uuid:0a1b2c3d-0000-4000-8000-1234567890cf", move(part="health", stands="healed"))
    assert (arrival.state, arrival.what) == (Arrival.State.QUARANTINE, "stands")
    assert len(threads()) == 1


def test_a_worker_who_is_not_there_for_her_is_refused(phone: Phone, ready, her) -> None:
    assign.assign(her, ready.accounts["salma"], ready.accounts["salma"])
    arrival = visit(phone, her)
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "person")


def test_the_form_asks_no_words_about_a_counselling(phone: Phone, her) -> None:
    content = fill(in_use("case_visit"), person=her.code, how="counselling").content
    assert "<words>" not in content
    assert "<words>" in fill(in_use("case_visit"), person=her.code, how="home").content


def test_whoever_answers_every_question_is_taken_in(phone: Phone, her) -> None:
    arrival = sent(phone, fill(in_use("case_visit"), person=her.code).content)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
    assert steps.threads([threads()[0].book], "visit")


def test_the_form_offers_what_the_case_knows(village) -> None:
    in_use("case_visit")
    asked = labels.questions("case_visit")
    for name in FREE:
        assert set(asked[name].choices) == set(VISIT.by_name[name].choices.values), name
    for name in ("office_family", "office_kind"):
        assert set(asked[name].choices) <= set(VISIT.by_name[name].choices.values), name
    assert set(asked["part"].choices) == set(STANDING.by_name["component"].choices.values)
    assert set(asked["stands"].choices) == set(STANDING.states.values) - {"unknown"}
    assert set(asked["moved_by"].choices) == set(STANDING.by_name["why"].choices.values)
