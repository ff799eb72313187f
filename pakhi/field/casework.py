"""Forms of the case: which of their answers go to which kinds of threads. One declaration a form, one handler for all.

A thread that a record opens has a number that follows from the record, so that a repeat opens nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import KINDS, Faulty, Kind, amiss
from pakhi.cbr.models import Book, Step
from pakhi.field.coded import Answers
from pakhi.field.handlers import HANDLERS, Refusal, Sent, Taken
from pakhi.field.records import Answered
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person

Row = Mapping[str, str]
ROWS = 60  # of one part; each is compared with all that runs in the case


@dataclass(frozen=True)
class Part:
    """A group of questions (`at`: its name; a repeat makes a thread for each of its rows; empty: the top) and what it
    becomes. `names`: question of the form -> question of the kind, where the two differ; `also`: answers that follow
    from the part itself; `when`: whether a row says anything; `thread`: the number of the thread that a row is about,
    if it is there already; `same`: the questions of the kind by which a thread that runs is known to be the same, so
    that a later record adds a step to it; `about`: the number of the thread to which it belongs.
    """

    kind: str
    at: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    words: str = "words"
    when: Callable[[Row], bool] = bool
    thread: Callable[[Row], str] = lambda row: ""
    about: Callable[[Row], str] = lambda row: ""
    same: tuple[str, ...] = ()


def takes(form_id: str, *parts: Part, day: str = "day") -> None:
    """Declare what becomes of a form about one survivor (`person`) on a day (`day`)."""

    def handler(sent: Sent) -> Taken:
        return take(sent, parts, day)

    HANDLERS[form_id] = handler


def take(sent: Sent, parts: tuple[Part, ...], day: str) -> Taken:
    """Write all steps of a record. Raises Refusal, and the record waits in quarantine; what was written is not doubled
    when it is tried again.
    """
    said = Answers(sent)
    person, on = said.person(), said.past(day)
    book = the_case(sent, person)
    for part, path, row in rows(sent, parts):
        write(sent, book, part, path, row, on)
    return Taken(person.code)


def the_case(sent: Sent, person: Person, ground: str = Book.Basis.CONSENT) -> Book:
    """Her case, opened if there is none yet: by her consent, or on another of its grounds. Raises Refusal."""
    if not books.may_write(sent.by, person):
        raise Refusal("person", "person")
    try:
        return books.case_of(person) or books.open_case(person, sent.by, ground)
    except Refused:
        raise Refusal("no_case", "person") from None


def rows(sent: Sent, parts: tuple[Part, ...]) -> Iterator[tuple[Part, str, dict[str, str]]]:
    """(part, the place of a row in the record, question -> answer) of all rows that say something."""
    named = {part.at for part in parts if part.at}
    for part in parts:
        found: dict[int, dict[str, str]] = {}
        for one in sent.record.answers:
            if inside(one, part.at, named):
                place = one.repeats[len(one.path) - 2] if part.at and one.repeats else 0
                found.setdefault(place, {})[one.name] = one.value
        if len(found) > ROWS:
            raise Refusal("large", part.at)
        for place in sorted(found):
            if part.when(found[place]):
                yield part, f"{part.kind}/{part.at}/{place}", found[place]


def inside(one: Answered, at: str, named: Collection[str]) -> bool:
    """Whether an answer stands right in the group `at`, or, if that is empty, in no group of another part."""
    return len(one.path) > 1 and one.path[-2] == at if at else not set(one.path[:-1]) & set(named)


def write(sent: Sent, book: Book, part: Part, path: str, row: Row, on: dt.date) -> None:
    """One row as a step. Raises Refusal under the question of the form."""
    made = KINDS[part.kind]
    values = {**{part.names.get(name, name): value for name, value in row.items()}, **part.also}
    kept = {name: value for name, value in values.items() if name in made.by_name or name == "state"}
    kept = plausible(made, kept, on)
    words = "\n".join(filter(None, [row.get(part.words, "")]))
    number = steps.number_of(sent.organisation.code, sent.record.instance, path)
    thread = part.thread(row) or the_same(sent, book, part, kept, number)
    said = steps.Said(
        part.kind, {name: value for name, value in kept.items() if name != "words"}, on, thread, number,
        part.about(row), words=words, record=sent.record.instance,
    )  # fmt: skip
    back = {new: name for name, new in part.names.items()}
    try:
        steps.write(book, said, sent.by)
    except Faulty as fault:
        why = "missing" if fault.why == "missing" else "answer"
        raise Refusal(why, back.get(fault.question, fault.question)) from None
    except Refused:
        raise Refusal("closed", "person") from None


def plausible(made: Kind, values: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    """Answers without what cannot be: a record may say that she is in danger, and does not wait for such a slip. A day
    that is over or years away is left out; where one is needed it is today, so that somebody looks. Who is named was
    there, whatever stands beside it.
    """
    out = dict(values)
    for name, question in made.by_name.items():
        value = str(out.get(name) or "")
        if question.alone and len(value.split()) > 1:
            out[name] = " ".join(one for one in value.split() if one != question.alone)
        elif is_day(value) and amiss(question, value[:10], on):
            out[name] = today().isoformat() if question.begins else ""
    return out


def is_day(value: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(value[:10]))
    except ValueError:
        return False


def the_same(sent: Sent, book: Book, part: Part, kept: Row, number: str) -> str:
    """The number of the running thread that a row is about; empty if it opens one. A repeat finds its own thread.

    Two rows of one record are two things, also where they say the same.
    """
    if not part.same:
        return ""
    written = Step.objects.filter(thread__book=book, number=number).select_related("thread").first()
    if written is not None:
        return written.thread.number
    mine = set(Step.objects.filter(thread__book=book, record=sent.record.instance).values_list("thread", flat=True))
    for thread in steps.threads([book], part.kind, running=True):
        if thread.pk not in mine and all(is_same(thread.values.get(name), kept.get(name)) for name in part.same):
            return thread.number
    return ""


def always(number: str) -> Callable[[Row], str]:
    """For `Part.thread`: each row is about this thread; empty for a new one."""
    return lambda _row: number


def is_same(held: Any, said: Any) -> bool:
    """Whether an answer is what a thread holds; of several choices in whatever order."""
    return set(held) == set((said or "").split()) if isinstance(held, list) else (held or "") == (said or "")
