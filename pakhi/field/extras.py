"""Answers to an organisation's own forms: kept as codes, for reports; never a text.

A text may hold a name. It stays inside the sealed record, where only a permitted worker reads it. Of the product's own
forms nothing is kept here: their rooms have typed rows for it, and what they seal must not lie beside it in clear.
"""

from __future__ import annotations

import datetime as dt

from pakhi.field import publish
from pakhi.field.models import Answer, Arrival
from pakhi.field.records import Record
from pakhi.vault.parts import figures

CODED = {"select one", "select all that apply", "rank", "integer", "decimal", "date", "range", "acknowledge", "trigger"}
NUMBERS = {"integer", "decimal", "range"}
MOST = 60


def keep(arrival: Arrival, record: Record) -> None:
    """Write the coded answers of a record, each time anew."""
    version = publish.known(arrival.organisation, record.form_id, record.version)
    if version is None or version.form.organisation_id is None:
        return
    types = {question["name"]: kind_of(question["type"]) for question in version.questions}
    rows = []
    for one in record.answers:
        kind = types.get(one.name, "")
        for value in one.value.split() if kind in {"select all that apply", "rank"} else [one.value]:
            value = figures(value) if kind in NUMBERS else value
            if kind in CODED and coded(kind, value):
                place = one.repeats[-1] if one.repeats else 0
                rows.append(Answer(arrival=arrival, question=one.name[:120], place=place, value=value))
    Answer.objects.filter(arrival=arrival).delete()
    Answer.objects.bulk_create(rows)


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
    return value.replace("_", "").replace("-", "").replace(".", "").isalnum() and value.isascii()


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
