"""Kinds of offices, and the families that survivors pick from by picture: data in office_kinds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).with_name("office_kinds.yaml")


def in_language(names: dict[str, str], language: str = "") -> str:
    """The name in a language (the page's, if not given), else in English."""
    return names.get(language or get_language() or "en") or names["en"]


@dataclass(frozen=True)
class Family:
    """Kinds that share a picture and stand together on the picking page."""

    key: str
    names: dict[str, str]

    def name(self, language: str = "") -> str:
        return in_language(self.names, language)


@dataclass(frozen=True)
class Kind:
    """One kind of office. `person`: it is one person, so a figure about the office is about somebody."""

    key: str
    family: str
    level: str
    department: str
    names: dict[str, str]
    survivors_meet: bool
    person: bool = False

    def name(self, language: str = "") -> str:
        return in_language(self.names, language)


@cache
def written() -> dict[str, list[dict[str, Any]]]:
    """The file as it is written, read once."""
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@cache
def families() -> dict[str, Family]:
    """All families by key, in the order of the picking page."""
    return {row["key"]: Family(**row) for row in written()["office_families"]}


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by key. Raises ValueError if a kind names a family that there is not, or stands twice."""
    found: dict[str, Kind] = {}
    for row in written()["office_kinds"]:
        kind = Kind(**row)
        if kind.family not in families() or kind.key in found:
            raise ValueError(f"The office kind {kind.key} stands twice, or its family {kind.family} is unknown.")
        found[kind.key] = kind
    return found


def kinds_of(family: str, survivors_meet: bool = True) -> list[Kind]:
    """The kinds of a family: those that survivors meet, or with survivors_meet=False all of them."""
    return [k for k in kinds().values() if k.family == family and (k.survivors_meet or not survivors_meet)]


def families_met() -> list[Family]:
    """The families that hold at least one kind that survivors meet, in the order of the picking page."""
    return [family for family in families().values() if kinds_of(family.key)]
