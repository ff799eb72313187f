"""The mapping as a form: everything it names becomes a thread, and what runs already gets a step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import mapping, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.mapping import MAPPED
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import ELEMENTS
from pakhi.field import labels
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.filler import fill, in_use
from pakhi.field.tests.test_calls import asha
from pakhi.lib.clock import today
from pakhi.network.kinds import kinds as office_kinds
from pakhi.vault import assign
from pakhi.vault.models import Note, Person
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
QUESTIONS = {
    "component": ("need", "component"), "element": ("need", "element"), "hers": ("need", "hers"),
    "workers": ("need", "workers"), "gap": ("need", "gap"), "need_family": ("need", "family"),
    "need_office": ("need", "office_kind"), "threat_who": ("threat", "who"), "threat_what": ("threat", "what"),
    "near": ("threat", "near"), "severity": ("threat", "severity"), "reported": ("threat", "reported"),
    "source": ("stigma", "source"), "shows": ("stigma", "shows"), "stigma_family": ("stigma", "family"),
    "stigma_office": ("stigma", "office_kind"), "strength_who": ("strength", "who"), "close": ("strength", "close"),
    "turns": ("strength", "turns"), "strength_family": ("strength", "family"),
    "strength_office": ("strength", "office_kind"), "tells": ("readiness", "tells"),
    "audience": ("readiness", "audience"), "her_yes": ("readiness", "her_yes"),
}  # fmt: skip
NEED = "<needs><component>health</component><element>mind</element><hers>{}</hers></needs>"
THREAT = (
    "<threats><threat_who>husband</threat_who><threat_what>kill calls</threat_what><near>home</near>"
    "<severity>high</severity><reported>nowhere</reported><threat_words>{}</threat_words></threats>"
)
STRENGTH = "<strengths><strength_who>friend</strength_who><close>close</close></strengths>"
READY = (
    "<readiness><ready>ready</ready><tells>parts</tells><audience>offices</audience><her_yes>{}</her_yes>{}</readiness>"
)
WORDS = "Jhilmilita said it by the tamarind"


def ask(name):
    return labels.questions("mapping")[name]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_form_offers_exactly_what_the_kind_knows(name):
    kind, question = QUESTIONS[name]
    choices = KINDS[kind].by_name[question].choices
    assert choices is not None
    offered = list(ask(name).choices)
    # Offices stand in the order of the other forms.
    assert sorted(offered) == sorted(choices.values)
    if "office" not in name and "family" not in name:
        assert offered == list(choices.values)


def test_the_form_offers_every_state_of_readiness_and_groups_as_the_kinds_do():
    assert list(ask("ready").choices) == list(KINDS["readiness"].states.values)
    assert ask("need_office").families == {key: one.family for key, one in office_kinds().items()}
    assert sum(len(one) for one in ELEMENTS.values()) == len(ask("element").choices)


def test_every_text_stands_in_four_languages():
    for name, question in labels.questions("mapping").items():
        for words in (question.label, *question.choices.values()):
            assert all(words.get(language) for language in ("en", "bn", "hi", "te")), name


@pytest.fixture
def mou(ready):
    return ready.accounts["mou"]


@pytest.fixture
def rina(ready, mou) -> Person:
    """A survivor who has agreed to a case, and whom Mou is there for."""
    person = asha(ready)
    assign.take_in(person, mou)
    agree(person, mou, "case")
    return person


@pytest.fixture
def form(village):
    return in_use("mapping")


def send(phone: Phone, person: Person, *parts: str, number: str = "", day: dt.date | None = None) -> Arrival:
    """A record with these parts, as a phone sends it."""
    instance = number or f"uuid:{uuid.uuid4()}"
    inside = f"<person>{person.code}</person><day>{day or today()}</day>{''.join(parts)}"
    meta = f"<meta><instanceID>{instance}</instanceID></meta>"
    assert phone.send(f'<data id="mapping" version="2026112201">{inside}{meta}</data>').status_code == 201
    return Arrival.objects.latest("pk")


def test_a_form_that_answers_everything_opens_one_of_each(phone, form, rina):
    filled = fill(
        form, person=rina.code, parts="needs threats stigma strengths readiness", ready="ready", her_yes="yes"
    )
    assert phone.send(filled.content).status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what, arrival.person) == (Arrival.State.TAKEN, "", "", rina.code)
    book = Book.objects.get(person=rina.code)
    assert {one.kind: one.steps.count() for one in steps.threads([book])} == dict.fromkeys(MAPPED, 1)
    assert mapping.ready_for_audience([book])
    assert Note.objects.filter(room="cbr").count() == 5
    assert [place for place, held in tables().items() if found(["Jhilmilita Phulkopi"], held)] == []


def test_one_record_names_several_of_each(phone, form, rina):
    arrival = send(phone, rina, NEED.format(1), NEED.format(2), THREAT.format(WORDS), THREAT.format(WORDS), STRENGTH)
    assert arrival.state == Arrival.State.TAKEN
    held = [(one.kind, one.values.get("hers")) for one in Thread.objects.order_by("pk")]
    assert held == [("need", "1"), ("need", "2"), ("threat", None), ("threat", None), ("strength", None)]
    assert [place for place, text in tables().items() if found([WORDS], text)] == []


def test_what_runs_already_gets_a_step_and_a_repeat_changes_nothing(phone, form, rina):
    send(phone, rina, NEED.format(1), THREAT.format(WORDS), day=today() - dt.timedelta(days=30))
    again = "uuid:0a1b2c3d-0000-4000-8000-1234567890ff"
    other_order = THREAT.replace("kill calls", "calls kill").replace("high", "low").format(WORDS)
    send(phone, rina, NEED.format(3), other_order, number=again)
    for lost in (True, False):
        if lost:
            Arrival.objects.all().delete()
        send(phone, rina, NEED.format(3), other_order, number=again)
    assert {one.kind: (one.values.get("hers"), one.values.get("severity")) for one in Thread.objects.all()} == {
        "need": ("3", None), "threat": (None, "low"),
    }  # fmt: skip
    assert (Thread.objects.count(), Step.objects.count()) == (2, 4)


def test_what_was_closed_is_opened_as_something_new(phone, form, rina, mou):
    send(phone, rina, NEED.format(1), day=today() - dt.timedelta(days=30))
    thread = Thread.objects.get()
    steps.write(thread.book, steps.Said("need", {"state": "met", "why": "office"}, thread=thread.number), mou)
    send(phone, rina, NEED.format(2))
    assert sorted(Thread.objects.values_list("state", flat=True)) == ["met", "open"]


@pytest.mark.parametrize(
    ("part", "why", "what"),
    [
        (NEED.format(9), "answer", "hers"),
        (NEED.replace("mind", "school").format(1), "answer", "element"),
        (THREAT.replace("husband", "").format(WORDS), "missing", "threat_who"),
        (THREAT.replace("nowhere", "nowhere police").format(WORDS), "answer", "reported"),
        (READY.format("no", "<rehearsed>2026-11-01</rehearsed>"), "answer", "her_yes"),
        (READY.format("yes", ""), "answer", "rehearsed"),
    ],
)
def test_an_answer_that_cannot_be_waits_under_its_question(phone, form, rina, part, why, what):
    arrival = send(phone, rina, part)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Thread.objects.exists()


def test_for_somebody_else_s_survivor_nothing_is_written(phone, form, ready, rina):
    arrival = send(phone, asha(ready), NEED.format(1))
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "person")
    assert not Book.objects.exists()
