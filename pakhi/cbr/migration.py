"""The migration register: a help to go safely, and no watch over women.

Nothing stands here without her own yes, she may keep any part back or end it, and nothing is ever passed to the police
or the panchayat by itself. Telephone numbers, hers and her contact person's, are sealed words or stand in the vault.
A check-in that is overdue asks for one thing first: that her contact person asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.identification import no_village
from pakhi.cbr.identification_words import Where
from pakhi.cbr.kinds import YEARS, Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, number_of, rule, write
from pakhi.cbr.vocabulary import YesNo
from pakhi.lib.clock import today
from pakhi.network.models import Account


class Going(TextChoices):
    PLANNED = "planned", pgettext_lazy("migration", "She is going")
    THERE = "there", pgettext_lazy("migration", "She is there")
    SILENT = "silent", pgettext_lazy("migration", "Not heard of: her contact person asks")
    BACK = "back", pgettext_lazy("migration", "She is back")
    ENDED = "ended", pgettext_lazy("migration", "Ended by her wish")


class Part(TextChoices):
    """What she agrees to have kept."""

    WHERE = "where", _("Where she goes")
    WORK = "work", _("What work, and the wages")
    ARRANGED = "arranged", _("Who arranged it")
    CHECK_IN = "check_in", _("Days on which she lets us know")


class WorkThere(TextChoices):
    HOUSE = "house", pgettext_lazy("migration", "Work in a household")
    FACTORY = "factory", pgettext_lazy("migration", "Factory or garments")
    KILN = "kiln", pgettext_lazy("migration", "Brick kiln")
    BUILDING = "building", pgettext_lazy("migration", "Building site")
    FARM = "farm", pgettext_lazy("migration", "Farm")
    SHOP = "shop", pgettext_lazy("migration", "Shop, hotel or food")
    CARE = "care", pgettext_lazy("migration", "Nursing, beauty or care")
    DANCE = "dance", pgettext_lazy("migration", "Dance or shows")
    STUDY = "study", pgettext_lazy("migration", "School or training")
    MARRIAGE = "marriage", pgettext_lazy("migration", "Marriage")
    OTHER = "other", pgettext_lazy("migration", "Other work")


class WagePer(TextChoices):
    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    PIECE = "piece", _("a piece")
    NOT_SAID = "not_said", _("Nobody has told her")


class ArrangedBy(TextChoices):
    HERSELF = "herself", pgettext_lazy("arranged by", "She herself")
    FAMILY = "family", pgettext_lazy("arranged by", "Family")
    FRIEND = "friend", pgettext_lazy("arranged by", "A friend who works there")
    AGENT = "agent", _("An agent of the area")
    STRANGER = "stranger", _("Somebody new")
    ONLINE = "online", _("Somebody met online")
    CENTRE = "centre", _("A training centre or an office")


class How(TextChoices):
    SHE_CALLS = "she_calls", _("She calls us")
    WE_CALL = "we_call", _("We call her")
    MESSAGE = "message", _("A message")
    CONTACT = "contact", _("Through her contact person")
    GROUP = "group", _("Through her group")


class Silence(TextChoices):
    """What she wants if she is not heard of, after her contact person has asked."""

    NOTHING = "nothing", _("Nothing more")
    CALL = "call", _("You call her")
    FAMILY = "family", pgettext_lazy("silence", "You speak with her family")
    NGO = "ngo", _("An organisation there looks for her")
    HELPLINE = "helpline", _("You call the helpline 181 or 1098")
    POLICE = "police", _("You go to the police, with her family")


NEEDS: dict[str, tuple[str, ...]] = {
    Part.WHERE: ("to_state", "to_place", "leaves_on"), Part.WORK: ("work", "wage", "wage_per"),
    Part.ARRANGED: ("arranged",), Part.CHECK_IN: ("check_in", "how", "contact", "if_silent"),
}  # fmt: skip
STAYS = (Going.BACK.value, Going.ENDED.value)


def agreed(values: Mapping[str, Any]) -> None:
    """Her yes first, and nothing of a part that she keeps back."""
    if values.get("agreed") != YesNo.YES:
        raise Faulty("agreed", gettext("Nothing is written without her own yes."))
    for part, names in NEEDS.items():
        wrong = [name for name in names if values.get(name) not in (None, "", [])]
        if wrong and part not in (values.get("parts") or []):
            raise Faulty(wrong[0], gettext("She has not agreed that this is kept."))
    if values.get("wage") and values.get("wage_per") in {None, "", WagePer.NOT_SAID}:
        raise Faulty("wage_per", "missing")


def kept_back(values: Mapping[str, Any]) -> list[str]:
    """The questions of the parts that a step does not leave among those that she agrees to have kept."""
    if "parts" not in values:
        return []
    return [name for part, names in NEEDS.items() if part not in (values["parts"] or []) for name in names]


MIGRATION = kind(
    "migration", _("Going away for work"), "route",
    Question("agreed", "one", _("Does she herself want this to be written down?"), YesNo, begins=True,
             help=_("She may say no, keep any part back, and end it at any time. Nobody else is told.")),
    Question("parts", "many", _("What she agrees to have kept"), Part),
    Question("to_state", "one", _("To which state or country"), Where),
    Question("to_place", "area", _("To which district")),
    Question("leaves_on", "day", _("When she leaves")),
    Question("work", "one", _("What work"), WorkThere),
    Question("wage", "number", _("Wages promised, in rupees"), money=True, least=1, most=10_000_000),
    Question("wage_per", "one", _("Wages for"), WagePer),
    Question("arranged", "one", _("Who arranged it"), ArrangedBy),
    Question("check_in", "to_come", _("The day on which she lets us know"), ahead=YEARS),
    Question("how", "one", _("How"), How),
    Question("contact", "one", _("Is there somebody who asks first?"), YesNo,
             help=_("Their name and number go into the words below, which are sealed.")),
    Question("if_silent", "many", _("If she is not heard of even then, she wants"), Silence),
    Question("words", "words", _("Her contact person and number, and other words")),
    states=Going, line=("to_state", "work"), due="check_in", ends=STAYS, hides=kept_back, before=agreed,
)  # fmt: skip


@rule(MIGRATION.key)
def place_fits(_book: Book, said: Said, _by: Account, there: Thread | None) -> None:
    if said.edits and there is not None:
        need_gone(said, there)
    if not said.void:
        no_village({**(there.values if there else {}), **said.values}, (("to_place", "to_state"),))


def need_gone(said: Said, there: Thread) -> None:
    """Raises Faulty where a correction would bring back what she did not want to be kept any more."""
    rows = list(there.steps.order_by("pk"))
    old = next((one for one in rows if one.number == said.edits), None)
    if old is None:
        return
    back = set(kept_back(old.values)) - set(kept_back(said.values))
    out = {one.edits for one in rows}
    stands = (one for one in rows if one.pk < old.pk and one.number not in out)
    kept = {name for one in rows if one.pk > old.pk for name in kept_back(one.values)}
    if any(one.values.get(name) for one in stands for name in back) or any(said.values.get(name) for name in kept):
        raise Faulty("parts", gettext("She took this back. Ask her, and write it again if she wants it."))


def overdue(thread: Thread, on: dt.date | None = None) -> bool:
    """Whether she has not let anybody know on the day that she chose."""
    return thread.due is not None and thread.due < (on or today())


def check_in(thread: Thread, by: Account, next_day: dt.date | None, number: str = "") -> Step:
    """She has let somebody know. The next day is the one she chooses; none: she wants no more of them."""
    values: dict[str, Any] = {"state": Going.THERE.value, "check_in": next_day or ""}
    if next_day is not None and next_day <= today():
        raise Faulty("check_in", gettext("Choose a day that comes."))
    return write(thread.book, Said(MIGRATION.key, values, thread=thread.number, number=number), by)


def keep_back(thread: Thread, by: Account, *parts: str) -> Step:
    """She does not want some parts to be kept any more: what they said holds no longer."""
    left = [part for part in thread.values.get("parts", []) if part not in parts]
    gone: dict[str, Any] = {name: "" for part in parts for name in NEEDS[part]}
    return write(thread.book, Said(MIGRATION.key, {"parts": left, **gone}, thread=thread.number), by)


def take_out(thread: Thread, by: Account) -> None:
    """She wants it deleted: every step is taken out, so that no page, list or report has it any more.

    That it once stood there stays, without what it said being read; words stay sealed in the vault until her key is
    destroyed.
    """
    with transaction.atomic():
        steps = list(thread.steps.filter(void=False).order_by("pk"))
        for step in steps:
            number = number_of("out", thread.number, step.number)
            write(
                thread.book, Said(MIGRATION.key, thread=thread.number, number=number, edits=step.number, void=True), by
            )
