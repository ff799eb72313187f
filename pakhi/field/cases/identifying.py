"""A home investigation, somebody who goes away for work, and a village's households: what their forms become."""

from __future__ import annotations

from dataclasses import replace

from pakhi.cbr import steps, village
from pakhi.cbr.home_report import HOME_REPORT, Report
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.migration import MIGRATION
from pakhi.cbr.models import Book, Step
from pakhi.field.casework import Part, always, rows, takes, the_case, write
from pakhi.field.coded import Answers
from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.vault.keys import Refused

HOME = Part(HOME_REPORT.key, also={"state": Report.MADE.value}, words="note")

takes("migration_register", Part(MIGRATION.key, words="note"))


@handles("home_investigation")
def home(sent: Sent) -> Taken:
    """A report; if one was asked for and not made yet, this is it."""
    said = Answers(sent)
    person, on = said.person(), said.past("day")
    book = the_case(sent, person)
    for part, path, row in rows(sent, (HOME,)):
        number = steps.number_of(sent.organisation.code, sent.record.instance, path)
        write(sent, book, replace(part, thread=always(wanted(book, number))), path, row, on)
    return Taken(person.code)


def wanted(book: Book, number: str) -> str:
    """The thread that a report goes to: where this one stands already, else the oldest that waits for one; or none."""
    there = Step.objects.filter(thread__book=book, number=number).values_list("thread__number", flat=True).first()
    waiting = [one.number for one in steps.threads([book], HOME_REPORT.key) if one.state == Report.ASKED]
    return there or (waiting[-1] if waiting else "")


@handles("vulnerability_survey")
def household(sent: Sent) -> Taken:
    """What one household said. Raises Refusal."""
    on = Answers(sent).past("day")
    asked = {one.name: one.value for one in sent.record.answers}
    values = {name: value for name, value in asked.items() if name in {*village.HOUSEHOLD.by_name, "state"}}
    number = steps.number_of(sent.organisation.code, sent.record.instance)
    try:
        values["household"] = str(int(values.get("household", "")))
        book = village.book_of(sent.organisation, asked.get("village", ""), sent.by)
        village.ask(book, values, sent.by, day=on, number=number, record=sent.record.instance)
    except ValueError:
        raise Refusal("answer", "household") from None
    except Faulty as fault:
        raise Refusal("missing" if fault.why == "missing" else "answer", fault.question) from None
    except Refused:
        raise Refusal("person", "village") from None
    return Taken()
