"""The home investigation says what is usually left out, and calls nothing safe that is not known to be."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import home_report, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = today() + dt.timedelta(days=60)
SAFE = {
    "state": "made", "asked_by": "police", "spoken_to": ["mother", "neighbour"], "her_wish": "now", "alone": "yes",
    "near": "none", "hold": ["none"], "family_violence": "none", "community_violence": "none",
    "works": ["health", "ration"], "willing": "yes", "able": "help", "attention": "no", "conclusion": "safe",
    "review": LATER,
}  # fmt: skip


def report(book, by, **more):
    return write(book, Said("home_report", {**SAFE, **more}), by)


def test_a_place_where_nothing_speaks_against_it_is_safe_and_looked_at_again(book, mou):
    report(book, mou)
    [thread] = steps.threads([book], "home_report")
    assert (thread.state, thread.due, home_report.against(thread.values)) == ("made", LATER, [])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("her_wish", "no"), ("her_wish", "not_asked"), ("her_wish", "unsure"), ("near", "house"), ("near", "nearby"),
        ("near", "unknown"), ("hold", ["money"]), ("hold", ["unknown"]), ("family_violence", "now"),
        ("family_violence", "before"), ("family_violence", "unknown"), ("community_violence", "unknown"),
        ("willing", "divided"), ("willing", "unknown"), ("able", "no"), ("able", "unknown"),
    ],
)  # fmt: skip
def test_what_speaks_against_it_or_is_not_known_forbids_to_say_safe(book, mou, question, answer):
    with pytest.raises(Faulty) as fault:
        report(book, mou, **{question: answer})
    assert fault.value.question == "conclusion"
    report(book, mou, **{question: answer}, conclusion="conditions", conditions=["visits"])
    [thread] = steps.threads([book], "home_report")
    assert home_report.against(thread.values) == [question]


@pytest.mark.parametrize("question", home_report.CHECKED)
def test_nothing_that_is_usually_left_out_may_be_left_out(book, mou, question):
    with pytest.raises(Faulty, match="missing") as fault:
        report(book, mou, **{question: ""})
    assert fault.value.question == question


@pytest.mark.parametrize(
    ("more", "question"),
    [
        ({"conclusion": "conditions"}, "conditions"),
        ({"conclusion": "unknown", "review": ""}, "review"),
        ({"hold": ["none", "money"], "conclusion": "not_safe"}, "hold"),
    ],
)
def test_what_does_not_fit_together_is_refused(book, mou, more, question):
    with pytest.raises(Faulty) as fault:
        report(book, mou, **more)
    assert fault.value.question == question


def test_not_safe_needs_no_day_to_look_again(book, mou):
    report(book, mou, conclusion="not_safe", near="house", review="")
    assert steps.threads([book], "home_report")[0].due is None


def test_a_report_that_is_asked_for_is_due_before_anything_is_known(book, mou):
    write(book, Said("home_report", {"asked_by": "cwc", "review": LATER}), mou)
    [thread] = steps.threads([book], "home_report")
    assert (thread.state, thread.due) == ("asked", LATER)


def test_her_wish_and_the_familys_are_two_answers():
    made = home_report.HOME_REPORT
    assert {"her_wish", "willing", "able"} <= set(made.by_name)
    assert made.by_name["her_wish"].choices is not made.by_name["willing"].choices


def test_what_is_only_asked_for_is_not_called_safe(book, mou):
    with pytest.raises(Faulty):
        write(book, Said("home_report", {"state": "asked", "conclusion": "safe", "near": "house"}), mou)
