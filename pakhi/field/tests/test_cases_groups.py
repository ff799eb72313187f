"""Forms about collectives: the group is chosen on the phone; its meeting stands in its book with what it decided."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from pakhi.cbr import collectives, meetings_words, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import YesNo
from pakhi.field import devices, labels, publish
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import VISIT, Phone
from pakhi.field.tests.filler import fill, in_use
from pakhi.field.tests.hotline import sent
from pakhi.field.tests.test_openrosa_entities import rows
from pakhi.field.xlsform import NotAForm
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


@pytest.fixture
def neem(ready) -> Book:
    values = {"label": "Neem group", "kind": "collective", "savings": "yes"}
    return collectives.start(ready.organisations["one"], values, ready.accounts["mou"])


def meeting(group: str, instance: str = "", decisions: str = "", **more: str) -> str:
    """A meeting as Collect sends it, with its repeats."""
    answers = {"group": group, "day": str(today()), "kind": "regular", "present": "14", "led": "leaders"} | more
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items() if value)
    number, version = instance or f"uuid:{uuid.uuid4()}", in_use("meeting").version
    return (
        f'<data id="meeting" version="{version}">{inside}{decisions}'
        f"<meta><instanceID>{number}</instanceID></meta></data>"
    )


def decided(**answers: str) -> str:
    return f"<decision>{''.join(f'<{name}>{value}</{name}>' for name, value in answers.items())}</decision>"


def test_a_meeting_comes_with_its_decisions_once(phone: Phone, neem) -> None:
    later = str(today() + 9 * DAY)
    both = decided(deed="office", done_by="leader", by_when=later) + decided(deed="visit", done_by="worker")
    content = meeting(neem.code, "uuid:0a1b2c3d-0000-4000-8000-1234567890af", both, topics="stigma police",
                      saved="700", lent="200", next=later)  # fmt: skip
    for _again in range(2):
        arrival = sent(phone, content)
        assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
        Arrival.objects.all().delete()
    [held] = steps.threads([neem], "meeting")
    assert held.values | {"state": ""} == {
        "kind": "regular", "present": 14, "led": "leaders", "topics": ["stigma", "police"], "saved": 700, "lent": 200,
        "next": later, "state": "",
    }  # fmt: skip
    made = steps.threads([neem], "decision")
    assert sorted((one.values["what"], one.values["by"], one.about) for one in made) == [
        ("office", "leader", held.number), ("visit", "worker", held.number),
    ]  # fmt: skip
    assert str(Thread.objects.get(kind="next_meeting").due) == later


@pytest.mark.parametrize(
    ("more", "why", "what"),
    [
        ({"group": "nonsense"}, "group", "group"), ({"group": ""}, "group", "group"),
        ({"present": ""}, "missing", "present"), ({"present": "many"}, "answer", "present"),
        ({"led": "nobody"}, "answer", "led"), ({"day": "2999-01-01"}, "answer", "day"),
        ({"next": "soon"}, "answer", "next"),
    ],
)  # fmt: skip
def test_what_cannot_be_waits_under_its_question(phone: Phone, neem, more, why, what) -> None:
    arrival = sent(phone, meeting(**({"group": neem.code} | more)))
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.QUARANTINE, why, what)
    assert not Step.objects.exclude(thread__kind="group").exists()


def test_a_wrong_decision_is_named_as_the_form_names_it(phone: Phone, neem) -> None:
    arrival = sent(phone, meeting(neem.code, decisions=decided(deed="dance", done_by="leader")))
    assert (arrival.state, arrival.what) == (Arrival.State.QUARANTINE, "deed")


def test_the_group_of_another_organisation_or_one_that_has_ended_is_refused(phone: Phone, neem, ready) -> None:
    theirs = collectives.start(
        ready.organisations["two"], {"label": "Tree", "kind": "shg"}, ready.accounts["kabir"]
    )  # fmt: skip
    assert sent(phone, meeting(theirs.code)).why == "group"
    steps.write(neem, steps.Said("group", {"state": "ended"}), ready.accounts["mou"])
    assert sent(phone, meeting(neem.code)).why == "group"
    assert not Thread.objects.filter(kind="meeting").exists()


@pytest.mark.parametrize("form", ["training", "awareness"])
def test_a_training_and_an_event_are_taken_in_as_somebody_fills_them(phone: Phone, neem, form) -> None:
    arrival = sent(phone, fill(in_use(form), group=neem.code).content)
    assert (arrival.state, arrival.why, arrival.what) == (Arrival.State.TAKEN, "", "")
    [held] = steps.threads([neem], form)
    assert held.state == "held"


def test_phones_choose_from_the_groups_of_their_organisation_that_have_not_ended(phone: Phone, neem, ready) -> None:
    one, salma = ready.organisations["one"], ready.accounts["salma"]
    ended = collectives.start(one, {"label": "Old tree", "kind": "shg"}, salma)
    collectives.start(ready.organisations["two"], {"label": "Theirs", "kind": "shg"}, ready.accounts["kabir"])
    version = in_use("meeting")
    assert {row["label"] for row in rows(phone, version, "groups")} == {"Neem group", "Old tree"}
    steps.write(ended, steps.Said("group", {"state": "ended"}), salma)
    assert [(row["name"], row["label"], row["__version"]) for row in rows(phone, version, "groups")] == [
        (neem.code, "Neem group", "1")
    ]


def test_no_form_writes_the_list_of_groups(phone: Phone, village, neem) -> None:
    sheet = "| entities |\n| | list_name | label |\n| | groups | 'x' |\n"
    with pytest.raises(NotAForm, match="your collectives"):
        publish.upload((VISIT + sheet).encode(), "visit.md", village.organisations["one"], None)


def test_a_form_of_the_product_offers_exactly_what_the_kinds_have() -> None:
    words = meetings_words
    same = {
        ("meeting", "kind"): words.MeetingKind, ("meeting", "led"): words.LedBy, ("meeting", "topics"): words.Topic,
        ("meeting", "deed"): words.Deed, ("meeting", "done_by"): words.DoneBy, ("training", "topics"): words.Lesson,
        ("training", "by"): words.Trainer, ("awareness", "audience"): words.Audience,
        ("awareness", "place"): words.Venue, ("awareness", "spoke"): YesNo, ("awareness", "ready"): YesNo,
    }  # fmt: skip
    for (form, question), choices in same.items():
        offered = labels.questions(form)[question].choices
        assert list(offered) == choices.values, (form, question)
        assert {key: words["en"] for key, words in offered.items()} == {
            key: str(label) for key, label in choices.choices
        }
    for form in ("meeting", "training", "awareness"):
        asked = set(labels.questions(form)) - {"group", "day", "decision", "deed", "done_by", "by_when"}
        assert asked <= set(KINDS[form].by_name), form


@pytest.mark.parametrize("form", ["meeting", "training", "awareness"])
def test_the_forms_speak_four_languages_everywhere(form) -> None:
    version = in_use(form)
    assert publish.lacking(version) == []
    for name, question in labels.questions(form).items():
        assert set(question.label) == {"en", "bn", "hi", "te"}, name
        for key, said in question.choices.items():
            assert len({*said.values()}) == 4, (name, key)


def test_a_phone_of_another_organisation_writes_nothing_here(phone: Phone, neem, ready) -> None:
    """A phone of CBO Two names a group of CBO One."""
    two = ready.organisations["two"]
    theirs = Phone(*devices.add(ready.accounts["kabir"], two), two)
    assert sent(theirs, meeting(neem.code)).why == "group"
