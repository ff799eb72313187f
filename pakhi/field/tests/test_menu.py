"""A call through the telephone menu, as tables: where it is, which key, what is said next, what is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pakhi.field import menu, menu_text
from pakhi.field.call_state import DOORS as KEYS
from pakhi.field.call_state import Ask, Count, Episode, Leave, Offer, State, Turn

ALL = frozenset({"bn", "hi", "te", "en"})
OFFER = Offer(
    tuple(menu.DIGIT_OF), frozenset(KEYS.values()), ("lawyer", "name"),
    (Episode(2, 3, frozenset({"bn"})), Episode(1, 2, ALL)), frozenset({"12", "345"}),
)  # fmt: skip
DOORS = ("door.rights", "door.serial", "door.back", "door.message", "door.again")


def walk(keys: list[str], offer: Offer = OFFER, spoke: bool = False) -> Turn:
    """The last turn of a call with these keys; `spoke`: at the end she speaks after the tone."""
    turn = menu.begin(offer)
    for key in keys:
        turn = menu.step(turn.state, key, offer)
    return menu.step(turn.state, "", offer, spoke=True) if spoke else turn


def test_a_call_begins_with_each_language_in_itself() -> None:
    turn = menu.begin(OFFER)
    assert turn.say == ("welcome", "language.bn", "language.hi", "language.te", "language.en")
    assert (turn.ask, turn.act) == (Ask("key"), None)


@pytest.mark.parametrize(("code", "digit"), menu.DIGIT_OF.items())
@pytest.mark.parametrize(
    ("keys", "say", "ask", "act"),
    [
        ("", DOORS, "key", None),
        ("9", DOORS, "key", None),
        ("7", ("wrong", *DOORS), "key", None),
        ("1", ("right.lawyer", "ask", "rights_after"), "key", None),
        ("11", ("right.name", "ask", "rights_after"), "key", None),
        ("111", ("right.lawyer", "ask", "rights_after"), "key", None),
        ("12", ("right.lawyer", "ask", "rights_after"), "key", None),
        ("13", ("safe",), "key", None),
        ("10", DOORS, "key", None),
        ("14", ("wrong", "rights_after"), "key", None),
        ("3", ("safe",), "key", None),
        ("33", ("not_safe", *DOORS), "key", None),
        ("31", ("soon",), "key", None),
        ("32", ("when",), "key", None),
        ("324", ("wrong", "when"), "key", None),
        ("312", ("left", "bye"), None, Leave("yes", "", "today", False, "?")),
        ("311", ("danger", "left", "bye"), None, Leave("yes", "", "now", False, "?")),
        ("3233", ("left", "bye"), None, Leave("hours", "evening", "week", False, "?")),
        ("43", ("soon",), "key", None),
        ("432", ("record",), "voice", None),
        ("411", ("danger", "record"), "voice", None),
        ("4119", ("silence", "record"), "voice", None),
    ],
)
def test_what_is_said_next(code, digit, keys, say, ask, act) -> None:
    turn = walk([digit, *keys])
    wanted = replace(act, language=code) if act else None
    assert (turn.say, turn.ask, turn.act) == (say, Ask(ask) if ask else None, wanted)


@pytest.mark.parametrize(
    ("keys", "say", "ask", "act"),
    [
        (["1", "2"], ("episode.2", "question.2", "serial_after"), "key", None),
        (["2", "2"], ("episode.1", "question.1", "serial_after"), "key", None),  # in Hindi there is only the first
        (["1", "2", "8"], ("episode.1", "question.1", "serial_after"), "key", None),
        (["1", "2", "8", "8"], ("episode.2", "question.2", "serial_after"), "key", None),
        (["1", "2", "9"], ("episode.2", "question.2", "serial_after"), "key", None),
        (["1", "2", "0"], DOORS, "key", None),
        (["1", "2", "4"], ("wrong", "question.2", "serial_after"), "key", None),
        (["1", "2", "3"], ("group",), "code", None),
        (["1", "2", "3", "12"], ("counted", *DOORS), "key", Count(2, 3, "12")),
        (["1", "2", "3", ""], ("counted", *DOORS), "key", Count(2, 3, "-")),
        (["1", "2", "3", "99"], ("wrong", "group"), "code", None),
        (["1", "2", "3", "99", "345"], ("counted", *DOORS), "key", Count(2, 3, "345")),
        (["1", "2", "3", "12", "2", "8", "1"], ("counted", *DOORS), "key", Count(1, 1, "12")),  # asked once a call
    ],
)
def test_the_serial(keys, say, ask, act) -> None:
    turn = walk(keys)
    assert (turn.say, turn.ask, turn.act) == (say, Ask(ask), act)


@pytest.mark.parametrize(
    ("keys", "safe", "when"), [("1431", "no", ""), ("1412", "yes", ""), ("14221", "hours", "afternoon")]
)
def test_a_message_ends_the_call_with_what_she_said_of_safety(keys, safe, when) -> None:
    turn = walk([*keys], spoke=True)
    assert turn.ask is None
    assert isinstance(turn.act, Leave)
    assert (turn.act.safe, turn.act.when, turn.act.message) == (safe, when, True)


def test_silence_three_times_in_a_row_ends_a_call_and_an_answer_between_does_not() -> None:
    assert walk(["1", "", ""]).say == ("silence", *DOORS)
    assert walk(["1", "", "", ""]) == Turn(replace(walk(["1", "", "", ""]).state, at="over"), ("bye",), None)
    assert walk(["1", "", "", "9", "", ""]).ask is not None
    assert walk(["", "", ""]).say == ("bye",)


def test_no_call_goes_on_for_ever() -> None:
    assert walk(["1", *["9"] * menu.MOST]).ask is None


def test_a_closed_door_is_neither_said_nor_open_and_no_key_moves() -> None:
    offer = replace(OFFER, doors=frozenset({"serial", "message"}), languages=("bn", "en"))
    assert menu.begin(offer).say == ("welcome", "language.bn", "language.en")
    assert walk(["2"], offer).say == ("wrong", "language.bn", "language.en")
    assert walk(["1"], offer).say == ("door.serial", "door.message", "door.again")
    assert walk(["1", "1"], offer).say[0] == walk(["1", "3"], offer).say[0] == "wrong"
    assert walk(["4"], replace(offer, episodes=())).say == ("door.message", "door.again")


def test_a_line_of_one_language_does_not_ask_for_it() -> None:
    assert menu.begin(replace(OFFER, languages=("te",))).say == ("welcome", *DOORS)


def test_an_episode_that_is_closed_while_she_listens_leads_to_the_start() -> None:
    listening = walk(["1", "2"]).state
    assert menu.step(listening, "1", replace(OFFER, episodes=OFFER.episodes[1:])).say == DOORS


def test_without_groups_nobody_is_asked_for_one() -> None:
    assert walk(["1", "2", "1"], replace(OFFER, groups=frozenset())).act == Count(2, 1, "-")


def test_the_same_place_and_key_give_the_same_turn() -> None:
    state = State(at="soon", language="hi", safe="yes")
    assert menu.step(state, "2", OFFER) == menu.step(state, "2", OFFER)


def test_what_could_not_be_kept_is_not_said_to_be() -> None:
    assert menu.failed(walk(["1", "3", "1", "2"])).say == ("cannot", "bye")


def test_whoever_is_in_danger_now_hears_where_help_is_also_where_nothing_could_be_kept() -> None:
    turn = menu.failed(walk(["1", "3", "1", "1"]))
    assert (turn.say, turn.ask, turn.act) == (("danger", "cannot", "bye"), None, None)


def test_every_prompt_of_every_call_has_words_in_its_language() -> None:
    words = menu_text.fixed()
    said = {key for keys in ([], ["1"], ["1", "7"], ["1", "1"], ["1", ""], ["1", "3", "3"], ["1", "3", "1", "1"])
            for key in walk(keys).say}  # fmt: skip
    assert said <= set(words)
    for key, held in words.items():
        wanted = {key.removeprefix("language.")} if key.startswith("language.") else ALL
        assert set(held) == wanted, key
        assert all(held.values()), key


def test_no_prompt_tells_whoever_holds_the_telephone_what_the_line_is_for() -> None:
    said = " ".join(text for held in menu_text.fixed().values() for text in held.values()).casefold()
    for word in ("traffick", "survivor", "rescue", "pakhi", "পাচার", "तस्करी", "అక్రమ రవాణా"):
        assert word not in said


def test_a_right_tells_no_sum_and_no_day_and_has_its_source() -> None:
    for one in menu_text.rights():
        assert one.source
        assert not any(sign.isdigit() for text in one.text.values() for sign in text)
