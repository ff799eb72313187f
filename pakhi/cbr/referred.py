"""Who came to an organisation and from whom, and whom it sent on, quarter by quarter: counts, never a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pakhi.cbr.books import reachable
from pakhi.cbr.identification import IDENTIFIED
from pakhi.cbr.identification_words import Source
from pakhi.cbr.models import Book, Thread
from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.models import Account, Organisation
from pakhi.vault import handover, scope
from pakhi.vault.models import Handover

QUARTERS = 4
OURS = frozenset({Source.SURVEY.value, Source.SELF.value, Source.FAMILY.value})  # nobody referred her to us
OUT = ("referral", "referral_due")
GONE = ("sent", "taken", "turned_down", "done", "referred", "acted")  # states of what was really sent


@dataclass(frozen=True)
class InAndOut:
    """A quarter: how many cases came from whom (the most first), how many were offered to us, how many we sent on."""

    quarter: Quarter
    sources: list[tuple[str, int]]
    offered: int
    out: int

    @property
    def came(self) -> int:
        return sum(many for _source, many in self.sources)


def quarters(organisation: Organisation, by: Account, many: int = QUARTERS) -> list[InAndOut]:
    """The last quarters, this one first. A case counts in the quarter in which it was opened.

    Whom the reader (`by`) may not know of is in none of these numbers: neither her case nor the offer of her.
    """
    wanted = [this_quarter().plus(-back) for back in range(many)]
    since = wanted[-1].first_day
    rows = Thread.objects.filter(
        book__organisation=organisation, book__kind=Book.Kind.CASE, book__opened_on__gte=since, kind=IDENTIFIED.key
    ).exclude(state="")  # fmt: skip
    found = list(rows.select_related("book__organisation"))
    here = {book.pk for book in reachable({one.book for one in found})}
    came = Counter(
        (Quarter.of(one.book.opened_on), one.values["source"]) for one in found
        if one.book_id in here and one.values.get("source") and one.values["source"] not in OURS
    )  # fmt: skip
    offers = Handover.objects.filter(to=organisation.code, offered_on__gte=since)
    told = offers.exclude(pk__in=handover.unseen_by(by, offers.defer("parcel"))).exclude(
        arrived__in=scope.hidden_codes()
    )
    offered = Counter(Quarter.of(on) for on in told.values_list("offered_on", flat=True))
    sent = Thread.objects.filter(book__organisation=organisation, kind__in=OUT, state__in=GONE, opened_on__gte=since)
    sent = sent.exclude(book__person__in=scope.hidden_codes())
    out = Counter(Quarter.of(on) for on in sent.values_list("opened_on", flat=True) if on)
    return [
        InAndOut(one, [(str(Source(key).label), many) for (when, key), many in came.most_common() if when == one],
                 offered[one], out[one]) for one in wanted
    ]  # fmt: skip
