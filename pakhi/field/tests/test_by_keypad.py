"""Rating by keypad through the webhook, with a simulated company: off at first, sealed, and nowhere else a trace."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from pakhi.field import by_keypad, keypad, keypad_switch, lines, menu_text, whereabouts
from pakhi.field.call_state import State
from pakhi.field.models import Arrival, Call, Counted, FollowUp, Line, Tally
from pakhi.field.tests.company import WAV, Company
from pakhi.lib.clock import this_quarter
from pakhi.lib.codes import new_number
from pakhi.network.models import Account, Office, Place
from pakhi.voice import cards
from pakhi.voice import facts as voice_facts
from pakhi.voice.opening import read
from tests import canaries, readers
from tests.village import LONG_AGO, Ballot, Card

CALLER, LOCAL = "+919999900417", "9999900417"
ANSWERS = "432150011210"
REPLY = {"respect": 4, "no_blame": 3, "listened": 2, "explained": 1, "waiting": 0, "safe": 1}
ALL = tuple(keypad_switch.READ)


@pytest.fixture(autouse=True)
def nobody_has_called_yet() -> None:
    cache.clear()
    cards.patience.wrong.clear()


@pytest.fixture
def company(village) -> Company:
    """CBO One's line with a menu that is on, as it is before anybody decides about ratings."""
    village.key()
    salma = village.accounts["salma"]
    line, secret = lines.set_up(village.organisations["one"], salma)
    Line.objects.update(on=True)
    return Company(Line.objects.get(pk=line.pk), secret)


@pytest.fixture
def open_to_voices(company, village) -> Company:
    """The same after Mina, the manager, has turned rating by keypad on."""
    keypad_switch.turn_on(company.line, ALL, village.accounts["mina"])
    return company


@pytest.fixture
def number(village) -> str:
    return village.cards()[0]


def said(prompt: str, language: str = "en") -> str:
    return f"{language}-IN {menu_text.of_rating()[prompt][language]}"


def choose(company: Company, name: str) -> None:
    """Press the key that is read after a name."""
    while not any(name in one for one in company.heard):
        assert said("keypad.more") in company.heard, (name, company.heard)
        company.press("8")
    place = next(n for n, one in enumerate(company.heard) if name in one)
    company.press(company.heard[place + 1][-2])


def to_questions(company: Company, number: str, family: str = "Block or town office", whom: str = "Hari") -> None:
    company.walk(CALLER, "451")
    company.press(number)
    choose(company, family)
    choose(company, whom)


def rate(company: Company, number: str, answers: str = ANSWERS, **about: str) -> None:
    to_questions(company, number, **about)
    for key in [*answers, "1"]:
        company.press(key)


def opened(village) -> list[dict]:
    private = village.opened().private
    return [read(private, bytes(ballot.sealed)) for ballot in Ballot.objects.all()]


def test_a_line_that_nobody_changed_has_no_such_door(company, number) -> None:
    company.walk(CALLER, "4")
    assert not any("press 5" in one for one in company.heard)
    company.press("5")
    assert company.heard[0] == f"en-IN {menu_text.fixed()['wrong']['en']}"
    assert not any("card" in one for one in company.heard)


@pytest.mark.parametrize("at", keypad.MOVES)
def test_no_address_leads_there_where_it_is_off_not_even_one_of_ours(company, number, at, village) -> None:
    company.call(CALLER)
    held = cards.hold(number)
    inside = State(
        at=at, language="en", warned=True, root=held.root.hex(), home=held.organisation, given=ANSWERS,
        office=village.offices["bdo"].code,
    )  # fmt: skip
    made = whereabouts.write(company.line.code, inside, lines.call_of(company.line, company.sid))
    for keys in ("1", number):
        company.post(f"http://testserver/line/{company.line.code}/on?s={made}", Digits=keys)
        assert company.heard[0] == f"en-IN {menu_text.fixed()['wrong']['en']}"
    assert not Ballot.objects.exists()


