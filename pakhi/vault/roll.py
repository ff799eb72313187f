"""An organisation's people by code: who is there for each, and who has nobody yet. No name of theirs is in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pakhi.vault import assign, outline
from pakhi.vault.models import Assignment, Person

NOBODY = "nobody"
Held = Mapping[str, set[int]]  # code -> accounts of the main workers
Entry = tuple[str, dt.date]  # code, and since when she is here


@dataclass(frozen=True)
class Row:
    """One person: since when she is here, who is her main worker, and who else is there for her today."""

    code: str
    since: dt.date
    main: str
    others: str


@dataclass(frozen=True)
class Share:
    """How many people somebody is the main worker of; `key` filters by it."""

    key: str
    name: str
    people: int


def people(organisation: str, held: Held) -> list[Entry]:
    """The people of an organisation (its code), those with nobody first, then the newest."""
    found = Person.objects.filter(organisation=organisation, state=Person.State.HERE, listed=None)
    return sorted(found.order_by("-since", "code").values_list("code", "since"), key=lambda one: one[0] in held)


def of(every: Sequence[Entry], held: Held, who: str) -> list[Entry]:
    """Those whose main worker is `who` (an account's number as text), or who have none (NOBODY)."""
    if who == NOBODY:
        return [one for one in every if one[0] not in held]
    return [one for one in every if who in {str(account) for account in held.get(one[0], ())}]


def rows(page: Sequence[Entry], held: Held) -> list[Row]:
    """A page of people with the names of the workers."""
    codes = [code for code, _since in page]
    here = Assignment.objects.current().filter(person__code__in=codes).exclude(kind=assign.Kind.MAIN).order_by("id")
    others: dict[str, list[int]] = defaultdict(list)
    for code, account in here.values_list("person__code", "account"):
        others[code].append(account)
    mains = {code: sorted(held.get(code, ())) for code in codes}
    names = outline.called(account for every in (*mains.values(), *others.values()) for account in every)
    return [Row(code, since, listed(mains[code], names), listed(others[code], names)) for code, since in page]


def listed(accounts: Sequence[int], names: Mapping[int, str]) -> str:
    """Names of colleagues, each once."""
    return ", ".join(names.get(account, "?") for account in dict.fromkeys(accounts))


def shares(held: Held, total: int) -> list[Share]:
    """Those who have nobody, then who has how many people, the one with most first."""
    counted = Counter(account for accounts in held.values() for account in accounts)
    names = outline.called(counted)
    found = [Share(str(account), names.get(account, "?"), many) for account, many in counted.items()]
    return [Share(NOBODY, "", total - len(held)), *sorted(found, key=lambda one: (-one.people, one.name))]
