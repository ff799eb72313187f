"""Needs, threats, stigma and strengths: what has to be said, what closes with a reason, who may be asked to speak."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import books, her_yes, mapping, steps
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.mapping_words import InCommunity
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today
from pakhi.network.kinds import kinds as office_kinds
from pakhi.vault import assign, consent, merge

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
NEED = {"component": "health", "element": "mind", "hers": "1", "gap": "delivery"}
THREAT = {"who": "trafficker", "what": ["take_back"], "near": "village", "severity": "high"}
STIGMA = {"source": "neighbours", "shows": ["names", "left_out"]}
STRENGTH = {"who": "mother", "close": "very", "turns": ["listen"]}
SAMPLES = {"need": NEED, "threat": THREAT, "stigma": STIGMA, "strength": STRENGTH}
READY = {"tells": "parts", "audience": ["offices"], "her_yes": "yes", "rehearsed": str(today() - DAY), "state": "ready"}


def later(book, by, thread, days_ago=0, **values):
    return write(book, Said(thread.kind, values, today() - days_ago * DAY, thread.number), by)


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_is_opened_changed_and_closed_with_dates(book, mou, kind):
    thread = write(book, Said(kind, SAMPLES[kind], today() - 30 * DAY), mou).thread
    end = KINDS[kind].ends[0]
    why = KINDS[kind].by_name["why"].choices.values[0]
    later(book, mou, thread, 2, state=end, why=why)
    [held] = steps.threads([book], kind)
    assert (held.state, held.opened_on, held.since) == (end, today() - 30 * DAY, today() - 2 * DAY)
    later(book, mou, thread, 1, state=KINDS[kind].first)
    [held] = steps.threads([book], kind)
    assert held.state == KINDS[kind].first
    assert held.steps.count() == 3
    assert held.steps.order_by("-day").first().way == ("forward" if kind == "strength" else "back")


@pytest.mark.parametrize(("kind", "end"), [(kind, end) for kind in SAMPLES for end in KINDS[kind].ends])
def test_nothing_closes_without_a_reason(book, mou, kind, end):
    thread = write(book, Said(kind, SAMPLES[kind]), mou).thread
    with pytest.raises(Faulty) as fault:
        later(book, mou, thread, state=end)
    assert (fault.value.question, fault.value.why) == ("why", "missing")


@pytest.mark.parametrize(
    ("kind", "wrong", "question"),
    [
        ("need", {"element": "school"}, "element"),
        ("need", {"hers": "4"}, "hers"),
        ("need", {"gap": "big"}, "gap"),
        ("need", {"family": "police", "office_kind": "bdo"}, "office_kind"),
        ("threat", {"reported": ["nowhere", "police"]}, "reported"),
        ("threat", {"what": []}, "what"),
        ("threat", {"severity": "huge"}, "severity"),
        ("stigma", {"source": "god"}, "source"),
        ("stigma", {"herself": ["pills"]}, "herself"),
        ("strength", {"close": ""}, "close"),
    ],
)
def test_what_does_not_fit_is_refused(book, mou, kind, wrong, question):
    with pytest.raises(Faulty) as fault:
        write(book, Said(kind, {**SAMPLES[kind], **wrong}), mou)
    assert fault.value.question == question
    assert steps.threads([book]) == []


def test_a_need_that_was_met_and_is_not_any_more_is_a_step_back(book, mou):
    thread = write(book, Said("need", NEED, today() - 9 * DAY), mou).thread
    later(book, mou, thread, 5, state="met", why="office")
    step = later(book, mou, thread, 1, state="not_any_more", why="stopped")
    step.refresh_from_db()
    assert step.way == "back"
    [held] = steps.threads([book], "need", running=True)
    assert held.values["why"] == "stopped"


def test_nobody_may_be_asked_to_speak_before_it_is_talked_about(book):
    assert not mapping.ready_for_audience([book])
    assert not mapping.ready_for_audience([])


@pytest.mark.parametrize(
    ("lacks", "question"),
    [
        ({"her_yes": "no"}, "her_yes"), ({"her_yes": ""}, "her_yes"), ({"rehearsed": ""}, "rehearsed"),
        ({"rehearsed": str(today() + DAY)}, "rehearsed"), ({"audience": []}, "audience"), ({"tells": ""}, "tells"),
    ],
)  # fmt: skip
def test_ready_needs_her_own_yes_and_a_rehearsal(book, mou, lacks, question):
    with pytest.raises(Faulty) as fault:
        write(book, Said("readiness", {**READY, **lacks}), mou)
    assert fault.value.question == question
    assert not mapping.ready_for_audience([book])


def test_her_yes_holds_until_she_takes_it_back(book, mou):
    write(book, Said("readiness", READY, today() - DAY), mou)
    assert mapping.ready_for_audience([book])
    assert mapping.ready_for_audience([book], "offices")
    assert not mapping.ready_for_audience([book], "press")
    write(book, Said("readiness", {"state": "thinking"}), mou)
    assert not mapping.ready_for_audience([book])


def test_while_two_people_say_different_things_she_is_not_ready(book, mou, salma):
    write(book, Said("readiness", {"state": "thinking"}, today() - 3 * DAY, number="a", seen=()), mou)
    write(book, Said("readiness", {"state": "no"}, today() - 2 * DAY, number="b", seen=("a",)), salma)
    write(book, Said("readiness", READY, today() - DAY, number="c", seen=("a",)), mou)
    assert not mapping.ready_for_audience([book])


def test_a_child_is_never_shown_with_name_or_face(book, mou):
    book.age_band = "14-17"
    book.save()
    with pytest.raises(Faulty) as fault:
        write(book, Said("readiness", {**READY, "tells": "openly"}), mou)
    assert fault.value.question == "tells"
    write(book, Said("readiness", READY), mou)


@pytest.mark.parametrize("choice", [InCommunity.CONTACT, InCommunity.COMMITTEE])
def test_she_is_brought_before_people_only_when_she_is_ready(book, mou, choice):
    thread = write(book, Said("stigma", STIGMA), mou).thread
    with pytest.raises(Faulty) as fault:
        later(book, mou, thread, community=[choice])
    assert fault.value.question == "community"
    later(book, mou, thread, community=["awareness"])
    write(book, Said("readiness", READY), mou)
    later(book, mou, thread, community=["awareness", choice])


@pytest.fixture
def second(keepers, rina, book, mou, salma) -> Book:
    """Another case of hers, found when two records were put together."""
    other = keepers.register()
    assign.take_in(other, mou)
    made = books.open_case(other, mou, Book.Basis.DANGER)
    merge.confirm(merge.propose(rina, other, mou), salma)
    return made


def test_what_her_other_case_says_of_her_readiness_counts(book, second, mou):
    write(second, Said("readiness", {"state": "no"}), mou)
    write(book, Said("readiness", READY), mou)
    with pytest.raises(Faulty, match="not ready"):
        write(book, Said("stigma", STIGMA | {"community": [InCommunity.CONTACT]}), mou)


def test_who_is_a_child_in_her_other_case_is_shown_in_none(book, second, mou):
    second.age_band = "14-17"
    second.save()
    with pytest.raises(Faulty, match="forbids showing"):
        write(book, Said("readiness", READY | {"tells": "openly"}), mou)


def test_her_no_in_one_case_is_her_no(book, second, mou, rina):
    asked = Thread.objects.get(kind="ask_her", book=second)
    write(second, Said("ask_her", {"state": "refused"}, thread=asked.number, seen=tuple(asked.heads)), mou)
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    assert her_yes.ended(book) == her_yes.ended(second) == today()


def test_every_kind_of_office_stands_under_its_family():
    from pakhi.cbr.vocabulary import GROUPS, Element, OfficeKind

    for choices in (Element, OfficeKind):
        grouped = [key for _name, keys in GROUPS[choices] for key in keys]
        assert sorted(grouped) == sorted(choices.values)
    assert set(OfficeKind.values) == set(office_kinds())
