"""The queue of a helpdesk day: a number for whoever comes, what was settled in the register, and no clock, no name."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, models
from django.http import HttpResponse
from django.test import Client

from pakhi.field import queue
from pakhi.field.facts_line import rows
from pakhi.field.models import DeskVisit, FollowUp, Turn
from pakhi.field.tests.conftest import CANARY, words
from pakhi.field.tests.hotline import visit
from pakhi.field.tests.test_calls import asha, opened
from pakhi.lib.clock import today
from pakhi.vault import assign, forget
from pakhi.vault.keys import Refused
from tests.canaries import found, tables
from tests.village import Village

PAGE, DAY = "/desk/helpdesk/queue", dt.timedelta(days=1)
LATER = today() + 7 * DAY
SETTLED = {"outcome": "settled", "first_visit": "yes"}
State = Turn.State


@pytest.fixture
def mou(signed_in) -> Client:
    return signed_in("mou")


@pytest.fixture
def salma(signed_in) -> Client:
    return signed_in("salma")


def come(client: Client, *purpose: str, **more: str) -> HttpResponse:
    """Somebody came, for a ration card if nothing is said; the answer after the way back to the queue."""
    typed = {"action": "come", "purpose": purpose or ("ration",), "instance": str(uuid.uuid4()), **more}
    return client.post(PAGE, typed, follow=True)


def press(client: Client, turn: Turn, to: str, seen: str = "") -> HttpResponse:
    return client.post(PAGE, {"turn": turn.code, "to": to, "seen": seen or turn.state}, follow=True)


def finish(client: Client, turn: Turn, **typed: object) -> HttpResponse:
    return client.post(f"{PAGE}/{turn.code}", {**SETTLED, **typed}, follow=True)


def at(number: int = 1) -> Turn:
    return Turn.objects.get(number=number)


def numbers() -> list[int]:
    return sorted(Turn.objects.values_list("number", flat=True))


def figures(page: HttpResponse) -> list[int]:
    """Waiting, at the desk, settled, left."""
    return [int(n) for n in re.findall(r"</dt><dd>(\d+)", page.content.decode())]


def told(page: HttpResponse) -> str:
    """The number that the worker reads out."""
    shown = re.search(r'role="status">.*?class="turn-number">(\d+)', page.content.decode(), re.S)
    return shown[1] if shown else ""


def test_an_empty_queue_teaches_and_the_register_leads_to_it_and_back(ready, mou) -> None:
    page = mou.get(PAGE)
    assert "Nobody has come yet today" in words(page)
    assert 'href="/desk/helpdesk?' in page.content.decode()
    assert f'href="{PAGE}?' in mou.get("/desk/helpdesk").content.decode()


def test_whoever_comes_gets_the_next_number_of_the_day_and_the_desk(ready, mou) -> None:
    first, second = come(mou, "ration", "pension"), come(mou)
    other = come(mou, desk="camp")
    assert [told(page) for page in (first, second, other)] == ["1", "2", "1"]
    assert figures(second) == [2, 0, 0, 0]
    assert "Ration card, A pension" in words(second)
    Turn.objects.filter(desk="helpdesk").update(day=today() - DAY)
    assert told(come(mou)) == "1"


def test_a_turn_goes_to_the_desk_and_back_and_leaves_with_one_press_each(ready, mou) -> None:
    come(mou)
    walked = [
        ("at_desk", [0, 1, 0, 0]), ("waiting", [1, 0, 0, 0]), ("left", [0, 0, 0, 1]), ("waiting", [1, 0, 0, 0]),
    ]  # fmt: skip
    for to, counted in walked:
        assert figures(press(mou, at(), to)) == counted
    assert not DeskVisit.objects.exists()


def test_what_came_of_it_stands_in_the_register_once(ready, mou) -> None:
    come(mou, "ration", "bank")
    for _twice in range(2):
        page = finish(mou, at(), outcome="handed_in", receipt="yes", first_visit="no")
        assert "is finished, and stands in the register" in words(page)
    row = DeskVisit.objects.get()
    assert (row.desk, row.day, row.purpose, row.person) == ("helpdesk", today(), ["ration", "bank"], "")
    assert (row.outcome, row.receipt, row.first, row.next_day) == ("handed_in", True, False, None)
    assert row.instance == f"queue-{at().code}"
    assert figures(page) == [0, 0, 0, 0]
    assert "of 1 who were helped" in words(page)
    assert "1 visit" in words(mou.get("/desk/helpdesk"))
    assert len(rows({})["field_visit"]) == 1


def test_settled_is_what_was_settled_and_papers_that_are_missing_are_named(ready, mou) -> None:
    for _two in range(2):
        come(mou)
    finish(mou, at(1))
    page = finish(mou, at(2), outcome="papers_missing", papers_missing=["income", "caste"])
    assert figures(page) == [0, 0, 1, 0]
    assert "Missing: Income certificate, Caste certificate" in words(page)
    assert at(2).visit.papers == ["income", "caste"]


def test_with_her_code_she_has_a_day_among_the_follow_ups_as_from_a_phone(phone, ready, mou) -> None:
    person = asha(ready)
    assign.assign(person, ready.accounts["mou"], ready.accounts["salma"])
    come(mou, person=f"{person.code[:4].lower()} {person.code[4:]}")
    finish(mou, at(), outcome="come_again", next_day=str(LATER))
    visit(phone, has_code="yes", person=person.code, outcome="come_again", next_day=str(LATER))
    seen = FollowUp.objects.values_list("person", "on", "how", "made_on", "made_by", "visit__person")
    assert len(seen) == 2
    assert set(seen) == {(person.code, LATER, "centre", today(), ready.accounts["mou"].pk, person.code)}


def test_without_a_code_a_day_is_only_written_down(ready, mou) -> None:
    come(mou)
    finish(mou, at(), outcome="come_again", next_day=str(LATER))
    assert DeskVisit.objects.get().next_day == LATER
    assert not FollowUp.objects.exists()


def test_a_page_that_is_sent_again_gives_its_number_and_says_so(ready, mou) -> None:
    """The next woman with the same wish, from a page that went back: who sees her tells the two apart."""
    number = str(uuid.uuid4())
    said = "This page was sent before"
    assert said not in words(come(mou, instance=number))
    assert said in words(come(mou, instance=number))
    assert said not in words(come(mou))
    assert Turn.objects.count() == 2


def test_only_who_may_open_her_record_writes_her_code_and_reads_it(ready, mou, salma) -> None:
    person = asha(ready)
    page = come(mou, person=person.code)
    assert "You can open no record with this code" in words(page)
    assert not Turn.objects.exists()
    come(salma, person=person.code)
    assert at().person == person.code
    mine, hers = words(mou.get(PAGE)), words(salma.get(PAGE))
    assert "somebody with a code" in mine
    assert person.code[:4] not in mine
    assert person.code[:4] in hers
    assert person.code[:4] not in words(mou.get(f"{PAGE}/{at().code}"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"purpose": ()}, "Tap what she came for"),
        ({"purpose": ("ration", "moon")}, "An answer cannot be right"),
        ({"person": "not a code"}, "No code is written like this"),
        ({"person": CANARY}, "No code is written like this"),
        ({"desk": "moon"}, "An answer cannot be right"),
    ],
)
def test_who_comes_with_a_wrong_answer_is_asked_again_and_nothing_is_lost(ready, mou, typed, sentence) -> None:
    number = str(uuid.uuid4())
    page = come(mou, **{"purpose": ("pension",), "instance": number, **typed})
    assert page.status_code == 409
    assert sentence in words(page)
    assert number in page.content.decode()
    kept = set(typed.get("purpose", ("pension",))) - {"moon"}
    ticked = set(re.findall(r'name="purpose" value="(\w+)" checked', page.content.decode()))
    assert ticked == kept
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": ""}, "Choose what came of it"),
        ({"outcome": "moon"}, "An answer cannot be right"),
        ({"outcome": "handed_in"}, "say whether she got a receipt"),
        ({"outcome": "papers_missing"}, "Tap which papers are missing"),
        ({"first_visit": ""}, "for the first time"),
        ({"outcome": "talked", "next_day": "soon"}, "within a year"),
        ({"outcome": "talked", "next_day": str(today() - DAY)}, "within a year"),
        ({"outcome": "talked", "next_day": str(today() + 400 * DAY)}, "within a year"),
    ],
)
def test_what_came_of_it_is_asked_until_it_is_whole(ready, mou, typed, sentence) -> None:
    come(mou)
    page = finish(mou, at(), **typed)
    assert page.status_code == 409
    assert sentence in words(page)
    assert at().state == State.WAITING
    assert not DeskVisit.objects.exists()
    if typed.get("first_visit", "yes"):
        assert 'name="first_visit" value="yes" checked' in page.content.decode()


def test_the_same_page_sent_twice_is_one_turn_and_tells_the_same_number(ready, mou) -> None:
    number = str(uuid.uuid4())
    assert [told(come(mou, instance=number)) for _twice in range(2)] == ["1", "1"]
    assert told(come(mou, instance="no number")) == "2"
    assert numbers() == [1, 2]


def test_a_page_of_yesterday_gives_no_number_of_yesterday(ready, mou) -> None:
    number = str(uuid.uuid4())
    come(mou, instance=number)
    Turn.objects.update(day=today() - DAY)
    assert "This page has given number 1 already" in words(come(mou, instance=number))


def test_a_page_that_has_given_a_number_gives_none_to_somebody_else(ready, mou) -> None:
    number = str(uuid.uuid4())
    come(mou, instance=number)
    page = come(mou, "violence", instance=number)
    assert "This page has given number 1 already" in words(page)
    assert numbers() == [1]
    assert f'value="{number}"' not in page.content.decode()  # what was typed can be sent now
    assert told(come(mou, "violence")) == "2"


def test_of_two_who_finish_one_turn_the_second_reads_a_sentence(ready, mou, salma) -> None:
    come(mou)
    finish(mou, at())
    page = finish(salma, at(), outcome="refused")
    assert page.status_code == 409
    assert "Number 1 is finished already. Nothing was changed." in words(page)
    assert DeskVisit.objects.get().outcome == "settled"
    assert finish(mou, at(), outcome="refused").status_code == 409  # from another window of hers


def test_a_page_that_is_old_moves_nobody_from_where_a_colleague_has_put_her(ready, mou, salma) -> None:
    come(mou)
    press(mou, at(), "at_desk")
    page = press(salma, at(), "left", seen="waiting")
    assert "Number 1 was changed meanwhile" in words(page)
    assert at().state == State.AT_DESK
    assert press(mou, at(), "at_desk", seen="waiting").status_code == 200  # her own press, twice
    for to in ("done", "", "moon"):
        assert press(mou, at(), to).status_code == 409
    assert mou.post(PAGE, {"turn": "AAAAAAAA", "to": "left"}).status_code == 409
    assert at().state == State.AT_DESK


def test_who_still_waits_when_the_day_ends_has_left_and_the_day_is_only_read(ready, mou) -> None:
    for _three in range(3):
        come(mou)
    press(mou, at(2), "at_desk")
    finish(mou, at(3))
    yesterday = today() - DAY
    Turn.objects.update(day=yesterday)
    assert "Nobody has come yet today" in words(mou.get(PAGE))
    page = mou.get(f"{PAGE}?day={yesterday}")
    assert figures(page) == [3, 1, 2]
    assert "Settled today 1" in words(page)
    assert "<form method" not in page.content.decode().partition("<main")[2]
    assert "The day of number 1 is over" in words(press(mou, at(1), "at_desk"))
    assert "The day of number 2 is over" in words(finish(mou, at(2)))
    assert DeskVisit.objects.count() == 1
    assert f"day={yesterday}" in mou.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("day", "no_day"), [("2999-01-01", True), ("yesterday", True), ("2026-02-30", True), ("", False)]
)
def test_for_what_is_no_day_or_has_not_been_there_is_a_sentence_and_the_queue_of_today(ready, mou, day, no_day) -> None:
    come(mou)
    page = mou.get(f"{PAGE}?day={day}")
    assert figures(page) == [1, 0, 0, 0]
    assert ("is no day, or has not come yet. This is the queue of today." in words(page)) is no_day


def test_another_organisation_has_a_queue_of_its_own(ready, mou, signed_in) -> None:
    come(mou, "violence")
    kabir, one = signed_in("kabir"), ready.organisations["one"].code
    assert "Violence" not in words(kabir.get(f"{PAGE}?at={one}")).partition("Somebody came What")[0]
    assert kabir.get(f"{PAGE}/{at().code}").status_code == 404
    assert finish(kabir, at()).status_code == 404
    assert press(kabir, at(), "left").status_code == 409
    assert told(come(kabir, at=one)) == "1"
    assert numbers() == [1, 1]
    assert Turn.objects.get(organisation=ready.organisations["one"]).state == State.WAITING


@pytest.mark.parametrize("name", ["ravi", "asha", "devi", "noor", "finn"])
def test_the_queue_is_for_those_who_work_with_people(ready, name) -> None:
    client = ready.client(name)
    assert (client.get(PAGE).status_code, client.post(PAGE, {"action": "come"}).status_code) == (404, 404)


def test_a_turn_holds_no_clock_no_name_and_no_words(ready, mou) -> None:
    come(mou, note=CANARY, name=CANARY)
    finish(mou, at(), note=CANARY)
    assert [place for place, held in tables().items() if found([CANARY], held)] == []
    kinds = {type(one) for one in Turn._meta.get_fields()}
    assert not kinds & {models.TimeField, models.DateTimeField, models.TextField, models.BinaryField}


def test_who_was_forgotten_while_she_waited_is_counted_without_her(ready, mou) -> None:
    person = asha(ready)
    assign.assign(person, ready.accounts["mou"], ready.accounts["salma"])
    come(mou, person=person.code)
    forget.forget(opened(ready), person, ready.accounts["salma"])
    assert person.code[:4] not in words(mou.get(PAGE))
    finish(mou, at(), outcome="come_again", next_day=str(LATER))
    assert DeskVisit.objects.get().person == ""
    assert not FollowUp.objects.exists()
    assert "You can open no record with this code" in words(come(mou, person=person.code))


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_many_workers_at_one_desk_never_give_a_number_twice(village: Village) -> None:
    """Each page is sent twice, from six hands at once; two pages finish each turn, and one of them does."""
    one, hands = village.organisations["one"], [village.accounts[name] for name in ("mou", "salma")]
    pages = [str(uuid.uuid4()) for _page in range(12)] * 2

    def arrive(instance: str) -> None:
        try:
            queue.come(one, {"desk": "helpdesk", "purpose": "ration"}, hands[0], instance, lambda _code: False)
        finally:
            connections.close_all()

    def end(job: tuple[Turn, int]) -> int:
        try:
            queue.finish(job[0], SETTLED, hands[job[1]])
            return 1
        except Refused:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(arrive, pages))
        assert numbers() == list(range(1, 13))
        assert sum(pool.map(end, [(turn, hand) for turn in Turn.objects.all() for hand in (0, 1)])) == 12
    assert DeskVisit.objects.count() == 12
