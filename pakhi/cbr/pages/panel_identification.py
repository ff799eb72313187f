"""Panel of the case page: how she was found, where she is, whether it is safe there, and who is missing or away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr import home_report, identification, migration, missing, telling
from pakhi.cbr.identification_words import FOLLOWS, Lives
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import About, me, writes
from pakhi.cbr.steps import new_number, threads
from pakhi.lib.clock import today
from pakhi.network.models import Place

SHOWN = ("source", "by", "wish", "moved", "exploited", "from_state", "from_place", "to_state", "to_place")
RECORDS = (missing.MISSING.key, missing.RESCUE.key, migration.MIGRATION.key, home_report.HOME_REPORT.key)
GENDERS: dict[str, str | Promise] = {
    "woman": _("Woman"), "girl": _("Girl"), "man": _("Man"), "boy": _("Boy"), "transgender": _("Transgender"),
    "other": pgettext_lazy("gender", "Other"),
}  # fmt: skip
KIND = {
    None: pgettext_lazy("where she is", "Not known"), False: _("Still trafficked"),
    True: pgettext_lazy("where she is", "Rescued"),
}  # fmt: skip


@dataclass(frozen=True)
class Home:
    """A home investigation as it is read: what was concluded, and what speaks against it."""

    thread: Thread
    conclusion: str
    against: list[tuple[str, str]]
    lines: list[tuple[str, str]]
    late: bool


@dataclass(frozen=True)
class Trip:
    """Somebody who is away. `silent`: the day she chose is over; `wants`: what she chose for that case.

    `parts`: what she has agreed to have kept.
    """

    thread: Thread
    line: str
    state: str
    silent: bool
    wants: str
    checks: bool
    number: str
    parts: tuple[tuple[str, str | Promise], ...]


def panel(request: HttpRequest, found: About) -> dict[str, Any] | None:
    """What the panel shows; it reads the threads of a case once."""
    identification.asked(found.books, me(request))
    mine = threads(found.books, identification.IDENTIFIED.key, identification.REFERRAL.key,
                   identification.ASK_HER.key, *RECORDS)  # fmt: skip
    by_kind = {key: [one for one in mine if one.kind == key] for key in KINDS}
    how = next(iter(by_kind[identification.IDENTIFIED.key]), None)
    homes = [one for one in by_kind[home_report.HOME_REPORT.key] if one.state != home_report.Report.OVER]
    return {
        "how": how, "where": telling.state_of(how) if how else "", "lines": lines(how), "profile": profile(found.book),
        "kind": KIND[identification.rescued(how.state if how else "")],
        "held": how is not None and how.state == Lives.TRAFFICKED,
        "follows": FOLLOWS.get(how.values.get("triage", "")) if how else "",
        "severe": how is not None and how.values.get("triage") == "severe",
        "referrals": running(by_kind[identification.REFERRAL.key]), "ask": running(by_kind[identification.ASK_HER.key]),
        "homes": [home(one) for one in homes[:2]], "trips": [trip(one) for one in open_of(by_kind["migration"])],
        "records": running([*by_kind["missing"], *by_kind["rescue"]]), "writes": writes(request, found.person),
    }  # fmt: skip


def lines(how: Thread | None) -> list[tuple[str, str]]:
    """The answers that are read first; the rest stands on the page of the thread."""
    if how is None:
        return []
    made = KINDS[how.kind]
    return telling.lines(made, {name: how.values.get(name) for name in ("programme", *SHOWN)})


def open_of(rows: list[Thread]) -> list[Thread]:
    return [one for one in rows if KINDS[one.kind].running(one.state)]


def running(rows: list[Thread]) -> list[tuple[Thread, str, str, str]]:
    """(thread, its kind, what it is called, where it stands) of those that still want something."""
    return [(one, str(KINDS[one.kind].label), telling.line_of(one), telling.state_of(one)) for one in open_of(rows)]


def home(one: Thread) -> Home:
    made = home_report.HOME_REPORT
    names = home_report.against(one.values) if one.state == home_report.Report.MADE else []
    bad = telling.lines(made, {name: one.values.get(name) for name in names})
    rest = {name: value for name, value in one.values.items() if name not in {*names, "conclusion", "review"}}
    conclusion = one.values.get("conclusion") or ""
    said = telling.answer(made.by_name["conclusion"], conclusion) if conclusion else telling.state_of(one)
    return Home(one, said, bad, telling.lines(made, rest), one.due is not None and one.due < today())


def trip(one: Thread) -> Trip:
    made, wants = migration.MIGRATION, one.values.get("if_silent") or []
    return Trip(
        one, telling.line_of(one), telling.state_of(one), migration.overdue(one),
        telling.answer(made.by_name["if_silent"], wants) if wants else "",
        migration.Part.CHECK_IN in (one.values.get("parts") or []), new_number(),
        tuple((part.value, part.label) for part in migration.Part if part in (one.values.get("parts") or [])),
    )  # fmt: skip


def profile(book: Book) -> list[str | Promise]:
    """Her coded profile in words; what is not known is left out."""
    block = Place.objects.filter(code=book.block, kind=Place.Kind.BLOCK, valid_to=None).first() if book.block else None
    return [one for one in (GENDERS.get(book.gender, ""), book.age_band, str(block) if block else "") if one]
