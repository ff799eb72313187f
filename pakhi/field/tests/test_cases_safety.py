"""The forms of assessment, risk and incident: the same answers as the kinds, and what becomes of them."""

from __future__ import annotations

import pytest

from pakhi.cbr import books, rounds, scales, steps
from pakhi.cbr.kinds import KINDS
from pakhi.field import labels
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.hotline import filled, sent
from pakhi.field.tests.test_calls import asha
from pakhi.lib.clock import months_after, today
from pakhi.vault import assign
from pakhi.vault.tests.conftest import agree

FORMS = ("assessment", "risk", "incident")
LANGUAGES = ("en", "bn", "hi", "te")
SCORED = {**dict.fromkeys(scales.domains(), "4"), "mind": "2", "who": "herself worker", "words": "Her own words"}
RISK = {
    "knows": "home", "trafficker": "near", "violence": "unknown", "agents": "yes", "missing": "no", "debt": "yes",
    "pressure": "marry leave", "beside": "group", "judgement": "high", "reasons": "said seen", "changed": "worse",
}  # fmt: skip
INCIDENT = {
    "what": "alert", "who": "recruiter", "severity": "medium", "done": "heard", "told": "police supervisor",
    "ground": "her_yes", "follow_on": "2099-01-01",
}  # fmt: skip


@pytest.fixture
def hers(phone: Phone, ready):
    """Asha's record, with her yes to a case."""
    person = asha(ready)
    assign.take_in(person, ready.accounts["mou"])
    agree(person, ready.accounts["mou"], "case")
    return person


def send(phone: Phone, form: str, person, instance: str = "", **answers: str) -> Arrival:
    said = {"person": person.code, "day": str(today())} | answers
    return sent(phone, filled(form, said, instance))


@pytest.mark.parametrize("form", FORMS)
def test_a_form_asks_what_its_kind_asks_with_the_same_answers(form):
    kind, asked = KINDS[form], labels.questions(form)
    for question in kind.questions:
        if question.later:
            continue
        assert question.name in asked, question.name
        if question.choices is not None:
            assert list(asked[question.name].choices) == list(question.choices.values), question.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scores_of_the_form_are_the_sentences_of_the_instrument(language):
    asked = labels.questions("assessment")
    for key, domain in scales.domains().items():
        assert asked[key].label[language] == domain.ask[language]
        for score in scales.SCORES:
            assert asked[key].choices[str(score)][language] == domain.scores[score][language]


def test_an_assessment_from_a_phone_is_a_round_of_her_case(phone, hers):
    assert send(phone, "assessment", hers, **SCORED).state == Arrival.State.TAKEN
    book = books.case_of(hers)
    [step] = rounds.rounds([book], "assessment")
    assert (step.values["mind"], step.values["who"], step.words) == ("2", ["herself", "worker"], True)
    assert rounds.due([book], "assessment") == months_after(today(), 3)


def test_a_high_risk_from_a_phone_is_looked_at_today(phone, hers):
    send(phone, "risk", hers, **RISK)
    [look] = steps.threads([books.case_of(hers)], "second_look")
    assert (look.due, look.owner.username) == (today(), "salma")


def test_an_alert_from_a_phone_opens_a_safety_step_once_however_often_it_comes(phone, hers):
    number = "uuid:0a1b2c3d-0000-4000-8000-5234567890ad"
    for _time in range(2):
        send(phone, "incident", hers, number, **INCIDENT)
        Arrival.objects.all().delete()
    book = books.case_of(hers)
    assert len(steps.threads([book], "incident")) == len(steps.threads([book], "safety_step")) == 1


@pytest.mark.parametrize(
    ("form", "answers", "wrong", "why", "what"),
    [
        ("assessment", SCORED, {"legal": ""}, "missing", "legal"),
        ("assessment", SCORED, {"legal": "6"}, "answer", "legal"),
        ("risk", RISK, {"judgement": ""}, "missing", "judgement"),
        ("risk", RISK, {"beside": "nobody group"}, "answer", "beside"),
        ("risk", RISK, {"day": "2999-01-01"}, "answer", "day"),
        ("incident", INCIDENT, {"ground": ""}, "missing", "ground"),
        ("incident", INCIDENT, {"ground": "law"}, "missing", "law"),
        ("incident", INCIDENT, {"person": "AAAAAAAA"}, "answer", "person"),
    ],
)
def test_what_cannot_be_waits_under_its_question(phone, hers, form, answers, wrong, why, what):
    told = {"person": hers.code, "day": str(today()), **answers, **wrong}
    arrival = sent(phone, filled(form, told))
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)


def test_where_she_has_not_agreed_nothing_is_opened(phone, ready):
    person = asha(ready)
    assign.take_in(person, ready.accounts["mou"])
    arrival = send(phone, "risk", person, **RISK)
    assert (arrival.state, arrival.why) == (Arrival.State.QUARANTINE, "no_case")
