"""Threads and steps in the reader's words: what is coded, said by the labels of its kind. No name is ever in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakhi.cbr import unseen
from pakhi.cbr.kinds import KINDS, Kind, Question
from pakhi.cbr.models import Step, Thread
from pakhi.lib.money import rupees
from pakhi.network.models import Account, Office, Organisation, Place, Post
from pakhi.vault import scope


@dataclass(frozen=True)
class Told:
    """A step as the history of a thread shows it. `lines`: (question, answer) of what it said."""

    step: Step
    who: str
    state: str
    lines: list[tuple[str, str]]
    counts: bool


def line_of(thread: Thread) -> str:
    """How a thread is called in a list: its own answers, never a name."""
    made = KINDS[thread.kind]
    book = thread.book_id
    said = [answer(made.by_name[name], thread.values[name], book) for name in made.line if thread.values.get(name)]
    return ", ".join(one for one in said if one) or str(made.label)


def state_of(thread: Thread) -> str:
    """The state in words."""
    return label_of(KINDS[thread.kind], thread.state)


def label_of(made: Kind, state: str) -> str:
    return str(dict(made.states.choices).get(state, "")) if state else ""


def lines(made: Kind, values: Mapping[str, Any], book: int = 0) -> list[tuple[str, str]]:
    """(question, answer) of what is answered, in the order of the kind. `book`: as for `answer`."""
    asked = [one for one in made.questions if values.get(one.name) not in (None, "", [])]
    return [
        (str(one.label), said) for one in asked
        if (said := answer(one, values[one.name], book)) or one.asks not in {"person", "thread"}
    ]  # fmt: skip


def answer(question: Question, value: Any, book: int = 0) -> str:
    """One answer in words. `book`: the row in whose threads an answer is found that names one."""
    if question.choices is not None:
        labels = dict(question.choices.choices)
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    if question.money:
        return rupees(value)
    if question.asks in {"day", "past", "to_come"}:
        return date_format(dt.date.fromisoformat(value), "j M Y")
    if question.asks in {"account", "doer"}:
        return Account.objects.filter(pk=value).values_list("name", flat=True).first() or _("Somebody who left")
    if question.asks == "thread":
        found = named(question, value, book)
        return line_of(found) if found and unseen.seen([found]) else ""
    if question.asks == "file":
        return _("Kept in her record")
    if question.asks == "person":
        return f"{value[:4]} {value[4:]}" if value not in scope.hidden_codes() else ""
    if question.asks == "group":
        group = Thread.objects.filter(book__code=value, kind="group").first()
        return line_of(group) if group else ""
    if question.asks == "office":
        office = Office.objects.filter(code=value).first()
        return str(office) if office else str(value)
    if question.asks == "organisation":
        name = Organisation.objects.filter(code=value).values_list("name", flat=True).first()
        return name or str(Office.objects.filter(code=value).first() or value)
    if question.listed is not None:
        return str(question.listed().get(str(value), value))
    if question.asks == "post":
        post = Post.objects.filter(code=value).first()
        return str(post) if post else str(value)
    if question.asks == "area":
        area = area_of(str(value))
        return str(area) if area else str(value)
    if question.asks == "place":
        rows = Place.objects.filter(code=value)  # a code stands for other places in other kinds
        rows = rows.filter(kind__in=question.kinds) if question.kinds else rows
        place = rows.order_by(F("valid_to").desc(nulls_first=True)).first()
        return str(place) if place else str(value)
    return str(value)


def named(question: Question, value: Any, book: int) -> Thread | None:
    """The thread that an answer names: in this book, else in another one of the same organisation, as of a merged
    record; never in another organisation's, and of no other kind than was asked for.
    """
    rows = Thread.objects.filter(number=value, kind__in=question.kinds, book__organisation__books=book)
    return min(rows, key=lambda one: (one.book_id != book, one.pk), default=None)


def area_of(value: str) -> Place | None:
    """The place of an answer such as `district-303`, as it is today, else as it was last."""
    kind, _dash, code = value.rpartition("-")
    return Place.objects.filter(kind=kind, code=code).order_by(F("valid_to").desc(nulls_first=True)).first()


def shown(step: Step, every: Iterable[tuple[int, Mapping[str, Any]]] | None = None) -> Mapping[str, Any]:
    """Answers of a step without those that she did not want to be kept any more, at any time after it.

    A later yes to the same part, or taking out the step with which she took it back, does not bring them back.
    `every`: (row, values) of all steps of the thread, where they are at hand.
    """
    said: Mapping[str, Any] = step.values
    hides = KINDS[step.thread.kind].hides
    if hides is None:
        return said
    if every is None:
        every = Step.objects.filter(thread=step.thread_id, pk__gt=step.pk).values_list("pk", "values")
    gone = {name for pk, values in every if pk > step.pk for name in hides(values)}
    return {name: value for name, value in said.items() if name not in gone}


def told(thread: Thread, steps: Iterable[Step], counting: Iterable[str]) -> list[Told]:
    """The steps of a thread, the newest first; `counting`: the numbers of those that nothing took the place of."""
    made, counts = KINDS[thread.kind], set(counting)
    rows = sorted(steps, key=lambda one: (one.day, one.pk), reverse=True)
    every = list(Step.objects.filter(thread=thread).values_list("pk", "values")) if made.hides else []
    for one in rows:
        one.thread = thread
    return [
        Told(
            one,
            one.by.name,
            label_of(made, one.values.get("state", "")),
            lines(made, shown(one, every), thread.book_id),
            one.number in counts,
        )
        for one in rows
    ]
