"""Visits: planned, on the way, done or not; what was done, how she is, and the day of the next one.

Words about a counselling are for the counsellor and her: they are sealed to whoever writes them, and nobody else in
the organisation can read them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr import safety, steps
from pakhi.cbr.given import can
from pakhi.cbr.her_yes import ended
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, new_number, number_of
from pakhi.cbr.visit_words import How, HowSheIs, Outcome, Present, VisitState, VisitWork, WhyNot
from pakhi.cbr.vocabulary import OfficeFamily, OfficeKind, YesNo
from pakhi.lib.clock import today
from pakhi.network.kinds import kinds as office_kinds
from pakhi.network.models import Account
from pakhi.vault.keys import Refused


def whole_visit(said: Mapping[str, Any]) -> None:
    """What each state of a visit needs."""
    state, how = said.get("state"), said.get("how")
    if state == VisitState.PLANNED and not said.get("on"):
        raise Faulty("on", "missing")
    if state == VisitState.NOT_MET and not said.get("why_not"):
        raise Faulty("why_not", "missing")
    if state == VisitState.DONE and not said.get("is_she"):
        raise Faulty("is_she", "missing")
    if state == VisitState.DONE and how == How.ALONG and not said.get("office_family"):
        raise Faulty("office_family", "missing")
    exact = said.get("office_kind")
    if exact and office_kinds()[exact].family != said.get("office_family"):
        raise Faulty("office_kind")


VISIT = kind(
    "visit", pgettext_lazy("kind of thread", "Visit"), "footprints",
    Question("how", "one", _("What kind of visit?"), How, begins=True),
    Question("on", "to_come", _("On which day is it planned?")),
    Question("back_by", "number", _("Back by which hour?"), least=0, most=23,
             help=_("From 0 to 23. If nobody hears of you by then, a colleague calls.")),
    Question("owner", "doer", _("Who goes?")),
    Question("there", "many", _("Who was there?"), Present, alone=Present.NOBODY),
    Question("is_she", "one", _("How is she?"), HowSheIs),
    Question("did", "many", _("What did you do?"), VisitWork),
    Question("office_family", "one", _("To which office?"), OfficeFamily),
    Question("office_kind", "one", _("Which one exactly?"), OfficeKind),
    Question("came", "one", _("What came of it?"), Outcome),
    Question("shamed", "one", _("Was she shamed or blamed there?"), YesNo),
    Question("why_not", "one", _("Why was she not met?"), WhyNot),
    Question("next_on", "to_come", _("On which day is the next visit?")),
    Question("words", "words", _("What to remember"),
             help=_("Sealed to her record. Of a counselling, nobody but you can ever read it.")),
    states=VisitState, line=("how",), due="on", owner="owner", ends=("done", "not_met", "cancelled"),
    before=whole_visit, private=lambda said: said.get("how") == How.COUNSELLING,
)  # fmt: skip

WRITING = ("how", "there", "is_she", "did", "office_family", "office_kind", "came", "shamed", "next_on", "words")
OPEN = (VisitState.PLANNED.value, VisitState.THERE.value)


@after(VISIT.key)
def what_follows(step: Step, by: Account) -> None:
    """Danger is acted on at once, and the next visit stands where it is seen."""
    if step.values.get("is_she") == HowSheIs.DANGER and step.thread.values.get("is_she") == HowSheIs.DANGER:
        safety.now(step.thread.book, step, safety.Why.VISIT)
        safety.look(step.thread.book, step, safety.Why.VISIT)
    next_visit(step, by)


def next_visit(step: Step, by: Account) -> None:
    """The day of the next visit is a visit that is planned, for whoever went on this one."""
    on = step.values.get("next_on")
    if not on or step.void:
        return
    number = number_of("next-visit", step.number)
    held = step.thread.values
    goes = step.thread.owner if step.thread.owner and can(step.thread.owner, step.thread.book) else by
    values = {"how": again(held.get("how", "")), "on": on, "owner": goes.pk}
    if held.get("back_by") not in (None, ""):
        values["back_by"] = held["back_by"]
    late = str(on) < today().isoformat()  # told by a phone after that day: it was agreed on the day of this visit
    if late and ended(step.thread.book) is not None:
        return
    said = Said(VISIT.key, values, step.day if late else None, number, number)
    with suppress(Refused, Faulty):  # she took back her yes, or the day cannot be: the visit is written all the same
        steps.write(step.thread.book, said, by)


def again(how: str) -> str:
    """An office is not gone to again for the sake of it; the other kinds are visited in the same way."""
    return how if how and how != How.ALONG else How.HOME.value


def plan_visit(book: Book, by: Account, on: dt.date, how: str = How.HOME.value, number: str = "", **more: Any) -> Step:
    """Plan a visit; the writer goes, unless `owner` says another. Raises Faulty."""
    values = {"how": how, "on": on, "owner": by.pk, **more}
    return steps.write(book, Said(VISIT.key, values, number=number or new_number()), by)


def check_in(book: Book, visit: Thread, by: Account, number: str = "", **more: Any) -> Step:
    """On the way, or there: today, by whoever says so. `more`: `back_by`, the hour by which they are back."""
    values = {"state": VisitState.THERE.value, "on": today(), "owner": by.pk, **more}
    said = Said(VISIT.key, values, thread=visit.number, number=number or new_number(), seen=tuple(visit.heads))
    return steps.write(book, said, by)


def planned(books: Iterable[Book]) -> list[Thread]:
    """The visits that are to come or under way, the nearest first."""
    found = steps.threads(books, VISIT.key, running=True)
    return sorted(found, key=lambda one: (one.due or dt.date.max, one.pk))


def past(books: Iterable[Book], most: int) -> list[Thread]:
    """The visits that were made or came to nothing, the newest first."""
    return steps.threads(books, VISIT.key, running=False)[:most]


def meant(book: Book, by: Account, how: str, on: dt.date) -> Thread | None:
    """The planned visit that somebody has made on a day: theirs, of this kind if there is one, the nearest in time."""
    found = [one for one in planned([book]) if one.owner_id in {None, by.pk} and one.due]
    near = [one for one in found if one.due and one.due <= on + dt.timedelta(days=3)]
    return min(
        near, key=lambda one: (one.values.get("how") != how, abs((one.due or today()) - on), one.pk), default=None
    )
