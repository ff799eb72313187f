"""Screens: only by who was trained; a risk answer opens a safety step; no answer and no sum is kept."""

from __future__ import annotations

import pytest

from pakhi.cbr import house, screens, steps
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
NINE = {"tool": "phq9", "items": 9, "highest": 3, "risky": ["q9"], "from": 1}


@pytest.fixture
def ready(book, mou, salma):
    """CBO One uses a screen of nine questions, and Mou was trained."""
    house.let_screen(book.organisation, mou, salma)
    house.use_tool(book.organisation, salma, NINE)
    return book


def screen(book, by, answers, **said):
    return screens.screen(book, by, "phq9", answers, {"result": "talk", **said})


@pytest.mark.parametrize(
    ("answers", "danger"),
    [([0] * 9, "no"), ([3] * 8 + [0], "no"), ([0] * 8 + [1], "yes"), ([3] * 9, "yes")],
)
def test_a_risk_answer_opens_a_safety_step_at_once_and_nothing_else_does(ready, mou, answers, danger):
    assert screen(ready, mou, answers).values["danger"] == danger
    rows = steps.threads([ready], "safety_step", "second_look")
    assert {one.kind: (one.due, one.owner.username, one.values["why"]) for one in rows} == (
        {"safety_step": (today(), "mou", "answer"), "second_look": (today(), "salma", "answer")}
        if danger == "yes" else {}
    )  # fmt: skip


def test_no_answer_and_no_sum_is_kept(ready, mou):
    step = screen(ready, mou, [1, 2, 3, 0, 0, 1, 2, 0, 0])
    assert set(step.values) == {"tool", "danger", "result", "state"}
    assert not [one for one in KINDS["screen"].questions if one.asks == "number"]


def test_who_was_not_trained_uses_none_from_any_door(ready, salma):
    with pytest.raises(Refused, match="trained"):
        screen(ready, salma, [0] * 9)
    with pytest.raises(Refused, match="trained"):
        steps.write(ready, steps.Said("screen", {"tool": "phq9", "danger": "no", "result": "talk"}), salma)


def test_who_is_taken_off_the_list_screens_no_more(ready, mou, salma):
    house.let_screen(ready.organisation, mou, salma, may=False)
    with pytest.raises(Refused):
        screen(ready, mou, [0] * 9)
    house.let_screen(ready.organisation, mou, salma)
    assert screen(ready, mou, [0] * 9).pk


def test_a_worker_puts_nobody_on_the_list_and_nobody_from_elsewhere_comes_on_it(book, mou, salma, keepers):
    with pytest.raises(Refused):
        house.let_screen(book.organisation, mou, mou)
    with pytest.raises(Faulty):
        house.let_screen(book.organisation, keepers.village.accounts["kabir"], salma)


@pytest.mark.parametrize("answers", [[0] * 8, [0] * 10, [0] * 8 + [4], [0] * 8 + [-1]])
def test_answers_that_the_screen_does_not_have_are_refused(ready, mou, answers):
    with pytest.raises(Faulty):
        screen(ready, mou, answers)
    assert not Step.objects.filter(thread__kind="screen").exists()


@pytest.mark.parametrize(
    ("said", "question"),
    [({"risky": ["q10"]}, "risky"), ({"from": ""}, "from"), ({"from": 4}, "from"), ({"items": 0}, "items"),
     ({"tool": "mine"}, "tool")],
)  # fmt: skip
def test_a_screen_whose_numbers_do_not_fit_is_refused(book, salma, said, question):
    with pytest.raises(Faulty) as fault:
        house.use_tool(book.organisation, salma, {**NINE, **said})
    assert fault.value.question == question
    assert not Thread.objects.filter(kind="tool").exists()


def test_a_screen_that_is_not_used_any_more_is_gone(ready, mou, salma):
    house.use_tool(ready.organisation, salma, {"tool": "phq9", "state": "closed"})
    with pytest.raises(Faulty):
        screen(ready, mou, [0] * 9)
