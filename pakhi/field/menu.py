"""A call to the telephone menu as a pure machine: a place and a key pressed give what is said and asked next.

It knows no database, no company and no number. `begin` and `step` give a `Turn`: the prompts to play in order, what to
wait for, and at most one act that has to happen before the answer is given. The same call at the same place with the
same key gives the same turn, so a question that is asked twice is answered alike.

Digits never move: 1 is always the rights, whether or not a line offers them, so a printed card stays right.
"""

from __future__ import annotations

from dataclasses import replace

from pakhi.field import keypad
from pakhi.field.call_state import (
    MISSES,
    MOST,
    Ask,
    Count,
    Episode,
    Leave,
    Move,
    Offer,
    State,
    Turn,
    clean,
    go,
    main,
    menu,
    over,
)

DIGIT_OF = {"bn": "1", "hi": "2", "te": "3", "en": "4"}  # of the languages; menu.yaml says the same aloud
SAFE = {"1": "yes", "2": "hours", "3": "no"}
WHEN = {"1": "morning", "2": "afternoon", "3": "evening"}
SOON = {"1": "now", "2": "today", "3": "week"}
NO_GROUP = "-"
CHOICES = 6  # the most answers to a question; 8, 9 and 0 stay free
CODES = {"group", "card"}  # places where several digits are typed, and the hash key


def begin(offer: Offer) -> Turn:
    """The first thing that a caller hears."""
    if len(offer.languages) == 1:
        state = State(at="main", language=offer.languages[0])
        return Turn(state, ("welcome", *menu(state, offer)))
    return Turn(State(language=offer.languages[0]), ("welcome", *languages(offer)))


def step(state: State, pressed: str, offer: Offer, *, spoke: bool = False) -> Turn:
    """What follows when somebody pressed keys (nothing: she was silent), or spoke after the tone."""
    state = replace(state, steps=state.steps + 1)
    if state.steps >= MOST:
        return over(state)
    if state.at == "record":
        return left(state) if spoke else again(state, "", offer)
    if not pressed and state.at != "group":
        return again(state, "", offer)
    if state.at in keypad.MOVES:
        return keypad.step(state, pressed, offer) or again(state, pressed, offer)
    return MOVES[state.at](state, pressed, offer)


def failed(turn: Turn) -> Turn:
    """What is said instead where the act of a turn could not be done; nobody is told that something was kept.

    Whoever is in danger now hears all the same where help is.
    """
    danger = ("danger",) if "danger" in turn.say else ()
    return Turn(replace(clean(turn.state), at="over"), (*danger, "cannot", "bye"), None)


def again(state: State, pressed: str, offer: Offer) -> Turn:
    """Nothing was pressed, or no key of this place: say so and ask again; after three times the call ends."""
    state = replace(state, misses=state.misses + 1)
    if state.misses >= MISSES:
        return over(state)
    if state.at in keypad.MOVES and not offer.keypad:
        return main(state, offer, "wrong")
    ask = Ask("voice") if state.at == "record" else Ask("code") if state.at in CODES else Ask()
    return Turn(state, ("wrong" if pressed else "silence", *asked(state, offer)), ask)


def asked(state: State, offer: Offer) -> tuple[str, ...]:
    """What is asked at a place, to be said once more."""
    if state.at in keypad.MOVES:
        return keypad.asked(state)
    if state.at in {"language", "main"}:
        return languages(offer) if state.at == "language" else menu(state, offer)
    return question(state) if state.at == "serial" else ("rights_after",) if state.at == "rights" else (state.at,)


def languages(offer: Offer) -> tuple[str, ...]:
    """Each language in itself: `language.bn` is said in Bengali."""
    return tuple(f"language.{code}" for code in DIGIT_OF if code in offer.languages)


def in_language(state: State, pressed: str, offer: Offer) -> Turn:
    code = next((code for code, digit in DIGIT_OF.items() if digit == pressed and code in offer.languages), "")
    if not code:
        return again(state, pressed, offer)
    return main(replace(state, language=code), offer)


