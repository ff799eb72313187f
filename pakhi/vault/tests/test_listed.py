"""Names in the lists of groups: sealed, looked at with a line, moved with the key, destroyed with the yes."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import (
    apart,
    assign,
    audit,
    files,
    forget,
    glass,
    halves,
    handover,
    identity,
    left,
    limits,
    listed,
    listings,
    merge,
    retention,
    reveal,
    roll,
    rotation,
    scope,
    wishes,
    workload,
)
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Entry, Glass, Listed, Person, Reveal
from pakhi.vault.models.person import person_code
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables
from tests.village import LONG_AGO

GROUP, NAME = "GR2UP345", "Pipilika Zorntree"
DAY = dt.timedelta(days=1)


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


@pytest.fixture
def mou(keepers):
    return keepers.village.accounts["mou"]


@pytest.fixture
def salma(keepers):
    return keepers.village.accounts["salma"]


@pytest.fixture
def name(keepers, one, mou) -> Listed:
    """Somebody without a record, whose name Mou wrote in."""
    return listed.put(one, GROUP, NAME, mou, person_code())


@pytest.fixture
def hers(keepers, one, salma) -> Listed:
    """A survivor's, written in by Salma."""
    return listed.put(one, GROUP, "Quillabeth Zorntree", salma, person_code(), keepers.register())


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(using="vault", execute=True)


def seen(unlocked, one, *rows: Listed) -> list[str]:
    found = listed.look(unlocked, one.code, GROUP, [row.person.code for row in rows], "supervision")
    return [written for _row, written in found]


def test_a_name_is_nowhere_in_clear(name, hers):
    for table, held in tables().items():
        assert not found([NAME, "Pipilika", "Quillabeth"], held), table


def test_a_look_shows_the_names_in_their_order_and_each_is_a_line_and_counts(keepers, one, name, hers, salma):
    before = limits.opened(salma)
    assert seen(keepers.salma, one, hers, name) == [NAME, "Quillabeth Zorntree"]
    assert limits.opened(salma) == before + 2
    lines = Entry.objects.filter(act="reveal").order_by("-number")[:2]
    assert {line.person for line in lines} == {name.person.code, hers.person.code}
    assert all(line.detail["ground"] == "supervisor" and line.detail["fields"] == ["names"] for line in lines)
    assert not found([NAME, "Pipilika"], str([line.detail for line in lines]).encode())
    assert not audit.verify().fault


def test_a_worker_sees_whom_they_wrote_in_or_are_there_for_and_nobody_elses(keepers, one, name, hers, mou):
    assert seen(keepers.mou, one, hers, name) == [NAME]
    with pytest.raises(reveal.NotYours):
        seen(keepers.mou, one, hers)
    assert Entry.objects.filter(act="refused", actor=mou.pk).exists()
    assign.assign(hers.of, mou, keepers.village.accounts["salma"])
    assert seen(keepers.mou, one, hers, name) == [NAME, "Quillabeth Zorntree"]


def test_who_only_counts_and_who_is_elsewhere_see_none(keepers, one, name):
    for who in ("ravi", "asha", "devi", "kabir"):
        assert listed.within_reach(keepers.village.accounts[who], one.code, GROUP, [name.person.code]) == [], who
    with pytest.raises(Refused):
        seen(keepers.kabir, one, name)


def test_where_the_day_is_used_up_none_is_shown(keepers, one, name, hers, salma):
    left = limits.allowed(salma, one.code) - limits.opened(salma)
    for number in range(left - 1):
        Reveal.objects.create(
            person=hers.of.code, organisation=one.code, account=salma.pk, reason="visit", fields="names",
            entry=900_000 + number,
        )  # fmt: skip
    with pytest.raises(reveal.LimitReached):
        seen(keepers.salma, one, name, hers)
    assert seen(keepers.salma, one, name) == [NAME]


