"""Three forms that may begin a case: how she was found, who is missing, who was brought out."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step
from pakhi.field import labels, lists
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
AGO = str(today() - dt.timedelta(days=20))
FOUND = {
    "ground": "consent", "programme": "sex_trafficking", "source": "police", "by": "police", "triage": "medium",
    "lives": "institution", "wish": "family", "tells": "yes", "exploited": "sexual", "recruited": "work online",
    "from_state": "19", "to_state": "27",
}  # fmt: skip
GONE = {"ground": "not_reached", "known": "no", "stands": "missing", "missing_on": AGO, "reported": "police",
        "police": "diary", "to_state": "27"}  # fmt: skip
OUT = {"ground": "consent", "known": "no", "rescued_on": AGO, "by": "police ngo", "how_many": "4",
       "certificate": "asked", "asked_on": AGO}  # fmt: skip
GIVEN = {"identification": FOUND, "missing_person": GONE, "rescue": OUT}
KIND = {"identification": "identified", "missing_person": "missing", "rescue": "rescue"}
STATE = {"identification": "lives", "missing_person": "stands", "rescue": "certificate"}
WORDS = "Jhilmilita counts the brass pots"


@pytest.fixture
def person(ready):
    mou = ready.accounts["mou"]
    made = Keepers(ready).register()
    assign.take_in(made, mou)
    agree(made, mou, "case")
    return made


@pytest.fixture
def stranger(ready):
    """Registered a moment ago; nobody has asked her anything yet."""
    made = Keepers(ready).register()
    assign.take_in(made, ready.accounts["mou"])
    return made


def send(phone: Phone, name: str, instance: str = "", **answers: str) -> Arrival:
    return sent(phone, filled(name, {"day": str(today()), **answers}, instance))


def threads(person, kind: str):
    return steps.threads(Book.objects.filter(person=person.code), kind)


ON_PAGES = {"via_state_2", "via_state_3", "via_state_4"}  # one place on the way is asked on a phone


@pytest.mark.parametrize("name", KIND)
def test_a_form_offers_exactly_what_the_case_knows(name):
    made, asked = KINDS[KIND[name]], labels.questions(name)
    for question in made.questions:
        if question.choices is not None and question.name not in ON_PAGES:
            assert list(asked[question.name].choices) == question.choices.values, question.name
    assert list(asked[STATE[name]].choices) == made.states.values
    assert list(asked["ground"].choices) == Book.Basis.values
    others = {"person", "day", "ground", "note", "known", "tells", "severe", STATE[name]}
    assert set(asked) - others <= set(made.by_name)


@pytest.mark.parametrize("name", KIND)
def test_every_word_stands_in_four_languages(name):
    form(name)
    for question in labels.questions(name).values():
        for said in (question.label, *question.choices.values()):
            assert {"en", "bn", "hi", "te"} == {code for code, text in said.items() if text.strip()}


@pytest.mark.parametrize("name", KIND)
def test_filled_by_somebody_who_answers_everything_it_is_taken_in(phone, person, name):
    wanted = {"ground": "consent", "lives": "family", "known": "no", "stands": "missing", "from_place": "",
              "to_place": "", "certificate": "asked"}  # fmt: skip
    arrival = sent(phone, fill(form(name), person=person.code, tells="yes", triage="low", **wanted).content)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
    assert arrival.person == person.code
    assert Note.objects.filter(room="cbr").count() == 1
    assert [place for place, held in tables().items() if found(["Jhilmilita Phulkopi"], held)] == []


@pytest.mark.parametrize("name", KIND)
def test_a_record_that_comes_twice_opens_one_case_and_one_thread(phone, person, name):
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        send(phone, name, number, person=person.code, note=WORDS, **GIVEN[name])
        Arrival.objects.all().delete()
    [thread] = threads(person, KIND[name])
    assert thread.steps.count() == 1
    assert thread.state == GIVEN[name][STATE[name]]
    assert [place for place, held in tables().items() if found([WORDS], held)] == []


@pytest.mark.parametrize("name", KIND)
def test_without_her_yes_there_is_no_case_unless_she_cannot_be_asked(phone, stranger, name):
    arrival = send(phone, name, person=stranger.code, **{**GIVEN[name], "ground": "consent"})
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "no_case", "person")
    assert not Book.objects.filter(kind="case").exists()
    arrival = send(phone, name, person=stranger.code, **{**GIVEN[name], "ground": "not_reached"})
    assert (arrival.state, arrival.why) == (Arrival.State.TAKEN, "")
    assert Book.objects.get(person=stranger.code).basis == "not_reached"
    [asking] = threads(stranger, "ask_her")
    assert asking.due == today() + dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("name", "what"), [("identification", "recruited"), ("missing_person", "police"), ("rescue", "certificate")]
)
def test_what_has_to_wait_opens_no_case_either(phone, stranger, name, what):
    given = {**GIVEN[name], "ground": "not_reached", "person": stranger.code}
    arrival = send(phone, name, **{**given, what: "nonsense"})
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "answer", what)
    assert not Book.objects.filter(kind="case").exists()
    assert send(phone, name, **given).state == Arrival.State.TAKEN


def test_severe_is_a_referral_due_today(phone, person):
    send(phone, "identification", person=person.code, **{**FOUND, "triage": "severe"})
    [referral] = threads(person, "referral_due")
    assert (referral.state, referral.due) == ("due", today())


def test_where_she_is_now_is_a_step_of_what_is_known_already(phone, person):
    send(phone, "identification", person=person.code, **{**FOUND, "day": AGO})
    send(phone, "identification", person=person.code, **{**FOUND, "lives": "family", "moved": "rescue"})
    send(phone, "identification", person=person.code, **{**FOUND, "lives": "trafficked", "moved": "trafficked"})
    [thread] = threads(person, "identified")
    assert [one.way for one in thread.steps.order_by("pk")] == ["", "forward", "back"]
    assert thread.values["recruited"] == ["work", "online"]


@pytest.mark.parametrize(
    ("name", "wrong", "why", "what"),
    [
        ("identification", {"triage": ""}, "missing", "triage"),
        ("identification", {"programme": "moon"}, "answer", "programme"),
        ("identification", {"exploited": "moon"}, "answer", "exploited"),
        ("identification", {"ground": "because"}, "answer", "ground"),
        ("identification", {"day": "2999-01-01"}, "answer", "day"),
        ("identification", {"from_place": "block-1234"}, "answer", "from_place"),
        ("identification", {"from_place": "a village"}, "answer", "from_place"),
        ("missing_person", {"missing_on": ""}, "missing", "missing_on"),
        ("missing_person", {"known": "yes", "missing_on": "", "reported": ""}, "missing", "missing_on"),
        ("missing_person", {"stands": "moon"}, "answer", "stands"),
        ("missing_person", {"reported_on": "2001-01-01"}, "answer", "reported_on"),
        ("rescue", {"by": ""}, "missing", "by"),
        ("rescue", {"issued_on": "2001-01-01"}, "answer", "issued_on"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone, person, name, wrong, why, what):
    arrival = send(phone, name, person=person.code, **{**GIVEN[name], **wrong})
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Step.objects.exclude(thread__kind="ask_her").exists()


def test_a_district_lies_in_the_state_beside_it(phone, person):
    arrival = send(phone, "identification", person=person.code, **FOUND, from_place="district-303")
    assert (arrival.state, arrival.why) == (Arrival.State.TAKEN, "")
    assert threads(person, "identified")[0].values["from_place"] == "district-303"
    arrival = send(phone, "identification", person=person.code, **FOUND, to_place="district-303")
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "answer", "to_place")


def test_a_phone_gets_every_district_with_its_state_and_nobody_in_it(phone, person):
    [held] = lists.of_version(phone.device, form("identification"))
    rows = b"".join(held.chunks()).decode().splitlines()
    assert rows[0] == "name,label,__version,above"
    assert "district-303,North 24 Parganas,1,19" in rows
    assert not [row for row in rows if person.code in row]
    assert held.gone(["district-303", "district-9"]) == {"district-303": False, "district-9": True}


def test_she_is_traced_in_the_entry_that_says_she_is_missing(phone, person):
    send(phone, "missing_person", person=person.code, **GONE)
    later = {"ground": "consent", "known": "yes", "stands": "traced", "found_on": str(today())}
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        send(phone, "missing_person", number, person=person.code, **later)
        Arrival.objects.all().delete()
    [thread] = threads(person, "missing")
    assert (thread.state, thread.steps.count(), thread.values["missing_on"]) == ("traced", 2, AGO)


def test_a_certificate_is_issued_in_the_rescue_that_asked_for_it(phone, person):
    send(phone, "rescue", person=person.code, **OUT)
    send(phone, "rescue", person=person.code, ground="consent", known="yes", certificate="issued",
         issued_on=str(today()))  # fmt: skip
    [thread] = threads(person, "rescue")
    assert (thread.state, thread.values["how_many"]) == ("issued", 4)


def test_who_is_not_there_for_her_opens_nothing(phone, ready):
    other = Keepers(ready).register()
    agree(other, ready.accounts["salma"], "case")
    arrival = send(phone, "identification", person=other.code, **FOUND)
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "person")
    assert books.case_of(other) is None
