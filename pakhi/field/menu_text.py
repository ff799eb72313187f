"""What the telephone menu says, in words: the shipped prompts and rights, and an organisation's own questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import override

from pakhi.field import keypad
from pakhi.field.menu import DIGIT_OF
from pakhi.field.models import Episode, Line

HERE = Path(__file__).parent
Words = dict[str, str]


@dataclass(frozen=True)
class Right:
    """A right in plain words. `source` is for workers; `checked`: a lawyer has read it."""

    key: str
    text: Words
    source: str
    checked: bool


@cache
def shipped() -> dict[str, Any]:
    held: dict[str, Any] = yaml.safe_load((HERE / "menu.yaml").read_text())
    return held


@cache
def rights() -> tuple[Right, ...]:
    """The rights, in the order in which they are heard."""
    return tuple(Right(**row) for row in yaml.safe_load((HERE / "rights.yaml").read_text()))


@cache
def fixed() -> dict[str, Words]:
    """Every prompt that ships -> its words by language; `language.bn` is said in Bengali alone."""
    prompts: dict[str, Words] = dict(shipped()["prompts"])
    own = prompts.pop("language")
    for code in DIGIT_OF:
        prompts[f"language.{code}"] = {code: own[code]}
    return prompts | {f"right.{one.key}": one.text for one in rights()}


@cache
def of_rating() -> dict[str, Words]:
    """Every prompt of the rating by keypad: what ships, and the questions as the rating pages ask them."""
    found: dict[str, Words] = dict(shipped()["keypad"])
    for one, _faces in keypad.questions():
        found[f"rating.{one.key}"] = {}
        for code in DIGIT_OF:
            with override(code):
                found[f"rating.{one.key}"][code] = str(one.words)
    return found


def of_episode(episode: Episode) -> dict[str, Words]:
    """The prompts of an episode: its story, which only a recording tells, and its question."""
    return {f"episode.{episode.number}": {}, f"question.{episode.number}": dict(episode.asked)}


def words(line: Line) -> dict[str, Words]:
    """Every prompt of a line; those of a rating by keypad only while it is on."""
    found = fixed() | (of_rating() if line.keypad else {})
    for episode in line.episodes.order_by("number"):
        found |= of_episode(episode)
    return found


def language_of(prompt: str, spoken: str) -> str:
    """In which language a prompt is said in a call: the offer of a language in that language."""
    return prompt.removeprefix("language.") if prompt.startswith("language.") else spoken


def reviewed(language: str) -> bool:
    """Whether a native speaker has checked the shipped words."""
    return bool(shipped()["reviewed"].get(language))
