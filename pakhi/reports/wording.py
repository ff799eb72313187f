"""Words for what the facts say in keys: kinds, questions, flags, why a figure waits.

A key without words is shown as it is.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pakhi.lib.circles import Shown, Why
from pakhi.network.kinds import kinds
from pakhi.voice.questions import FACE_WORDS, WORDS

Words = str | Promise

MODES: dict[str, Words] = {
    "phone": _("Own phone"),
    "kiosk": _("Shared tablet"),
    "paper": _("On paper"),
    "peer": _("With a leader's help"),
    "worker": _("With a worker's help"),
    "helpline": _("By telephone"),
    "keypad": _("By keypad"),
}
STANDING: dict[str, Words] = {
    "few": _("Too few people yet"),
    "soon": _("Not enough to compare yet"),
    "wide": _("Not enough to compare"),
    "alone": _("Nobody to compare with"),
}
FLAGS: dict[str, tuple[Words, Words]] = {  # flag -> (name, the rule that makes it)
    "better_performer": (
        _("Better performer"),
        _(
            "With at least 80 percent certainty in the best quarter of its peer group, reliability 0.7 or more, 10 or "
            "more people, and no open red flag. Confirmed when it holds at two countings running."
        ),
    ),
    "needs_support": (
        _("Needs support"),
        _("With at least 90 percent certainty in the lowest quarter of its peer group. Talk about it inside first."),
    ),
    "improving": (
        _("Improving"),
        _("With at least 90 percent certainty better than a year ago, and by 5 points or more."),
    ),
    "declining": (
        _("Declining"),
        _("With at least 90 percent certainty worse than a year ago, and by 5 points or more."),
    ),
    "good_practice": (
        _("Good practice to look into"),
        _(
            "On one question, with at least 80 percent certainty in the best quarter of its peer group. A person "
            "checks what is done there before anybody is told."
        ),
    ),
    "gap": (
        _("Gap"),
        _("On one question the whole peer group is below the target. It can be taken to the public hearing."),
    ),
}  # fmt: skip

FUNNEL: dict[str, Words] = {
    "inside": _("No more than chance"),
    "above": _("Above: 1 of 20 lie there by chance"),
    "below": _("Below: 1 of 20 lie there by chance"),
    "far_above": _("Far above: 1 of 1,000 lie there by chance"),
    "far_below": _("Far below: 1 of 1,000 lie there by chance"),
}
STATES: dict[str, Words] = {"first": _("New at this counting"), "confirmed": _("Confirmed: there before too")}
FIGURES: dict[str, Words] = {
    "top": _("Best quarter, probability"),
    "bottom": _("Lowest quarter, probability"),
    "improved": _("Better than a year ago, probability"),
    "chance": _("Probability"),
    "change": _("Change in points"),
    "change_low": _("Change, from"),
    "change_high": _("Change, to"),
    "reliability": _("Reliability"),
    "raters": _("People"),
    "n": _("Answers"),
    "estimate": _("Score"),
    "low": _("From"),
    "high": _("To"),
    "rate": _("Rate of yes"),
    "yes": _("Yes"),
    "peers": _("Peers"),
    "target": _("Target"),
    "quarters": _("Quarters"),
}


def in_language(names: str | None) -> str:
    """The text of JSON names {"en": …, "bn": …} in the language of the page, else in English."""
    found = json.loads(names) if names else {}
    return str(found.get(get_language() or "en") or found.get("en") or next(iter(found.values()), ""))


def kind(key: str) -> str:
    """The name of a kind of office."""
    known = kinds().get(key)
    return known.name() if known else key


def words(key: str) -> Words:
    """A question or theme as the ballot asks it."""
    return WORDS.get(key, key.replace("_", " "))


def state(key: str) -> Words:
    """Whether a flag was there before."""
    return STATES.get(key, key)


def figure(key: str) -> Words:
    """The name of a figure behind a flag."""
    return FIGURES.get(key, key.replace("_", " "))


def face(number: int) -> Words:
    """The answer that a face stands for."""
    return FACE_WORDS[number]


def waits(shown: Shown) -> Words:
    """Why a figure waits, or which band it lies in, as words."""
    if shown.why == Why.SERVED:
        return _("Nearly all have answered: told one level up")
    if shown.waits:
        return _("Fewer than %(least)s people") % {"least": shown.count.lstrip("<")}
    return _("Band %(band)s of %(bands)s") % {"band": shown.band, "bands": shown.bands}


def standing(row: dict[str, Any]) -> Words:
    """Its place in the peer group as an interval, or why there is none."""
    if row["standing"] != "rank":
        return STANDING[row["standing"]]
    place = {"low": row["rank_low"], "high": row["rank_high"], "peers": row["peers"]}
    if row["rank_low"] == row["rank_high"]:
        return _("%(low)s of %(peers)s") % place
    return _("%(low)s to %(high)s of %(peers)s") % place


def somewhere(row: dict[str, Any]) -> str:
    """Where an office is: the nearest place and the block, without saying the same twice."""
    parts = [in_language(row.get("place")), in_language(row.get("block"))]
    return ", ".join(dict.fromkeys(part for part in parts if part))