def test_turned_off_it_ends_in_the_calls_that_are_running(open_to_voices, number, village) -> None:
    to_questions(open_to_voices, number)
    for key in ANSWERS:
        open_to_voices.press(key)
    keypad_switch.turn_off(open_to_voices.line, village.accounts["salma"])
    open_to_voices.press("1")
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(("digit", "language"), [("1", "bn"), ("2", "hi"), ("3", "te"), ("4", "en")])
def test_each_caller_hears_the_warning_in_her_language_before_a_card_is_asked_for(
    open_to_voices, digit, language
) -> None:
    open_to_voices.walk(CALLER, f"{digit}5")
    assert open_to_voices.heard == [said("keypad.warn", language)]
    open_to_voices.press("1")
    assert open_to_voices.heard == [said("keypad.card", language)]


def test_a_whole_call_casts_one_sealed_ballot_like_any_other_with_its_own_way(open_to_voices, village, number) -> None:
    company = open_to_voices
    to_questions(company, number)
    about = ["en-IN Hari, Block Development Officer", "en-IN Block office, Amdanga"]
    assert company.heard[:3] == [said("keypad.about"), *about]
    for key in ANSWERS:
        company.press(key)
    assert company.heard == [said("keypad.send")]
    assert not Ballot.objects.exists()
    company.press("1")
    assert company.heard == [said("keypad.kept"), said("keypad.next")]
    village.tell(village.cards()[0], "police")
    assert {len(bytes(ballot.sealed)) for ballot in Ballot.objects.all()} == {4096 + 48}
    (mine,) = [one for one in opened(village) if one["mode"] == "keypad"]
    assert (mine["office"], mine["holder"]) == (village.offices["bdo"].code, village.holders["hari"].code)
    assert (mine["items"], mine["themes"], mine["words"]) == (REPLY, [], "")
    assert mine["yesno"] == {"money": True, "turned_away": False, "told_others": True}
    assert Card.objects.get(digest=cards.digest_of(cards.hold(number).root)).used


def test_threats_are_answered_at_once_with_where_help_is(open_to_voices, number) -> None:
    to_questions(open_to_voices, number)
    for key in ANSWERS[:11]:
        open_to_voices.press(key)
    assert "112" in open_to_voices.heard[0]


def test_with_the_same_card_she_goes_on_to_another_office(open_to_voices, village, number) -> None:
    rate(open_to_voices, number)
    open_to_voices.press("1")
    choose(open_to_voices, "Police")
    for key in [*ANSWERS, "1"]:
        open_to_voices.press(key)
    assert {one["office"] for one in opened(village)} == {
        village.offices["bdo"].code,
        village.offices["police"].code,
    }


@pytest.mark.parametrize("presses", range(12 + 1))
def test_hanging_up_before_the_last_key_leaves_nothing(open_to_voices, number, presses) -> None:
    to_questions(open_to_voices, number)
    for key in ANSWERS[:presses]:
        open_to_voices.press(key)
    open_to_voices.post(open_to_voices.onward, Digits="hangup", CallStatus="completed")
    assert not Ballot.objects.exists()
    assert not Card.objects.filter(used=True).exists()


def test_the_same_request_again_hears_the_same_and_keeps_one_ballot(open_to_voices, village, number) -> None:
    to_questions(open_to_voices, number)
    for key in ANSWERS:
        open_to_voices.press(key)
    last = open_to_voices.onward
    open_to_voices.post(last, Digits="1")
    first = open_to_voices.heard
    open_to_voices.post(last, Digits="1")
    assert open_to_voices.heard == first
    assert [one["items"] for one in opened(village)] == [REPLY]


def test_answering_again_replaces_wherever_the_first_answer_was_given(open_to_voices, village, number) -> None:
    village.tell(number, "hari", face=1)
    rate(open_to_voices, number)
    assert [one["mode"] for one in opened(village)] == ["keypad"]
    village.tell(number, "hari", face=2)
    assert [(one["mode"], one["items"]["respect"]) for one in opened(village)] == [("phone", 2)]


def test_what_is_counted_already_is_not_said_to_be_kept(open_to_voices, village, number) -> None:
    to_questions(open_to_voices, number)
    village.tell(number, "hari")
    Ballot.objects.update(spent=True, sealed=b"")
    for key in [*ANSWERS, "1"]:
        open_to_voices.press(key)
    assert open_to_voices.heard[0] == said("keypad.refused")
    assert said("keypad.kept") not in open_to_voices.heard


