"""The parts of My day: what is hers to do today stands above what is overdue, and that above what offices owe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from pakhi.cbr import out_there
from pakhi.cbr.followup import VISIT
from pakhi.cbr.visit_words import VisitState
from pakhi.cbr.work import Work
from pakhi.network.models import Account

COURT = ("hearing", "bail_objection")
# Whose day is an office's day: the worker asks after it, and nobody does it for the office.
OFFICES = ("victim_right", "fir", "survivor_track", "accused", "court_track")
AT_OFFICE = {
    "claim": ("submitted", "acknowledged", "working", "late", "appealed", "sanctioned", "ordered", "funds_awaited",
              "part_paid"),
    "claim_paper": ("asked",),
}  # fmt: skip


@dataclass(frozen=True)
class Mine(Work):
    """A thing with a day on the page of whoever does it. `goes`: a visit on which they can set out now; `hours`: by
    which they may be back (hour, whether it is chosen)."""

    account: int = 0

    @property
    def at_once(self) -> bool:
        """Whether it is a visit that can be written down now."""
        return bool(self.person) and self.thread.kind == VISIT.key and (self.late >= 0 or self.under_way)

    @property
    def under_way(self) -> bool:
        return self.thread.state == VisitState.THERE

    @property
    def goes(self) -> bool:
        return self.at_once and not self.under_way and self.thread.owner_id in {None, self.account}

    @property
    def hours(self) -> list[tuple[int, bool]]:
        return [] if self.thread.values.get("how") in out_there.INSIDE else out_there.offered(self.thread)


@dataclass(frozen=True)
class Fold:
    """What is overdue about one person, or in one collective; the longest first."""

    rows: list[Mine]

    @property
    def worst(self) -> Mine:
        return self.rows[0]

    @property
    def person(self) -> str:
        return self.worst.person

    @property
    def group(self) -> str:
        return self.worst.book.code


@dataclass(frozen=True)
class Parts:
    """My day without what is dangerous."""

    now: list[Mine]
    court: list[Mine]
    late: list[Fold]
    owed: list[Mine]
    soon: list[Mine]

    @property
    def any(self) -> bool:
        return bool(self.now or self.court or self.late or self.owed or self.soon)


def parted(found: Iterable[Work], account: Account) -> Parts:
    """Work, the longest overdue first, in the parts of the page."""
    rows = [Mine(**{one.name: getattr(row, one.name) for one in fields(Work)}, account=account.pk) for row in found]
    late = [one for one in rows if one.late > 0]
    folds: dict[str, list[Mine]] = {}
    for one in late:
        if not of_office(one):
            folds.setdefault(one.person or one.book.code, []).append(one)
    ahead = [one for one in rows if one.late < 0]
    return Parts(
        [one for one in rows if one.late == 0], [one for one in ahead if one.kind.key in COURT],
        [Fold(rows) for rows in folds.values()], [one for one in late if of_office(one)],
        [one for one in ahead if one.kind.key not in COURT],
    )  # fmt: skip


def of_office(one: Work) -> bool:
    """Whether it is an office that is to act."""
    return one.kind.key in OFFICES or one.thread.state in AT_OFFICE.get(one.kind.key, ())
