"""The words of the telephone menu's machine: where a call is, what is asked, what has to happen, what is said next.

Nothing here knows a database, a company or a number. `menu` and `keypad` move from place to place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

DOORS = {"1": "rights", "2": "serial", "3": "back", "4": "message"}
RATING = ("5", "keypad")  # no door that an offer can be given: it has a switch of its own (keypad_switch.py)
MISSES, MOST = 3, 120  # so often nothing or a wrong key in a row, and so many steps, end a call


@dataclass(frozen=True)
class Episode:
    """An episode that can be heard: its number, how many answers its question has, and in which languages it is."""

    number: int
    choices: int
    languages: frozenset[str]


@dataclass(frozen=True)
class Offer:
    """What a line offers. `episodes`: the newest first. `keypad`: whether offices can be rated by keypad here."""

    languages: tuple[str, ...]
    doors: frozenset[str]
    rights: tuple[str, ...] = ()
    episodes: tuple[Episode, ...] = ()
    groups: frozenset[str] = frozenset()
    keypad: bool = False

    def heard(self, language: str) -> list[Episode]:
        """The episodes that somebody of a language can hear."""
        return [one for one in self.episodes if language in one.languages]

    def open(self, language: str) -> list[tuple[str, str]]:
        """(digit, door) of the menu in a language: no door that leads nowhere."""
        there = {"rights": bool(self.rights), "serial": bool(self.heard(language)), "back": True, "message": True}
        found = [(digit, door) for digit, door in DOORS.items() if door in self.doors and there[door]]
        return [*found, RATING] if self.keypad else found


@dataclass(frozen=True)
class State:
    """Where a call is. Nothing in it says who calls. `number`: of the episode; `item`: which right, from 0; `began`:
    when its first address was written, in seconds.

    Of the rating by keypad: `warned`, that she heard what the company sees and went on; `root` (hexadecimal) and
    `home`, what her card is known by and whose it is; `what`, `page`, `shown` and `more`, the list that she chooses
    from; `place` to `holder`, what she chose; `given`, a sign for each question answered so far.
    """

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
    began: int = field(default=0, compare=False)
    warned: bool = False
    root: str = field(default="", repr=False)
    home: str = field(default="", repr=False)
    what: str = ""
    page: int = 0
    shown: tuple[str, ...] = field(default=(), repr=False)
    more: bool = False
    place: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    office: str = field(default="", repr=False)
    holder: str = field(default="", repr=False)
    given: str = field(default="", repr=False)


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
class Card:
    """A card's number was typed."""

    digits: str = field(repr=False)


@dataclass(frozen=True)
class Find:
    """A list to choose from is needed: `where`, `whom`, `which` or `who`."""

    what: str


@dataclass(frozen=True)
class Voice:
    """Her answers about an office, or somebody in it: to be sealed and kept."""

    office: str = field(repr=False)
    holder: str = field(repr=False)
    given: str = field(repr=False)


@dataclass(frozen=True)
class Turn:
    """What happens next. Without `ask` the call ends. `act` comes first; if it cannot be done, `failed` says so."""

    state: State
    say: tuple[str, ...]
    ask: Ask | None = Ask()
    act: Count | Leave | Card | Find | Voice | None = None


Move = Callable[[State, str, Offer], Turn]


def clean(state: State) -> State:
    """Without anything of a rating: what is not needed any more goes into no address."""
    return replace(
        state, warned=False, root="", home="", what="", page=0, shown=(), more=False, place="", family="", office="",
        holder="", given="",
    )  # fmt: skip


def over(state: State) -> Turn:
    return Turn(replace(clean(state), at="over"), ("bye",), None)


def go(state: State, at: str, say: tuple[str, ...], **more: Any) -> Turn:
    """On to another place, with a clean count of misses."""
    return Turn(replace(state, at=at, misses=0, **more), say)


def menu(state: State, offer: Offer) -> tuple[str, ...]:
    """What the menu says."""
    return (*[f"door.{door}" for _digit, door in offer.open(state.language)], "door.again")


def main(state: State, offer: Offer, *said: str) -> Turn:
    """To the menu, after these words."""
    return go(clean(state), "main", (*said, *menu(state, offer)))