def test_a_card_made_void_while_she_answers_gives_no_voice(open_to_voices, number) -> None:
    to_questions(open_to_voices, number)
    cards.void_own(number)
    for key in [*ANSWERS, "1"]:
        open_to_voices.press(key)
    assert open_to_voices.heard[0] == said("keypad.refused")
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("what", ["wrong", "short", "unknown", "void", "waits", "old", "stranger"])
def test_every_card_that_cannot_be_used_gets_one_and_the_same_sentence(open_to_voices, village, number, what) -> None:
    typed = number
    if what == "wrong":
        typed = number[:-1] + str((int(number[-1]) + 1) % 10)
    elif what == "short":
        typed = number[:8]
    elif what == "unknown":
        Card.objects.all().delete()
    elif what == "void":
        cards.void_own(number)
    elif what == "waits":
        Card.objects.update(state=Card.State.PRINTED)
    elif what == "old":
        Card.objects.update(until=str(this_quarter().plus(-1)))
    else:
        _stack, (typed,) = cards.print_stack(village.organisations["two"], village.accounts["kabir"], 1)
        Card.objects.update(state=Card.State.ACTIVE, until=str(this_quarter()))
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press(typed)
    assert open_to_voices.heard == [said("keypad.card_no"), said("keypad.card")]


def test_three_wrong_cards_end_a_call(open_to_voices) -> None:
    open_to_voices.walk(CALLER, "451")
    for _n in range(3):
        open_to_voices.press("1234567812345678")
    assert open_to_voices.over
    assert open_to_voices.heard[0] == said("keypad.card_over")


def test_the_same_place_of_a_call_again_and_again_tries_no_more_than_a_few_cards(open_to_voices, number) -> None:
    open_to_voices.walk(CALLER, "451")
    place = open_to_voices.onward
    for _n in range(by_keypad.TRIES):
        open_to_voices.post(place, Digits="1234567812345678")
        assert not open_to_voices.over
    open_to_voices.post(place, Digits=number)
    assert open_to_voices.over


def test_a_telephone_with_many_wrong_cards_tries_no_more_for_an_hour(open_to_voices, village, number) -> None:
    for _n in range(by_keypad.WRONG):
        open_to_voices.walk(CALLER, "451")
        open_to_voices.press("1234567812345678")
        assert not open_to_voices.over
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press("1234567812345678")
    assert open_to_voices.over
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press(number)  # also a good one
    assert open_to_voices.over
    open_to_voices.walk("+919999900418", "451")
    open_to_voices.press(number)
    assert not open_to_voices.over


def test_guessing_by_telephone_slows_everybody_as_it_does_at_the_rating_pages(open_to_voices) -> None:
    before = len(cards.patience.wrong)
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press(new_number(16))
    assert len(cards.patience.wrong) == before + 1


def test_nobody_rates_the_organisation_whose_line_it_is(open_to_voices, village, number) -> None:
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press(number)
    assert not any("Our organisations" in one for one in open_to_voices.heard)
    own = village.offices["desk_one"]
    state = State(root=cards.hold(number).root.hex(), home=village.organisations["one"].code)
    assert not by_keypad.gave(open_to_voices.line, state, keypad.Voice(own.code, "", ANSWERS))
    assert not Ballot.objects.exists()


def test_her_own_block_is_read_first_and_the_offices_of_another_are_there(open_to_voices, village, number) -> None:
    other = Place.objects.create(kind="block", code="1", parent=village.places["district"])
    other.names.create(language="en", text="Aaranga")
    Office.objects.create(kind="police_oc", place=other, names={"en": "Aaranga station"}, valid_from=LONG_AGO)
    one = village.organisations["one"]
    one.place = village.places["hamlet"]
    one.save()
    open_to_voices.walk(CALLER, "451")
    open_to_voices.press(number)
    assert [one for one in open_to_voices.heard if one in {"en-IN Amdanga", "en-IN Aaranga"}] == [
        "en-IN Amdanga",
        "en-IN Aaranga",
    ]
    choose(open_to_voices, "Aaranga")
    assert "en-IN Aaranga station" in open_to_voices.heard  # the only family, the only office there