def test_she_is_told_who_looked_at_her_name_in_the_list(keepers, one, hers, salma):
    seen(keepers.salma, one, hers)
    assert [look.who for look in reveal.who_looked(hers.of)] == [salma.name]


def test_written_twice_it_is_one_and_a_code_of_somebody_is_refused(keepers, one, name, hers, mou):
    assert listed.put(one, GROUP, NAME, mou, name.person.code).pk == name.pk
    for code in (hers.of.code, hers.person.code):
        with pytest.raises(Refused):
            listed.put(one, GROUP, NAME, mou, code)


@pytest.mark.parametrize("typed", ["", "  ", "99999 00417", "a@b", "x" * 61, "Call 9", "one\ntwo; three"])
def test_only_names_stand_in_a_list(one, mou, keepers, typed):
    with pytest.raises(Refused):
        listed.put(one, GROUP, typed, mou, person_code())
    assert not Listed.objects.exists()


def test_a_change_of_the_key_takes_the_names_along(keepers, one, name, hers):
    rotation.begin(keepers.salma, one)
    rotation.rotate(keepers.salma, one)
    assert {row.person.key.generation for row in Listed.objects.select_related("person__key")} == {2}
    assert seen(keepers.salma, one, name, hers) == [NAME, "Quillabeth Zorntree"]


def test_when_her_yes_is_over_the_name_is_gone_here_and_in_every_older_copy(keepers, one, name, mou, after):
    old, code = bytes(name.sealed), name.person.code
    kept = Person.objects.select_related("key").get(code=code)
    with after():
        assert listed.end([code], mou) == 1
    assert listed.end([code], mou) == 0
    now = Listed.objects.get(pk=name.pk)
    assert (bytes(now.sealed), bytes(now.person.sealed), now.ended_on) == (b"", b"", today())
    with pytest.raises(seal.CannotOpen):
        halves.read(code)
    with pytest.raises(Refused):  # the rows of an older copy, and everybody's key
        identity.person_key(keepers.salma, kept)
    assert old
    with pytest.raises(reveal.NotYours):
        seen(keepers.salma, one, name)
    assert Entry.objects.filter(act="forget", person=code, detail__step="listed").count() == 1


def test_where_a_rule_keeps_it_longer_nobody_sees_it_and_the_night_destroys_it(
    keepers, one, name, mou, after, monkeypatch
):
    rule = retention.rule("listed", today())
    monkeypatch.setattr(type(rule), "until", lambda self, asked: asked + 10 * DAY)
    listed.end([name.person.code], mou)
    assert bytes(Listed.objects.get(pk=name.pk).sealed)
    with pytest.raises(reveal.NotYours):
        seen(keepers.salma, one, name)
    for day, gone in ((10, False), (11, True)):
        with after():
            forget.destroy_due(today() + day * DAY)
        assert (not bytes(Listed.objects.get(pk=name.pk).sealed)) == gone
    with pytest.raises(seal.CannotOpen):
        halves.read(name.person.code)


def test_the_rule_says_at_once_and_is_not_signed_yet():
    rule = retention.rule("listed", today())
    assert rule.until(today()) == today()
    assert not rule.signed


def test_whoever_is_forgotten_stands_in_no_list_any_more(keepers, one, name, hers, salma, after):
    for person, row in ((hers.of, hers), (name.person, name)):
        with after():
            forget.forget(keepers.salma, person, salma)
        assert not bytes(Listed.objects.get(pk=row.pk).sealed)
        with pytest.raises(seal.CannotOpen):
            halves.read(row.person.code)


def test_whoever_is_handed_over_stands_in_no_list_of_the_old_organisation(keepers, one, hers, salma, after):
    two, person, kabir = keepers.village.organisations["two"], hers.of, keepers.village.accounts["kabir"]
    Membership.objects.create(account=kabir, organisation=two, role="supervisor", valid_from=LONG_AGO)
    agree(person, salma, "transfer", two.code)
    laid = handover.offer(keepers.salma, person, two, salma)
    assert seen(keepers.salma, one, hers) == ["Quillabeth Zorntree"]
    with after():
        handover.accept(laid, two, kabir)
    assert not bytes(Listed.objects.get(pk=hers.pk).sealed)
    with pytest.raises(seal.CannotOpen):
        halves.read(hers.person.code)


