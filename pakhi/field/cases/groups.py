"""Forms about collectives: a meeting with its decisions, a training, an event. They are written in the group's book.

The group is chosen from the list `groups` on the phone, which has the organisation's groups by the labels they chose.
"""

from __future__ import annotations

from dataclasses import replace

from pakhi.cbr import collectives, steps
from pakhi.cbr.models import Book
from pakhi.field import casework
from pakhi.field.casework import Part
from pakhi.field.coded import Answers
from pakhi.field.handlers import HANDLERS, Refusal, Sent, Taken
from pakhi.lib.codes import BadCode, read_letters
from pakhi.vault.keys import Refused


def takes(form_id: str, first: Part, *inside: Part) -> None:
    """Declare what becomes of a form about a group (`group`) on a day (`day`); `inside` belongs to the first."""

    def handler(sent: Sent) -> Taken:
        return take(sent, first, inside)

    HANDLERS[form_id] = handler


def take(sent: Sent, first: Part, inside: tuple[Part, ...]) -> Taken:
    """Write all steps of a record. Raises Refusal."""
    on, book = Answers(sent).past("day"), the_group(sent, first.kind)
    whole = steps.number_of(sent.organisation.code, sent.record.instance, f"{first.kind}//0")
    belonging = tuple(replace(part, about=lambda row: whole) for part in inside)
    for part, path, row in casework.rows(sent, (first, *belonging)):
        casework.write(sent, book, part, path, row, on)
    return Taken()


def the_group(sent: Sent, kind: str) -> Book:
    """The group that a record is about, of the sender's organisation, which still is. Raises Refusal."""
    try:
        code = read_letters(sent.record.get("group"), 8)
    except BadCode:
        raise Refusal("group", "group") from None
    book = Book.objects.filter(
        kind=Book.Kind.GROUP, code=code, organisation=sent.organisation, state=Book.State.OPEN
    ).first()  # fmt: skip
    if book is None:
        raise Refusal("group", "group")
    try:
        collectives.need_writer(book, sent.by, kind)
    except Refused:
        raise Refusal("group", "group") from None
    return book


takes(
    "meeting",
    Part("meeting"),
    Part("decision", at="decision", names={"deed": "what", "done_by": "by", "by_when": "due"}),
)
takes("training", Part("training"))
takes("awareness", Part("awareness"))
