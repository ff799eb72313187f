"""Who is in danger: what runs in a case and says so, for the worker and for who supervises, before anything else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from pakhi.cbr import work
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.network.models import Account, Organisation
from pakhi.vault import assign, glass

LOUD = ("threat", "risk", "incident", "safety_step", "second_look")  # kinds that say whether somebody is in danger
ALWAYS = ("safety_step", "second_look")  # whatever runs of these was opened by a danger
SAYS, HIGH = ("severity", "judgement"), "high"
PRESSING = Q(kind__in=ALWAYS) | Q(kind__in=LOUD) & (Q(values__severity=HIGH) | Q(values__judgement=HIGH))


@dataclass(frozen=True)
class Danger:
    """Somebody in danger: by code, what it is, since when, and who is there for her, by name."""

    person: str
    what: list[work.Work]
    since: dt.date | None
    workers: list[str]


def presses(thread: Thread) -> bool:
    """Whether a thread that runs says that somebody is in danger."""
    return thread.kind in LOUD and (thread.kind in ALWAYS or HIGH in map(thread.values.get, SAYS))


def of_worker(account: Account) -> list[work.Work]:
    """What says so among the people somebody is there for, or about whom they were asked to look."""
    return pressing(Q(book__in=work.books_of(account)) | work.taken_on(account) & Q(kind__in=ALWAYS))


def of_organisation(organisation: Organisation) -> list[Danger]:
    """Everybody in danger in an organisation's open cases, the latest first."""
    of: dict[str, list[work.Work]] = {}
    for one in pressing(Q(book__organisation=organisation, book__state=Book.State.OPEN)):
        of.setdefault(one.person, []).append(one)
    mains = assign.mains(organisation.code)
    names = glass.names_of({number for code in of for number in mains.get(code, ())})
    found = [
        Danger(
            code, rows, min((one.thread.since for one in rows if one.thread.since), default=None),
            sorted(names[number] for number in mains.get(code, ()) if number in names),
        ) for code, rows in of.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.since or dt.date.min, one.person), reverse=True)


def pressing(which: Q) -> list[work.Work]:
    """What runs and says so, what it was opened by before what is to be done about it."""
    rows = Thread.objects.filter(which & PRESSING, book__kind=Book.Kind.CASE).exclude(state="")
    running = [one for one in rows.select_related("book__organisation", "owner") if KINDS[one.kind].running(one.state)]
    return work.told(sorted(running, key=lambda one: (LOUD.index(one.kind), one.pk)))
