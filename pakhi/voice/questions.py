"""The questions of a ballot as data (questions.yaml), and their words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACES = (1, 2, 3, 4)
DOES_NOT_APPLY = 0
FACE_WORDS: dict[int, str | Promise] = {1: _("No"), 2: _("A little"), 3: _("Mostly"), 4: _("Fully")}

WORDS: dict[str, str | Promise] = {
    "respect": _("They treated me with respect."),
    "no_blame": _("They did not blame or shame me for what happened."),
    "listened": _("They listened to me."),
    "explained": _("They explained so that I understood what comes next."),
    "waiting": _("They did not make me wait or come back without need."),
    "did_job": _("They did what they were supposed to do."),
    "private": _("What I said stayed private."),
    "safe": _("I felt safe there."),
    "money": _("Did somebody ask you for money, a gift or a favour?"),
    "turned_away": _("Were you turned away or refused?"),
    "told_others": _("Did somebody tell your story to others, or threaten you?"),
    "go_again": _("Would you go there again?"),
    "kind_words": _("Kind words"),
    "helped_fast": _("Helped quickly"),
    "explained_well": _("Explained well"),
    "came_home": _("Came to my home"),
    "followed_up": _("Asked again later"),
    "female_staff": _("A woman was there"),
    "harsh_words": _("Harsh words"),
    "long_wait": _("Long wait"),
    "asked_bribe": _("Asked for money"),
    "lost_papers": _("Papers lost"),
    "no_privacy": _("Others could hear"),
    "travel_far": _("Far to travel"),
}


@dataclass(frozen=True)
class Question:
    """One question: its key, its picture, whether a yes offers help at once, and whether a theme is good."""

    key: str
    picture: str
    help: bool = False
    good: bool = True

    @property
    def words(self) -> str | Promise:
        return WORDS[self.key]


@dataclass(frozen=True)
class Questionnaire:
    """A version of the questions: eight with faces, four with yes or no, and themes to choose from."""

    version: int
    items: tuple[Question, ...]
    yesno: tuple[Question, ...]
    themes: tuple[Question, ...]

    def keys(self, part: str) -> set[str]:
        return {question.key for question in getattr(self, part)}


@cache
def questionnaire() -> Questionnaire:
    """The questions in use."""
    data = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
    parts = {part: tuple(Question(**row) for row in data[part]) for part in ("items", "yesno", "themes")}
    return Questionnaire(version=data["version"], **parts)
