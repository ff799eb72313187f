"""The instrument of the scored assessment: six domains, and for each score a sentence. Data in scales.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.functional import lazy as made_lazy

from pakhi.network.kinds import in_language

FILE = Path(__file__).with_name("scales.yaml")
SCORES = (1, 2, 3, 4, 5)
NOT_ASKED = "not_asked"
Words = dict[str, str]
in_the_readers_language = made_lazy(in_language, str)


@dataclass(frozen=True)
class Domain:
    """One domain. `component`: the part of life it is shown with; `scores`: score -> its sentence, by language."""

    key: str
    component: str
    name: Words
    ask: Words
    scores: dict[int, Words]

    @property
    def label(self) -> str:
        return in_language(self.name)

    @property
    def sentences(self) -> list[str]:
        """Those of all scores, from the first on."""
        return [self.anchor(score) for score in SCORES]

    def anchor(self, score: int) -> str:
        """The sentence of a score in the reader's language."""
        return in_language(self.scores[score])


@cache
def written() -> dict[str, Any]:
    """The file as it is written, read once."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@cache
def domains() -> dict[str, Domain]:
    """All domains by key, in their order. Raises ValueError where a score has no sentence."""
    found = {key: Domain(key, **row) for key, row in written()["domains"].items()}
    for one in found.values():
        if tuple(one.scores) != SCORES:
            raise ValueError(f"The domain {one.key} needs a sentence for each score from 1 to 5.")
    return found


def readers(words: Words) -> Promise | str:
    """Words that are read in the language of whoever reads."""
    return in_the_readers_language(words)


def choices(domain: Domain) -> type[TextChoices]:
    """The scores of a domain as answers, with what was not talked about as one of them."""
    pairs = [(f"S{score}", (str(score), readers(words))) for score, words in domain.scores.items()]
    pairs.append(("NOT_ASKED", (NOT_ASKED, readers(written()["not_asked"]))))
    make: Any = TextChoices
    found: type[TextChoices] = make("Score", pairs)
    return found
