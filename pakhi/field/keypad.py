"""Rating an office by keypad as a pure machine: warned, then her card, whom it is about, each question, and sealed.

Where it needs the world (a card looked up, a list, a ballot kept) it gives an act; `admitted`, `denied`, `found` and
`refused` go on with what came of it. No act but with a warning heard and passed by a key; no voice but with a card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from pakhi.field.call_state import (
    MISSES,
    Ask,
    Card,
    Find,
    Offer,
    State,
    Turn,
    Voice,
    clean,
    go,
    main,
    over,
)
from pakhi.voice.questions import Question, questionnaire

AT_ONCE = 6  # so many to choose from are read at once, each with its key
CHOSEN = {"where": "place", "whom": "family", "which": "office", "who": "holder"}  # list -> what its choice is
NEXT = {"where": "whom", "whom": "which", "which": "who"}
FACES, SKIP, YES, NO = "1234", "0", "1", "2"
DOES_NOT_APPLY = "5"
Place = Callable[[State, str, Offer], Turn | None]


@cache
def questions() -> tuple[tuple[Question, bool], ...]:
    """(question, whether it has faces) in the order in which they are asked. No themes, no own words."""
    asked = questionnaire()
    return (*((one, True) for one in asked.items), *((one, False) for one in asked.yesno))


def step(state: State, pressed: str, offer: Offer) -> Turn | None:
    """What follows at a place of the rating; None where a key is not in use. Turned off meanwhile: to the menu."""
    if not offer.keypad:
        return main(state, offer, "wrong")
    if state.at != "warn" and not (state.warned and (state.root or state.at == "card")):
        return enter(state)
    return MOVES[state.at](state, pressed, offer)


def enter(state: State) -> Turn:
    """First the warning."""
    return go(clean(state), "warn", ("keypad.warn",))


def in_warn(state: State, pressed: str, offer: Offer) -> Turn | None:
    if pressed == "1":
        return replace(go(state, "card", ("keypad.card",), warned=True), ask=Ask("code"))
    if pressed == "9":
        return enter(state)
    return main(state, offer) if pressed == "0" else None


def in_card(state: State, pressed: str, offer: Offer) -> Turn | None:
    if pressed == "0":
        return main(state, offer)
    return Turn(state, (), Ask("code"), Card(pressed))


def admitted(turn: Turn, root: str, home: str) -> Turn:
    """The card is good."""
    return find(replace(turn.state, root=root, home=home, misses=0), "where")


def denied(turn: Turn) -> Turn:
    """The card is not; after three times the call ends."""
    state = replace(turn.state, misses=turn.state.misses + 1)
    if state.misses >= MISSES:
        return ended(turn)
    return Turn(state, ("keypad.card_no", "keypad.card"), Ask("code"))


def ended(turn: Turn) -> Turn:
    """No more cards in this call."""
    return replace(over(turn.state), say=("keypad.card_over", "bye"))


def find(state: State, what: str, page: int = 0) -> Turn:
    """A list is needed before anything can be said."""
    return replace(go(state, "pick", (), what=what, page=page, shown=(), more=False), act=Find(what))


def found(turn: Turn, choices: Sequence[str], offer: Offer) -> Turn:
    """The list is here: six of it are read. What is the only one is chosen at once; of nothing nothing is chosen."""
    state = turn.state
    if not choices:
        return main(state, offer, "keypad.none")
    if len(choices) == 1:
        return chosen(state, choices[0])
    pages = -(-len(choices) // AT_ONCE)
    first = state.page % pages * AT_ONCE
    state = replace(state, page=first // AT_ONCE, shown=tuple(choices[first : first + AT_ONCE]), more=pages > 1)
    return Turn(state, listed(state))


def listed(state: State) -> tuple[str, ...]:
    """The list aloud: each with its key. Before those who sit in an office, which one it is."""
    each = [part for n, key in enumerate(state.shown, 1) for part in (called(state.what, key), f"press.{n}")]
    there = (f"office.{state.office}",) if state.what == "who" else ()
    return (*there, f"keypad.{state.what}", *each, *(("keypad.more",) if state.more else ()), "keypad.after")


def called(what: str, key: str) -> str:
    """The prompt that says what can be chosen."""
    return f"{CHOSEN[what]}.{key}" if key else "keypad.whole"


def chosen(state: State, key: str) -> Turn:
    state = replace(state, **{CHOSEN[state.what]: key})  # type: ignore[arg-type]  # fields of State that are text
    return find(state, NEXT[state.what]) if state.what in NEXT else begin(state)


def in_pick(state: State, pressed: str, offer: Offer) -> Turn | None:
    if pressed == "0":
        return main(state, offer)
    if pressed == "9":
        return go(state, "pick", listed(state))
    if pressed == "8" and state.more:
        return find(state, state.what, state.page + 1)
    if pressed.isdecimal() and 1 <= int(pressed) <= len(state.shown):
        return chosen(state, state.shown[int(pressed) - 1])
    return None


def begin(state: State) -> Turn:
    """The first question, after whom it is about and how to answer."""
    state = replace(state, given="", shown=(), more=False)
    about = (*((f"holder.{state.holder}",) if state.holder else ()), f"office.{state.office}")
    return go(state, "answer", ("keypad.about", *about, "keypad.how", *question(state)))


def question(state: State) -> tuple[str, ...]:
    asked, faces = questions()[len(state.given)]
    return (f"rating.{asked.key}", "keypad.faces" if faces else "keypad.yesno")


def in_answer(state: State, pressed: str, offer: Offer) -> Turn | None:
    """An answer; 9 reads the question again, 8 goes back to the one before."""
    asked, faces = questions()[len(state.given)]
    if pressed in {"8", "9"}:
        state = replace(state, given=state.given[:-1] if pressed == "8" else state.given)
        return go(state, "answer", question(state))
    if pressed not in ({*FACES, DOES_NOT_APPLY, SKIP} if faces else {YES, NO, SKIP}):
        return None
    danger = ("danger",) if asked.help and pressed == YES else ()
    state = replace(state, given=state.given + pressed)
    if len(state.given) < len(questions()):
        return go(state, "answer", (*danger, *question(state)))
    if set(state.given) == {SKIP}:
        return main(state, offer, "keypad.empty")
    return go(state, "send", (*danger, "keypad.send"))


def in_send(state: State, pressed: str, offer: Offer) -> Turn | None:
    """Nothing is kept before she presses 1 here."""
    if pressed == "1":
        act = Voice(state.office, state.holder, state.given)
        return replace(go(state, "next", ("keypad.kept", "keypad.next")), act=act)
    if pressed == "2":
        return begin(state)
    if pressed == "9":
        return go(state, "send", ("keypad.send",))
    return main(state, offer, "keypad.thrown") if pressed == "0" else None


def kept(turn: Turn) -> Turn:
    """It is sealed and kept: the answers go into no further address. Her card stays for another office."""
    state = replace(
        clean(turn.state), warned=True, root=turn.state.root, home=turn.state.home
    )  # fmt: skip
    return replace(turn, state=state, act=None)


def refused(turn: Turn, offer: Offer) -> Turn:
    """It could not be kept, and nobody is told that it was."""
    return main(turn.state, offer, "keypad.refused")


def in_next(state: State, pressed: str, offer: Offer) -> Turn | None:
    if pressed == "1":
        return find(state, "where")
    if pressed == "9":
        return go(state, "next", ("keypad.next",))
    return main(state, offer) if pressed == "0" else None


def asked(state: State) -> tuple[str, ...]:
    """What is asked at a place, to be said once more."""
    if state.at == "pick":
        return listed(state)
    return question(state) if state.at == "answer" else (f"keypad.{state.at}",)


def items(given: str) -> dict[str, int]:
    """The faces that were answered: question -> 1 to 4, 0 where it does not apply."""
    said = [(one.key, sign) for (one, faces), sign in zip(questions(), given, strict=False) if faces]
    return {key: int(sign) if sign in FACES else 0 for key, sign in said if sign != SKIP}


def yesno(given: str) -> dict[str, bool]:
    """The questions with yes and no that were answered."""
    said = [(one.key, sign) for (one, faces), sign in zip(questions(), given, strict=False) if not faces]
    return {key: sign == YES for key, sign in said if sign != SKIP}


MOVES: dict[str, Place] = {
    "warn": in_warn, "card": in_card, "pick": in_pick, "answer": in_answer, "send": in_send, "next": in_next,
}  # fmt: skip
