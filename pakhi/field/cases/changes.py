"""The form `changes`: what a case has already moves or is closed. A phone has no list of what runs in it, so the record
says of which kind and what it is, and the one thread that fits is found here; of several, somebody at the desk chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from pakhi.cbr import books, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step, Thread
from pakhi.field.casework import Part, Row, always, is_same, rows, the_case, write
from pakhi.field.coded import Answers
from pakhi.field.handlers import Refusal, Sent, Taken, handles

AT, WHICH = "changes", "which"


@dataclass(frozen=True)
class Known:
    """A kind that can be changed. `by`: question of the form -> that of the kind, by which a thread is known again;
    `says`: the same for what is new.
    """

    by: Mapping[str, str]
    says: Mapping[str, str]


KNOWN = {
    "need": Known(
        {"component": "component", "element": "element"}, {"need_now": "state", "need_why": "why", "hers": "hers"}
    ),
    "threat": Known(
        {"threat_who": "who"}, {"threat_now": "state", "threat_why": "why", "near": "near", "severity": "severity"}
    ),
    "stigma": Known({"source": "source"}, {"stigma_now": "state", "stigma_why": "why"}),
    "strength": Known({"strength_who": "who"}, {"strength_now": "state", "strength_why": "why"}),
    "action": Known({"deed": "what"}, {"action_now": "state", "why_not": "why_not"}),
    "referral": Known({"service": "service"}, {"referral_now": "state", "referral_why": "why"}),
}
Move = tuple[Part, str, dict[str, str], Thread]


@handles("changes")
def take(sent: Sent) -> Taken:
    """Write each change as a step of its thread; none of them if one cannot be found. Raises Refusal."""
    said = Answers(sent)
    person, on = said.person(), said.past("day")
    there = books.cases_of(person)
    if not there:
        raise Refusal("thread_none", WHICH)
    found = list(dict.fromkeys([the_case(sent, person), *there]))
    moves = [move(sent, found, path, row) for _part, path, row in rows(sent, (Part("", at=AT),))]
    if not moves:
        raise Refusal("missing", WHICH)
    with transaction.atomic():  # what one row says may not fit: then none of them is written
        for part, path, row, thread in moves:
            write(sent, thread.book, replace(part, thread=always(thread.number)), path, row, on)
    return Taken(person.code)


def move(sent: Sent, found: list[Book], path: str, row: dict[str, str]) -> Move:
    """One row as a step of the thread that it means: without the questions by which that was found. Raises Refusal."""
    kind = row.get(WHICH, "")
    if kind not in KNOWN:
        raise Refusal("answer" if kind else "missing", WHICH)
    known = KNOWN[kind]
    state = next(question for question, name in known.says.items() if name == "state")
    if not row.get(state):
        raise Refusal("missing", state)
    number = steps.number_of(sent.organisation.code, sent.record.instance, path)
    thread = meant(found, kind, known.by, row, row[state], number)
    kept = {name: value for name, value in row.items() if name in {*known.says, "change_words"}}
    return Part(kind, names=known.says, words="change_words"), path, kept, thread


def meant(found: list[Book], kind: str, by: Mapping[str, str], row: Row, state: str, number: str) -> Thread:
    """The thread that a row is about: the one of its kind that runs; else the one that was closed meanwhile, so that
    what a phone knew of it is a step like any other. Raises Refusal where there is none, or more than one.
    """
    there = Step.objects.filter(thread__book__in=found, number=number).select_related("thread__book").first()
    if there is not None:  # the same record again
        return there.thread
    asked = next(iter(by))
    if not all(row.get(name) for name in by):
        raise Refusal("missing", next(name for name in by if not row.get(name)))
    fits = [
        one for one in steps.threads(found, kind)
        if all(is_same(one.values.get(held), row.get(name)) for name, held in by.items())
    ]  # fmt: skip
    held = [one for one in fits if KINDS[kind].running(one.state)] or fits
    if len(held) != 1:
        raise Refusal("thread_several" if held else "thread_none", asked)
    return held[0]
