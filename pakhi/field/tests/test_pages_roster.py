"""Who is on call: nobody twice at once, nobody on leave, gaps shown; and the sealed note between two shifts."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from pakhi.field import passing, roster
from pakhi.field.due_line import items
from pakhi.field.models import HandOverNote, Shift
from pakhi.field.tests.conftest import CANARY, words
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import keys, leave, rotation
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry
from tests.canaries import found, tables
from tests.village import PASSWORD

PAGE, NOTES, DAY = "/desk/on-call", "/desk/hand-over-notes", dt.timedelta(days=1)
MONDAY = roster.monday(today()) + 7 * DAY
TEXT = f"{CANARY} calls again after six."


def at(hour: int, day: int = 0) -> dt.datetime:
    return roster.at(MONDAY + day * DAY, hour)


@pytest.fixture
def mou(signed_in) -> Client:
    return signed_in("mou")


@pytest.fixture
def salma(signed_in) -> Client:
    return signed_in("salma")


@pytest.fixture
def put(ready):
    """Puts somebody on call next week."""

    def put(name: str, start: int, end: int, day: int = 0) -> Shift:
        one, salma = ready.organisations["one"], ready.accounts["salma"]
        return roster.put(one, ready.accounts[name], at(start, day), at(end, day), salma)

    return put


def test_nobody_is_on_call_twice_at_once(put) -> None:
    put("mou", 10, 18)
    put("salma", 12, 14)  # two people at once are fine
    for start, end in ((17, 19), (8, 11), (11, 12), (9, 20), (10, 18)):
        with pytest.raises(Refused, match="twice at once"):
            put("mou", start, end)
    put("mou", 18, 20)
    put("mou", 8, 10)
    assert Shift.objects.count() == 4


@pytest.mark.parametrize(("start", "end"), [(10, 10), (12, 10), (0, 25)])
def test_a_shift_has_a_length(put, start, end) -> None:
    with pytest.raises(Refused, match="ends after it begins"):
        put("mou", start, end)


def test_nobody_is_on_call_who_is_on_leave_or_works_elsewhere(put, ready) -> None:
    one, salma = ready.organisations["one"], ready.accounts["salma"]
    leave.on_leave(one.code, ready.accounts["mou"], ready.accounts["mina"], salma, MONDAY + DAY, MONDAY + 2 * DAY)
    put("mou", 10, 14)
    for start, end, day in ((18, 25, 0), (10, 12, 1), (0, 1, 2)):
        with pytest.raises(Refused, match="on leave"):
            put("mou", start, end, day)
    for name in ("kabir", "ravi", "asha"):
        with pytest.raises(Refused, match="does not work with people"):
            put(name, 10, 12)


def test_gaps_are_the_hours_of_the_line_with_nobody(put, ready) -> None:
    one = ready.organisations["one"]
    roster.set_hours(one, 8, 20, ready.accounts["salma"])
    assert [one.gaps for one in roster.days(one, MONDAY, 1)] == [((at(8), at(20)),)]
    put("mou", 9, 12)
    put("salma", 11, 13)
    put("mina", 18, 32)  # until the next morning
    first, second = roster.days(one, MONDAY, 2)
    assert first.gaps == ((at(8), at(9)), (at(13), at(18)))
    assert second.gaps == ((at(8, 1), at(20, 1)),)
    assert [row.account.username for row in second.shifts] == ["mina"]


def test_supervisors_change_the_roster_and_workers_read_it(salma, mou, ready) -> None:
    one, number = ready.organisations["one"], str(ready.accounts["mou"].pk)
    sent = {"action": "put", "who": number, "day": str(MONDAY), "from": "20", "until": "8", "week": str(MONDAY)}
    assert mou.post(PAGE, sent).status_code == 404
    assert salma.post(PAGE, sent).status_code == 302
    row = Shift.objects.get()
    assert (row.starts, row.ends) == (at(20), at(32))
    for wrong in (
        {},
        {"who": ""},
        {"who": str(ready.accounts["kabir"].pk)},
        {"day": "x"},
        {"from": "77"},
        {"until": ""},
    ):
        answer = salma.post(PAGE, sent | wrong)
        assert answer.status_code == 409
        assert "Nothing was changed" in words(answer)
    said = words(mou.get(f"{PAGE}?week={MONDAY}"))
    assert "20:00–08:00" in said
    assert "Nobody" in said
    assert salma.post(PAGE, {"action": "copy", "week": str(MONDAY + 7 * DAY)}).status_code == 302
    assert Shift.objects.count() == 2
    assert salma.post(PAGE, {"action": "copy", "week": str(MONDAY + 70 * DAY)}).status_code == 409
    assert salma.post(PAGE, {"action": "hours", "opens": "9", "closes": "17"}).status_code == 302
    assert salma.post(PAGE, {"action": "hours", "opens": "17", "closes": "9"}).status_code == 409
    assert roster.hours(one) == (9, 17)
    assert salma.post(PAGE, {"action": "off", "shift": str(row.pk)}).status_code == 302
    assert salma.post(PAGE, {"action": "off", "shift": str(row.pk)}).status_code == 409
    for odd in ("x", "0001-01-01", "9999-12-31"):
        assert mou.get(f"{PAGE}?week={odd}").status_code == 200


def test_other_organisations_see_and_change_nothing(put, ready, signed_in) -> None:
    row, kabir = put("mou", 10, 18), signed_in("kabir")
    one = ready.organisations["one"].code
    said = words(kabir.get(f"{PAGE}?week={MONDAY}&at={one}"))
    assert "Mou" not in said
    assert kabir.post(PAGE, {"action": "off", "shift": str(row.pk), "at": one}).status_code == 404
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="supervisor")
    assert kabir.post(PAGE, {"action": "off", "shift": str(row.pk), "at": one}).status_code == 409
    assert Shift.objects.filter(pk=row.pk).exists()


def test_today_says_who_is_on_call_and_where_nobody_is(ready) -> None:
    one, by = ready.organisations["one"], ready.accounts["salma"]
    assert items(Membership.objects.filter(account=by)) == []  # no roster is kept: no gap is missed
    now = dt.datetime.now(dt.UTC)
    Shift.objects.create(
        organisation=one, account=ready.accounts["mou"], starts=now - dt.timedelta(hours=1),
        ends=now + dt.timedelta(hours=1), by=by,
    )  # fmt: skip
    assert [row.account.name for row in roster.now(one)] == ["Mou"]
    (mine,) = items(Membership.objects.filter(account=ready.accounts["mou"]))
    assert mine.title.startswith("You are on call until")
    (gaps,) = items(Membership.objects.filter(account=by))
    assert "in who is on call" in gaps.title


def test_a_hand_over_note_is_sealed_and_read_by_whoever_is_on_call_next(mou, salma, put, ready) -> None:
    assert mou.post(NOTES, {"action": "write", "text": TEXT}).status_code == 302
    note = HandOverNote.objects.get()
    assert [place for place, held in tables().items() if found([TEXT, CANARY], held)] == []
    assert CANARY not in words(salma.get(NOTES))
    assert TEXT in words(salma.post(NOTES, {"action": "read", "note": str(note.pk)}))
    line = Entry.objects.latest("number")
    assert (line.act, line.detail["step"]) == (Entry.Act.REVEAL, "passing")


def test_a_note_that_is_sent_twice_is_one(mou, salma, ready) -> None:
    code = re.search(r'name="code" value="(\w+)"', mou.get(NOTES).content.decode())[1]
    sent = {"action": "write", "text": TEXT, "code": code}
    assert [mou.post(NOTES, sent).status_code for _twice in range(2)] == [302, 302]
    assert [(row.code, row.by) for row in HandOverNote.objects.all()] == [(code, ready.accounts["mou"])]
    for other in (code, "short", "' or 1=1", ""):  # of a colleague, or none of ours: a note is kept all the same
        assert salma.post(NOTES, {**sent, "code": other}).status_code == 302
    assert HandOverNote.objects.count() == 5
    assert HandOverNote.objects.filter(code=code).count() == 1


def test_a_note_that_is_empty_or_too_long_is_told_so_and_kept_in_its_field(mou, ready) -> None:
    assert "Write the note first." in words(mou.post(NOTES, {"action": "write", "text": " "}))
    long = mou.post(NOTES, {"action": "write", "text": "x" * 5007})
    assert "longer than 5000 signs, by 7" in words(long)
    assert "x" * 5007 in long.content.decode()
    assert not HandOverNote.objects.exists()


def test_a_hand_over_note_is_closed_to_who_is_not_on_call(mou, ready, signed_in) -> None:
    one = ready.organisations["one"]
    note = passing.write(one, TEXT, ready.accounts["salma"])
    asked = {"action": "read", "note": str(note.pk)}
    assert mou.post(NOTES, asked).status_code == 409
    start = roster.at(today(), 0)
    roster.put(one, ready.accounts["mou"], start, start + dt.timedelta(hours=4), ready.accounts["salma"])
    assert TEXT in words(mou.post(NOTES, asked))
    assert signed_in("kabir").post(NOTES, asked).status_code == 409
    assert ready.client("mou").post(NOTES, asked).status_code == 423
    for wrong in (
        {"action": "write", "text": " "},
        {"action": "write", "text": "x" * 6000},
        {"note": "9", "action": "read"},
    ):
        assert mou.post(NOTES, wrong).status_code == 409


def test_old_notes_go_each_night_in_every_organisation_and_with_a_change_of_key(ready) -> None:
    one, salma = ready.organisations["one"], ready.accounts["salma"]
    passing.write(one, "old", salma)
    passing.write(ready.organisations["two"], "old", ready.accounts["kabir"])
    HandOverNote.objects.update(on=today() - 31 * DAY)
    young = HandOverNote.objects.create(organisation=one, code="AAAAAAAA", by=salma, sealed=b"-", key=1)
    passing.drop_old()
    assert list(HandOverNote.objects.all()) == [young]
    HandOverNote.objects.update(on=today() - 31 * DAY)
    unlocked = keys.unlock(salma, PASSWORD)
    rotation.begin(unlocked, one)
    rotation.rotate(unlocked, one)
    assert not HandOverNote.objects.exists()


def test_notes_go_after_a_month_and_follow_a_change_of_key(ready) -> None:
    one, salma = ready.organisations["one"], ready.accounts["salma"]
    passing.write(one, "old", salma)
    HandOverNote.objects.update(on=today() - 31 * DAY)
    assert passing.kept(one) == []
    note = passing.write(one, TEXT, salma)
    assert list(HandOverNote.objects.all()) == [note]
    unlocked = keys.unlock(salma, PASSWORD)
    rotation.begin(unlocked, one)
    rotation.rotate(unlocked, one)
    note.refresh_from_db()
    assert note.key == keys.current(one).generation == 2
    assert passing.read(note, keys.unlock(salma, PASSWORD)) == TEXT
