"""Paths that take years: to a livelihood, and through school. A step back is as normal as a step forward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.status import Why
from pakhi.cbr.tool_words import EducationState, LivelihoodState, Market, School, Trade, Way
from pakhi.cbr.vocabulary import YesNo

AT_WORK = (LivelihoodState.BEGUN.value, LivelihoodState.EARNS.value, LivelihoodState.SAVES.value)


def way_known(said: Mapping[str, Any]) -> None:
    """Whoever has begun works for a wage or has a business."""
    if said.get("state") in AT_WORK and not said.get("way"):
        raise Faulty("way", "missing")


LIVELIHOOD = kind(
    "livelihood", _("Path to a livelihood"), "sprout",
    Question("interest", "one", _("What would she like to do?"), Trade, begins=True),
    Question("skill", "one", _("What has she learned?"), Trade, later=True),
    Question("market", "many", _("Who buys it, or who hires?"), Market, later=True),
    Question("way", "one", _("Work or business?"), Way),
    Question("seed", "number", _("Seed money, in rupees"), money=True, later=True, most=10_000_000),
    Question("income", "number", _("What she earns in a month, in rupees"), money=True, later=True, most=1_000_000),
    Question("savings", "number", _("What she has saved, in rupees"), money=True, later=True, most=10_000_000),
    Question("hers", "one", _("Does she decide about the money herself?"), YesNo, later=True),
    Question("why", "many", _("What moved it"), Why, later=True),
    Question("review", "to_come", _("On which day do you look at it again?"), begins=True),
    Question("owner", "doer", pgettext_lazy("path", "Who goes along?")),
    Question("words", "words", _("In words")),
    states=LivelihoodState, ladder=("interest", "skill", "market", "begun", "earns", "saves"), line=("interest", "way"),
    due="review", owner="owner", ends=("stopped",), before=way_known, fresh=("why",),
)  # fmt: skip

EDUCATION = kind(
    "education", _("Path through school"), "graduation-cap",
    Question("school", "one", _("Which class or school?"), School, begins=True),
    Question("why", "many", _("What moved it"), Why, later=True),
    Question("helped", "one", _("Does she get a scholarship or sponsorship?"), YesNo),
    Question("review", "to_come", _("On which day do you ask after it?"), begins=True),
    Question("owner", "doer", pgettext_lazy("path", "Who goes along?")),
    Question("words", "words", pgettext_lazy("education", "In words")),
    states=EducationState, ladder=("wish", "bridge", "enrolled", "stays", "finished"), line=("school",),
    due="review", owner="owner", ends=("finished", "left"), fresh=("why",),
)  # fmt: skip
