"""The form `case_visit`: a visit that was made or came to nothing, what moved in her life, the day of the next."""

from __future__ import annotations

import datetime as dt

from pakhi.cbr import followup, steps
from pakhi.cbr.models import Book, Step
from pakhi.cbr.visit_words import VisitState
from pakhi.field import casework
from pakhi.field.casework import Part
from pakhi.field.coded import Answers
from pakhi.field.handlers import Sent, Taken, handles

FORM = "case_visit"
VISIT, MOVE = followup.VISIT.key, "standing"
MOVES = {"part": "component", "stands": "state", "moved_by": "why"}


@handles(FORM)
def take(sent: Sent) -> Taken:
    """Take a visit in. The planned visit that it was is known again when the record comes twice. Raises Refusal."""
    said = Answers(sent)
    person, on, how, met = said.person(), said.past("day"), said.one("how"), said.yes("met")
    book = casework.the_case(sent, person)
    thread = which(sent, book, how, on)
    state = VisitState.DONE if met else VisitState.NOT_MET
    parts = (
        Part(VISIT, also={"state": state.value}, thread=lambda _row: thread),
        Part(MOVE, at="move", names=MOVES, when=lambda row: met and bool(row)),
    )
    return casework.take(sent, parts, "day")


def which(sent: Sent, book: Book, how: str, on: dt.date) -> str:
    """The number of the planned visit that was made; empty for one that was not planned."""
    number = steps.number_of(sent.organisation.code, sent.record.instance, f"{VISIT}//0")
    written = Step.objects.filter(thread__book=book, number=number).select_related("thread").first()
    if written is not None:
        return written.thread.number
    planned = followup.meant(book, sent.by, how, on)
    return planned.number if planned else ""
