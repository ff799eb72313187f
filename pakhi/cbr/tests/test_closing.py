"""Closing: only while the scores hold and nothing grave is open, by two people, and never for good."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import closing, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.cbr.tests.rounds import assess, happened, look
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
THREAT = {"who": "trafficker", "what": ["calls"], "near": "village", "severity": "high"}


def state(book):
    book.refresh_from_db()
    [thread] = steps.threads([book], "closing")
    return thread.state, book.state


def ask(book, by, reason="attained"):
    return closing.decide(book, "waiting", by, reason=reason)


def held(book, by):
    assess(book, by, 4, today() - 5 * DAY)


def threat(book, by, **more):
    return steps.write(book, steps.Said("threat", {**THREAT, **more}), by)


THINGS = {
    "nothing written": lambda book, by: None,
    "scores hold": held,
    "one is low": lambda book, by: assess(book, by, 5, mind="3"),
    "one was not talked about": lambda book, by: assess(book, by, 5, legal="not_asked"),
    "held, and went down": lambda book, by: (held(book, by), assess(book, by, 4, social="2")),
    "went down, and holds again": lambda book, by: (assess(book, by, 2, today() - 40 * DAY), held(book, by)),
    "held long ago": lambda book, by: assess(book, by, 5, today() - 100 * DAY),
    "a low one arrives late": lambda book, by: (held(book, by), assess(book, by, 1, today() - 90 * DAY)),
    "high risk": lambda book, by: (held(book, by), look(book, by, judgement="high")),
    "medium risk": lambda book, by: (held(book, by), look(book, by, judgement="medium")),
    "high threat": lambda book, by: (held(book, by), threat(book, by)),
    "low threat": lambda book, by: (held(book, by), threat(book, by, severity="low")),
    "grave incident": lambda book, by: (held(book, by), happened(book, by, severity="high")),
    "small incident": lambda book, by: (held(book, by), happened(book, by, severity="low")),
}
#                              attained lost   her_wish
TABLE = {
    "nothing written":            (False, True, True),
    "scores hold":                (True,  True, True),
    "one is low":                 (False, True, True),
    "one was not talked about":   (False, True, True),
    "held, and went down":        (False, True, True),
    "went down, and holds again": (True,  True, True),
    "held long ago":              (False, True, True),
    "a low one arrives late":     (True,  True, True),
    "high risk":                  (False, False, True),
    "medium risk":                (True,  True, True),
    "high threat":                (False, False, True),
    "low threat":                 (True,  True, True),
    "grave incident":             (False, False, True),
    "small incident":             (True,  True, True),
}  # fmt: skip


@pytest.mark.parametrize("thing", list(TABLE))
def test_when_a_case_may_be_closed(book, mou, thing):
    THINGS[thing](book, mou)
    reasons = ("attained", "lost", "her_wish")
    assert tuple(not closing.in_the_way([book], reason) for reason in reasons) == TABLE[thing]


def test_one_asks_and_another_decides(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    assert state(book) == ("waiting", "open")
    closing.decide(book, "closed", salma)
    assert state(book) == ("closed", "closed")


def test_it_is_not_even_asked_for_before_the_scores_hold(book, mou):
    with pytest.raises(Refused, match="no assessment yet"):
        ask(book, mou)


def test_what_comes_between_asking_and_deciding_counts(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    look(book, mou, judgement="high")
    with pytest.raises(Refused, match="risk at home is high"):
        closing.decide(book, "closed", salma)
    assert state(book) == ("waiting", "open")


def test_nobody_decides_what_they_asked_for(book, salma, keepers):
    held(book, salma)
    ask(book, salma)
    with pytest.raises(Refused, match="does not decide"):
        closing.decide(book, "closed", salma)
    with pytest.raises(Refused, match="does not decide"):
        closing.decide(book, "declined", salma, declined="too_early")
    closing.decide(book, "closed", keepers.village.accounts["mina"])
    assert state(book)[1] == "closed"


def test_a_worker_does_not_decide_and_a_stranger_does_not_ask(book, mou, salma, keepers):
    held(book, salma)
    ask(book, salma)
    with pytest.raises(Refused, match="supervisor or manager"):
        closing.decide(book, "closed", mou)
    with pytest.raises(Refused):
        closing.decide(book, "closed", keepers.village.accounts["kabir"])
    closing.decide(book, "declined", salma, declined="taken_back")
    with pytest.raises(Refused, match="there for her"):
        ask(book, keepers.village.accounts["kabir"])


def test_it_stays_open_and_can_be_asked_for_again(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    with pytest.raises(Faulty, match="declined"):
        closing.decide(book, "declined", salma)
    closing.decide(book, "declined", salma, declined="ask_her")
    ask(book, mou)
    assert state(book) == ("waiting", "open")


@pytest.mark.parametrize("moves", [["closed"], ["reopened"], ["declined"], ["waiting", "waiting"],
                                   ["waiting", "reopened"], ["waiting", "closed", "closed"]])  # fmt: skip
def test_no_decision_comes_before_its_turn(book, mou, salma, moves):
    held(book, mou)
    said = {"waiting": {"reason": "attained"}, "declined": {"declined": "too_early"}, "reopened": {"again": "asks"}}
    *first, last = moves
    for at, move in enumerate(first):
        closing.decide(book, move, salma if at else mou, **said.get(move, {}))
    with pytest.raises(Refused):
        closing.decide(book, last, salma, **said.get(last, {}))


def test_she_is_never_refused_afterwards(book, mou, salma):
    held(book, mou)
    ask(book, mou, "her_wish")
    closing.decide(book, "closed", salma)
    with pytest.raises(Faulty, match="again"):
        closing.decide(book, "reopened", mou)
    closing.decide(book, "reopened", mou, again="asks")
    assert state(book) == ("reopened", "open")
    ask(book, mou)
    closing.decide(book, "closed", salma)
    assert state(book) == ("closed", "closed")


def test_danger_opens_a_closed_case_by_itself(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    closing.decide(book, "closed", salma)
    happened(book, mou, severity="low")
    assert state(book)[1] == "closed"
    happened(book, mou, what="alert")
    assert state(book) == ("reopened", "open")
    assert Book.objects.get(pk=book.pk).threads.get(kind="closing").values["again"] == "danger"


def test_a_decision_is_not_corrected_nor_dated_back(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    step = closing.decide(book, "closed", salma)
    void = steps.Said("closing", {}, thread="closing", edits=step.number, void=True)
    with pytest.raises(Refused, match="not corrected"):
        steps.write(book, void, mou)
    with pytest.raises(Faulty, match="before the last decision"):
        closing.decide(book, "reopened", mou, again="asks", day=today() - DAY)


def test_a_closed_case_is_still_written_to_by_what_arrives_late(book, mou, salma):
    held(book, mou)
    ask(book, mou)
    closing.decide(book, "closed", salma)
    assess(book, mou, 3, today() - 60 * DAY)
    assert state(book)[1] == "closed"


def test_it_is_closed_for_the_reason_that_was_asked_for(book, mou, salma):
    closing.decide(book, "waiting", mou, reason="her_wish")
    with pytest.raises(Refused, match="another reason"):
        closing.decide(book, "closed", salma, reason="attained")


def test_a_case_that_was_closed_with_a_record_from_which_it_was_parted_opens_again(book, mou):
    Book.objects.filter(pk=book.pk).update(state="closed")
    book.refresh_from_db()
    happened(book, mou, severity="high")
    book.refresh_from_db()
    assert book.state == "open"
