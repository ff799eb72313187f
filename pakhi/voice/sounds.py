"""Spoken prompts: a person's recording in DATA/prompts first, else the machine voice that ships, marked as such."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pakhi.network import prompts
from pakhi.network.prompts import Prompt
from pakhi.voice.questions import questionnaire

MACHINE = Path(__file__).with_name("prompts")
SCREENS: dict[str, str | Promise] = {
    "start": _("Type the 16 digits of your card"),
    "whom": _("Whom did you meet?"),
    "where": _("Where was it?"),
    "which": _("Which one was it?"),
    "who": _("Whom did you meet there?"),
    "themes": _("What was it like? Touch all that fit."),
    "words": _("What did they do well, or badly? You may write it in your own words, or leave it empty."),
}


def texts() -> dict[str, str | Promise]:
    """Everything that is spoken, by key: what a screen asks, and every question with faces or yes and no."""
    asked = questionnaire()
    return SCREENS | {question.key: question.words for question in (*asked.items, *asked.yesno)}


@dataclass(frozen=True)
class Sound:
    """A prompt: its address and whether a machine speaks."""

    address: str
    machine: bool


def folder() -> Path:
    """Where people's voices lie."""
    return Path(settings.DATA) / "prompts"


def offered() -> list[Prompt]:
    """Every text of the rating, in every language, for those who record voices."""
    return prompts.offered("rating", _("Rating"), texts(), folder(), MACHINE)


def recording(language: str, key: str) -> tuple[Path, bool] | None:
    """(file, whether a machine speaks) of a prompt, or None if there is none."""
    text = texts().get(key)
    if text is None or language not in dict(settings.LANGUAGES):
        return None
    with override(language):
        return prompts.recording(folder(), MACHINE, language, key, str(text))


def sound(language: str, key: str) -> Sound | None:
    """The prompt of a question in a language, or None."""
    found = recording(language, key)
    return Sound(prompts.address(reverse("v:sound", args=[language, key]), *found), found[1]) if found else None
