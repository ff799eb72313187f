"""Who is left for somebody who wants to be kept apart from a colleague: looked up each day anew, and never kept.

A supervisor or manager may leave, change their role, be on leave or lose their account, and whoever it is that ends
it may not know of her. So nothing happens at that moment; her worker's day says it, and where she has no worker
either, the network's coordinator is told how many, and not who.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import merge, scope, standing
from pakhi.vault.assign import OPEN, Kind
from pakhi.vault.models import Apart, Assignment, Leave

There = frozenset[int]  # accounts


@dataclass(frozen=True)
class Left:
    """By the code that answers: from whom she is kept apart, and who is there for her and decides about her today.

    `decided` False: nobody does, and it is her wish that leaves her so, or there is nobody who decides at all.
    """

    code: str
    never: There
    workers: There
    keepers: There
    decided: bool


@scope.whole()  # what is told of it to whom, the functions below say
def left(organisation: str) -> list[Left]:
    """Everybody of an organisation (by its code) who wants to be kept apart from somebody, by code."""
    wishes = Apart.objects.current().filter(
        person__organisation=organisation, person__state__in=OPEN, person__listed=None
    )  # nobody is there for a name in a list, and nobody has to be
    codes = set(wishes.values_list("person__code", flat=True))
    if not codes:
        return []
    people = sorted({one.code: one for one in merge.answers(codes).values()}.values(), key=lambda one: one.code)
    records = merge.together_each(people)
    every = [one.pk for found in records.values() for one in found]
    never, there = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for person, account in Apart.objects.current().filter(person__in=every).values_list("person", "account"):
        never[person].add(account)
    rows = Assignment.objects.current().filter(person__in=every, kind__in=(Kind.MAIN, Kind.STAND_IN))
    for person, account in rows.values_list("person", "account"):
        there[person].add(account)
    carers, keepers, gone = staff(organisation)
    return [
        stands(one.code, [found.pk for found in records[one.code]], never, there, carers - gone, keepers, gone)
        for one in people
    ]


def stands(
    code: str, records: Iterable[int], never: dict[int, set[int]], there: dict[int, set[int]], here: set[int],
    keepers: set[int], gone: set[int],
) -> Left:  # fmt: skip
    """How it stands with one of them. `here`: who works with people today; `gone`: who is on leave."""
    rows = list(records)
    shut = set().union(*(never.get(one, set()) for one in rows))
    workers = set().union(*(there.get(one, set()) for one in rows)) & here - shut
    decides = keepers - gone - shut
    hers = bool(keepers & shut) or not keepers  # a leave of a supervisor of everybody is no news about her
    return Left(code, frozenset(shut), frozenset(workers), frozenset(decides), bool(decides) or not hers)


def staff(organisation: str) -> tuple[set[int], set[int], set[int]]:
    """(who works with people, who decides, who is on leave) in an organisation today, by account."""
    held = Membership.objects.current().filter(organisation__code=organisation, account__is_active=True)
    roles = list(held.filter(role__in=standing.CARERS).values_list("account", "role"))
    away = Leave.objects.current().filter(organisation=organisation, valid_to__gte=today())
    return (
        {account for account, _role in roles}, {account for account, role in roles if role in standing.KEEPERS},
        set(away.values_list("account", flat=True)),
    )  # fmt: skip


def undecided(account: Account, organisations: Iterable[str]) -> list[str]:
    """Codes of the people somebody is there for, about whom nobody decides any more."""
    found = (one for code in sorted(set(organisations)) for one in left(code))
    return [one.code for one in found if not one.decided and account.pk in one.workers]


def to_ask(account: Account, organisations: Iterable[str]) -> list[str]:
    """Codes of those who came from elsewhere with such a wish, and were not asked here yet: for their workers, and
    for whoever decides about them while they have none.
    """
    homes = sorted(set(organisations))
    rows = Apart.objects.current().filter(by=0, person__organisation__in=homes, person__state__in=OPEN)
    new = {one.code for one in merge.answers(set(rows.values_list("person__code", flat=True))).values()}
    found = [one for code in homes for one in left(code) if one.code in new] if new else []
    return [one.code for one in found if account.pk in (one.workers or one.keepers)]


def workerless(account: Account, organisation: str) -> list[str]:
    """Codes of those whom no worker is there for today, for a supervisor or manager who decides about them."""
    return [one.code for one in left(organisation) if account.pk in one.keepers and not one.workers]


def nobody(account: Account, organisation: str) -> int:
    """How many have nobody who may open their record, for a coordinator: none whom that coordinator may not know of."""
    found = left(organisation)
    return sum(1 for one in found if not (one.decided or one.workers or one.keepers) and account.pk not in one.never)
