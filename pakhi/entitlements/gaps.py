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
    """Who has an open case in an organisation, each once, with what her cases hold, read once.

    `books`: the case that is written to; what stands in another case of hers, after a merge, is under it, too.
    """

    books: list[Book]
    codes: list[str]
    claims: dict[int, list[Thread]]
    answers: dict[int, dict[str, Any]]
    papers: dict[int, set[str]]


def load(organisation: Organisation) -> Caseload:
    """Everything that the board needs."""
    people = cases(organisation)
    home = {one.pk: one for held in people.values() for one in held}
    lead = {one.pk: held[0].pk for held in people.values() for one in held}
    mine, said, papers = (
        defaultdict[int, list[Thread]](list),
        dict[int, dict[str, Any]](),
        defaultdict[int, set[str]](set),
    )
    kinds = (claims.CLAIM.key, answers.ANSWERS.key, PAPER.key)
    found = Thread.objects.filter(book__in=home, kind__in=kinds).exclude(state="")
    for one in found.order_by("since", "pk"):  # of several answers the newest stay, as on her own page
        one.book = home[one.book_id]
        at = lead[one.book_id]
        if one.kind == claims.CLAIM.key:
            mine[at].append(one)
        elif one.kind == answers.ANSWERS.key:
            said[at] = one.values
        elif one.state == Held.HAVE:
            papers[at].add(str(one.values.get("paper", "")))
    return Caseload([held[0] for held in people.values()], list(people), mine, said, papers)


def cases(organisation: Organisation) -> dict[str, list[Book]]:
    """Code -> her cases, the one that is written to first, of everybody of whom a case is open."""
    rows = Book.objects.filter(organisation=organisation, kind=Book.Kind.CASE)
    books = reachable(rows.select_related("organisation__place").order_by("pk"))
    codes, found = people_of(books), dict[str, list[Book]]()
    for one in sorted(books, key=lambda one: (one.person != codes[one.pk], one.pk)):
        found.setdefault(codes[one.pk], []).append(one)
    return {code: held for code, held in found.items() if any(one.state == Book.State.OPEN for one in held)}


def gaps(organisation: Organisation, there: Caseload) -> list[Gap]:
    """The series in which somebody could claim and has not, the widest gap first; last what everybody has."""
    catalogue, state = known.the(), known.state_of(organisation)
    people = [answers.as_person(there.answers.get(one.pk, {}), there.papers.get(one.pk, ())) for one in there.books]
    if not people:
        return []
    found = []
    for one in caseload.evaluate(catalogue, columns.cases(catalogue, people, [state] * len(people)), today()):
        row = one.rows[-1]
        if not known.can_be_claimed(one.series) or (one.row < 0).all():
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
    """Her claim of a series, rather one by which she has it; of what was stopped she may still have a gap."""
    rows = [one for one in there.claims.get(book.pk, []) if one.values.get("series") == series]
    rows = [one for one in rows if one.state != State.STOPPED]
    return max(rows, key=lambda one: one.state in (State.PAID, State.GIVEN), default=None)


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
        rows = claims.lived(one)
        delay.refused += any(step.values.get("reason") for step in rows)
        delay.unpaid += claims.unpaid_since(one, rows) is not None
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
