"""Who is there for whom: one main worker, stand-ins, visits, leave; days count whole."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import assign, audit, leave, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Assignment, Entry, Person
from tests.village import LONG_AGO

DAY = dt.timedelta(days=1)


@pytest.fixture
def lata(keepers):
    """Another field worker of CBO One."""
    account = Account.objects.create(username="lata", name="Lata")
    Membership.objects.create(account=account, organisation=keepers.village.one, role="worker", valid_from=LONG_AGO)
    return account


@pytest.fixture
def one(keepers):
    """CBO One's people: its code, and whoever decides there."""
    return keepers.village


@pytest.fixture
def people(keepers):
    """Three people whose main worker is Mou."""
    made = [keepers.register() for _ in range(3)]
    for person in made:
        assign.assign(person, keepers.village.mou, by=keepers.village.salma)
    return made


def test_an_assignment_holds_from_today_until_it_is_ended(one, people):
    assert assign.assigned(one.mou, people[0])
    assert not assign.assigned(one.mou, people[0], today() - DAY)
    assert assign.assigned(one.mou, people[0], today() + 365 * DAY)
    assign.end(people[0].assignments.get(), one.salma)
    assert not assign.assigned(one.mou, people[0])


def test_an_end_may_lie_ahead(one, people):
    assign.end(people[0].assignments.get(), one.salma, on=today() + 3 * DAY)
    assert assign.assigned(one.mou, people[0], today() + 2 * DAY)
    assert not assign.assigned(one.mou, people[0], today() + 3 * DAY)


def test_a_new_main_worker_takes_the_old_ones_place(one, people, lata):
    assign.assign(people[0], lata, by=one.mina)
    assert assign.assigned(lata, people[0])
    assert not assign.assigned(one.mou, people[0])


def test_a_stand_in_and_a_visit_hold_beside_the_main_worker_and_only_then(one, people, lata):
    assign.stand_in(people[0], lata, one.salma, today() + DAY, today() + 3 * DAY)
    assign.one_visit(people[1], lata, one.salma, today() + 2 * DAY)
    days = [today() + many * DAY for many in range(5)]
    assert [assign.assigned(lata, people[0], day) for day in days] == [False, True, True, True, False]
    assert [assign.assigned(lata, people[1], day) for day in days] == [False, False, True, False, False]
    assert all(assign.assigned(one.mou, people[0], day) for day in days)


def test_caseloads_are_lists_of_codes(one, people, lata, keepers):
    assign.one_visit(people[1], lata, one.salma, today())
    alone = keepers.register()
    assert [held.code for held in assign.caseload(one.mou)] == sorted(person.code for person in people)
    (held,) = assign.caseload(lata)
    assert (held.code, held.kind, held.since, held.until) == (people[1].code, "visit", today(), today())
    assert assign.caseloads(one.one.code) == {one.mou.pk: 3, 0: 1}
    assert assign.unassigned(one.one.code) == [alone.code]


def test_supervisor_and_manager_assign_and_nobody_else(one, people, lata):
    for by in (one.mou, one.ravi, one.devi, one.kabir, one.rina):
        for attempt in (
            lambda by: assign.assign(people[0], lata, by),
            lambda by: assign.stand_in(people[0], lata, by, today(), today()),
            lambda by: assign.one_visit(people[0], lata, by, today()),
            lambda by: assign.end(people[0].assignments.get(), by),
            lambda by: assign.reassign(one.one.code, one.mou, lata, by),
            lambda by: leave.on_leave(one.one.code, one.mou, lata, by, today(), today()),
        ):
            with pytest.raises(Refused):
                attempt(by)
    assert assign.caseloads(one.one.code)[one.mou.pk] == 3


def test_only_who_works_with_people_there_is_assigned(one, people):
    for name in ("kabir", "ravi", "devi", "noor"):
        with pytest.raises(Refused, match="does not work with people"):
            assign.assign(people[0], one.accounts[name], one.salma)


def test_who_registered_somebody_is_there_for_her_until_a_supervisor_decides(one, keepers, lata):
    person = keepers.register(by="mou")
    with pytest.raises(Refused):
        assign.take_in(person, lata)
    assign.take_in(person, one.mou)
    assert assign.assigned(one.mou, person)
    assign.assign(person, lata, one.salma)
    with pytest.raises(Refused):
        assign.take_in(person, one.mou)


