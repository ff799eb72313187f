"""The coded answers to an organisation's own form as one table, a row for each record: for a spreadsheet.

No text is in it, no file, nobody's name and no worker's: only choices, numbers and days, and which version was filled.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pakhi.field import extras
from pakhi.field.models import Answer, Arrival, Form, Version
from pakhi.lib.sheets import text

FIRST = ("record", "on", "version")
BOM = "\ufeff"  # without it a spreadsheet reads Bengali as something else


def columns(form: Form) -> list[str]:
    """The coded questions of all versions, in the order in which they stand in the newest that has them."""
    names: dict[str, None] = {}
    for version in form.versions.exclude(state=Version.State.DRAFT).order_by("-id"):
        for question in version.questions:
            if extras.kind_of(question["type"]) in extras.CODED:
                names.setdefault(question["name"])
    return list(names)


def table(form: Form) -> Iterator[list[str]]:
    """The head, then one row for each record that was taken in, oldest first.

    Several answers to one question, by choice or by repeat, stand in one cell with spaces between.
    """
    names = columns(form)
    yield [*FIRST, *names]
    taken = Arrival.objects.filter(
        organisation=form.organisation, form_id=form.form_id, state=Arrival.State.TAKEN
    ).order_by("id")
    rows = taken.values_list("id", "instance", "on", "version").iterator(chunk_size=2000)
    answers = groupby(answered(form), key=lambda row: row[0])
    here, told = next(answers, (0, iter(())))
    for number, instance, on, version in rows:
        while here and here < number:
            here, told = next(answers, (0, iter(())))
        by_name: dict[str, list[str]] = {}
        for _arrival, name, value in told if here == number else ():
            by_name.setdefault(name, []).append(value)
        yield [instance, str(on), version, *(" ".join(by_name.get(name, ())) for name in names)]


def answered(form: Form) -> Iterator[Any]:
    """(number of the record, question, value) of all its records, in the same order."""
    mine = Answer.objects.filter(
        arrival__organisation=form.organisation, arrival__form_id=form.form_id, arrival__state=Arrival.State.TAKEN
    )
    return mine.order_by("arrival_id", "id").values_list("arrival_id", "question", "value").iterator(chunk_size=5000)


def lines(form: Form) -> Iterator[str]:
    """The table as CSV, some hundred rows at a time, so that a large one is not held in memory."""
    held = io.StringIO(BOM)
    held.seek(0, io.SEEK_END)
    writer = csv.writer(held)
    for number, row in enumerate(table(form)):
        writer.writerow([safe(cell) for cell in row])
        if number % 500 == 499:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def safe(cell: str) -> str:
    """A negative number is one; everything else that starts like a formula is text."""
    return cell if extras.numeric(cell) else text(cell)
