"""Who is there for a person, and for how many people each colleague is: for whoever shares the work out."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import assign, glass, standing
from pakhi.vault.models import Assignment, Leave, Person

Choice = tuple[str, str]


@dataclass(frozen=True)
class Colleague:
    """Somebody of an organisation's team. `number` is the account; `gone`: works here no more, but still has people."""

    number: int
    name: str
    roles: tuple[str, ...]
    main: int
    stand_in: int
    away_until: dt.date | None = None

    @property
    def gone(self) -> bool:
        return not self.roles


@dataclass(frozen=True)
class There:
    """Somebody who is there for a person today or later. `record`: the merged record of hers by which they are."""

    row: Assignment
    name: str
    away_until: dt.date | None
    record: str = ""

    @property
    def later(self) -> bool:
        return self.row.valid_from > today()


def team(organisation: Organisation) -> list[Colleague]:
    """Everybody who works with people here, and whoever left and is somebody's main worker still, by name."""
    roles, away = roles_of(organisation.code), away_today(organisation.code)
    mains, stand_ins = assign.caseloads(organisation.code), standing_in(organisation.code)
    numbers = set(roles) | {number for number in mains if number}
    names = Account.objects.filter(pk__in=numbers).order_by("name", "pk").values_list("pk", "name")
    return [
        Colleague(number, name, tuple(roles.get(number, ())), mains[number], stand_ins[number], away.get(number))
        for number, name in names
    ]


def choices(organisation: str) -> list[Choice]:
    """Who can be there for people of an organisation, to choose from: (account, name)."""
    away = away_today(organisation)
    rows = Account.objects.filter(pk__in=roles_of(organisation)).order_by("name", "pk").values_list("pk", "name")
    on_leave = _("%(name)s (on leave)")
    return [(str(number), on_leave % {"name": name} if number in away else name) for number, name in rows]


def roles_of(organisation: str) -> dict[int, list[str]]:
    """Account -> what they are here today, in words; only who may be there for people."""
    held = Membership.objects.current().filter(organisation__code=organisation, account__is_active=True)
    found = defaultdict[int, list[str]](list)
    for number, role in held.filter(role__in=standing.CARERS).order_by("role").values_list("account", "role"):
        found[number].append(str(Role(role).label))
    return found


def away_today(organisation: str) -> dict[int, dt.date]:
    """Account -> last day of the leave that it is on today."""
    rows = Leave.objects.current().filter(organisation=organisation)
    return dict(rows.values_list("account", "valid_to"))


def standing_in(organisation: str) -> Counter[int]:
    """How many people each account stands in for today."""
    rows = Assignment.objects.current().filter(person__organisation=organisation, kind=assign.Kind.STAND_IN)
    found = set(rows.filter(person__state__in=assign.OPEN).values_list("account", "person__code", "person__state"))
    kept = assign.answering((code, state) for _account, code, state in found)
    return Counter(account for account, _code in {(account, kept[code]) for account, code, _state in found})


def people(organisation: str) -> int:
    """How many people an organisation has, each once; a name in a group's list alone is none of them."""
    return Person.objects.filter(organisation=organisation, state=Person.State.HERE, listed=None).count()


def around(person: Person) -> list[There]:
    """Who is there for a person today or later: the main worker first."""
    rows, away = assign.around(person), away_today(person.organisation)
    names = glass.names_of({row.account for row in rows})
    return [
        There(
            row, names.get(row.account, ""), away.get(row.account), "" if row.person == person else row.person.code
        )
        for row in rows
    ]  # fmt: skip
