"""Rating by keypad as a machine: the warning first, a card next, nothing given before the last key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.field import call_state, keypad, menu, menu_text
from pakhi.field.call_state import Ask, Card, Find, Offer, State, Turn, Voice

OFFER = Offer(("bn", "en"), frozenset({"rights"}), ("lawyer",), keypad=True)
OFF = replace(OFFER, keypad=False)
GOOD, ROOT = "1234567812345678", "ab" * 32
LISTS = {
    "where": ["7", "8"], "whom": ["police", "bank"], "which": [f"OFFICE{n}" for n in range(8)], "who": ["", "HARI"],
}  # fmt: skip
ANSWERS = "4321500" + "1" + "1210"  # eight with faces, four with yes or no
MENU = ("door.rights", "door.keypad", "door.again")


def world(turn: Turn, offer: Offer) -> Turn:
    """What the acts come to: one good card, the lists above, and every ballot is kept."""
    while isinstance(turn.act, Card | Find | Voice):
        if isinstance(turn.act, Card):
            turn = keypad.admitted(turn, ROOT, "ONE") if turn.act.digits == GOOD else keypad.denied(turn)
        elif isinstance(turn.act, Find):
            turn = keypad.found(turn, LISTS[turn.act.what], offer)
        else:
            turn = keypad.kept(turn)
    return turn


def walk(keys: list[str], offer: Offer = OFFER) -> Turn:
    """The last turn of a call in English with these keys."""
    turn = menu.begin(offer)
    for key in ["4", *keys]:
        turn = world(menu.step(turn.state, key, offer), offer)
    return turn


TO_CARD = ["5", "1"]
TO_QUESTIONS = [*TO_CARD, GOOD, "1", "1", "2", "2"]
TO_SEND = [*TO_QUESTIONS, *ANSWERS]
OFFICES = tuple(part for n in range(6) for part in (f"office.OFFICE{n}", f"press.{n + 1}"))


@pytest.mark.parametrize(
    ("keys", "say", "ask"),
    [
        ([], MENU, "key"),
        (["5"], ("keypad.warn",), "key"),
        (["5", "9"], ("keypad.warn",), "key"),
        (["5", "0"], MENU, "key"),
        (["5", "5"], ("wrong", "keypad.warn"), "key"),
        (["5", GOOD], ("wrong", "keypad.warn"), "key"),
        (["5", ""], ("silence", "keypad.warn"), "key"),
        (TO_CARD, ("keypad.card",), "code"),
        ([*TO_CARD, "0"], MENU, "key"),
        ([*TO_CARD, ""], ("silence", "keypad.card"), "code"),
        ([*TO_CARD, "99"], ("keypad.card_no", "keypad.card"), "code"),
        ([*TO_CARD, "99", "", "99"], ("keypad.card_over", "bye"), None),
        ([*TO_CARD, GOOD],
         ("keypad.where", "place.7", "press.1", "place.8", "press.2", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "3"],
         ("wrong", "keypad.where", "place.7", "press.1", "place.8", "press.2", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "8"],
         ("wrong", "keypad.where", "place.7", "press.1", "place.8", "press.2", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "0"], MENU, "key"),
        ([*TO_CARD, GOOD, "1"],
         ("keypad.whom", "family.police", "press.1", "family.bank", "press.2", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "1", "1"], ("keypad.which", *OFFICES, "keypad.more", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "1", "1", "9"], ("keypad.which", *OFFICES, "keypad.more", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "1", "1", "8"],
         ("keypad.which", "office.OFFICE6", "press.1", "office.OFFICE7", "press.2", "keypad.more", "keypad.after"),
         "key"),
        ([*TO_CARD, GOOD, "1", "1", "8", "8"], ("keypad.which", *OFFICES, "keypad.more", "keypad.after"), "key"),
        ([*TO_CARD, GOOD, "1", "1", "8", "2"],
         ("office.OFFICE7", "keypad.who", "keypad.whole", "press.1", "holder.HARI", "press.2", "keypad.after"), "key"),
        (TO_QUESTIONS,
         ("keypad.about", "holder.HARI", "office.OFFICE1", "keypad.how", "rating.respect", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, "6"], ("wrong", "rating.respect", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, "0"], ("rating.no_blame", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, "1", "8"], ("rating.respect", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, "8"], ("rating.respect", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, "1", "9"], ("rating.no_blame", "keypad.faces"), "key"),
        ([*TO_QUESTIONS, *ANSWERS[:8]], ("rating.money", "keypad.yesno"), "key"),
        ([*TO_QUESTIONS, *ANSWERS[:8], "3"], ("wrong", "rating.money", "keypad.yesno"), "key"),
        ([*TO_QUESTIONS, *ANSWERS[:10], "1"], ("danger", "rating.go_again", "keypad.yesno"), "key"),
        ([*TO_QUESTIONS, *ANSWERS[:10], "2"], ("rating.go_again", "keypad.yesno"), "key"),
        ([*TO_QUESTIONS, *"000000000000"], ("keypad.empty", *MENU), "key"),
        (TO_SEND, ("keypad.send",), "key"),
        ([*TO_SEND, "9"], ("keypad.send",), "key"),
        ([*TO_SEND, "0"], ("keypad.thrown", *MENU), "key"),
        ([*TO_SEND, "2"],
         ("keypad.about", "holder.HARI", "office.OFFICE1", "keypad.how", "rating.respect", "keypad.faces"), "key"),
        ([*TO_SEND, "1"], ("keypad.kept", "keypad.next"), "key"),
        ([*TO_SEND, "1", "9"], ("keypad.next",), "key"),
        ([*TO_SEND, "1", "0"], MENU, "key"),
        ([*TO_SEND, "1", "1"],
         ("keypad.where", "place.7", "press.1", "place.8", "press.2", "keypad.after"), "key"),
    ],
)  # fmt: skip
def test_what_is_said_next(keys, say, ask) -> None:
    turn = walk(keys)
    assert (turn.say, turn.ask) == (say, Ask(ask) if ask else None)


def test_her_answers_are_given_once_she_has_pressed_to_send_them() -> None:
    turn = menu.step(walk(TO_SEND).state, "1", OFFER)
    assert turn.act == Voice("OFFICE1", "HARI", ANSWERS)
    assert keypad.items(ANSWERS) == {
        "respect": 4, "no_blame": 3, "listened": 2, "explained": 1, "waiting": 0, "safe": 1,
    }  # fmt: skip
    assert keypad.yesno(ANSWERS) == {"money": True, "turned_away": False, "told_others": True}


def test_what_is_kept_or_left_goes_into_no_further_place_of_the_call() -> None:
    sent = walk([*TO_SEND, "1"]).state
    assert (sent.root, sent.given, sent.office, sent.holder, sent.place) == (ROOT, "", "", "", "")
    for keys in ([*TO_SEND, "0"], [*TO_CARD, GOOD, "0"], [*TO_SEND, "1", "0"], [*TO_QUESTIONS, "", "", ""]):
        state = walk(keys).state
        assert (state, state.at in {"main", "over"}) == (call_state.clean(state), True)


def test_a_list_of_one_is_chosen_and_an_empty_one_leads_to_the_menu() -> None:
    asked = Turn(State(at="pick", what="where", language="en"), (), Ask(), Find("where"))
    assert keypad.found(asked, ["7"], OFFER).act == Find("whom")
    assert keypad.found(asked, [], OFFER).say == ("keypad.none", *MENU)
    seats = replace(asked, state=replace(asked.state, what="who", office="A"))
    assert keypad.found(seats, [""], OFFER).say[:2] == ("keypad.about", "office.A")


@pytest.mark.parametrize("at", ["card", "pick", "answer", "send", "next"])
def test_a_place_without_a_warning_or_a_card_begins_with_the_warning(at) -> None:
    for state in (State(at=at, root=ROOT, given=ANSWERS), State(at=at, warned=at != "card", given=ANSWERS)):
        turn = menu.step(replace(state, language="en"), "1", OFFER)
        assert (turn.say, turn.act, turn.state.given) == (("keypad.warn",), None, "")


@pytest.mark.parametrize("at", keypad.MOVES)
@pytest.mark.parametrize("key", ["1", "", GOOD, "0"])
def test_turned_off_no_place_of_it_is_there_any_more(at, key) -> None:
    inside = State(at=at, language="en", warned=True, root=ROOT, what="where", shown=("7",), given="1")
    turn = menu.step(inside, key, OFF)
    assert (turn.say, turn.act) == (("wrong", "door.rights", "door.again"), None)
    assert turn.state == call_state.clean(turn.state)


def test_a_line_that_did_not_turn_it_on_knows_no_key_5() -> None:
    assert walk(["5"], OFF).say == ("wrong", "door.rights", "door.again")
    assert not Offer(("en",), frozenset(call_state.DOORS.values())).keypad


PIECES = [[key] for key in [*"0123456789", "", GOOD, "99"]]
PIECES += [["5", "1"], ["5", "1", GOOD], ["1", "1", "2", "2"], [*ANSWERS], [*ANSWERS, "1"], TO_SEND[:9]]
PRESSED = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: [key for piece in pieces for key in piece])


@given(PRESSED, st.booleans())
def test_whatever_is_pressed_no_card_is_asked_without_a_warning_and_no_voice_given_without_both(keys, on) -> None:
    offer, warned, held = replace(OFFER, keypad=on), False, False
    turn = menu.begin(offer)
    for key in ["4", "5", *keys]:
        asked, turn = turn, menu.step(turn.state, key, offer)
        if isinstance(turn.act, Card):
            assert warned
            assert asked.state.at == "card"
            held = turn.act.digits == GOOD
        if isinstance(turn.act, Voice):
            assert warned
            assert held
            assert (asked.state.at, key) == ("send", "1")
            assert len(turn.act.given) == len(keypad.questions())
        if asked.say == ("keypad.warn",) or "keypad.warn" in asked.say:
            warned = warned or (key == "1" and turn.state.at == "card")
        turn = world(turn, offer)
        if turn.state.at in {"main", "over", "warn"}:
            warned, held = False, False
        assert on or turn.state.at not in keypad.MOVES
        if turn.ask is None:
            break


@given(PRESSED)
def test_everything_that_is_said_has_words(keys) -> None:
    words = menu_text.fixed() | menu_text.of_rating()
    named = ("place.", "family.", "office.", "holder.")
    turn = menu.begin(OFFER)
    for key in ["4", *TO_QUESTIONS, *keys]:
        turn = world(menu.step(turn.state, key, OFFER), OFFER)
        assert all(part in words or part.startswith(named) for part in turn.say), turn.say
        if turn.ask is None:
            break


def test_every_prompt_is_there_in_four_languages_and_fits_where_recordings_are_kept() -> None:
    english = {key: held["en"] for key, held in menu_text.of_rating().items()}
    for key, held in menu_text.of_rating().items():
        assert set(held) == set(menu.DIGIT_OF), key
        assert all(held.values()), key
        assert len({*held.values()}) == 4, key
        assert len(key) <= 40
    assert len(english) == len(set(english))
    assert "twelve" in english["keypad.how"]
    assert len(keypad.questions()) == 12


@pytest.mark.parametrize("language", menu.DIGIT_OF)
def test_the_warning_tells_what_the_company_sees_and_which_key_goes_on(language) -> None:
    wanted = {
        "en": (
            "telephone company",
            "your number",
            "the time",
            "your card",
            "each answer",
            "police",
            "whoever of us",
            "safer",
        ),
        "bn": ("ফোন কোম্পানি", "আপনার নম্বর", "সময়", "কার্ডের নম্বর", "প্রতিটি উত্তর", "পুলিশ", "আমাদের মধ্যে", "নিরাপদ", "১ টিপুন"),
        "hi": ("फ़ोन कंपनी", "आपका नंबर", "समय", "कार्ड का नंबर", "हर जवाब", "पुलिस", "हममें से", "सुरक्षित", "1 दबाएँ"),
        "te": ("ఫోన్ కంపెనీ", "మీ నంబర్", "సమయాన్ని", "కార్డు నంబర్", "ప్రతి జవాబు", "పోలీసులు", "మాలో", "సురక్షితం", "1 నొక్కండి"),
    }[language]
    said = menu_text.of_rating()["keypad.warn"][language]
    assert [word for word in wanted if word not in said] == []


def test_no_prompt_tells_whoever_holds_the_telephone_what_the_line_is_for() -> None:
    said = " ".join(text for held in menu_text.of_rating().values() for text in held.values()).casefold()
    for word in ("traffick", "survivor", "rescue", "pakhi", "পাচার", "तस्करी", "అక్రమ రవాణా"):
        assert word not in said
