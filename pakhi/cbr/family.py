"""Her family as people of their own: what it needs, how it copes, when it is not fit; and where else she may live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.tool_words import (
    SETTLED,
    Coping,
    FamilyNeed,
    FamilyWork,
    Fit,
    Home,
    HomeState,
    Income,
    Unfit,
    WorkState,
)
from pakhi.cbr.vocabulary import YesNo


def unfit_why(said: Mapping[str, Any]) -> None:
    """Nobody calls a family unfit without saying why."""
    if said.get("state") == Fit.UNFIT and not said.get("unfit"):
        raise Faulty("unfit", "missing")


FAMILY = kind(
    "family", pgettext_lazy("kind of thread", "Her family"), "users-round",
    Question("unfit", "many", _("Why is it not fit?"), Unfit),
    Question("needs", "many", _("What does the family itself need?"), FamilyNeed),
    Question("income", "one", _("Has the family an income?"), Income),
    Question("coping", "one", _("How does it live with what others say?"), Coping),
    Question("review", "to_come", _("On which day do you look at it again?")),
    Question("words", "words", _("In words")),
    states=Fit, ladder=("unfit", "strained", "helped", "supports"), once=True, due="review", ends=(),
    before=unfit_why,
)  # fmt: skip

FAMILY_WORK = kind(
    "family_work", _("Work with the family"), "messages-square",
    Question("what", "one", _("What is it?"), FamilyWork, begins=True),
    Question("by", "to_come", _("By which day?")),
    Question("owner", "doer", _("Who does it?")),
    Question("words", "words", _("In words")),
    states=WorkState, ladder=("no_help", "planned", "under_way", "helped"), line=("what",), due="by", owner="owner",
    ends=("helped", "no_help", "stopped"),
)  # fmt: skip


def looked_at_again(said: Mapping[str, Any]) -> None:
    """A home that is not hers or her family's is looked at again."""
    away = said.get("home") and said["home"] not in SETTLED
    if away and said.get("state") == HomeState.LIVES and not said.get("review"):
        raise Faulty("review", "missing")


LIVING = kind(
    "living", _("Where she lives"), "home",
    Question("home", "one", pgettext_lazy("living", "What kind of place?"), Home, begins=True),
    Question("chosen", "one", _("Did she choose it herself?"), YesNo, begins=True),
    Question("review", "to_come", _("On which day do you ask her how it is there?")),
    Question("until", "day", _("Until when can she stay?")),
    Question("owner", "doer", _("Who asks her?")),
    Question("words", "words", _("Who hosts her, and where"),
             help=_("Sealed to her record, and nowhere else. Never write it in another place.")),
    states=HomeState, line=("home",), due="review", owner="owner", ends=("left", "not_taken"),
    before=looked_at_again,
)  # fmt: skip
