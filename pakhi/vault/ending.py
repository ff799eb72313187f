"""Consents that end soon, for whoever is there for these people: they are asked again before it is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import assign, consent, merge
from pakhi.vault.models import Assignment, Person
from pakhi.vault.standing import KEEPERS


@dataclass(frozen=True)
class Ending:
    """A consent that ends: of whom (the code that answers), what it is for, and its last day."""

    code: str
    purpose: str
    label: str
    day: dt.date


def ending(memberships: Iterable[Membership]) -> list[Ending]:
    """What ends within three months: a keeper sees all of the organisation's, a worker those of their own people."""
    found: dict[int, Ending] = {}
    for held in memberships:
        home = held.organisation.code
        rows = consent.ask_again(home, today() + consent.A_WHILE)
        answers = merge.answers(row.person.code for row in rows)
        mine = None if held.role in KEEPERS else own(held.account, home) if rows else set()
        for row in rows:
            code = answers[row.person.code].code
            if (mine is None or code in mine) and row.valid_to is not None:
                found[row.pk] = Ending(code, row.purpose, row.get_purpose_display(), row.valid_to)
    return sorted(found.values(), key=lambda one: (one.day, one.code, one.purpose))


def own(account: Account, organisation: str) -> set[str]:
    """Codes of the people a worker is there for today, in an organisation; of a merged record the one that answers."""
    if assign.away(account, organisation):
        return set()
    people = Person.objects.filter(organisation=organisation)
    held = Assignment.objects.current().filter(account=account.pk, person__in=people)
    return {kept.code for kept in merge.answers(held.values_list("person__code", flat=True)).values()}
