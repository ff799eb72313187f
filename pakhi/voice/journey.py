"""The steps of the rating pages: what each screen's answer does, and which screen comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from pakhi.network.kinds import families_met
from pakhi.network.models import Holder, Organisation, Place
from pakhi.voice import cards, cast
from pakhi.voice.cast import plain as plain
from pakhi.voice.questions import questionnaire
from pakhi.voice.state import Journey

Step = Callable[[Journey, QueryDict], tuple[str, Journey]]
NOT_APPLICABLE = "na"
LONGEST_ID = 19  # digits that a database still takes for a number


def card(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """The card's number was typed or scanned."""
    held = cards.hold(plain(data.get("card", "")))
    return "whom", replace(journey, root=held.root.hex(), organisation=held.organisation)


def whom(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """A kind of office was chosen."""
    family = data.get("family", "")
    if family not in {known.key for known in families_met()}:
        raise cards.Refused(_("Please choose one of the pictures."))
    return "where", replace(journey, family=family, office="", holder="")


def where(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """A district or block was chosen."""
    chosen = data.get("place", "")
    if chosen == "districts":
        return "where", replace(journey, district=-1)
    known = chosen.isascii() and chosen.isdigit() and len(chosen) < LONGEST_ID
    place = Place.objects.filter(pk=int(chosen)).first() if known else None
    if place is None:
        raise cards.Refused(_("Please choose a place from the list."))
    if place.kind == Place.Kind.DISTRICT:
        return "where", replace(journey, district=place.pk)
    return "which", replace(journey, place=place.pk)


def which(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """An office was chosen; if people sit there by name, the next screen asks whom she met."""
    office, _seat = cast.ratee(plain(data.get("office", "")))
    cast.in_list(office, Organisation.objects.get(code=journey.organisation))
    onward = replace(journey, office=office.code, holder="", items={}, yesno={}, themes=[], words="")
    if office.posts.filter(holders__in=Holder.objects.current()).exists():
        return "who", onward
    return _allowed(onward)


def who(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """The office as a whole, or one person in it."""
    _office, holder = cast.ratee(journey.office, plain(data.get("holder", "")))
    return _allowed(replace(journey, holder=holder.code if holder else ""))


def _allowed(journey: Journey) -> tuple[str, Journey]:
    assistant = journey.assistant()
    if assistant:
        cast.may_assist(assistant, *cast.ratee(journey.office, journey.holder), journey.mode)
    return "tell", journey


def tell(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """The questions were answered; skipped ones stay out."""
    asked = questionnaire()
    items = {q.key: face(data.get(q.key, "")) for q in asked.items if data.get(q.key, "")}
    yesno = {q.key: data[q.key] == "yes" for q in asked.yesno if data.get(q.key) in {"yes", "no"}}
    themes = [theme for theme in data.getlist("themes") if theme in asked.keys("themes")]
    journey = replace(journey, items=items, yesno=yesno, themes=themes, words=plain(data.get("words", "")).strip())
    journey.reply.check()
    return "check", journey


def face(written: str) -> int:
    """1 to 4, or 0 for "does not apply". Raises Refused."""
    if written == NOT_APPLICABLE:
        return 0
    if written not in {"1", "2", "3", "4"}:
        raise cards.Refused(_("Something went wrong with an answer. Please look at your answers again."))
    return int(written)


def check(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """Everything was looked at: cast. Pressing twice casts the same ballot again, which changes nothing."""
    cast.cast(journey.held, journey.reply, journey.mode, journey.assistant())
    return "done", journey.fresh(keep_card=True)


def done(journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """Another office with the same card, or (on a shared tablet) the next person."""
    if data.get("next") == "person":
        return "start", journey.fresh(keep_card=False)
    return "whom", journey


STEPS: dict[str, Step] = {
    "start": card, "whom": whom, "where": where, "which": which, "who": who, "tell": tell, "check": check, "done": done,
}  # fmt: skip
BEFORE = {
    "whom": "start",
    "where": "whom",
    "which": "where",
    "who": "which",
    "tell": "which",
    "check": "tell",
}


def forward(screen: str, journey: Journey, data: QueryDict) -> tuple[str, Journey]:
    """Take the answer of a screen. Raises Refused with a sentence; the same screen is shown again then."""
    if screen != "start" and not journey.root:
        raise cards.Refused(_("Please start again."))
    if data.get("to") == "back" and screen in BEFORE:
        return BEFORE[screen], journey
    return STEPS[screen](journey, data)
