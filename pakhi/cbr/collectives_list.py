"""The collectives of organisations, one line each: how far, how many, when it met, what was decided and not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from pakhi.cbr import handing_over, steps, unseen
from pakhi.cbr.collectives_words import Doer, Role, Stage
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.telling import answer
from pakhi.lib.clock import today
from pakhi.network.models import Organisation


@dataclass(frozen=True)
class Row:
    """One collective. `found`: its threads, but for meetings, trainings and awareness; `met`: its last meeting."""

    book: Book
    found: tuple[Thread, ...]
    met: dt.date | None

    def of(self, kind: str) -> list[Thread]:
        return [one for one in self.found if one.kind == kind]

    def the(self, kind: str) -> Thread | None:
        """The one thread of a kind of which there is one."""
        return next(iter(self.of(kind)), None)

    def said(self, name: str) -> str:
        """What was answered about the group itself, in words."""
        group = self.the("group")
        value = group.values.get(name) if group else None
        return answer(KINDS["group"].by_name[name], value) if value not in (None, "", []) else ""

    @property
    def label(self) -> str:
        return self.said("label") or self.book.code

    @property
    def kind(self) -> str:
        return self.said("kind")

    @property
    def stage(self) -> Stage | None:
        found = self.the("stage")
        return Stage(found.state) if found else None

    @property
    def upto(self) -> list[str]:
        """The stages from the first to this one."""
        return Stage.values[: Stage.values.index(self.stage) + 1] if self.stage else []

    @property
    def members(self) -> list[Thread]:
        """Who is in the group by code, leaders first."""
        held = [one for one in self.of("member") if KINDS["member"].running(one.state)]
        return sorted(held, key=lambda one: (one.values.get("role") == Role.MEMBER, one.since or today(), one.pk))

    @property
    def others(self) -> int:
        group = self.the("group")
        return int(group.values.get("others") or 0) if group else 0

    @property
    def many(self) -> int:
        return len(self.members) + self.others

    @property
    def next(self) -> dt.date | None:
        found = self.the("next_meeting")
        return found.due if found else None

    @property
    def missed(self) -> bool:
        """Whether the next meeting is over and nobody has written it."""
        return self.next is not None and self.next < today()

    @property
    def undone(self) -> list[Thread]:
        """Decisions that still want something, those with a day first."""
        held = [one for one in self.of("decision") if KINDS["decision"].running(one.state)]
        return sorted(held, key=lambda one: (one.due is None, one.due or today(), one.pk))

    @property
    def overdue(self) -> list[Thread]:
        return [one for one in self.undone if one.due and one.due < today()]

    @property
    def parts(self) -> list[handing_over.Part]:
        return handing_over.parts(self.found)

    @property
    def taken(self) -> int:
        """How many parts of the work the collective does by itself."""
        return sum(1 for one in self.parts if one.doer == Doer.COLLECTIVE)


HEAD = ("group", "stage", "member", "next_meeting", "decision", "task")


def rows(books: Iterable[Book]) -> list[Row]:
    """One row for each book, in their order; two questions to the database for all of them.

    Who is hidden from the reader is no member: neither by code nor among those who are counted.
    """
    held, found = list(books), dict[int, list[Thread]]()
    for one in unseen.seen(steps.threads(held, *HEAD)):
        found.setdefault(one.book_id, []).append(one)
    meetings = Thread.objects.filter(book__in=held, kind="meeting").values_list("book").annotate(Max("since"))
    met = dict(meetings)
    return [Row(book, tuple(found.get(book.pk, ())), met.get(book.pk)) for book in held]


def labels(organisation: Organisation) -> dict[str, str]:
    """Code -> what it calls itself, of the groups of an organisation that have not ended."""
    books = Book.objects.filter(kind=Book.Kind.GROUP, organisation=organisation, state=Book.State.OPEN)
    found = Thread.objects.filter(kind="group", book__in=books).values_list("book__code", "values__label")
    return {code: label or code for code, label in found}
