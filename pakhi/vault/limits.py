"""How many identities a day allows: dated data (limits.yaml), raised openly for a day, released by a supervisor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Allowance, Entry, Reveal

FILE = Path(__file__).with_name("limits.yaml")
AHEAD = dt.timedelta(days=31)  # a helpdesk day is planned, not a helpdesk year


@dataclass(frozen=True, kw_only=True)
class Most:
    """How many of something, from-to (both included)."""

    most: int
    valid_from: dt.date
    valid_to: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Limit(Most):
    """What one role may on a day."""

    role: str
    limit: int
    release: int


@cache
def limits() -> tuple[Limit, ...]:
    """The table. Raises ValueError if two rows of one role hold on the same day."""
    rows = [Limit(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))["reveals_a_day"]]
    for row in rows:
        if any(other is not row and other.role == row.role and other.holds(row.valid_from) for other in rows):
            raise ValueError(f"Two limits of {row.role} hold on {row.valid_from}.")
    return tuple(rows)


@cache
def written(name: str) -> tuple[Most, ...]:
    """The dated rows of something that is the same for everybody."""
    return tuple(Most(**row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))[name])


def most(name: str) -> int:
    """How many are allowed today: `open_emergencies` or `searches_a_day`. Raises ValueError unless one row holds."""
    (row,) = (row for row in written(name) if row.holds(today()))
    return row.most


def limit_of(roles: set[str], on: dt.date) -> Limit | None:
    """The widest limit of some roles on a day; None if they may open nothing."""
    held = [row for row in limits() if row.role in roles and row.holds(on)]
    return max(held, key=lambda row: row.limit, default=None)


def opened(account: Account, on: dt.date | None = None) -> int:
    """How many identities an account opened on a day (today), in all organisations."""
    return Reveal.objects.filter(account=account.pk, on=on or today()).count()


def allowed(account: Account, organisation: str, on: dt.date | None = None, roles: set[str] | None = None) -> int:
    """How many identities an account may open on a day: by role, or as raised, and what was released.

    What somebody raised for everybody does not count for themselves. `roles`: if the caller knows them already.
    """
    day = on or today()
    row = limit_of(standing.roles(account, organisation, day) if roles is None else roles, day)
    if row is None:
        return 0
    more = allowances(organisation, day).filter(Q(account=account.pk) | Q(account=0)).exclude(by=account.pk)
    raised = max(more.filter(kind=Allowance.Kind.RAISED).values_list("more", flat=True), default=0)
    released = more.filter(kind=Allowance.Kind.RELEASED).aggregate(sum=Sum("more"))["sum"] or 0
    return max(row.limit, min(raised, row.most)) + int(released)


def used_up(organisation: Organisation) -> list[Account]:
    """Who works in an organisation and has opened as many identities today as the day allows."""
    many = Reveal.objects.filter(on=today()).values_list("account").annotate(many=Count("id"))
    counts = {account: n for account, n in many if n >= min(row.limit for row in limits())}
    there = Account.objects.filter(pk__in=counts, is_active=True, memberships__organisation=organisation).distinct()
    return [one for one in there if counts[one.pk] >= (allowed(one, organisation.code) or counts[one.pk] + 1)]


def allowances(organisation: str, on: dt.date | None = None) -> QuerySet[Allowance]:
    """What was raised or released for a day (today): everybody of the organisation may see it."""
    return Allowance.objects.filter(organisation=organisation, on=on or today()).order_by("id")


def coming(organisation: str) -> QuerySet[Allowance]:
    """What was raised or released for today and later days, the next first."""
    return Allowance.objects.filter(organisation=organisation, on__gte=today()).order_by("on", "id")


def raise_limit(
    by: Account, organisation: str, to: int, reason: str, on: dt.date | None = None, account: Account | None = None
) -> Allowance:
    """A helpdesk day: the day's limit becomes `to`, for one colleague or (None) for all. Open, with a reason.

    Raises Refused: not a supervisor or manager, for oneself, too much, not a day of the coming month.
    """
    day, most = on or today(), max((row.most for row in limits() if row.holds(on or today())), default=0)
    if not today() <= day <= today() + AHEAD:
        raise Refused(_("Choose a day from today on, at most a month ahead."))
    if not 0 < to <= most:
        raise Refused(_("A day's limit can be raised to %(most)s.") % {"most": most})
    return allow(by, organisation, account, Allowance.Kind.RAISED, reason, day, to)


def release_limit(by: Account, organisation: str, account: Account, reason: str) -> Allowance:
    """Somebody has reached today's limit: a supervisor or manager lets them go on, for some more. Raises Refused."""
    row = limit_of(standing.roles(account, organisation), today())
    if row is None:
        raise Refused(_("%(name)s does not work with people in this organisation.") % {"name": account.name})
    return allow(by, organisation, account, Allowance.Kind.RELEASED, reason, today(), row.release)


def allow(
    by: Account, organisation: str, account: Account | None, kind: str, reason: str, on: dt.date, more: int
) -> Allowance:
    """Write it and its line. Raises Refused."""
    standing.need_keeper(by, organisation)
    if account == by:
        raise Refused(_("Somebody else decides about your own limit."))
    if reason not in Allowance.Reason.values:
        raise Refused(_("Choose a reason."))
    number = account.pk if account else 0
    with audit.locked():
        audit.record(
            Entry.Act.LIMIT, actor=by, organisation=organisation, kind=kind, account=number, reason=reason, on=on,
            more=more,
        )  # fmt: skip
        return Allowance.objects.create(
            organisation=organisation, account=number, kind=kind, reason=reason, on=on, more=more, by=by.pk
        )
