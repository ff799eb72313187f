"""How she was found, who is missing, who was brought out: a case may begin with each, also before she can be asked."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from pakhi.cbr import books, steps
from pakhi.cbr.identification import IDENTIFIED
from pakhi.cbr.missing import MISSING, RESCUE
from pakhi.cbr.models import Book, Step
from pakhi.field.casework import Part, always, rows, the_case, write
from pakhi.field.coded import Answers
from pakhi.field.handlers import HANDLERS, Refusal, Sent, Taken, handles

FOUND = Part(IDENTIFIED.key, names={"lives": "state"}, words="note")
GONE = Part(MISSING.key, names={"stands": "state"}, words="note")
OUT = Part(RESCUE.key, names={"certificate": "state"}, words="note")
NEEDED = ("programme", "source", "triage", "lives")  # without these nobody is identified


@handles("identification")
def identified(sent: Sent) -> Taken:
    """How she was found; what is known already becomes a step. Raises Refusal."""
    said = Answers(sent)
    for name in NEEDED:  # before a case is opened by it
        said.one(name)
    return begun(sent, FOUND, "")


def takes(form_id: str, part: Part, needed: str) -> None:
    """Declare a form about something that may run in her case already (`known`); `needed`: what opens a new one."""

    def handler(sent: Sent) -> Taken:
        return begun(sent, part, "" if Answers(sent).yes("known") else needed)

    HANDLERS[form_id] = handler


def begun(sent: Sent, part: Part, needed: str) -> Taken:
    """Open her case on the ground that was chosen, if there is none, and write what the record says. Raises Refusal:
    then there is neither. A case that nobody has said anything in would stand open for ever.
    """
    said = Answers(sent)
    person, on, ground = said.person(), said.past("day"), said.one("ground")
    if needed and not sent.record.get(needed):
        raise Refusal("missing", needed)
    with transaction.atomic(using="vault"), transaction.atomic():
        book = the_case(sent, person, ground)
        for one, path, row in rows(sent, (part,)):
            number = steps.number_of(sent.organisation.code, sent.record.instance, path)
            home, thread = running([book, *books.cases_of(person)], part.kind, number) if not needed else (book, "")
            write(sent, home or book, replace(one, thread=always(thread)), path, row, on)
    return Taken(person.code)


def running(found: list[Book], kind: str, number: str) -> tuple[Book | None, str]:
    """The thread that a record goes on with: where it stands already, else the newest that runs; or none."""
    there = Step.objects.filter(thread__book__in=found, number=number).select_related("thread__book").first()
    threads = [there.thread] if there else steps.threads(found, kind, running=True)
    return (threads[0].book, threads[0].number) if threads else (None, "")


takes("missing_person", GONE, "missing_on")
takes("rescue", OUT, "rescued_on")