def test_for_a_colleague_whom_she_is_kept_apart_from_the_name_is_not_there(keepers, one, hers, name, mou, salma):
    assign.assign(hers.of, mou, salma)
    for person in (hers.of, name.person):
        wishes.keep_apart(person, mou, salma)
    hidden = apart.hidden_from(mou)
    assert set(hidden.values()) == {hers.of.code, hers.person.code, name.person.code}
    with scope.read_by(lambda: hidden):
        assert not Listed.objects.exists()
        with pytest.raises(reveal.NotYours):
            seen(keepers.mou, one, hers, name)
    assert seen(keepers.salma, one, hers, name) == [NAME, "Quillabeth Zorntree"]


def test_a_name_in_a_list_is_nobodys_work_and_no_persons_record(keepers, one, name, hers, mou, salma):
    codes = {name.person.code, hers.person.code}
    assert not codes & {code for code, _since in roll.people(one.code, {})}
    assert not codes & set(assign.unassigned(one.code))
    assert workload.people(one.code) == 1
    for write in (
        lambda: identity.write(name.person, {"gender": {}}, mou),
        lambda: identity.note(name.person, "cbr", "words", mou),
        lambda: files.keep_file(name.person, io.BytesIO(b"words"), "x", "scan", mou),
        lambda: agree(name.person, mou, "case"),
        lambda: merge.propose(hers.of, name.person, mou),
        lambda: handover.check(name.person, keepers.village.organisations["two"]),
    ):
        with pytest.raises(Refused, match="group's list"):
            write()


def test_a_survivors_place_in_a_list_has_no_page_and_does_not_lead_to_hers(keepers, name, hers):
    browser = keepers.browser("salma")
    assert browser.get(reverse("vault:person", args=[hers.person.code])).status_code == 404
    assert browser.get(reverse("vault:person", args=[hers.of.code])).status_code == 200
    answer = browser.get(reverse("vault:person", args=[name.person.code]))
    assert answer.status_code == 200
    assert not found([NAME, "Pipilika"], answer.content)


def test_no_emergency_opens_a_code_of_a_list_whosever_it_is(keepers, name, hers):
    told = set()
    for row in (name, hers):
        with pytest.raises(Refused) as refusal:
            glass.break_glass(keepers.salma, row.person, Glass.Reason.values[0])
        told.add(str(refusal.value))
    assert len(told) == 1


def test_whose_record_was_closed_a_moment_ago_comes_into_no_list(keepers, one, salma):
    """Her record as another window has it, from before it was closed."""
    person = keepers.register()
    forget.forget(keepers.salma, Person.objects.get(pk=person.pk), salma)
    with pytest.raises(Refused, match="closed"):
        listed.put(one, GROUP, NAME, salma, person_code(), person)
    assert not Listed.objects.exists()


def test_a_wish_about_a_code_of_a_list_leaves_nobody_without_a_worker(keepers, one, name, mou, salma):
    wishes.keep_apart(name.person, mou, salma)
    assert left.left(one.code) == []


def test_all_her_codes_are_found_from_each_of_them(keepers, hers, name):
    assert listings.everything(hers.person.code) == listings.everything(hers.of.code)
    assert listings.everything(hers.of.code) == {hers.of.code, hers.person.code}
    assert listings.everything(name.person.code) == {name.person.code}


def test_who_agreed_as_a_child_stands_in_no_list(keepers, one, mou):
    person = keepers.register()
    agree(person, mou, "case")
    Consent.objects.filter(person=person).update(under_18=True, valid_to=today() + DAY)
    with pytest.raises(Refused, match="children"):
        listed.put(one, GROUP, NAME, mou, person_code(), person)
