"""Meetings with their decisions, when a group meets again, trainings, and awareness without anybody being pushed."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import collectives_list, facts, steps
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def meets(book, by, ago=0, **more):
    values = {"present": 14, "led": "leaders"} | more
    return write(book, Said("meeting", values, today() - ago * DAY), by).thread


def row(book):
    [found] = collectives_list.rows([book])
    return found


def test_a_group_knows_its_last_meeting_and_when_it_meets_again(neem, mou):
    meets(neem, mou, 40, next=str(today() - 10 * DAY))
    assert (row(neem).met, row(neem).next, row(neem).missed) == (today() - 40 * DAY, today() - 10 * DAY, True)
    meets(neem, mou, 10, next=str(today() + 20 * DAY))
    assert (row(neem).met, row(neem).next, row(neem).missed) == (today() - 10 * DAY, today() + 20 * DAY, False)
    meets(neem, mou)
    assert row(neem).next is None


def test_a_meeting_that_is_written_late_does_not_move_the_next_one(neem, mou):
    meets(neem, mou, 10, next=str(today() + 20 * DAY))
    meets(neem, mou, 40, next=str(today() - 10 * DAY))
    assert row(neem).next == today() + 20 * DAY


def test_the_next_day_can_be_corrected_from_the_meeting(neem, mou):
    meeting = meets(neem, mou, 3, next=str(today() + 20 * DAY))
    write(neem, Said("meeting", {"next": str(today() + 9 * DAY)}, thread=meeting.number), mou)
    assert row(neem).next == today() + 9 * DAY
    assert Thread.objects.filter(kind="next_meeting").count() == 1


def test_the_same_meeting_twice_is_one(neem, mou):
    said = Said("meeting", {"present": 3, "led": "staff", "next": str(today())}, number="m1")
    write(neem, said, mou)
    write(neem, said, mou)
    assert Step.objects.filter(thread__kind__in=("meeting", "next_meeting")).count() == 2


@pytest.mark.parametrize(
    ("values", "question"),
    [
        ({"present": ""}, "present"), ({"present": -1}, "present"), ({"present": 6000}, "present"),
        ({"led": ""}, "led"), ({"topics": ["gossip"]}, "topics"), ({"next": str(today() - 5 * DAY)}, "next"),
        ({"who_came": "Asha"}, "who_came"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_meeting_is_refused(neem, mou, values, question):
    with pytest.raises(Faulty) as fault:
        meets(neem, mou, **values)
    assert fault.value.question == question
    assert not Thread.objects.filter(kind__in=("meeting", "next_meeting")).exists()


def test_sums_stand_only_where_a_group_saves(neem, mou):
    assert meets(neem, mou, saved=1400, lent=500).values["saved"] == 1400
    write(neem, Said("group", {"savings": "no"}), mou)
    with pytest.raises(Faulty, match="does not save"):
        meets(neem, mou, saved=1400)


def test_a_decision_belongs_to_its_meeting_and_is_overdue_until_it_is_done(neem, mou, salma):
    meeting = meets(neem, mou, 9)
    values = {"what": "office", "by": "leader", "due": str(today() - 2 * DAY), "worker": salma.pk}
    decision = write(neem, Said("decision", values, today() - 9 * DAY, about=meeting.number), mou).thread
    assert (decision.about, decision.due, decision.owner) == (meeting.number, today() - 2 * DAY, salma)
    assert row(neem).overdue == [decision]
    write(neem, Said("decision", {"state": "partly", "hindered": ["office"]}, thread=decision.number), mou)
    assert len(row(neem).overdue) == 1
    last = write(neem, Said("decision", {"state": "done"}, thread=decision.number), mou)
    last.refresh_from_db()
    assert (row(neem).overdue, row(neem).undone, last.way) == ([], [], "forward")


@pytest.mark.parametrize("about", ["", "nothing", "group"])
def test_no_decision_without_the_meeting_that_made_it(neem, mou, about):
    with pytest.raises(Faulty, match="page of the meeting"):
        write(neem, Said("decision", {"what": "office", "by": "leader"}, about=about), mou)


def test_a_decision_is_for_a_member_of_this_group(neem, mou):
    meeting = meets(neem, mou)
    with pytest.raises(Faulty, match="in the group"):
        write(neem, Said("decision", {"what": "office", "by": "leader", "member": "x"}, about=meeting.number), mou)


def test_a_training_that_is_planned_is_due_until_it_took_place(neem, mou):
    values = {"topics": ["rights"], "by": "lawyer", "state": "planned", "planned": str(today() + 3 * DAY)}
    training = write(neem, Said("training", values), mou).thread
    assert training.due == today() + 3 * DAY
    write(neem, Said("training", {"state": "held", "present": 20}, thread=training.number), mou)
    training.refresh_from_db()
    assert (training.due, training.values["present"]) == (None, 20)


TELLING = {"audience": ["pupils"], "place": "school", "present": 80}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"spoke": "no"}, ""), ({"spoke": "yes", "ready": "yes"}, ""), ({"spoke": "yes"}, "ready"),
        ({"spoke": "yes", "ready": "no", "state": "planned"}, "ready"), ({"spoke": "yes", "ready": "no"}, ""),
        ({"spoke": "yes", "ready": "yes", "state": "planned"}, ""), ({}, "spoke"),
    ],
)  # fmt: skip
def test_nobody_is_planned_as_a_speaker_who_has_not_chosen_it(neem, mou, more, wrong):
    if not wrong:
        assert write(neem, Said("awareness", TELLING | more), mou)
        return
    with pytest.raises(Faulty) as fault:
        write(neem, Said("awareness", TELLING | more), mou)
    assert fault.value.question == wrong


def test_a_plan_without_readiness_is_not_made_by_a_later_step(neem, mou):
    event = write(neem, Said("awareness", TELLING | {"spoke": "no", "state": "planned"}), mou).thread
    with pytest.raises(Faulty, match="ready"):
        write(neem, Said("awareness", {"spoke": "yes", "ready": "no"}, thread=event.number), mou)
    assert steps.threads([neem], "awareness")[0].values["spoke"] == "no"


@pytest.fixture
def member(neem, rina, mou) -> Thread:
    return write(neem, Said("member", {"person": rina.code, "agreed": "yes", "role": "leader"}), mou).thread


def event(neem, mou, state="planned"):
    return write(neem, Said("awareness", TELLING | {"spoke": "yes", "ready": "yes", "state": state}), mou).thread


def speaks(neem, by, about, member, ready="yes"):
    return write(neem, Said("speaker", {"member": member.number, "ready": ready}, about=about.number), by)


def test_who_is_to_speak_is_ready_for_it_by_her_mapping(neem, member, mou, book):
    planned = event(neem, mou)
    with pytest.raises(Faulty, match="not ready"):
        speaks(neem, mou, planned, member)
    ready = {
        "state": "ready",
        "tells": "parts",
        "her_yes": "yes",
        "rehearsed": str(today() - DAY),
        "audience": ["village"],
    }
    write(book, Said("readiness", ready), mou)
    with pytest.raises(Faulty, match="not ready"):  # before a village, not in a school
        speaks(neem, mou, planned, member)
    write(book, Said("readiness", {"audience": ["village", "school"]}), mou)
    with pytest.raises(Faulty, match="not ready"):
        speaks(neem, mou, planned, member, "no")
    assert speaks(neem, mou, planned, member).thread.about == planned.number


def test_of_who_spoke_the_truth_is_kept_and_she_may_change_her_mind(neem, member, mou, book):
    assert speaks(neem, mou, event(neem, mou, "held"), member, "no")
    planned = event(neem, mou)
    said = Said("speaker", {"member": member.number, "ready": "no", "state": "withdrew"}, about=planned.number)
    assert write(neem, said, mou)


def test_no_report_is_given_who_told_of_her_life(neem, member, mou):
    speaks(neem, mou, event(neem, mou, "held"), member, "no")
    kinds = {row["kind"] for row in facts.rows()["cbr_thread"]}
    assert "awareness" in kinds
    assert not kinds & {"speaker", "member"}


def test_a_leader_learns_nothing_of_a_case_by_naming_a_speaker(keepers, neem, member, mou):
    with pytest.raises(Refused):
        speaks(neem, keepers.village.accounts["asha"], event(neem, mou), member)
    with pytest.raises(Faulty, match="page of the event"):
        write(neem, Said("speaker", {"member": member.number, "ready": "yes"}), mou)
