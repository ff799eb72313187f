"""A call to the telephone menu as a pure machine: a place and a key pressed give what is said and asked next.

It knows no database, no company and no number. `begin` and `step` give a `Turn`: the prompts to play in order, what to
wait for, and at most one act that has to happen before the answer is given. The same call at the same place with the
same key gives the same turn, so a question that is asked twice is answered alike.

Digits never move: 1 is always the rights, whether or not a line offers them, so a printed card stays right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

DIGIT_OF = {"bn": "1", "hi": "2", "te": "3", "en": "4"}  # of the languages; menu.yaml says the same aloud
DOORS = {"1": "rights", "2": "serial", "3": "back", "4": "message"}
SAFE = {"1": "yes", "2": "hours", "3": "no"}
WHEN = {"1": "morning", "2": "afternoon", "3": "evening"}
SOON = {"1": "now", "2": "today", "3": "week"}
NO_GROUP = "-"
MISSES, MOST = 3, 80  # so often nothing or a wrong key in a row, and so many steps, end a call
CHOICES = 6  # the most answers to a question; 8, 9 and 0 stay free


@dataclass(frozen=True)
class Episode:
    """An episode that can be heard: its number, how many answers its question has, and in which languages it is."""

    number: int
    choices: int
    languages: frozenset[str]


@dataclass(frozen=True)
class Offer:
    """What a line offers. `episodes`: the newest first."""

    languages: tuple[str, ...]
    doors: frozenset[str]
    rights: tuple[str, ...] = ()
    episodes: tuple[Episode, ...] = ()
    groups: frozenset[str] = frozenset()

    def heard(self, language: str) -> list[Episode]:
        """The episodes that somebody of a language can hear."""
        return [one for one in self.episodes if language in one.languages]

    def open(self, language: str) -> list[tuple[str, str]]:
        """(digit, door) of the menu in a language: no door that leads nowhere."""
        there = {"rights": bool(self.rights), "serial": bool(self.heard(language)), "back": True, "message": True}
        return [(digit, door) for digit, door in DOORS.items() if door in self.doors and there[door]]


@dataclass(frozen=True)
class State:
    """Where a call is. Nothing in it says who calls. `number`: of the episode; `item`: which right, from 0."""

    at: str = "language"
    language: str = ""
    item: int = 0
    number: int = 0
    choice: int = 0
    group: str = ""
    safe: str = ""
    when: str = ""
    soon: str = ""
    message: bool = False
    misses: int = 0
    steps: int = 0


@dataclass(frozen=True)
class Ask:
    """What is waited for: one `key`, a `code` that the hash key ends, or a `voice` after the tone."""

    kind: str = "key"


@dataclass(frozen=True)
class Count:
    """An answer to an episode's question, for a group."""

    number: int
    choice: int
    group: str


@dataclass(frozen=True)
class Leave:
    """Something is left for the workers: a wish for a call, or a message. `safe` "no": her number is not kept."""

    safe: str
    when: str
    soon: str
    message: bool
    language: str


@dataclass(frozen=True)
class Turn:
    """What happens next. Without `ask` the call ends. `act` comes first; if it cannot be done, `failed` says so."""

    state: State
    say: tuple[str, ...]
    ask: Ask | None = Ask()
    act: Count | Leave | None = None


Move = Callable[[State, str, Offer], Turn]


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
    return MOVES[state.at](state, pressed, offer)


def failed(turn: Turn) -> Turn:
    """What is said instead where the act of a turn could not be done; nobody is told that something was kept.

    Whoever is in danger now hears all the same where help is.
    """
    danger = ("danger",) if "danger" in turn.say else ()
    return Turn(replace(turn.state, at="over"), (*danger, "cannot", "bye"), None)


def over(state: State) -> Turn:
    return Turn(replace(state, at="over"), ("bye",), None)


def go(state: State, at: str, say: tuple[str, ...], **more: str | int | bool) -> Turn:
    """On to another place, with a clean count of misses."""
    return Turn(replace(state, at=at, misses=0, **more), say)  # type: ignore[arg-type]  # the fields of State


def again(state: State, pressed: str, offer: Offer) -> Turn:
    """Nothing was pressed, or no key of this place: say so and ask again; after three times the call ends."""
    state = replace(state, misses=state.misses + 1)
    if state.misses >= MISSES:
        return over(state)
    ask = Ask("voice") if state.at == "record" else Ask("code") if state.at == "group" else Ask()
    return Turn(state, ("wrong" if pressed else "silence", *asked(state, offer)), ask)


def asked(state: State, offer: Offer) -> tuple[str, ...]:
    """What is asked at a place, to be said once more."""
    places: dict[str, Callable[[], tuple[str, ...]]] = {
        "language": lambda: languages(offer), "main": lambda: menu(state, offer),
        "rights": lambda: ("rights_after",), "serial": lambda: question(state),
    }  # fmt: skip
    return places[state.at]() if state.at in places else (state.at,)


def languages(offer: Offer) -> tuple[str, ...]:
    """Each language in itself: `language.bn` is said in Bengali."""
    return tuple(f"language.{code}" for code in DIGIT_OF if code in offer.languages)


def menu(state: State, offer: Offer) -> tuple[str, ...]:
    return (*[f"door.{door}" for _digit, door in offer.open(state.language)], "door.again")


def in_language(state: State, pressed: str, offer: Offer) -> Turn:
    code = next((code for code, digit in DIGIT_OF.items() if digit == pressed and code in offer.languages), "")
    if not code:
        return again(state, pressed, offer)
    state = replace(state, language=code)
    return go(state, "main", menu(state, offer))


def in_main(state: State, pressed: str, offer: Offer) -> Turn:
    door = dict(offer.open(state.language)).get(pressed, "")
    if pressed == "9":
        return go(state, "main", menu(state, offer))
    if door == "rights":
        return right(state, offer, 0)
    if door == "serial":
        return play(state, offer.heard(state.language)[0])
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
        return go(state, "main", menu(state, offer))
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
        return go(state, "main", menu(state, offer))
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
        return go(state, "main", ("not_safe", *menu(state, offer)), safe="")
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
