"""All days in court of somebody's people or of an organisation: to come, not written down yet, put off; who is held."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.cbr import work
from pakhi.cbr.books import reachable
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.work import Work
from pakhi.legal import overview
from pakhi.legal.words import Hearing
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault.standing import KEEPERS

FAR = dt.timedelta(days=180)


@dataclass(frozen=True)
class Sittings:
    """`silent`: days that have gone by of which nobody wrote what became of them; `often`: (person, how often put off);
    `held`: (work, days after which somebody asks, that day).
    """

    silent: list[Work]
    weeks: list[tuple[dt.date, list[Work]]]
    often: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    adjourned: int
    done: int
    held: list[tuple[Work, int, dt.date]]


def books_of(account: Account) -> list[Book]:
    """The open cases whose days in court somebody sees: a keeper all of their organisations', others their people's."""
    held = Membership.objects.current().filter(account=account, role__in=KEEPERS).values("organisation")
    rows = Book.objects.filter(kind=Book.Kind.CASE, state=Book.State.OPEN, organisation__in=held)
    kept = list(rows.select_related("organisation"))
    mine = [one for one in work.books_of(account) if one.pk not in {book.pk for book in kept}]
    return reachable([*kept, *mine])


def sittings(books: Iterable[Book], now: dt.date | None = None) -> Sittings:
    """Everything of these cases."""
    now = now or today()
    rows = Thread.objects.filter(book__in=list(books)).exclude(state="").select_related("book__organisation", "owner")
    days = list(rows.filter(kind="hearing").order_by("due", "pk"))
    planned = work.told(one for one in days if one.state == Hearing.PLANNED and one.due)
    off = [one for one in days if one.state == Hearing.ADJOURNED]
    people = Counter(one.person for one in work.told(off))
    held = {one.thread.pk: one for one in work.told(rows.filter(kind="custody"))}
    alarms = [alarm for one in held.values() for alarm in overview.gone_by(one.thread, now)]
    return Sittings(
        [one for one in planned if one.late > 0],
        weeks([one for one in planned if one.due and now <= one.due <= now + FAR]),
        [one for one in people.most_common() if one[1] > 1], overview.put_off(days), len(off),
        sum(one.state == Hearing.HELD for one in days),
        [(held[one.pk], many, day) for one, many, day in alarms],
    )  # fmt: skip


def weeks(rows: list[Work]) -> list[tuple[dt.date, list[Work]]]:
    """Days in court by week: (its Monday, what is in it)."""
    found: dict[dt.date, list[Work]] = {}
    for one in rows:
        if one.due:
            found.setdefault(one.due - dt.timedelta(days=one.due.weekday()), []).append(one)
    return sorted(found.items())
