"""The risk at home, incidents and what they open at once: a safety step for the worker, a look for a supervisor."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import rounds, safety, steps, work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.rounds import happened, look
from pakhi.lib.clock import months_after, today
from pakhi.vault import assign
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def opened(book):
    """Kind -> (state, due, owner) of what was opened at once."""
    rows = steps.threads([book], "safety_step", "second_look")
    return {one.kind: (one.state, one.due, one.owner and one.owner.username) for one in rows}


def test_the_next_round_is_due_in_three_months(book, mou):
    look(book, mou)
    assert rounds.due([book], "risk") == months_after(today(), 3)
    assert opened(book) == {}


def test_a_high_risk_is_due_today_for_both(book, mou, salma):
    look(book, mou, judgement="high")
    assert opened(book) == {
        "safety_step": ("open", today(), "mou"), "second_look": ("open", today(), "salma")
    }  # fmt: skip
    assert [one.kind.key for one in work.of_worker(salma, 0)] == ["second_look"]


def test_an_old_high_risk_that_arrives_late_opens_nothing_if_it_is_low_now(book, mou):
    look(book, mou)
    look(book, mou, today() - 90 * DAY, judgement="high")
    assert opened(book) == {}


def test_of_two_high_rounds_the_supervisor_looks_once_until_it_is_looked_at(book, mou, salma):
    look(book, mou, today() - DAY, judgement="high")
    look(book, mou, judgement="high")
    [thread] = steps.threads([book], "second_look")
    close(book, salma, thread, decided=["visit"])
    look(book, mou, judgement="high", changed="worse")
    assert len(steps.threads([book], "second_look", running=True)) == 1


def close(book, by, thread, **values):
    said = {"state": "closed", **values}
    return steps.write(book, steps.Said(thread.kind, said, thread=thread.number, seen=tuple(thread.heads)), by)


def test_who_wrote_it_does_not_look_at_it_nor_does_a_worker(book, mou, salma, keepers):
    look(book, salma, judgement="high")
    [thread] = steps.threads([book], "second_look")
    assert thread.owner == keepers.village.accounts["mina"]
    with pytest.raises(Refused, match="did not write"):
        close(book, salma, thread, decided=["enough"])
    with pytest.raises(Refused, match="supervisor or manager"):
        close(book, mou, thread, decided=["enough"])
    with pytest.raises(Faulty, match="decided"):
        close(book, keepers.village.accounts["mina"], thread)
    close(book, keepers.village.accounts["mina"], thread, decided=["enough"])
    assert opened(book)["second_look"][0] == "closed"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ({"judgement": ""}, "judgement"), ({"reasons": []}, "reasons"), ({"violence": "perhaps"}, "violence"),
        ({"pressure": ["none", "marry"]}, "pressure"), ({"beside": ["nobody", "group"]}, "beside"),
    ],
)  # fmt: skip
def test_a_round_is_whole_and_does_not_contradict_itself(book, mou, said, question):
    with pytest.raises(Faulty) as fault:
        look(book, mou, **said)
    assert fault.value.question == question


def test_a_second_round_is_whole_too(book, mou):
    look(book, mou)
    with pytest.raises(Faulty, match="knows: missing"):
        steps.write(book, steps.Said("risk", {"judgement": "high"}), mou)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"severity": "low"}, None), ({"severity": "medium", "what": "stigma"}, None),
        ({"severity": "high"}, "incident"), ({"what": "alert", "severity": "low"}, "alert"),
        ({"severity": "high", "state": "closed", "over": "mistake"}, None),
    ],
)  # fmt: skip
def test_what_is_grave_is_due_at_once_for_worker_and_supervisor(book, mou, said, why):
    happened(book, mou, **said)
    both = {"safety_step": ("open", today(), "mou"), "second_look": ("open", today(), "salma")}
    assert opened(book) == (both if why else {})
    assert {one.values["why"] for one in steps.threads([book], "safety_step")} == ({why} if why else set())


def test_what_becomes_grave_later_is_due_then_and_once(book, mou):
    first = happened(book, mou)
    happened(book, mou, thread=first.thread.number, severity="high")
    happened(book, mou, thread=first.thread.number, what="alert")
    assert len(steps.threads([book], "safety_step")) == 1


def test_the_same_incident_sent_twice_opens_one_step(book, mou):
    said = steps.Said("incident", {**happened(book, mou).values, "severity": "high"}, number="n1")
    steps.write(book, said, mou)
    steps.write(book, said, mou)
    assert len(steps.threads([book], "safety_step")) == 1
    assert Step.objects.filter(thread__kind="incident").count() == 2


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"told": ["police"]}, "ground"),
        ({"told": ["police"], "ground": "law"}, "law"),
        ({"told": ["police"], "ground": "law", "law": "child"}, None),
        ({"told": ["police", "own"], "ground": "her_yes"}, None),
        ({"told": ["supervisor"]}, None),
        ({"told": ["nobody"]}, None),
        ({"told": ["nobody", "police"], "ground": "her_yes"}, "told"),
        ({"state": "closed"}, "over"),
    ],
)  # fmt: skip
def test_others_are_told_with_her_yes_or_by_a_law_that_is_named(book, mou, said, wrong):
    if wrong is None:
        assert happened(book, mou, **said).pk
        return
    with pytest.raises(Faulty) as fault:
        happened(book, mou, **said)
    assert fault.value.question == wrong
    assert not Thread.objects.exists()


def test_a_safety_step_ends_with_what_was_done(book, mou):
    happened(book, mou, severity="high")
    [thread] = safety.open_now([book])
    with pytest.raises(Faulty, match="done"):
        close(book, mou, thread)
    close(book, mou, thread, done=["stayed", "women"])
    assert safety.open_now([book]) == []


def test_a_safety_plan_keeps_what_it_has_a_part_about_and_is_due_again(book, mou, rina):
    said = {"parts": ["word", "place", "calls"], "with_her": "yes", "copy": "head"}
    steps.write(book, steps.Said("safety_plan", said, words="Kadam tree, ring Quillabeth"), mou)
    [thread] = steps.threads([book], "safety_plan")
    assert thread.due == months_after(today(), 3)
    assert "Quillabeth" not in str(thread.values)


def test_what_is_due_follows_her_when_she_is_given_to_another_worker(book, mou, salma, rina):
    look(book, mou, today() - 120 * DAY)
    assert [one.kind.key for one in work.of_worker(mou, 0)] == ["risk"]
    assign.assign(rina, salma, salma)
    assert work.of_worker(mou, 0) == []


def test_what_to_do_now_can_be_dialled_and_names_who_supervises(keepers, rina, book):
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/now").content.decode()
    for number in ("112", "181", "1098", "14416"):
        assert f'href="tel:{number}"' in page
    assert "Nobody is on call now" in page
    assert "If you reach nobody, do not wait" in page
    supervisors = page[page.index('id="ours"') :]
    assert "<strong>Salma" in supervisors
    assert "Supervisor" in supervisors
