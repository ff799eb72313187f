"""Invented names and codes for the demonstration, the same for the same seed."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from pakhi.lib.codes import LETTERS, letters_check

FILE = Path(__file__).with_name("names.yaml")
Names = dict[str, str]


def named(languages: list[str], names: list[str]) -> Names:
    """{language: name}; a name that is missing or empty is left to English."""
    return {language: name for language, name in zip(languages, names, strict=False) if name}


class Inventor:
    """Draws names from names.yaml and codes, without giving a code twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        self.languages: list[str] = self.words["languages"]
        self.used: set[str] = set()

    def code(self, length: int) -> str:
        """A letter code as `new_letters` makes them, but from the seed."""
        while True:
            body = "".join(self.rng.choices(LETTERS, k=length - 1))
            if body not in self.used:
                self.used.add(body)
                return body + letters_check(body)

    def word(self, group: str, key: str) -> Names:
        """The names of one of the cast, or of a post."""
        return named(self.languages, self.words[group][key])

    def person(self) -> Names:
        """Somebody: a flower or bird, and a tree."""
        first, last = self.rng.choice(self.words["first"]), self.rng.choice(self.words["last"])
        return named(self.languages, [f"{one} {two}" for one, two in zip(first, last, strict=True)])

    def trees(self, number: int) -> list[Names]:
        """So many different trees."""
        return [named(self.languages, tree) for tree in self.rng.sample(self.words["last"], number)]

    def organisations(self) -> list[str]:
        """The names of the network's organisations; the first is of the cast."""
        return ["CBO One", *self.words["organisations"]]

    def desk(self, organisation: str) -> Names:
        """What an organisation's own office is called."""
        return {
            language: text.format(organisation)
            for language, text in zip(self.languages, self.words["desk"], strict=True)
        }
