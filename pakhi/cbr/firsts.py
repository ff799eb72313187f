"""What is done first in a case: the first look at the risk, the first assessment, the first safety plan.

A round that has been can say when the next one is due; before the first one nothing is written that could. So it is
reckoned from the day on which the case was opened, for every open case, also one that is years old.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from pakhi.cbr.assessment import ASSESSMENT
from pakhi.cbr.books import people_of, reachable
from pakhi.cbr.her_yes import ended
from pakhi.cbr.identification import ASK_HER
from pakhi.cbr.identification_words import Asked
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.risk import RISK
from pakhi.cbr.safety import PLAN
from pakhi.cbr.vocabulary import Severity
from pakhi.lib.clock import today
from pakhi.vault import merge
from pakhi.vault.models import Consent, Withdrawal

WITHIN = dt.timedelta(days=14)  # after a case was opened
MOST = 400  # cases at once
KEYS = (RISK.key, ASSESSMENT.key, PLAN.key)  # the most pressing first

First = tuple[Book, str, str, dt.date]


def needed(done: Callable[[str], bool], judged: str) -> list[str]:
    """The kinds that a case has none of yet. A safety plan is made where the risk is not known to be low."""
    return [key for key in KEYS if not done(key) and not (key == PLAN.key and judged == Severity.LOW)]


def due_on(book: Book) -> dt.date:
    """By when what is done first is due in a case."""
    return book.opened_on + WITHIN


def undone(books: QuerySet[Book], ahead: int = 0, whole: bool = False) -> list[First]:
    """(case, code that answers for its person, kind, by when) of what these open cases have none of, due within less
    than so many days or overdue; the longest first. A few questions, however many cases.

    Nothing about who took back her yes, or is out of reach. Cases of one person after a merge count as one. The `MOST`
    oldest cases, unless it is the `whole`.
    """
    until = today() + dt.timedelta(days=max(ahead, 1)) - WITHIN
    mine = books.filter(kind=Book.Kind.CASE, state=Book.State.OPEN)
    written = Thread.objects.filter(book__in=mine, kind__in=KEYS).exclude(state="")
    has: dict[int, dict[str, str]] = defaultdict(dict)
    for number, key, judged in written.values_list("book", "kind", "values__judgement"):
        has[number][key] = judged or ""
    held = mine.filter(opened_on__lt=until).select_related("organisation").order_by("opened_on", "pk")
    lacks = [one for one in held if needed(has[one.pk].__contains__, has[one.pk].get(RISK.key, ""))]
    lacks = still_wanted(reachable(lacks if whole else lacks[:MOST]))
    people, of = people_of(lacks), defaultdict[str, dict[str, str]](dict)
    kin = Book.objects.filter(kind=Book.Kind.CASE, person__in=merge.all_codes(people.values()))
    for number, code in people_of(kin).items():
        of[code] |= has[number]
    first = {code: book for book, code in reversed([(book, people[book.pk]) for book in lacks])}
    return [
        (book, code, key, due_on(book)) for code, book in sorted(first.items(), key=lambda one: one[1].opened_on)
        for key in needed(of[code].__contains__, of[code].get(RISK.key, ""))
    ]  # fmt: skip


def cut(books: QuerySet[Book], ahead: int = 0) -> int:
    """How many things `undone` leaves out, because they are of too many cases."""
    if books.filter(kind=Book.Kind.CASE, state=Book.State.OPEN)[: MOST + 1].count() <= MOST:
        return 0
    return len(undone(books, ahead, whole=True)) - len(undone(books, ahead))


def still_wanted(books: Iterable[Book]) -> list[Book]:
    """Those about whom something new may be written: she has not taken back her yes, nor said no when she was asked."""
    held = list(books)
    codes = merge.all_codes({one.person for one in held})
    taken = Withdrawal.objects.filter(consent__person__code__in=codes, consent__purpose=Consent.Purpose.CASE)
    no = Thread.objects.filter(book__person__in=codes, kind=ASK_HER.key, state=Asked.REFUSED)
    doubt = merge.all_codes(
        code for (code,) in [*taken.values_list("consent__person__code"), *no.values_list("book__person")]
    )
    return [one for one in held if one.person not in doubt or ended(one) is None]