def test_past_days_and_days_the_wrong_way_round_are_refused(one, people, lata):
    with pytest.raises(Refused):
        assign.assign(people[0], lata, one.salma, on=today() - DAY)
    with pytest.raises(Refused):
        assign.stand_in(people[0], lata, one.salma, today() + DAY, today())


def test_a_caseload_moves_whole_or_in_part(one, people, lata):
    assert assign.reassign(one.one.code, one.mou, lata, one.salma, people[:1]) == 1
    assert assign.caseloads(one.one.code) == {one.mou.pk: 2, lata.pk: 1, 0: 0}
    assert assign.reassign(one.one.code, one.mou, lata, one.salma) == 2
    assert assign.caseload(one.mou) == []
    assert len(assign.caseload(lata)) == 3


def test_bulk_moves_nobody_when_one_cannot_be_moved(one, people, keepers):
    with pytest.raises(Refused):
        assign.reassign(one.one.code, one.mou, one.kabir, one.salma)
    assert assign.caseloads(one.one.code)[one.mou.pk] == 3


def test_during_leave_somebody_stands_in_and_nothing_is_open_to_who_is_away(one, people, lata):
    start, last = today() + DAY, today() + 7 * DAY
    leave.on_leave(one.one.code, one.mou, lata, one.salma, start, last)
    assert assign.assigned(one.mou, people[0])
    for day in (start, last):
        assert not assign.assigned(one.mou, people[0], day)
        assert assign.assigned(lata, people[0], day)
    assert assign.assigned(one.mou, people[0], last + DAY)
    assert not assign.assigned(lata, people[0], last + DAY)
    with pytest.raises(Refused, match="is on leave"):
        assign.one_visit(people[0], one.mou, one.salma, start)
    with pytest.raises(Refused, match="is on leave"):
        leave.on_leave(one.one.code, one.mou, lata, one.salma, last, last)


def test_back_before_time_ends_leave_and_stand_ins(one, people, lata):
    away = leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today() + 7 * DAY)
    assert not assign.assigned(one.mou, people[0])
    leave.back(away, one.salma)
    assert assign.assigned(one.mou, people[0])
    assert not assign.assigned(lata, people[0])


def test_who_was_handed_over_or_forgotten_is_in_no_caseload(one, people):
    assign.end_all(people[0], one.salma)
    assert not assign.assigned(one.mou, people[0])
    Person.objects.filter(pk=people[1].pk).update(state=Person.State.FORGOTTEN)
    people[1].refresh_from_db()
    assert not assign.assigned(one.mou, people[1])
    assert [held.code for held in assign.caseload(one.mou)] == [people[2].code]
    with pytest.raises(Refused, match="closed"):
        assign.assign(people[1], one.mou, one.salma)


def test_each_change_is_one_line(one, people, lata):
    before = Entry.objects.count()
    assign.assign(people[0], lata, one.salma)
    assign.end(Assignment.objects.current().get(person=people[0]), one.salma)
    lines = list(Entry.objects.filter(number__gt=before).order_by("number"))
    assert [(line.act, line.person, line.detail["step"]) for line in lines] == [
        ("assign", people[0].code, "begin"), ("assign", people[0].code, "end"),
    ]  # fmt: skip
    assert audit.verify().whole


# Leave, and what changes meanwhile


def test_who_is_away_on_some_of_the_days_does_not_stand_in(one, people, lata):
    leave.on_leave(one.one.code, lata, one.mou, one.salma, today() + 2 * DAY, today() + 3 * DAY)
    with pytest.raises(Refused, match="is on leave"):
        assign.stand_in(people[0], lata, one.salma, today(), today() + 5 * DAY)
    with pytest.raises(Refused, match="is on leave"):
        leave.on_leave(one.one.code, one.mou, lata, one.salma, today() + DAY, today() + 2 * DAY)
    assign.stand_in(people[0], lata, one.salma, today(), today() + DAY)


