"""Direct support: money and things that were given, in rupees. A ledger: what was wrong is corrected by an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.cbr import steps
from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, rule
from pakhi.cbr.tool_words import Given, Paper, Purpose, SupportState, Taker
from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.models import Account
from pakhi.vault.keys import Refused

WHOLE = {"given", "amount", "purpose", "taker", "state"}
MOST = 10_000_000  # rupees: a figure above that has a digit too many

SUPPORT = kind(
    "support", gettext_lazy("Direct support"), "coins",
    Question("given", "one", gettext_lazy("Money or things?"), Given, begins=True),
    Question("amount", "number", gettext_lazy("How many rupees?"), money=True, begins=True, least=1, most=MOST,
             help=gettext_lazy("Whole rupees; of things, what they cost.")),
    Question("purpose", "one", gettext_lazy("What for?"), Purpose, begins=True),
    Question("taker", "one", gettext_lazy("Handed or paid to whom?"), Taker, begins=True),
    Question("giver", "account", gettext_lazy("Who handed it over?")),
    Question("paper", "one", gettext_lazy("What paper is there?"), Paper),
    Question("receipt", "file", gettext_lazy("The receipt, if it is kept in her record")),
    Question("goal", "thread", pgettext_lazy("support", "For which goal?"), kinds=("goal",)),
    Question("words", "words", gettext_lazy("In words")),
    states=SupportState, line=("purpose", "given", "amount"), quiet=True, ends=("given",),
)  # fmt: skip


@rule(SUPPORT.key)
def corrected_only(book: Book, said: Said, by: Account, there: Thread | None) -> None:
    """An entry is never added to: it is corrected by another one in its place, or struck out."""
    if there is not None and there.state and not said.edits:
        raise Refused(_("An entry of the ledger is corrected, not added to."))
    if said.edits and not said.void and not set(said.values) >= WHOLE:
        raise Refused(_("Write the whole entry again."))


@dataclass(frozen=True)
class Total:
    """What was given since the year began in April, and ever; `purposes`: (what for, rupees), the most first."""

    year: int
    ever: int
    purposes: list[tuple[str, int]]


def correct(book: Book, entry: Thread, said: Said, by: Account) -> Step:
    """Write an entry again in the place of what holds of it. Raises Refused."""
    return steps.write(book, corrected(entry, said), by)


def corrected(entry: Thread, said: Said) -> Said:
    """What is written in the place of what holds of an entry."""
    values = {**said.values, "state": SupportState.GIVEN.value}
    return replace(said, values=values, thread=entry.number, edits=newest(entry))


def with_receipt(book: Book, said: Said, receipt: Callable[[], str], by: Account) -> Step:
    """Write an entry whose receipt is sealed with it. `receipt`: keeps the file and gives its token; it is not called
    for what is no entry, or stands already. Raises Faulty, Refused.
    """
    whole = replace(said, thread=said.thread or said.number)
    known, _values, _there = steps.judged(book, SUPPORT, whole, by)
    if known is not None:
        return known
    return steps.write(book, replace(whole, values={**said.values, "receipt": receipt()}), by)


def strike(book: Book, entry: Thread, by: Account, number: str) -> Step:
    """Take an entry out that was a mistake; it stays readable as one. Raises Refused."""
    said = Said(SUPPORT.key, thread=entry.number, number=number, edits=newest(entry), void=True)
    return steps.write(book, said, by)


def newest(entry: Thread) -> str:
    """The number of the step that holds: an entry has one, whatever was corrected before."""
    rows = list(entry.steps.order_by("id"))
    replaced = {one.edits for one in rows}
    return next((one.number for one in reversed(rows) if one.number not in replaced and not one.void), "")


def ledger(books: Iterable[Book]) -> list[Thread]:
    """What was given, the newest first. What was struck out is not among it."""
    return steps.threads(books, SUPPORT.key)


def total(entries: Iterable[Thread]) -> Total:
    """The sums of a ledger, in rupees."""
    rows = list(entries)
    begin, by = Quarter(this_quarter().year, 1).first_day, Counter[str]()
    for one in rows:
        by[one.values["purpose"]] += one.values["amount"]
    labels = dict(Purpose.choices)
    this = sum(one.values["amount"] for one in rows if one.opened_on and one.opened_on >= begin)
    return Total(this, sum(by.values()), [(str(labels[key]), sum_) for key, sum_ in by.most_common()])
