"""What follows from a step: the next day that counts, what she is owed, the next day in court, alarms."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.legal import course, overview, refusal, rights, stands
from pakhi.legal.tests.conftest import DAY, part
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")


def ago(days: int) -> str:
    return (today() - days * DAY).isoformat()


def owed(whole):
    """Right -> (state, day by which, whether missed) of those that were opened."""
    held = Thread.objects.get(number=whole)
    rows = overview.seen(held).rights
    return {one.right.value: (one.state.value, one.due, one.missed) for one in rows if one.thread}


def test_the_police_were_told_so_an_fir_is_due_at_once(fir):
    assert Thread.objects.get(number=fir).due == today() - 100 * DAY


def test_registering_ends_that_and_opens_what_she_is_owed(say, whole, fir):
    say("fir", {"state": "registered", "sections": ["bns143"]}, 95, fir)
    assert Thread.objects.get(number=fir).due is None
    assert owed(whole) == {
        "progress": ("open", today() - 5 * DAY, True), "fir_copy": ("open", today() - 95 * DAY, True),
    }  # fmt: skip


def test_a_rape_section_that_is_added_opens_the_examination_and_the_two_months(say, whole, fir):
    say("fir", {"state": "registered"}, 20, fir)
    assert "medical" not in owed(whole)
    say("fir", {"sections": ["bns64"]}, 19, fir)
    assert owed(whole)["medical"] == ("open", today() - 19 * DAY, True)
    assert Thread.objects.get(number=fir).due == today() + 40 * DAY
    assert "inquiry-rape" in {one.clock.key for one in overview.seen(Thread.objects.get(number=whole)).ticking}


def test_the_day_that_stands_on_the_fir_moves_what_nobody_has_spoken_about(say, whole, fir):
    say("fir", {"state": "registered"}, 20, fir)
    say("fir", {"registered_on": ago(60)}, 0, fir)
    assert owed(whole)["progress"] == ("open", today() + 30 * DAY, False)
    assert Thread.objects.filter(kind="victim_right").count() == 2


@pytest.mark.parametrize("begun", ["by hand", "by the law"])
def test_a_day_that_a_worker_wrote_stays_whatever_the_police_write(say, whole, fir, begun):
    if begun == "by hand":
        say("victim_right", {"right": "fir_copy", "next_on": ago(-9)}, 96, about=whole)
    say("fir", {"state": "registered"}, 95, fir)
    row = Thread.objects.get(kind="victim_right", values__right="fir_copy")
    if begun == "by the law":
        say("victim_right", {"next_on": ago(-9)}, 0, row.number)
    steps = Step.objects.filter(thread=row).count()
    say("fir", {"registered_on": ago(60)}, 0, fir)
    assert owed(whole)["fir_copy"] == ("open", today() + 9 * DAY, False)
    assert Step.objects.filter(thread=row).count() == steps


def test_a_day_that_a_worker_emptied_is_the_laws_again(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    row = Thread.objects.get(kind="victim_right", values__right="progress")
    say("victim_right", {"next_on": ago(-9)}, 0, row.number)
    say("victim_right", {"next_on": ""}, 0, row.number)
    say("fir", {"registered_on": ago(60)}, 0, fir)
    assert owed(whole)["progress"] == ("open", today() + 30 * DAY, False)


def test_an_fir_of_before_the_new_code_owes_a_copy_and_no_ninety_days(say, whole, fir):
    say("fir", {"state": "registered", "registered_on": "2024-06-30"}, 0, fir)
    assert set(owed(whole)) == {"fir_copy"}
    say("fir", {"registered_on": "2024-07-01"}, 0, fir)
    assert set(owed(whole)) == {"fir_copy", "progress"}


def test_progress_that_was_told_is_owed_again_in_ninety_days(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    row = Thread.objects.get(kind="victim_right", values__right="progress")
    say("victim_right", {"state": "met"}, 10, row.number)
    days = sorted(
        (one.due for one in Thread.objects.filter(kind="victim_right", values__right="progress") if one.due),
    )
    assert days == [today() + 80 * DAY]


def test_what_was_said_about_a_right_is_not_undone_by_the_next_step_of_the_police(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    row = Thread.objects.get(kind="victim_right", values__right="fir_copy")
    say("victim_right", {"state": "met"}, 90, row.number)
    say("fir", {"state": "charge_sheet"}, 5, fir)
    assert owed(whole)["fir_copy"][0] == "met"


def test_an_examination_that_was_made_is_a_right_that_was_met(say, whole, fir):
    say("fir", {"state": "registered", "sections": ["bns64"]}, 20, fir)
    assert owed(whole)["medical"] == ("open", today() - 19 * DAY, True)
    say("survivor_track", {"state": "medical_exam"}, 19, about=whole)
    assert owed(whole)["medical"] == ("met", None, False)
    assert Thread.objects.get(kind="victim_right", values__right="medical").since == today() - 19 * DAY


def test_who_was_examined_before_the_police_wrote_anything_is_owed_no_examination(say, whole, fir):
    say("survivor_track", {"state": "medical_exam"}, 30, about=whole)
    say("fir", {"state": "registered", "sections": ["bns64"]}, 20, fir)
    assert owed(whole)["medical"] == ("met", None, False)


def test_a_charge_sheet_before_the_ninety_days_ends_what_the_police_have_to_tell(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    assert owed(whole)["progress"] == ("open", today() - 5 * DAY, True)
    say("fir", {"state": "charge_sheet"}, 40, fir)
    assert owed(whole)["progress"] == ("open", None, False)


def test_a_charge_sheet_after_the_ninety_days_does_not_make_good_that_nobody_told_her(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    say("fir", {"state": "charge_sheet"}, 2, fir)
    assert owed(whole)["progress"] == ("open", today() - 5 * DAY, True)


def test_a_charge_sheet_ends_also_what_was_owed_again(say, whole, fir):
    say("fir", {"state": "registered"}, 99, fir)
    row = Thread.objects.get(kind="victim_right", values__right="progress")
    say("victim_right", {"state": "met"}, 95, row.number)
    say("fir", {"state": "charge_sheet"}, 40, fir)
    days = {one.state: one.due for one in Thread.objects.filter(kind="victim_right", values__right="progress")}
    assert days == {"met": None, "open": None}
    assert "progress" not in {one.right.value for one in overview.seen(Thread.objects.get(number=whole)).missed}


@pytest.mark.parametrize("state", ["met", "not_wanted"])
def test_what_was_said_of_a_right_before_the_law_opened_it_is_not_opened_twice(say, whole, fir, state):
    say("victim_right", {"right": "fir_copy", "state": state}, 98, about=whole)
    say("fir", {"state": "registered"}, 95, fir)
    assert [one.state for one in Thread.objects.filter(kind="victim_right", values__right="fir_copy")] == [state]
    there = {"side": "there", "under18": "no", "state": "registered"}
    say("fir", there, 5, about=whole)
    copies = Thread.objects.filter(kind="victim_right", values__right="fir_copy")
    assert sorted(one.state for one in copies) == sorted([state, "open"])  # the other FIR has a copy of its own


def test_several_firs_stand_side_by_side_and_the_first_one_chooses_the_law(say, whole, fir):
    say("fir", {"state": "registered", "registered_on": "2024-08-01"}, 0, fir)
    there = {"side": "there", "under18": "no", "state": "registered", "registered_on": "2024-06-15"}
    say("fir", there, 0, about=whole)
    seen = overview.seen(Thread.objects.get(number=whole))
    assert [one.kind for one in seen.lines] == ["Police case", "Police case"]
    assert course.course(seen.whole.book, whole).fir_on == dt.date(2024, 6, 15)


def test_a_section_of_the_other_code_is_kept_and_noticed(say, whole, fir):
    say("fir", {"sections": ["bns143", "ipc370"], "offence_on": "2024-06-30"}, 0, fir)
    [line] = overview.seen(Thread.objects.get(number=whole)).lines
    assert [one.key for one in line.odd] == ["bns143"]


def test_a_hearing_that_is_put_off_begins_the_next_one_once(say, whole):
    day = {"on": ago(3), "purpose": "witness", "state": "planned"}
    first = say("hearing", day, 10, about=whole).thread.number
    with pytest.raises(Faulty, match="put_off"):
        say("hearing", {"state": "adjourned"}, 3, first)
    with pytest.raises(Faulty, match="next_on"):
        say("hearing", {"state": "adjourned", "put_off": "judge", "next_on": ago(3)}, 3, first)
    later = (today() + 30 * DAY).isoformat()
    said = say("hearing", {"state": "adjourned", "put_off": "judge", "next_on": later}, 3, first, number="put-off")
    say("hearing", {"state": "adjourned", "put_off": "judge", "next_on": later}, 3, first, number="put-off")
    moved = (today() + 40 * DAY).isoformat()
    say("hearing", {"next_on": moved}, 0, first, seen=(said.number,))
    [next_one] = Thread.objects.filter(kind="hearing", state="planned")
    assert (next_one.due, next_one.values["purpose"]) == (today() + 40 * DAY, "witness")


def test_a_day_that_has_not_come_was_not_held(say, whole):
    soon = {"on": (today() + DAY).isoformat(), "purpose": "bail", "state": "held"}
    with pytest.raises(Faulty, match="on: late"):
        say("hearing", soon, about=whole)


@pytest.mark.parametrize(("days", "alarm"), [(10, []), (11, [10]), (21, [10]), (22, [21])])
def test_who_is_held_without_an_order_is_an_alarm(say, whole, days, alarm):
    said = {"at": "ngo", "law": "itpa", "since": ago(days), "agreed": "no"}
    say("custody", said, about=whole)
    assert [many for _row, many, _day in overview.seen(Thread.objects.get(number=whole)).alarms] == alarm
    assert part(Step.objects.get(thread__kind="custody")).due == today() + (10 - days) * DAY


def test_an_order_stops_the_first_alarm_and_freedom_all(say, whole):
    number = say(
        "custody", {"at": "government", "law": "itpa", "since": ago(30), "agreed": "no"}, 30, about=whole
    ).thread.number
    with pytest.raises(Faulty, match="order_on"):
        say("custody", {"state": "ordered"}, 25, number)
    say("custody", {"state": "ordered", "order_on": ago(25)}, 25, number)
    assert part(Step.objects.filter(thread__number=number).latest("pk")).due == today() - 9 * DAY
    assert [many for _row, many, _day in overview.seen(Thread.objects.get(number=whole)).alarms] == [21]
    say("custody", {"state": "released"}, 1, number)
    assert overview.seen(Thread.objects.get(number=whole)).alarms == []


def test_a_lawyer_of_the_authority_is_due_in_seven_days_and_ours_is_not(say, whole):
    asked = say("lawyer", {"role": "hers", "by": "dlsa", "state": "asked"}, 3, about=whole)
    assert part(asked).due == today() + 4 * DAY
    assert part(say("lawyer", {"role": "hers", "by": "ours", "state": "asked"}, 3, about=whole)).due is None
    assert part(say("lawyer", {"state": "given"}, 1, asked.thread.number)).due is None


def test_protection_is_due_in_five_working_days(say, whole):
    number = say("protection", {"state": "threat"}, 20, about=whole).thread.number
    due = part(say("protection", {"state": "applied"}, 14, number)).due
    assert due is not None
    assert (due - (today() - 14 * DAY)).days >= 5
    assert part(say("protection", {"state": "threat_report"}, 2, number)).due is None


def test_a_refusal_goes_by_the_superintendent_to_the_magistrate(say, fir, whole):
    say("fir", {"state": "refused", "refused_why": ["place"]}, 90, fir)
    step = refusal.proposed(Thread.objects.get(number=fir))
    assert step
    assert (step.step.to, step.step.basis, step.days) == ("sp_written", "BNSS 173(4)", 100)
    assert step.duty
    assert step.duty.basis == "BNS 199(c)"
    say("fir", {"state": "sp_written"}, 60, fir)
    step = refusal.proposed(Thread.objects.get(number=fir))
    assert step
    assert (step.step.to, step.step.basis) == ("magistrate", "BNSS 175(3)")
    say("fir", {"state": "magistrate"}, 40, fir)
    say("fir", {"state": "registered"}, 20, fir)
    assert refusal.proposed(Thread.objects.get(number=fir)) is None


@pytest.mark.parametrize(("day", "basis"), [("2024-06-30", "CrPC 154(3)"), ("2024-07-01", "BNSS 173(4)")])
def test_the_route_is_that_of_the_day(say, whole, day, basis):
    on = (today() - dt.date.fromisoformat(day)).days
    number = say("fir", {"side": "home", "under18": "no", "state": "refused"}, on, about=whole).thread.number
    step = refusal.proposed(Thread.objects.get(number=number))
    assert step
    assert step.step.basis == basis


def test_where_a_case_stands_is_one_plain_sentence_for_each_track(say, whole, fir):
    say("fir", {"state": "refused"}, 90, fir)
    for number, state in ((2, "bail_granted"), (1, "arrested")):
        say("accused", {"nth": number, "part": "took", "state": state}, 5, about=whole)
    held = course.parts(Thread.objects.get(number=whole).book, whole)
    assert [one.sentence for one in stands.stands(held)] == [
        "The police did not write the complaint down.", "Accused 1 was arrested.",
        "Accused 2 is out until the trial.",
    ]  # fmt: skip


def test_there_is_a_sentence_for_every_state_of_every_track():
    from pakhi.legal import law

    assert {key: set(one) for key, one in stands.SENTENCES.items()} == {
        key: set(one.states) for key, one in law.tracks().items()
    }


def test_she_is_told_to_ask_where_something_was_missed_and_never_a_day(say, whole, fir):
    def held():
        return course.parts(Thread.objects.get(number=whole).book, whole)

    assert stands.asks(held()) == ""
    say("fir", {"state": "registered"}, 95, fir)
    sentence = stands.asks(held())
    assert "Ask us" in sentence
    assert not any(one.isdigit() for one in sentence)


def test_wages_that_were_ordered_or_paid_have_a_sum(say):
    number = say("wage_case", {"asked": 45000}, 30).thread.number
    with pytest.raises(Faulty, match="ordered"):
        say("wage_case", {"state": "ordered"}, 10, number)
    assert part(say("wage_case", {"state": "ordered", "ordered": 30000}, 10, number)).state == "ordered"


def test_rights_that_nobody_asked_about_stand_below_those_that_were_missed(say, whole, fir):
    say("fir", {"state": "registered"}, 95, fir)
    rows = overview.seen(Thread.objects.get(number=whole)).rights
    assert [one.missed for one in rows[:2]] == [True, True]
    assert {one.right for one in rows} == set(rights.Right)


def test_an_fir_that_is_taken_up_again_keeps_its_first_day(say, whole, fir):
    say("fir", {"state": "registered", "registered_on": ago(60)}, 50, fir)
    say("fir", {"state": "closure_report"}, 20, fir)
    say("fir", {"state": "protest"}, 15, fir)
    say("fir", {"state": "registered"}, 10, fir)
    known = course.course(Thread.objects.get(number=whole).book, whole)
    assert [(one.state, (today() - one.day).days) for one in known.events] == [
        ("concern", 100), ("registered", 60), ("closure_report", 20), ("protest", 15), ("registered", 10),
    ]  # fmt: skip
