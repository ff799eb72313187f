"""The words of letters to offices in English, Bengali, Hindi and Telugu, and how each writes days and numbers.

They lie in `letter_texts/`: a file for each letter, and what all share. A letter has the same id as its fields in the
catalogue; reminders and representations have no fields there. Nobody who works in an office has read the translations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).with_name("letter_texts")
LANGUAGES = {"en": "English", "bn": "বাংলা", "hi": "हिन्दी", "te": "తెలుగు"}
FIGURES = {"bn": str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")}  # Hindi and Telugu offices write 0 to 9
DAYS = {"en": "{:%d/%m/%Y}", "bn": "{:%d/%m/%Y}", "hi": "{:%d.%m.%Y}", "te": "{:%d-%m-%Y}"}
BLANK = "." * 28  # what is filled in by hand

Text = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One field of a letter: where it is answered (`place`), and the lines left for a hand.

    `place`: row (in the list of particulars), or the part of the letter that says it: top, body, asks, papers, end,
    receipt. `fills`: what may stand in it, if that is known: name, birth, address, asker, asker_address, handed_in.
    `choices`: what is marked by hand.
    """

    key: str
    place: str
    fills: str = ""
    space: int = 1
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Part:
    """A paragraph. `when`: only if that is known (limit, handed_in), or for that law (new, old, unknown)."""

    text: Text
    when: str = ""


@dataclass(frozen=True)
class Wording:
    """A letter as it is written, before anything is filled in.

    `to`: kinds of offices; none: any. `series`: the claims it is for. `by_row`: row of the catalogue -> the law's
    name, for `law_series`; `law`: where the law is one and the same. `limit`: (series, clock) of the office's time.
    `hides`: her name is X, with a sealed sheet. `organisation_signs`: never in a survivor's name. `late`: it needs the
    day on which something was handed in. `about`: it speaks of another letter.
    """

    id: str
    to: tuple[str, ...]
    series: tuple[str, ...]
    matter: Text
    subject: Text
    body: tuple[Part, ...]
    asks: tuple[Text, ...]
    fields: tuple[Field, ...]
    papers: tuple[Text, ...]
    law: Text
    law_series: str = ""
    by_row: Mapping[str, Text] | None = None
    limit: tuple[str, str] = ("", "")
    hides: bool = False
    organisation_signs: bool = False
    late: bool = False
    about: bool = False


ROWS = {
    "line": ("", 1), "lines": ("", 2), "many": ("", 4), "name": ("name", 1), "birth": ("birth", 1),
    "address": ("address", 2), "asker": ("asker", 1), "asker_address": ("asker_address", 2),
    "handed_in": ("handed_in", 1),
}  # fmt: skip


def file(name: str) -> Any:
    """What a file of words holds."""
    return yaml.safe_load((HOME / name).read_text(encoding="utf-8"))


@cache
def common() -> Mapping[str, Text]:
    """What stands on every letter."""
    found: Mapping[str, Text] = file("common.yaml")
    return found


@cache
def offices() -> Mapping[str, Text]:
    """How each kind of office is addressed."""
    found: Mapping[str, Text] = file("offices.yaml")
    return found


@cache
def labels() -> Mapping[str, Text]:
    """What stands before a field."""
    found: Mapping[str, Text] = file("labels.yaml")
    return found


@cache
def wordings() -> Mapping[str, Wording]:
    """All letters by id, in the order of their names."""
    choices = file("choices.yaml")
    found = (made(path.stem, file(f"letters/{path.name}"), choices) for path in sorted((HOME / "letters").iterdir()))
    return {one.id: one for one in found}


def made(key: str, table: dict[str, Any], choices: Mapping[str, Any]) -> Wording:
    """One letter from its file."""
    law = table.get("law", {})
    limit = table.get("limit", {})
    return Wording(
        key, tuple(table["to"]), tuple(table["series"]), table["matter"], table["subject"],
        tuple(Part({code: row[code] for code in LANGUAGES}, row.get("when", "")) for row in table["body"]),
        tuple(table.get("asks", ())),
        tuple(field(name, said, choices) for name, said in table["fields"].items()), tuple(table.get("papers", ())),
        law.get("always", {}), law.get("series", ""), law.get("rows"),
        (limit.get("series", ""), limit.get("clock", "")),
        hides=table.get("hides", False), organisation_signs=table.get("signs") == "organisation",
        late=table.get("late", False), about=table.get("about", False),
    )  # fmt: skip


def field(name: str, said: str | dict[str, Any], choices: Mapping[str, Any]) -> Field:
    """One field, as a file of words says it."""
    if isinstance(said, dict):
        return Field(name, "row", space=int(said.get("space", 0)), choices=tuple(choices[said["choose"]]))
    if said in ROWS:
        fills, space = ROWS[said]
        return Field(name, "row", fills, space)
    return Field(name, said)


def label(letter: str, key: str, language: str) -> str:
    """What stands before a field of a letter."""
    found = labels()
    return (found.get(f"{letter}.{key}") or found[key])[language]


def figures(text: str, language: str) -> str:
    """Numbers in the figures that offices of a language write."""
    return text.translate(FIGURES.get(language, {}))


def day(value: dt.date | None, language: str) -> str:
    """A day as offices of a language write it; dots where it is not known."""
    return figures(DAYS[language].format(value), language) if value else BLANK


def filled(text: str, **known: str) -> str:
    """A text with what is known; dots where nothing is."""
    return text.format_map(_Dots({key: value for key, value in known.items() if value}))


class _Dots(dict[str, str]):
    def __missing__(self, _key: str) -> str:
        return BLANK


def every_text() -> Iterator[Text]:
    """All texts in all languages, for the tests."""
    for table in (common(), offices(), labels()):
        yield from table.values()
    for rows in file("choices.yaml").values():
        yield from rows
    for one in wordings().values():
        yield from (one.matter, one.subject, *(part.text for part in one.body), *one.asks, *one.papers)
        yield from ([one.law] if one.law else [])
        yield from (one.by_row or {}).values()
