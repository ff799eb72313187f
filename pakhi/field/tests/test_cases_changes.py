"""What a case has already is moved and closed from a phone, which has no list of it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import ELEMENTS
from pakhi.field import labels
from pakhi.field.cases.changes import KNOWN
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.hotline import form, sent
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.tests.conftest import Keepers, agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
AGO = today() - dt.timedelta(days=30)
WORDS = "Jhilmilita laughed at the lock"
HELD = {
    "need": {"component": "health", "element": "mind", "hers": "1"},
    "threat": {"who": "husband", "what": ["calls"], "near": "home", "severity": "high"},
    "stigma": {"source": "family", "shows": ["shame"]},
    "strength": {"who": "friend", "close": "close"},
    "referral": {"service": "doctor", "by": today()},
}  # fmt: skip
CLOSED = {
    "need": "<component>health</component><element>mind</element><need_now>met</need_now><need_why>office</need_why>",
    "threat": "<threat_who>husband</threat_who><threat_now>over</threat_now><threat_why>arrested</threat_why>",
    "stigma": "<source>family</source><stigma_now>over</stigma_now><stigma_why>changed</stigma_why>",
    "strength": "<strength_who>friend</strength_who><strength_now>gone</strength_now><strength_why>away</strength_why>",
    "referral": "<service>doctor</service><referral_now>stopped</referral_now>",
    "action": "<deed>papers</deed><action_now>done</action_now>",
}  # fmt: skip


@pytest.fixture
def mou(ready):
    return ready.accounts["mou"]


@pytest.fixture
def person(ready, mou):
    made = Keepers(ready).register()
    assign.take_in(made, mou)
    agree(made, mou, "case")
    return made


@pytest.fixture
def book(person, mou) -> Book:
    return books.open_case(person, mou)


def open_one(book: Book, mou, kind: str, **more) -> Thread:
    if kind == "action":
        goal = {"component": "legal", "element": "papers", "term": "short", "hers": "yes"}
        about = steps.write(book, steps.Said("goal", goal, AGO), mou).thread.number
        values = {"what": "papers", "doer": "she", "by": today(), **more}
        return steps.write(book, steps.Said("action", values, AGO, about=about), mou).thread
    return steps.write(book, steps.Said(kind, {**HELD[kind], **more}, AGO), mou).thread


def row(kind: str, body: str = "") -> str:
    return f"<changes><which>{kind}</which>{body or CLOSED[kind]}</changes>"


def send(phone: Phone, person, *inside: str, number: str = "") -> Arrival:
    version = form("changes").version
    head = f"<person>{person.code}</person><day>{today()}</day>"
    meta = f"<meta><instanceID>{number or f'uuid:{uuid.uuid4()}'}</instanceID></meta>"
    return sent(phone, f'<data id="changes" version="{version}">{head}{"".join(inside)}{meta}</data>')


def test_the_form_offers_exactly_what_the_kinds_know():
    asked = labels.questions("changes")
    assert list(asked["which"].choices) == list(KNOWN)
    for kind, known in KNOWN.items():
        made = KINDS[kind]
        for question, name in {**known.by, **known.says}.items():
            choices = made.states.values if name == "state" else made.by_name[name].choices.values
            assert list(asked[question].choices) == list(choices), question
    assert asked["element"].families == {str(e): str(c) for c, held in ELEMENTS.items() for e in held}


def test_every_word_stands_in_four_languages():
    for question in labels.questions("changes").values():
        for said in (question.label, *question.choices.values()):
            assert {"en", "bn", "hi", "te"} == {code for code, text in said.items() if text.strip()}


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_open_is_closed_with_a_day_and_a_reason_once(phone, person, book, mou, kind):
    thread = open_one(book, mou, kind)
    number = f"uuid:{uuid.uuid4()}"
    for _time in range(2):
        arrival = send(phone, person, row(kind, CLOSED[kind] + f"<change_words>{WORDS}</change_words>"), number=number)
        assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
        Arrival.objects.all().delete()
    thread.refresh_from_db()
    assert not KINDS[kind].running(thread.state)
    assert (thread.since, thread.steps.count()) == (today(), 2)
    assert Thread.objects.filter(kind=kind).count() == 1
    assert [place for place, held in tables().items() if found([WORDS], held)] == []


def test_several_changes_in_one_record(phone, person, book, mou):
    for kind in ("need", "threat"):
        open_one(book, mou, kind)
    less = "<threat_who>husband</threat_who><threat_now>contained</threat_now><severity>low</severity>"
    send(phone, person, row("need"), row("threat", less))
    assert {one.kind: one.state for one in Thread.objects.filter(book=book)} == {"need": "met", "threat": "contained"}
    assert Thread.objects.get(kind="threat").values["severity"] == "low"


def test_of_two_that_are_alike_somebody_at_the_desk_chooses_and_nothing_is_written(phone, person, book, mou):
    open_one(book, mou, "need")
    for what in ("calls", "money"):
        open_one(book, mou, "threat", what=[what])
    before = Step.objects.count()
    arrival = send(phone, person, row("need"), row("threat"))
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "thread_several", "threat_who")
    assert Step.objects.count() == before


def test_what_is_not_there_waits(phone, person, book):
    arrival = send(phone, person, row("need"))
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, "thread_none", "component")
    assert not Thread.objects.filter(book=book).exists()


def test_what_the_desk_has_closed_meanwhile_keeps_both(phone, person, book, mou):
    thread = open_one(book, mou, "need")
    steps.write(book, steps.Said("need", {"state": "dropped", "why": "changed_mind"}, AGO, thread.number), mou)
    arrival = send(phone, person, row("need"))
    thread.refresh_from_db()
    assert (arrival.state, thread.state, thread.steps.count()) == (Arrival.State.TAKEN, "met", 3)


def test_the_one_that_runs_is_meant_where_an_older_one_is_closed(phone, person, book, mou):
    old = open_one(book, mou, "need")
    steps.write(book, steps.Said("need", {"state": "met", "why": "office"}, AGO, old.number), mou)
    new = open_one(book, mou, "need")
    send(phone, person, row("need"))
    assert (old.steps.count(), new.steps.count()) == (2, 2)


@pytest.mark.parametrize(
    ("inside", "why", "what"),
    [
        ("", "missing", "which"),
        (row("moon", "<x/>"), "answer", "which"),
        (row("need", CLOSED["need"].replace("office", "")), "missing", "need_why"),
        (row("need", CLOSED["need"].replace("office", "moon")), "answer", "need_why"),
        (row("need", CLOSED["need"].replace("met", "moon")), "answer", "need_now"),
        (row("need", CLOSED["need"].replace("met", "")), "missing", "need_now"),
        (row("need", CLOSED["need"].replace("mind", "")), "missing", "element"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone, person, book, mou, inside, why, what):
    open_one(book, mou, "need")
    arrival = send(phone, person, inside)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert Step.objects.count() == 1


def test_who_is_not_there_for_her_changes_nothing(phone, ready):
    salma = ready.accounts["salma"]
    other = Keepers(ready).register()
    agree(other, salma, "case")
    thread = open_one(books.open_case(other, salma), salma, "need")
    arrival = send(phone, other, row("need"))
    assert (arrival.why, thread.steps.count()) == ("person", 1)
