"""The form `helpdesk_day`: a visit to the helpdesk or safety centre becomes coded answers."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pakhi.field import coded
from pakhi.field.coded import Answers
from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.models import DeskVisit, FollowUp
from pakhi.vault.models import Person

FORM = "helpdesk_day"


@handles(FORM)
def take(sent: Sent) -> Taken:
    """Take a visit in. Without a code no name is asked, and whatever a record may hold stays sealed in it."""
    said = Answers(sent)
    row = visit_of(said)
    person = said.person() if said.yes("has_code") else None
    if person:
        coded.remember(sent, person, "visit", coded.note(sent, person))
    return Taken(write(sent, row, person).person)


def write(sent: Sent, row: dict[str, Any], person: Person | None) -> DeskVisit:
    """A visit, once for each record, and the day on which somebody with a record comes again. One transaction."""
    with transaction.atomic():
        visit, new = DeskVisit.objects.get_or_create(
            organisation=sent.organisation, instance=sent.record.instance,
            defaults=row | {"by": sent.by, "person": person.code if person else ""},
        )  # fmt: skip
        if new and person and visit.next_day:
            FollowUp.objects.create(
                organisation=sent.organisation, visit=visit, person=person.code, on=visit.next_day,
                how=FollowUp.How.CENTRE, made_by=sent.by, made_on=visit.day,
            )  # fmt: skip
    return visit


def visit_of(said: Answers) -> dict[str, Any]:
    """The coded answers of a visit. Raises Refusal."""
    row: dict[str, Any] = {
        "day": said.past("day"), "desk": said.one("desk"), "first": said.yes("first_visit"),
        "purpose": said.many("purpose"), "outcome": said.one("outcome"),
    }  # fmt: skip
    if said.yes("office_visited"):
        row["office_family"], row["office_kind"] = said.office("office_family", "office_kind")
        row["went_along"] = said.one("went_along")
    if row["outcome"] == "handed_in":
        row["receipt"] = said.yes("receipt")
    if row["outcome"] == "papers_missing":
        row["papers"] = said.many("papers_missing")
    return row | {"next_day": next_day(said, row)}


def next_day(said: Answers, row: dict[str, Any]) -> Any:
    """When she comes again. Raises Refusal for a day before the visit."""
    day = said.day("next_day", needed=False) if row["outcome"] != "settled" else None
    if day is not None and day < row["day"]:
        raise Refusal("answer", "next_day")
    return day
