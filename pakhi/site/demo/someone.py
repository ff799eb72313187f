"""Invented people for the demonstration's vault: names of syllables that nobody is called, short enough to be read."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from pakhi.lib.clock import today
from pakhi.site.demo.planted import SCRIPTS, invent

SYLLABLES = 16
CALLS: tuple[dict[str, Any], ...] = (
    {"whose": "own", "safe_to_call": True, "safe_message": False, "cover": "It is about the ration card."},
    {"whose": "family", "safe_to_call": True, "hours": "7 to 9 in the morning", "safe_message": False},
    {"whose": "neighbour", "safe_to_call": False, "safe_message": False, "cover": "A sewing class begins on Monday."},
)
PAPERS = (("voter", "0417", "in the tin box"), ("ration", "5582", "with her sister"), ("bank", "903", "with her"))
Word = tuple[int, ...]


@dataclass
class Someone:
    """Who they are, and how their name sounds: as syllables it can be spelt in each script."""

    script: str
    name: tuple[Word, Word]
    sections: dict[str, Any]

    @property
    def language(self) -> str:
        return SCRIPTS[self.script][1]


def spelt(words: tuple[Word, ...], script: str) -> str:
    """A name in a script."""
    known = SCRIPTS[script][0].split()
    return " ".join("".join(known[one] for one in word).capitalize() for word in words)


def someone(rng: random.Random, script: str) -> Someone:
    """Somebody who is not: name, mother and village of three syllables, the rest as `planted` invents it."""
    first, last, mother, house = (tuple(rng.randrange(SYLLABLES) for _ in range(3)) for _ in range(4))
    made = Someone(script, (first, last), invent(rng, script).sections)
    kin = {"relation": "mother", "text": spelt((mother, last), script), "knows": True, "safe": True}
    number, paper = made.sections["contacts"]["contacts"][0]["number"], rng.choice(PAPERS)
    made.sections |= named(made.name, script) | {
        "address": {"village": spelt((house,), script), "how_to_find": "behind the pond of seven colours"},
        "contacts": {"contacts": [{"number": number, **rng.choice(CALLS)}]},
        "kin": {"kin": [kin]},
        "papers": {"papers": [dict(zip(("type", "last", "where"), paper, strict=True))]},
    }
    return made


def named(name: tuple[Word, Word], script: str) -> dict[str, Any]:
    return {"names": {"names": [{"text": spelt(name, script), "script": script, "kind": "usual"}]}}


def twin(known: Someone, script: str) -> Someone:
    """The same person as somebody else wrote her down: in another script, without the address, a year apart."""
    year = {"year": known.sections["birth"]["year"] + 1, "precision": "year"}
    sections = named(known.name, script) | {"birth": year, "contacts": known.sections["contacts"]}
    return Someone(script, known.name, sections)


def child(known: Someone) -> Someone:
    """The same person at fifteen."""
    year = {"year": today().year - 15, "precision": "year"}
    return Someone(known.script, known.name, known.sections | {"birth": year, "gender": {"gender": "girl"}})
