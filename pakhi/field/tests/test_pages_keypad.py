"""The page that turns rating by keypad on: what the company sees, each sentence ticked; off at a press."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from pakhi.field import keypad_switch, lines, menu_text
from pakhi.field.models import Line
from pakhi.field.tests.conftest import words
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry
from pakhi.voice.models import CountingKey
from tests.village import LONG_AGO

PAGE, MENU, SOUNDS = "/desk/telephone-menu/keypad", "/desk/telephone-menu", "/desk/telephone-menu/sounds"
ALL = tuple(keypad_switch.READ)


@pytest.fixture(autouse=True)
def nobody_has_called_yet() -> None:
    cache.clear()


@pytest.fixture
def line(village) -> Line:
    """CBO One's line, with its menu on."""
    village.key()
    lines.set_up(village.organisations["one"], village.accounts["salma"])
    Line.objects.update(on=True)
    return Line.objects.get()


@pytest.fixture
def mina(village) -> Client:
    return village.client("mina")


def turn_on(client: Client, read: tuple[str, ...] = ALL) -> HttpResponse:
    return client.post(PAGE, {"read": read})


def turn_off(client: Client) -> HttpResponse:
    return client.post(MENU, {"action": "keypad_off"})


def logged() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(detail__step__startswith="keypad").order_by("number")
    return [(row.detail["step"], row.organisation) for row in rows]


def test_a_new_line_does_not_let_anybody_be_rated_by_keypad(line, mina) -> None:
    assert not line.keypad
    assert "cannot be rated by keypad: the company would see the number and the card" in words(mina.get(MENU))
    assert "Rating by keypad Off" in words(mina.get(PAGE))
    assert not lines.offer(line).keypad


def test_the_page_says_before_the_button_what_the_company_sees_and_what_is_safer(line, mina) -> None:
    page = words(mina.get(PAGE))
    before, _button, _after = page.partition("Turn rating by keypad on")
    for said in (
        "the telephone number she calls from", "the day and the minute", "the number of her card",
        "which office she answers about", "each answer", "the police with a paper, can find out who rated whom",
        "Her own phone with internet", "The group's tablet", "Paper, entered by two leaders",
        "Somebody who reads aloud on the telephone", *map(str, keypad_switch.READ.values()),
    ):  # fmt: skip
        assert said in before, said


@pytest.mark.parametrize("left_out", ALL)
def test_each_sentence_has_to_be_ticked_and_the_others_stay_ticked(line, mina, left_out) -> None:
    answer = turn_on(mina, tuple(key for key in ALL if key != left_out))
    assert answer.status_code == 409
    assert "Read each sentence, and tick it" in words(answer)
    assert answer.content.decode().count(" checked") == len(ALL) - 1
    assert not Line.objects.get().keypad
    assert logged() == []


def test_a_manager_turns_it_on_and_it_stands_in_the_log_who_did_and_when(line, mina, village) -> None:
    assert turn_on(mina).status_code == 302
    assert Line.objects.get().keypad_since == today()
    turn_on(mina)  # pressed twice
    assert logged() == [("keypad_on", line.organisation.code)]
    assert Entry.objects.latest("number").actor == village.accounts["mina"].pk
    page = words(mina.get(MENU))
    assert "Turned on by a manager on" in page
    assert "cannot be rated by keypad" not in page


def test_it_goes_off_at_a_press_of_a_supervisor_too(line, mina, village) -> None:
    turn_on(mina)
    assert turn_off(village.client("salma")).status_code == 302
    assert not Line.objects.get().keypad
    assert [step for step, _where in logged()] == ["keypad_on", "keypad_off"]
    assert Entry.objects.latest("number").actor == village.accounts["salma"].pk
    turn_off(mina)  # it is off already
    assert len(logged()) == 2


def test_a_supervisor_reads_the_page_and_cannot_turn_it_on(line, village) -> None:
    salma = village.client("salma")
    page = words(salma.get(PAGE))
    assert "A manager of the organisation decides this" in page
    assert "I have read this" not in page
    assert turn_on(salma).status_code == 404
    with pytest.raises(Refused):
        keypad_switch.turn_on(line, ALL, village.accounts["salma"])
    assert not Line.objects.get().keypad


@pytest.mark.parametrize("name", ["mou", "asha", "ravi", "devi", "noor", "finn", "kabir"])
def test_nobody_else_reads_or_changes_it(line, mina, village, name) -> None:
    client = village.client(name)
    assert (client.get(PAGE).status_code, turn_on(client).status_code) == (404, 404)
    turn_on(mina)
    assert turn_off(client).status_code == 404
    assert Line.objects.get().keypad
    for verb in (lambda: keypad_switch.turn_on(line, ALL, village.accounts[name]),
                 lambda: keypad_switch.turn_off(Line.objects.get(), village.accounts[name])):  # fmt: skip
        with pytest.raises(Refused):
            verb()
    assert Line.objects.get().keypad


def test_a_manager_of_another_organisation_has_her_own_line_or_none(line, village) -> None:
    two = village.organisations["two"]
    Membership.objects.create(account=village.accounts["kabir"], organisation=two, role="manager", valid_from=LONG_AGO)
    kabir = village.client("kabir")
    kabir.post(PAGE, {"read": ALL, "at": line.organisation.code})
    assert not Line.objects.get().keypad


def test_it_needs_a_menu_that_is_on_and_a_key_to_count_with(line, mina) -> None:
    Line.objects.update(on=False)
    assert "Turn the menu on first" in words(turn_on(mina))
    Line.objects.update(on=True)
    CountingKey.objects.all().delete()
    assert "Voices cannot be counted here yet" in words(turn_on(mina))
    assert not Line.objects.get().keypad


def test_without_a_line_there_is_no_page(village, mina) -> None:
    assert mina.get(PAGE).status_code == turn_on(mina).status_code == 302


def test_its_prompts_are_to_be_recorded_only_while_it_is_on(line, mina) -> None:
    assert "keypad.warn" not in words(mina.get(SOUNDS))
    turn_on(mina)
    assert "keypad.warn" in words(mina.get(SOUNDS))


@pytest.mark.parametrize("language", ["bn", "te"])
def test_the_page_shows_what_each_caller_hears(line, mina, language) -> None:
    assert menu_text.of_rating()["keypad.warn"][language] in words(mina.get(PAGE))
