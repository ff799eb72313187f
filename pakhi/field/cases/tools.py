"""What is given to her, where she is brought to, and the plan for her safety."""

from __future__ import annotations

from dataclasses import replace

from pakhi.cbr import steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step
from pakhi.field.casework import Part, Row, always, rows, takes, the_case, the_same, write
from pakhi.field.coded import Answers
from pakhi.field.handlers import Refusal, Sent, Taken, handles

takes("support", Part("support", words="note"))
takes("safety_plan", Part("safety_plan", words="note"))

HER_WORD = {"yes": "wanted", "no": "not_wanted", "thinks": "offered"}
REFERRAL = Part("referral", names={"ask_on": "by"}, words="note", same=("service", "office_family"))
SENT = "sent"


@handles("referral")
def refer(sent: Sent) -> Taken:
    """Her word first, as a step of its own; then that she was sent or brought there. Raises Refusal."""
    said = Answers(sent)
    person, on, wants = said.person(), said.past("day"), said.one("wants")
    went = wants == "yes" and said.yes("sent")
    if went and not sent.record.get("office_family"):
        raise Refusal("missing", "office_family")
    book = the_case(sent, person)
    for part, path, row in rows(sent, (REFERRAL,)):
        thread = runs(sent, book, path, row)
        number = thread or steps.number_of(sent.organisation.code, sent.record.instance, path)
        word = replace(part, also={"state": HER_WORD[wants]}, thread=always(number))
        write(sent, book, word, path, row, on)
        if went:
            again = replace(part, also={"state": SENT}, thread=always(number), words="")
            write(sent, book, again, f"{path}/{SENT}", {}, on)
    return Taken(person.code)


def runs(sent: Sent, book: Book, path: str, row: Row) -> str:
    """The referral to the same service that waits for her word already, or that this record has opened; or none."""
    number = steps.number_of(sent.organisation.code, sent.record.instance, path)
    kept = {name: value for name, value in row.items() if name in KINDS["referral"].by_name}
    found = the_same(sent, book, REFERRAL, kept, number)
    written = Step.objects.filter(thread__book=book, number=number).exists()
    before = [one.state for one in steps.threads([book], "referral") if one.number == found]
    return found if written or before in (["offered"], ["wanted"]) else ""
