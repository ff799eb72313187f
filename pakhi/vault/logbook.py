"""Which lines of the log a supervisor, manager or coordinator reads, and how they are looked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from pakhi.lib.clock import INDIA, today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account, Membership
from pakhi.network.models.account import Role
from pakhi.vault import merge, scope
from pakhi.vault.models import Entry
from pakhi.vault.models.person import CODE


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; empty: everything. `person` is a code as it was typed, `wrong` if it is none."""

    act: str = ""
    who: int = 0
    person: str = ""
    month: dt.date | None = None
    wrong: bool = False

    def query(self) -> dict[str, str]:
        """The same, for an address."""
        month = f"{self.month:%Y-%m}" if self.month else ""
        found = {"act": self.act, "who": str(self.who or ""), "person": self.person, "month": month}
        return {name: value for name, value in found.items() if value}


def asked(query: Mapping[str, str]) -> Asked:
    """What an address asks for; what cannot be read is left out."""
    act, who, typed = query.get("act", ""), query.get("who", ""), query.get("person", "").strip()[:40]
    try:
        code, wrong = read_letters(typed, CODE) if typed else "", False
    except BadCode:
        code, wrong = typed, True
    return Asked(
        act if act in Entry.Act.values else "", int(who) if who.isascii() and who.isdigit() and len(who) < 19 else 0,
        code, month_of(query.get("month", "")), wrong,
    )  # fmt: skip


def month_of(written: str) -> dt.date | None:
    """The first day of a month that is written like 2026-11."""
    try:
        return dt.date.fromisoformat(f"{written}-01")
    except ValueError:
        return None


def organisations(memberships: Iterable[Membership]) -> frozenset[str]:
    """Codes of the organisations whose lines somebody reads: their own, and a coordinator's members."""
    found = set()
    for held in memberships:
        home = held.organisation
        found |= set(home.members().values_list("code", flat=True)) if held.role == Role.COORDINATOR else {home.code}
    return frozenset(found)


def colleagues(codes: Collection[str]) -> list[Account]:
    """Everybody who works or has worked there, by name."""
    there = Membership.objects.filter(organisation__code__in=codes).values("account")
    return list(Account.objects.filter(pk__in=there).order_by("name"))


def lines(codes: Collection[str], wanted: Asked) -> QuerySet[Entry]:
    """Lines about these organisations, and the sign-ins of who works there or did so then, the newest first."""
    if wanted.wrong:
        return Entry.objects.none()
    rows = Entry.objects.filter(Q(organisation__in=codes) | Q(organisation="", act=Entry.Act.LOGIN) & theirs(codes))
    if shut := scope.hidden_codes():
        rows = rows.exclude(person__in=shut).exclude(pk__in=naming(shut))
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.who:
        rows = rows.filter(actor=wanted.who)
    if wanted.person:
        rows = rows.filter(person__in=records(wanted.person))
    if wanted.month:
        rows = rows.filter(at__gte=midnight(wanted.month), at__lt=midnight(following(wanted.month)))
    return rows.order_by("-number")


def naming(people: Collection[str]) -> QuerySet[Entry]:
    """Lines that say one of these codes beside whom they are about: two records that were compared, or read as one."""
    found = Q(detail__other__in=people)
    for code in people:
        found |= Q(detail__records__icontains=code)  # a list; SQLite cannot ask what is in it
    return Entry.objects.filter(found)


def theirs(codes: Collection[str]) -> Q:
    """Lines of who works in these organisations today; of who has left, those from the time they were there."""
    held = Membership.objects.filter(organisation__code__in=codes)
    today_there = set(Membership.objects.current().filter(pk__in=held).values_list("account", flat=True))
    found, times = Q(actor__in=today_there), defaultdict[tuple[dt.date, dt.date], set[int]](set)
    for account, first, last in held.exclude(account__in=today_there).values_list("account", "valid_from", "valid_to"):
        times[first, last or today()].add(account)
    for (first, last), accounts in times.items():
        found |= Q(actor__in=accounts, at__gte=midnight(first), at__lt=midnight(last + dt.timedelta(days=1)))
    return found


def records(code: str) -> set[str]:
    """The codes of a person's records, with those that were merged into one."""
    found = merge.answer(code)
    return {code} | ({one.code for one in merge.together(found)} if found else set())


def months(rows: QuerySet[Entry]) -> list[dt.date]:
    """The months in which there are lines, the newest first: from the first line to today."""
    first = rows.order_by("number").values_list("at", flat=True).first()
    month, found = (first.astimezone(INDIA).date() if first else today()).replace(day=1), []
    while month <= today():
        found.append(month)
        month = following(month)
    return found[::-1]


def following(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=INDIA)
