"""Who could claim and has not, over all open cases of an organisation, and how long offices take. Codes only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pakhi.cbr.books import people_of, reachable
from pakhi.cbr.models import Book, Thread
from pakhi.entitlements import answers, caseload, claims, columns, known, next_steps, stages
from pakhi.entitlements.claim_papers import PAPER, Held
from pakhi.entitlements.conditions import tests
from pakhi.entitlements.eligibility import Outcome
from pakhi.entitlements.rows import Sort
from pakhi.entitlements.stages import State
from pakhi.lib.clock import today
from pakhi.network.models import Office, Organisation


@dataclass(frozen=True)
class Gap:
    """A series over the caseload. `could`: codes of who could claim and has not; `ask`: how many have open answers.

    `everyone`: it has no condition, so that it says nothing about anybody.
    """

    series: str
    name: str
    could: list[str]
    ask: int
    claimed: int
    has: int
    stopped: int
    everyone: bool = False


@dataclass
class Delay:
    """An office with claims. `kind`: the office's name, or the kind where the directory does not know it."""

    name: str
    running: int = 0
    overdue: int = 0
    refused: int = 0
    unpaid: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def longest(self) -> int:
        """Days by which the most overdue claim is late."""
        return max(self.days, default=0)


@dataclass(frozen=True)
class Caseload:
    """The open cases of an organisation with what they hold, read once."""

    books: list[Book]
    codes: list[str]
    claims: dict[int, list[Thread]]
    answers: dict[int, dict[str, Any]]
    papers: dict[int, set[str]]


def load(organisation: Organisation) -> Caseload:
    """Everything that the board needs."""
    rows = Book.objects.filter(organisation=organisation, kind=Book.Kind.CASE, state=Book.State.OPEN)
    books = reachable(rows.select_related("organisation__place").order_by("pk"))
    codes = people_of(books)
    mine, said, papers = (
        defaultdict[int, list[Thread]](list),
        dict[int, dict[str, Any]](),
        defaultdict[int, set[str]](set),
    )
    kinds = (claims.CLAIM.key, answers.ANSWERS.key, PAPER.key)
    home = {one.pk: one for one in books}
    for one in Thread.objects.filter(book__in=books, kind__in=kinds).exclude(state="").order_by("pk"):
        one.book = home[one.book_id]
        if one.kind == claims.CLAIM.key:
            mine[one.book_id].append(one)
        elif one.kind == answers.ANSWERS.key:
            said[one.book_id] = one.values
        elif one.state == Held.HAVE:
            papers[one.book_id].add(str(one.values.get("paper", "")))
    return Caseload(books, [codes[one.pk] for one in books], mine, said, papers)


def gaps(organisation: Organisation, there: Caseload) -> list[Gap]:
    """The series in which somebody could claim and has not, the widest gap first; last what everybody has."""
    catalogue, state = known.the(), known.state_of(organisation)
    people = [answers.as_person(there.answers.get(one.pk, {}), there.papers.get(one.pk, ())) for one in there.books]
    if not people:
        return []
    found = []
    for one in caseload.evaluate(catalogue, columns.cases(catalogue, people, [state] * len(people)), today()):
        row = one.rows[-1]
        if row.sort in (Sort.RULE, Sort.OFFENCE) or (one.row < 0).all():
            continue
        asked = [claim_of(there, book, one.series) for book in there.books]
        claimed = np.array([claim is not None for claim in asked], np.bool_)
        could = one.could_and_has_not(claimed)
        found.append(Gap(
            one.series, known.title(one.series), [code for code, gap in zip(there.codes, could, strict=True) if gap],
            int((one.of(Outcome.ASK) & ~claimed).sum()), int(claimed.sum()),
            sum(claim is not None and claim.state in (State.PAID, State.GIVEN) for claim in asked),
            int((one.of(Outcome.NOT_DELIVERED_HERE) & ~claimed).sum()), not any(tests(row.eligible)),
        ))  # fmt: skip
    shown = [one for one in found if one.could or one.claimed or one.stopped]
    return sorted(shown, key=lambda one: (one.everyone, -len(one.could), -one.claimed, one.name))


def claim_of(there: Caseload, book: Book, series: str) -> Thread | None:
    """Her claim of a series; of what was stopped she may still have a gap."""
    rows = there.claims.get(book.pk, [])
    return next((one for one in rows if one.values.get("series") == series and one.state != State.STOPPED), None)


def delays(there: Caseload) -> list[Delay]:
    """The offices with claims, the longest overdue first."""
    every = [one for rows in there.claims.values() for one in rows]
    names = offices(every)
    found: dict[str, Delay] = {}
    for one in every:
        if stages.state_of(str(one.values.get("stage", ""))) in (State.WANTS, State.PAPERS, State.READY, State.STOPPED):
            continue
        name = names[one.pk]
        delay = found.setdefault(name, Delay(name))
        delay.running += one.state not in stages.ENDS
        delay.refused += any(step.values.get("reason") for step in claims.lived(one))
        delay.unpaid += one.state in stages.AWARDED
        late = next_steps.overdue(one)
        if late is not None and late.last is not None:
            delay.overdue += 1
            delay.days.append((today() - late.last).days)
    return sorted(found.values(), key=lambda one: (-one.longest, -one.overdue, one.name))


def offices(rows: Iterable[Thread]) -> dict[int, str]:
    """Claim -> its office by name, else the kind that the catalogue names."""
    listed = list(rows)
    codes = {one.values["office"] for one in listed if one.values.get("office")}
    there = {one.code: str(one) for one in Office.objects.filter(code__in=codes)}
    return {one.pk: there.get(one.values.get("office", "")) or kind(one) for one in listed}


def kind(one: Thread) -> str:
    row = known.row_of(str(one.values.get("series", "")), today())
    office = known.the().offices.get(row.office) if row else None
    return known.said(office.title) if office else "-"
