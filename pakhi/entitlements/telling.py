"""Rights and clocks in the reader's words: ranges with their source, marks, what is missing. No sum is promised."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.entitlements import known, said
from pakhi.entitlements.claim_clocks import Running
from pakhi.entitlements.eligibility import Finding, Outcome
from pakhi.entitlements.rows import Amount, Paper, Row
from pakhi.entitlements.said import Said
from pakhi.lib.clock import today
from pakhi.lib.money import rupees

DAYS = {
    "today": gettext_lazy("today"), "offence_date": gettext_lazy("day of the offence"),
    "fir_date": gettext_lazy("day of the FIR"), "application_date": gettext_lazy("day of handing in"),
    "award_date": gettext_lazy("day of the order"), "release_date": gettext_lazy("day on the release certificate"),
    "rescue_date": gettext_lazy("day of the rescue"),
}  # fmt: skip
SUM = re.compile(
    r"\bRs\b|₹|rupee|lakh|crore|\b(?:19|20)\d\d\b|\b\d+ (?:working )?(?:hours|days|weeks|months)\b"
)  # in the catalogue's own words


@dataclass(frozen=True)
class Mark:
    """How sure the catalogue is of a row. `tone`: good, warn or empty."""

    text: str
    tone: str


@dataclass(frozen=True)
class Right:
    """One finding for a page. `sums`, `clocks`: for the worker alone while no lawyer has signed."""

    finding: Finding
    name: str
    gives: str
    office: str
    apply_to: str
    appeal_to: str
    reasons: list[str]
    papers: list[tuple[str, str, str]]
    sums: list[str]
    limits: list[str]
    marks: list[Mark]
    sources: list[str]
    note: str

    @property
    def series(self) -> str:
        return self.finding.series

    @property
    def ask_about(self) -> bool:
        """Whether she hears no more of it than "ask about this"."""
        return self.finding.row.signed is None

    @property
    def says_a_sum(self) -> bool:
        """Whether what it gives is told with a sum, year or time that no lawyer has signed: it is for the worker."""
        return self.ask_about and SUM.search(self.finding.row.gives) is not None

    @property
    def stopped(self) -> bool:
        """Whether the right stands and the office does not give it here."""
        return self.finding.outcome is Outcome.NOT_DELIVERED_HERE

    @property
    def stop(self) -> list[str]:
        """What she hears where the office does not give it: since which day only if a lawyer has signed that."""
        rows = (self.finding.row, self.finding.status)
        if all(row is not None and row.signed for row in rows):
            return self.reasons
        return [told(undated(one)) for one in self.finding.reasons]


def undated(one: Said) -> Said:
    """A sentence on what is not given, without its day."""
    return Said(said.NOT_DELIVERED_ALWAYS, one.values) if one.text == said.NOT_DELIVERED else one


def told(one: Said) -> str:
    """A sentence of the evaluation in the reader's language: its days, rows and states too."""
    return _(one.text) % {name: word(name, value) for name, value in one.values.items()} if one.values else _(one.text)


def word(name: str, value: object) -> str:
    """What stands in a place of a sentence."""
    if isinstance(value, Said):
        return told(value)
    text = str(value)
    if text in DAYS:
        return str(DAYS[text])
    if name in ("begin", "end", "day"):
        return date_format(dt.date.fromisoformat(text), "j M Y")
    if name == "rows":
        names = {row.id: row.name for row in known.the().rows}
        return ", ".join(known.said(names.get(one, one)) for one in text.split(", "))
    if name == "words":
        return known.said(f"{text}.").rstrip(".।")
    return known.said(text) if name == "state" else text


def right(finding: Finding) -> Right:
    """A finding with everything said."""
    row, papers = finding.row, [paper(one) for one in finding.missing_papers]
    return Right(
        finding, _(row.name), _(row.gives) if row.gives else "", office(row.office), _(row.apply_to) if row.apply_to
        else "", _(row.appeal_to) if row.appeal_to else "", [told(one) for one in finding.reasons], papers,
        [amount(one) for one in finding.amounts], limits(row), marks(row), known.sources(row.sources),
        _(row.note) if row.note else "",
    )  # fmt: skip


def office(kind: str) -> str:
    """A kind of office of the catalogue, in words."""
    found = known.the().offices.get(kind)
    return _(found.title) if found else ""


def paper(one: Paper) -> tuple[str, str, str]:
    """(its name, who gives it, how)."""
    return _(one.name), office(one.from_office), _(one.how) if one.how else ""


def amount(one: Amount) -> str:
    """A sum as a range, never a promise."""
    note = f" ({_(one.note)})" if one.note else ""
    if one.least is None and one.most is None:
        return _("A sum that is not written as a number here, %(per)s.") % {"per": _(one.per)} + note
    if one.least == one.most or one.least is None or one.most is None:
        known_sum = (one.most if one.most is not None else one.least) or 0
        return _("It may be ₹ %(sum)s, %(per)s.") % {"sum": rupees(known_sum), "per": _(one.per)} + note
    values = {"least": rupees(one.least), "most": rupees(one.most), "per": _(one.per)}
    return _("It may lie between ₹ %(least)s and ₹ %(most)s, %(per)s.") % values + note


def limits(row: Row) -> list[str]:
    """The clocks of a row with the rule behind each."""
    events = known.the().events
    found = []
    for one in row.clocks:
        until = _(events[one.until]) if one.until in events else one.until
        if one.limit is None:
            found.append(_("%(until)s: no limit is known (%(rule)s).") % {"until": until, "rule": _(one.basis)})
        else:
            values = {"until": until, "n": one.limit, "unit": unit(one.unit), "rule": _(one.basis)}
            found.append(_("%(until)s: within %(n)s %(unit)s (%(rule)s).") % values)
    return found


def unit(word: str) -> str:
    words = {"days": _("days"), "working_days": _("working days"), "hours": _("hours"), "months": _("months")}
    return words.get(word, word)


def marks(row: Row) -> list[Mark]:
    """Signed by a lawyer or not; checked against a source, or from memory."""
    found = [
        Mark(_("Signed by a lawyer"), "good") if row.signed else Mark(_("No lawyer has signed this yet"), "warn"),
        Mark(_("Checked against a source"), "") if row.verified else Mark(_("Not checked against a source"), "warn"),
    ]
    if row.unverified:
        found.append(Mark(_("Parts of it are from memory"), "warn"))
    return found


def clock(one: Running) -> str:
    """A clock that runs, as a sentence."""
    if one.last is None:
        return _("No limit of the law was found for this. It has lasted %(n)s days.") % {
            "n": (today() - one.began).days
        }
    values = {"who": one.who, "day": date_format(one.last, "j F Y"), "n": (today() - one.last).days}
    if one.last < today():
        return _("%(who)s had until %(day)s. That is %(n)s days ago.") % values
    return _("%(who)s: until %(day)s.") % values