def test_a_question_is_read_by_the_voice_of_the_rating_pages_and_by_the_lines_own_first(
    open_to_voices, village, number
) -> None:
    to_questions(open_to_voices, number)
    assert "http://testserver/v/sound/en/respect" in open_to_voices.heard
    assert readers.read(open_to_voices.client.get("/v/sound/en/respect"))[:2] == b"\xff\xf3"
    line = Line.objects.get()
    lines.keep_sound(line, "rating.no_blame", "en", WAV, False, village.accounts["salma"])
    open_to_voices.press("1")
    assert open_to_voices.heard[0].startswith(f"http://testserver/line/{line.code}/sound/")


def test_a_recording_that_no_telephone_plays_is_not_given_to_the_company(open_to_voices, number) -> None:
    own = Path(settings.DATA) / "prompts" / "en" / "respect.mp3"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"OggS\x00" + b"0" * 60)
    to_questions(open_to_voices, number)
    assert "en-IN They treated me with respect." in open_to_voices.heard


def test_the_way_is_counted_for_the_reports(open_to_voices, village, number) -> None:
    rate(open_to_voices, number)
    village.tell(village.cards()[0], "hari")
    village.age()
    village.count()
    (row,) = voice_facts.rows()["voice_count"]
    assert (row["keypad"], row["phone"], row["helpline"], row["refused"]) == (1, 1, 0, 0)


def test_no_call_record_and_no_other_place_stores_the_card_or_the_answers(open_to_voices, village, number) -> None:
    """All three databases, every file in DATA, every log line, every address and the cache: searched for both."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    company, onward = open_to_voices, []
    try:
        to_questions(company, number)
        for key in ANSWERS:
            onward.append(company.onward)
            company.press(key)
        onward.append(company.onward)
        company.press("1")
        onward.append(company.onward)
        company.post(company.onward + "x", Digits=number)  # what fails is told without it, too
        company.walk(CALLER, "451")
        company.press("9" + number[1:])
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(before)
    held = cards.hold(number)
    spaced = " ".join(number[n : n + 4] for n in range(0, 16, 4))
    secret = [number, spaced, held.root.hex(), ANSWERS, company.sid, LOCAL]
    files = b"".join(path.read_bytes() for path in Path(settings.DATA).rglob("*") if path.is_file())
    kept = b"".join(canaries.tables().values()) + files + log.getvalue().encode() + " ".join(onward).encode()
    assert canaries.found(secret, kept) == []
    assert held.root not in kept
    assert bytes(Ballot.objects.get().sealed) in kept  # what is looked through is really there
    assert not any(part in repr([*cache._cache, *cache._cache.values()]) for part in secret)
    answered = [model for model in (Arrival, Call, Counted, FollowUp, Tally) if model.objects.exists()]
    assert answered == []  # nothing at all of the call is kept but the ballot


def test_a_page_that_breaks_tells_neither_the_company_nor_the_log(open_to_voices, number, monkeypatch) -> None:
    (handler,) = [one for one in logging.getLogger().handlers if type(one.formatter).__name__ == "Line"]
    open_to_voices.walk(CALLER, "451")

    def broken(*_args: object) -> None:
        raise RuntimeError(number)

    monkeypatch.setattr(cards, "_usable", broken)
    monkeypatch.setattr(handler, "stream", io.StringIO())
    answer = open_to_voices.press(number)
    assert answer.status_code == 500
    assert "RuntimeError" in handler.stream.getvalue()
    assert canaries.found([number, LOCAL], answer.content + handler.stream.getvalue().encode()) == []


def test_a_switch_of_the_company_or_the_menu_turns_it_off(open_to_voices, village) -> None:
    salma, mina = village.accounts["salma"], village.accounts["mina"]
    line = open_to_voices.line
    for change in (
        lambda: lines.sign_with(line, "0123456789abcdef-company", salma),
        lambda: lines.sign_with(line, "", salma),
        lambda: lines.new_secret(line, salma),
        lambda: lines.switch(line, False, salma),
    ):
        line.on = True
        line.save()
        keypad_switch.turn_on(line, ALL, mina)
        assert Line.objects.get().keypad
        change()
        assert not Line.objects.get().keypad


def test_turning_the_menu_on_does_not_turn_it_on(company, village) -> None:
    salma: Account = village.accounts["salma"]
    lines.switch(company.line, False, salma)
    lines.switch(company.line, True, salma)
    lines.settle(company.line, ["en"], ["rights", "keypad", "5"], "", salma)
    assert (Line.objects.get().keypad, Line.objects.get().doors) == (False, ["rights"])