def in_main(state: State, pressed: str, offer: Offer) -> Turn:
    door = dict(offer.open(state.language)).get(pressed, "")
    if pressed == "9":
        return main(state, offer)
    if door == "rights":
        return right(state, offer, 0)
    if door == "serial":
        return play(state, offer.heard(state.language)[0])
    if door == "keypad":
        return keypad.enter(state)
    if door:
        return go(state, "safe", ("safe",), message=door == "message")
    return again(state, pressed, offer)


def right(state: State, offer: Offer, item: int) -> Turn:
    """One right in plain words, and what one can do about it."""
    key = offer.rights[item % len(offer.rights)]
    return go(state, "rights", (f"right.{key}", "ask", "rights_after"), item=item % len(offer.rights))


def in_rights(state: State, pressed: str, offer: Offer) -> Turn:
    if pressed in {"1", "2"} and offer.rights:
        return right(state, offer, state.item + (pressed == "1"))
    if pressed == "3" and "back" in offer.doors:
        return go(state, "safe", ("safe",), message=False)
    if pressed == "0":
        return main(state, offer)
    return again(state, pressed, offer)


def play(state: State, episode: Episode) -> Turn:
    """An episode with its question; the answer is a key."""
    state = replace(state, number=episode.number)
    return go(state, "serial", (f"episode.{episode.number}", *question(state)))


def question(state: State) -> tuple[str, ...]:
    return (f"question.{state.number}", "serial_after")


def in_serial(state: State, pressed: str, offer: Offer) -> Turn:
    heard = offer.heard(state.language)
    place = next((n for n, one in enumerate(heard) if one.number == state.number), -1)
    if pressed == "0" or place < 0:  # it was closed while she listened
        return main(state, offer)
    if pressed == "9":
        return play(state, heard[place])
    if pressed == "8":
        return play(state, heard[(place + 1) % len(heard)])
    if not (pressed.isdecimal() and 1 <= int(pressed) <= heard[place].choices):
        return again(state, pressed, offer)
    state = replace(state, choice=int(pressed))
    if state.group or not offer.groups:
        return counted(replace(state, group=state.group or NO_GROUP), offer)
    return Turn(replace(state, at="group", misses=0), ("group",), Ask("code"))


def in_group(state: State, pressed: str, offer: Offer) -> Turn:
    """The code of her group; only the hash key, or nothing, is no group."""
    if not pressed or pressed in offer.groups:
        return counted(replace(state, group=pressed or NO_GROUP), offer)
    return again(state, pressed, offer)


def counted(state: State, offer: Offer) -> Turn:
    act = Count(state.number, state.choice, state.group)
    return Turn(replace(state, at="main", misses=0, choice=0), ("counted", *menu(state, offer)), Ask(), act)


def in_safe(state: State, pressed: str, offer: Offer) -> Turn:
    """Whether we may call this telephone. Where it is not safe nothing is kept, but she may still leave a message."""
    safe = SAFE.get(pressed, "")
    if not safe:
        return again(state, pressed, offer)
    if safe == "no" and not state.message:
        return main(replace(state, safe=""), offer, "not_safe")
    if safe == "hours":
        return go(state, "when", ("when",), safe=safe)
    return go(state, "soon", ("soon",), safe=safe, when="")


def in_when(state: State, pressed: str, offer: Offer) -> Turn:
    if pressed not in WHEN:
        return again(state, pressed, offer)
    return go(state, "soon", ("soon",), when=WHEN[pressed])


def in_soon(state: State, pressed: str, offer: Offer) -> Turn:
    if pressed not in SOON:
        return again(state, pressed, offer)
    state = replace(state, soon=SOON[pressed], misses=0)
    danger = ("danger",) if state.soon == "now" else ()
    if state.message:
        return Turn(replace(state, at="record"), (*danger, "record"), Ask("voice"))
    return replace(left(state), say=(*danger, "left", "bye"))


def left(state: State) -> Turn:
    """It is left, and the call ends."""
    act = Leave(state.safe, state.when, state.soon, state.message, state.language)
    return Turn(replace(state, at="over"), ("left", "bye"), None, act)


def in_over(state: State, pressed: str, offer: Offer) -> Turn:
    return over(state)


MOVES: dict[str, Move] = {
    "language": in_language, "main": in_main, "rights": in_rights, "serial": in_serial, "group": in_group,
    "safe": in_safe, "when": in_when, "soon": in_soon, "over": in_over,
}  # fmt: skip
