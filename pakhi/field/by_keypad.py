"""What a rating by keypad needs of the world: a card looked up, lists of offices, their names aloud, a ballot cast.

The card goes through the same look-up, and the ballot through the same verb, as at every other door. Nothing of the
call is kept with it: no row, no mark, no line in a log.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from pakhi.field import keypad, often
from pakhi.field.call_state import Card, Find, Offer, State, Turn, Voice
from pakhi.field.models import Line
from pakhi.network import prompts
from pakhi.network.kinds import families, families_met, kinds
from pakhi.network.models import Holder, Office, Place
from pakhi.network.offices import offices_near, placed
from pakhi.network.places import blocks, served
from pakhi.voice import cards, cast, sounds

AN_HOUR = 3600
TRIES, WRONG = 9, 9  # cards of one call (a company asks again), and wrong ones of one telephone in an hour
PLAYED = {"audio/mpeg", "audio/wav"}  # what telephone companies play


def do(line: Line, call: str, number: str, turn: Turn, offer: Offer) -> Turn:
    """Do what a turn asks for, until something is said. `call` is a keyed hash; `number` may be empty."""
    with translation.override(turn.state.language):
        while isinstance(turn.act, Card | Find | Voice):
            turn = once(line, call, number, turn, offer)
    return turn


def once(line: Line, call: str, number: str, turn: Turn, offer: Offer) -> Turn:
    if isinstance(turn.act, Card):
        return tried(line, call, number, turn, turn.act.digits)
    if isinstance(turn.act, Find):
        return keypad.found(turn, LISTS[turn.act.what](line, turn.state), offer)
    assert isinstance(turn.act, Voice)  # noqa: S101 - for the type checker
    return keypad.kept(turn) if gave(line, turn.state, turn.act) else keypad.refused(turn, offer)


def tried(line: Line, call: str, number: str, turn: Turn, digits: str) -> Turn:
    """A number was typed. A replayed request is counted as well, so that no call tries on and on.

    A telephone with too many wrong ones tries no right one either. Who withholds their number shares one count with all
    others who do, so it bars nobody from a right one.
    """
    wrong = f"wrong|{line.code}|{number}"
    if often.over(f"card|{line.code}|{call}", TRIES, AN_HOUR) or (number and often.spent(wrong, WRONG)):
        return keypad.ended(turn)
    held = card(line, digits)
    if held is not None:
        return keypad.admitted(turn, held.root.hex(), held.organisation)
    if often.over(wrong, WRONG, AN_HOUR):
        return keypad.ended(turn)
    return keypad.denied(turn)


def card(line: Line, digits: str) -> cards.Held | None:
    """A good card of the line's own collective; of any other nothing is said but that it is none."""
    try:
        held = cards.hold(digits)
    except cards.Refused:
        return None
    return held if held.organisation == line.organisation.code else None


def gave(line: Line, state: State, said: Voice) -> bool:
    """Seal her answers and keep them; False if that cannot be. The same once more replaces itself."""
    reply = cast.Reply(said.office, said.holder, keypad.items(said.given), keypad.yesno(said.given))
    try:
        cast.cast(cards.Held(bytes.fromhex(state.root), state.home), reply, "keypad", line=line.organisation)
    except cards.Refused:
        return False
    return True


def where(line: Line, state: State) -> list[str]:
    """The blocks of the organisation's district in which an office is open, its own first."""
    place = line.organisation.place
    district = place.within(Place.Kind.DISTRICT) if place else None
    if place is None or district is None:
        return []
    above = {one.pk for one in place.above()}
    return [str(one.pk) for one in sorted(served(blocks(district)), key=lambda one: one.pk not in above)]


def offices(line: Line, state: State, family: str = "") -> list[Office]:
    """The offices that answer for the place she chose, without the desks of the line's own organisation."""
    place = Place.objects.filter(pk=int(state.place)).first()
    if place is None:
        return []
    near = offices_near(place, family=family, room=line.organisation.room())
    return [office for office in near if office.organisation_id != line.organisation_id]


def whom(line: Line, state: State) -> list[str]:
    """The families of offices that there are at the place, in the order of the picking page."""
    there = {kinds()[office.kind].family for office in offices(line, state)}
    return [family.key for family in families_met() if family.key in there]


def which(line: Line, state: State) -> list[str]:
    return [office.code for office in offices(line, state, state.family)]


def who(line: Line, state: State) -> list[str]:
    """The office as a whole, then who sits there."""
    seats = Holder.objects.current().filter(post__office__code=state.office).order_by("post__pk", "pk")
    return ["", *(seat.code for seat in seats)]


LISTS: dict[str, Callable[[Line, State], list[str]]] = {"where": where, "whom": whom, "which": which, "who": who}


def name(prompt: str, language: str) -> str:
    """What the machine's voice says for a place, an office or somebody in it; empty for any other prompt."""
    what, _dot, key = prompt.partition(".")
    with translation.override(language):
        return NAMES[what](key) if what in NAMES else ""


def place_name(key: str) -> str:
    found = Place.objects.filter(pk=int(key)).first()
    return found.name() if found else ""


def office_name(key: str) -> str:
    found = Office.objects.select_related("place").filter(code=key).first()
    return placed(found) if found else ""


def holder_name(key: str) -> str:
    found = Holder.objects.select_related("post").filter(code=key).first()
    return f"{found.name()}, {found.post.name()}" if found else ""


NAMES: dict[str, Callable[[str], str]] = {
    "place": place_name, "family": lambda key: families()[key].name(), "office": office_name, "holder": holder_name,
}  # fmt: skip


def voice(prompt: str, language: str) -> str:
    """The address of the recording of a question that the rating pages have, if a telephone plays its kind."""
    what, _dot, key = prompt.partition(".")
    found = sounds.recording(language, key) if what == "rating" else None
    if found is None or prompts.media_type(found[0]) not in PLAYED:
        return ""
    sound = sounds.sound(language, key)
    return sound.address if sound else ""
