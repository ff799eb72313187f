"""Answers to an organisation's own forms: kept as codes, for reports; never a text.

A text may hold a name. It stays inside the sealed record, where only a permitted worker reads it. Of the product's own
forms nothing is kept here by itself: their rooms have typed rows for it, and what they seal must not lie beside it in
clear. The study's talks, in which nobody of the vault is, ask for `write`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pakhi.field.models import Answer, Arrival, Version
from pakhi.field.outline import Outline
from pakhi.field.records import Record
from pakhi.vault.parts import figures

CODED = {"select one", "select all that apply", "rank", "integer", "decimal", "date", "range", "acknowledge", "trigger"}
NUMBERS = {"integer", "decimal", "range"}
SEVERAL, CHOSEN = {"select all that apply", "rank"}, {"select one", "select all that apply", "rank"}
TICKS = {"acknowledge", "trigger"}  # of which every client says OK
MOST = 60
Path = tuple[str, ...]


def keep(arrival: Arrival, record: Record, version: Version | None) -> None:
    """Write the coded answers of a record to this version of its form, each time anew."""
    if version is not None and version.form.organisation_id is not None:
        write(arrival, record, version)


def write(arrival: Arrival, record: Record, version: Version, without: frozenset[str] = frozenset()) -> None:
    """The coded answers of a record as rows, but not those to the questions `without`."""
    rows = codes(record, asked(version.pk, version.md5), without)
    Answer.objects.filter(arrival=arrival).delete()
    Answer.objects.bulk_create(
        Answer(arrival=arrival, question=name, place=place, value=value) for name, place, value in rows
    )


def codes(
    record: Record, questions: Mapping[Path, Asked], without: frozenset[str] = frozenset()
) -> list[tuple[str, int, str]]:
    """The coded answers of a record: question, place in its repeat, value."""
    rows = []
    for one in record.answers:
        question = questions.get(one.path)
        if question is None or question.kind not in CODED or one.name in without:
            continue
        kind, choices = question.kind, question.choices
        for value in one.value.split() if kind in SEVERAL else [one.value]:
            value = plain(value) if kind in NUMBERS else value
            if kind in CHOSEN and choices is not None and value not in choices:
                continue
            if coded(kind, value):
                rows.append((one.name[:120], one.repeats[-1] if one.repeats else 0, value))
    return rows


@dataclass(frozen=True)
class Asked:
    """A question: its type as the form writes it, its kind, and the values that it offers (None: any)."""

    written: str
    kind: str
    choices: frozenset[str] | None


@lru_cache(maxsize=512)
def asked(number: int, md5: str) -> Mapping[Path, Asked]:
    """The questions of a version by the names of their groups and their own, read once: one name may stand in several.

    `md5` is that of the version's bytes, which never change once it is in use.
    """
    version = Version.objects.get(pk=number)
    offers = offered(bytes(version.xform))
    return {path: Asked(type_, kind_of(type_), offers.get(path)) for path, type_ in types_of(version).items()}


def offered(xform: bytes) -> dict[Path, frozenset[str]]:
    """The values that each question to choose in offers.

    One whose choices come from a file or list is not in it; one that repeats answers, which may be texts, offers none.
    """
    return {
        one.path: frozenset(choice.value for choice in one.choices)
        for one in Outline(xform).questions()
        if (one.choices or one.repeats_text) and not one.outside
    }


def types_of(version: Version) -> dict[Path, str]:
    """The type of each question by the names of its groups and its own: one name may stand in several groups."""
    return {(*question["path"], question["name"]): question["type"] for question in version.questions}


def kind_of(written: str) -> str:
    """A question's type without the name of its list: `select one yes_no` is `select one`."""
    return next((kind for kind in sorted(CODED, key=len, reverse=True) if written.startswith(kind)), written)


def coded(kind: str, value: str) -> bool:
    """Whether a value is what its type says, so that no text slips through."""
    if len(value) > MOST:
        return False
    if kind in NUMBERS:
        return numeric(value)
    if kind == "date":
        return a_day(value)
    if kind in TICKS:
        return value == "OK"
    return value.replace("_", "").replace("-", "").replace(".", "").isalnum() and value.isascii()


def plain(written: str) -> str:
    """A number as everybody writes it: 3, not 3.0, 12345678, not 1.2345678E7, as ODK Collect does; other texts stay."""
    value = figures(written)
    if not numeric(value):
        return value
    number = Decimal(value)
    if number.adjusted() < -MOST:  # so near to nothing that it would fill a page with noughts
        return value
    shown = format(number, "f")
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    whole = shown.lstrip("-").lstrip("0")
    whole = whole if whole[:1].isdigit() else f"0{whole}"
    return f"-{whole}" if number < 0 else whole


def numeric(value: str) -> bool:
    try:
        return abs(float(value)) < 1e12
    except ValueError:
        return False


def a_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
