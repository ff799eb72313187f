"""Never this colleague: whom she wants to be kept apart from has nothing of hers, by no way, and is not told."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import (
    access,
    apart,
    assign,
    audit,
    forget,
    glass,
    keys,
    leave,
    logbook,
    merge,
    reveal,
    rotation,
    scope,
    wishes,
)
from pakhi.vault.keys import Refused
from pakhi.vault.models import Apart, Assignment, Entry, Leave, Person

DAY = dt.timedelta(days=1)


@pytest.fixture
def one(keepers):
    return keepers.village


@pytest.fixture
def lata(keepers):
    """Another field worker of CBO One, who can open names."""
    account = Account.objects.create(username="lata", name="Lata")
    Membership.objects.create(
        account=account, organisation=keepers.village.one, role="worker", valid_from=today() - 900 * DAY
    )
    keepers.village.accounts["lata"] = account
    keys.grant(keepers.salma, keys.current(keepers.village.one), keepers.sign_in("lata").account)
    return account


@pytest.fixture
def person(keepers):
    """Mou is her main worker."""
    made = keepers.register()
    assign.assign(made, keepers.village.mou, by=keepers.village.salma)
    return made


def reading(account):
    """As a page of this colleague would."""
    return scope.read_by(lambda: apart.hidden_from(account))


def test_what_the_colleague_had_ends_at_once_also_what_lies_ahead(one, person, lata):
    assign.stand_in(person, lata, one.salma, today(), today() + 3 * DAY)
    assign.one_visit(person, lata, one.salma, today() + 9 * DAY)
    assert access.assigned(lata, person.code)
    wishes.keep_apart(person, lata, by=one.mou)
    assert not access.assigned(lata, person.code)
    assert [row.account for row in assign.around(person)] == [one.mou.pk]
    assert assign.caseload(lata) == []
    assert access.assigned(one.mou, person.code)


def test_a_wish_of_whom_somebody_forgot_a_moment_ago_is_refused(keepers, one, person, lata):
    """Her record as another window has it, from before it was closed."""
    forget.forget(keepers.salma, Person.objects.get(pk=person.pk), one.salma)
    with pytest.raises(Refused, match="closed"):
        wishes.keep_apart(person, lata, by=one.salma)
    assert not Apart.objects.exists()


def test_an_assignment_that_meets_her_wish_on_the_way_is_refused(one, person, lata, monkeypatch):
    """Her wish is written in another window between the choice of the colleague and its turn to be written."""
    locked = audit.locked

    def late():
        monkeypatch.setattr(audit, "locked", locked)
        wishes.keep_apart(person, lata, by=one.mou)
        return locked()

    monkeypatch.setattr(audit, "locked", late)
    with pytest.raises(Refused, match="Choose somebody else"):
        assign.one_visit(person, lata, one.salma, today() + 9 * DAY)
    assert not access.assigned(lata, person.code)


@pytest.mark.parametrize("way", ["main", "stand_in", "visit"])
def test_no_assignment_is_possible_any_more(one, person, lata, way):
    wishes.keep_apart(person, lata, by=one.mou)
    begin = {
        "main": lambda: assign.assign(person, lata, one.salma),
        "stand_in": lambda: assign.stand_in(person, lata, one.salma, today(), today()),
        "visit": lambda: assign.one_visit(person, lata, one.salma, today()),
    }[way]
    with pytest.raises(Refused):
        begin()
    assert assign.caseload(lata) == []


def test_a_bulk_move_leaves_her_where_she_is(one, keepers, person, lata):
    other = keepers.register()
    assign.assign(other, one.mou, by=one.salma)
    wishes.keep_apart(person, lata, by=one.mou)
    assert assign.reassign(one.one.code, one.mou, lata, one.salma) == 1
    assert [held.code for held in assign.caseload(lata)] == [other.code]
    assert [held.code for held in assign.caseload(one.mou)] == [person.code]


def test_leave_is_covered_for_the_others_and_not_by_this_colleague_for_her(one, keepers, person, lata):
    other = keepers.register()
    assign.assign(other, one.mou, by=one.salma)
    wishes.keep_apart(person, lata, by=one.salma)
    leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today() + DAY)
    assert [held.code for held in assign.caseload(lata)] == [other.code]


def test_a_new_main_workers_planned_leave_does_not_bring_the_colleague_in(one, keepers, lata):
    leave.on_leave(one.one.code, one.mou, lata, one.salma, today() + DAY, today() + 2 * DAY)
    made = keepers.register()
    wishes.keep_apart(made, lata, by=one.salma)
    assign.assign(made, one.mou, by=one.salma)
    assert not assign.assigned(lata, made, today() + DAY)


def test_leave_planned_by_the_supervisor_she_is_kept_apart_from_still_covers_her(one, person, lata):
    wishes.keep_apart(person, one.salma, by=one.mina)
    with reading(one.salma):
        leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today() + DAY)
    assert Leave.objects.get().stand_in == lata.pk
    assert [held.code for held in assign.caseload(lata)] == [person.code]


def test_an_emergency_opens_nothing_and_is_refused_as_for_a_code_that_nobody_has(one, keepers, person, lata):
    glass.break_glass(keepers.lata, person, "danger")
    assert access.assigned(lata, person.code)
    wishes.keep_apart(person, lata, by=one.mou)
    assert glass.current(lata, person) is None
    with pytest.raises(Refused) as refusal:
        glass.break_glass(keepers.lata, person, "danger")
    assert str(refusal.value) == "Your organisation has no record with this code."
    with pytest.raises(reveal.NotYours) as refusal:
        reveal.reveal(keepers.lata, person, ["names"], "visit")
    assert str(refusal.value) == "You cannot open this record."


def test_for_a_supervisor_there_is_no_such_person(one, keepers, person):
    wishes.keep_apart(person, one.salma, by=one.mina)
    with pytest.raises(reveal.NotYours):
        reveal.reveal(keepers.salma, person, ["names"], "visit")
    with reading(one.salma):
        assert access.owner_of_person(person.code) is None
        assert merge.answer(person.code) is None
        assert person.code not in assign.mains(one.one.code)
        assert list(person.sections.all()) == []
    with reading(one.mina):
        assert merge.answer(person.code) == person


def test_it_holds_for_every_record_of_hers_also_one_that_is_found_later(one, keepers, person, lata):
    second = keepers.register()
    assign.assign(second, lata, by=one.salma)
    wishes.keep_apart(person, lata, by=one.mou)
    assert access.assigned(lata, second.code)
    done = merge.confirm(merge.propose(second, person, one.mou), one.salma)
    assert not access.assigned(lata, second.code)
    assert assign.caseload(lata) == []
    merge.undo(done, one.salma)
    assert not access.assigned(lata, second.code)  # it gives nothing back by itself


def test_who_registered_her_anew_ends_with_the_merge_and_she_waits_for_somebody(one, keepers, person, lata):
    wishes.keep_apart(person, lata, by=one.mou)
    second = keepers.register()
    assign.assign(second, lata, by=one.salma)
    glass.break_glass(keepers.lata, second, "danger")
    assign.end(assign.around(person)[0], one.salma)
    merge.confirm(merge.propose(second, person, one.mou), one.salma)
    assert assign.around(second) == []
    assert glass.current(lata, second) is None
    assert assign.unassigned(one.one.code) == [second.code]
    assert access.assigned_among(lata, [second, person]) == set()


def test_a_wish_that_is_there_already_ends_what_began_since(one, keepers, person, lata):
    made = wishes.keep_apart(person, lata, by=one.mou)
    Assignment.objects.create(person=person, account=lata.pk, kind="visit", valid_from=today(), by=one.salma.pk)
    assert access.assigned_among(lata, [person]) == set()
    assert access.assigned_among(one.mou, [person]) == {person.code}
    assert wishes.keep_apart(person, lata, by=one.mou) == made
    assert [row.account for row in assign.around(person)] == [one.mou.pk]


def test_an_emergency_about_her_is_not_there_to_be_seen(one, keepers, person):
    wishes.keep_apart(person, one.salma, by=one.mina)
    row = glass.break_glass(keepers.mou, person, "danger")
    with pytest.raises(Refused) as refusal:
        glass.seen(one.salma, row)
    assert str(refusal.value) == "There is no such notice here any more."
    row.refresh_from_db()
    assert row.supervisor == 0
    glass.seen(one.mina, row)


def test_lines_that_name_her_beside_somebody_else_are_not_there_either(one, keepers, person):
    other, third = keepers.register(), keepers.register()
    merge.decline(merge.propose(other, person, one.mou), one.mina)
    merge.reconsider(other, person, one.mina)
    merge.undo(merge.confirm(merge.propose(other, third, one.mou), one.mina), one.mina)
    reveal.reveal(keepers.mina, other, ["names"], "visit")
    wishes.keep_apart(person, one.salma, by=one.mina)
    everything = logbook.Asked()
    with reading(one.mina):
        assert person.code in str(told(logbook.lines([one.one.code], everything)))
    with reading(one.salma):
        seen = told(logbook.lines([one.one.code], everything))
    assert person.code not in str(seen)
    steps = {(who, detail.get("step")) for who, detail in seen}
    assert {(other.code, "confirm"), (other.code, "undo"), (other.code, None)} <= steps


def test_a_look_that_went_into_her_record_too_is_not_there_after_the_merge_was_undone(one, keepers, person):
    other = keepers.register()
    reveal.write(keepers.mina, other, ["notes"], "visit", "reveal", "manager", [person.code])
    with reading(one.salma):
        assert logbook.lines([one.one.code], logbook.Asked()).filter(act="reveal").exists()
    wishes.keep_apart(person, one.salma, by=one.mina)
    with reading(one.salma):
        assert not logbook.lines([one.one.code], logbook.Asked()).filter(act="reveal").exists()


def told(rows):
    return [(row.person, row.detail) for row in rows]


def test_who_stood_in_for_her_during_a_leave_leaves_a_gap_that_is_said(one, person, lata):
    away = leave.on_leave(one.one.code, one.mou, lata, one.salma, today(), today() + 3 * DAY)
    assert leave.without(away) == set()
    wishes.keep_apart(person, lata, by=one.salma)
    assert leave.without(away) == {person.code}
    with reading(lata):
        assert leave.without(away) == set()
    assign.stand_in(person, one.mina, one.salma, today(), today() + 3 * DAY)
    assert leave.without(away) == set()


def test_a_change_of_the_key_takes_everybody_along_whoever_makes_it(one, keepers, person):
    wishes.keep_apart(person, one.salma, by=one.mina)
    with reading(one.salma):
        fresh = rotation.begin(keepers.salma, one.one)
        rotation.rotate(keepers.salma, one.one)
    assert Person.objects.get(pk=person.pk).key == fresh
    assert reveal.reveal(keepers.mina, person, ["names"], "visit")


def test_who_may_write_it_and_about_whom(one, person, lata):
    with pytest.raises(Refused):  # not there for her
        wishes.keep_apart(person, one.mou, by=lata)
    with pytest.raises(Refused):  # about oneself
        wishes.keep_apart(person, one.mou, by=one.mou)
    with pytest.raises(Refused):  # a worker about a supervisor
        wishes.keep_apart(person, one.salma, by=one.mou)
    with pytest.raises(Refused):  # of another organisation
        wishes.keep_apart(person, one.kabir, by=one.mou)
    wishes.keep_apart(person, one.salma, by=one.mina)
    with pytest.raises(Refused):  # no supervisor or manager would be left, and Salma reaches her no more
        wishes.keep_apart(person, one.mina, by=one.salma)
    assert [row.account for row in apart.around(person)] == [one.salma.pk]


def test_it_ends_only_by_a_supervisor_and_gives_nothing_by_itself(one, person, lata):
    made = wishes.keep_apart(person, lata, by=one.mou)
    assert wishes.keep_apart(person, lata, by=one.mou) == made
    with pytest.raises(Refused):
        wishes.let_again(made, by=one.mou)
    wishes.let_again(made, by=one.salma)
    assert not apart.kept_apart(lata, person)
    assert not access.assigned(lata, person.code)
    assign.assign(person, lata, by=one.salma)


def test_the_log_says_that_it_was_written_and_not_about_whom(one, person, lata):
    wishes.keep_apart(person, lata, by=one.mou)
    line = Entry.objects.get(act="assign", detail__step="apart")
    assert (line.actor, line.person) == (one.mou.pk, person.code)
    assert str(lata.pk) not in {str(value) for value in line.detail.values()}