def test_a_new_main_worker_ends_the_standing_in_for_the_old_one(one, people, lata):
    leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today() + 7 * DAY)
    assert assign.assigned(lata, people[0])
    assign.assign(people[0], one.salma, by=one.mina)
    assert not assign.assigned(lata, people[0])
    assign.end(people[1].assignments.get(kind="main"), one.salma)
    assert not assign.assigned(lata, people[1])
    assert assign.assigned(lata, people[2])


def test_who_comes_to_a_worker_with_a_planned_leave_has_the_stand_in_then(one, keepers, lata):
    day = today() + 2 * DAY
    leave.on_leave(one.one.code, one.mou, lata, one.salma, day, day)
    person = keepers.register()
    assign.assign(person, one.mou, by=one.salma)
    assert [assign.assigned(who, person, day) for who in (one.mou, lata)] == [False, True]
    assert [assign.assigned(who, person) for who in (one.mou, lata)] == [True, False]


def test_a_leave_that_is_over_is_not_made_longer_by_coming_back(one, people, lata):
    away = leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today())
    away.valid_from = away.valid_to = today() - 9 * DAY
    away.save()
    with pytest.raises(Refused, match="over"):
        leave.back(away, one.salma)


def test_a_leave_that_never_began_is_no_leave(one, people, lata):
    away = leave.on_leave(one.one.code, one.mou, lata, one.salma, today() + 5 * DAY, today() + 9 * DAY)
    assert leave.planned(one.one.code) == [away]
    leave.back(away, one.salma, on=today() + 2 * DAY)
    assert leave.planned(one.one.code) == []
    assert assign.assigned(one.mou, people[0], today() + 6 * DAY)
    leave.on_leave(one.one.code, one.mou, lata, one.salma, today() + DAY, today() + 6 * DAY)


def test_what_has_ended_cannot_be_ended_again(one, people):
    row = people[0].assignments.get()
    row.valid_from, row.valid_to = today() - 9 * DAY, today() - 5 * DAY
    row.save()
    with pytest.raises(Refused, match="already"):
        assign.end(row, one.salma)


def test_those_who_have_nobody_are_taken_together(one, people, lata, keepers):
    alone = [keepers.register(), keepers.register()]
    assert assign.reassign(one.one.code, None, lata, one.salma, alone[:1]) == 1
    assert assign.unassigned(one.one.code) == [alone[1].code]
    with pytest.raises(Refused, match="somebody else"):
        assign.reassign(one.one.code, lata, lata, one.salma)


# Records that were merged


@pytest.fixture
def merged(one, people, keepers, lata):
    """Mou's first person, and a record of hers that Lata had: merged into it."""
    other = keepers.register()
    assign.assign(other, lata, by=one.salma)
    done = merge.confirm(merge.propose(people[0], other, one.mina), one.salma)
    return Person.objects.get(pk=other.pk), done


def test_after_a_merge_she_is_in_both_caseloads_once_by_the_code_that_answers(one, people, lata, merged):
    assert [held.code for held in assign.caseload(lata)] == [people[0].code]
    assert len(assign.caseload(one.mou)) == 3
    assert assign.caseloads(one.one.code) == {one.mou.pk: 3, lata.pk: 1, 0: 0}
    assert [(row.person.code, row.account) for row in assign.around(people[0])] == [
        (people[0].code, one.mou.pk), (merged[0].code, lata.pk)
    ]  # fmt: skip


def test_a_record_without_a_worker_is_nobodys_no_more_when_the_other_has_one(one, people, keepers):
    alone = keepers.register()
    merge.confirm(merge.propose(alone, people[0], one.mina), one.salma)
    assert assign.unassigned(one.one.code) == []
    assert alone.code in {held.code for held in assign.caseload(one.mou)}


def test_a_caseload_moves_with_the_merged_records_and_nobody_keeps_access(one, people, lata, merged):
    assert assign.reassign(one.one.code, lata, one.salma, one.mina) == 1
    assert assign.caseload(lata) == []
    assert not assign.assigned(lata, merged[0])
    assert [row.account for row in assign.around(people[0])] == [one.salma.pk]


def test_when_the_merge_is_undone_each_record_has_its_own_worker_again(one, people, lata, merged):
    merge.undo(merged[1], one.mina)
    assert [held.code for held in assign.caseload(lata)] == [merged[0].code]
    assert assign.caseloads(one.one.code) == {one.mou.pk: 3, lata.pk: 1, 0: 0}
