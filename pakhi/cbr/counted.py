"""Until when she agreed to be counted, kept beside her case: facts must not ask the vault, which is shut to them."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from pakhi.cbr.models import Book
from pakhi.vault import consent, heard, merge, scope
from pakhi.vault.models import Person

FOREVER = dt.date(9999, 12, 31)


@scope.whole()
def look(code: str) -> None:
    """Read again what she agreed to. Somebody who is out of reach is not counted."""
    person = merge.answer(code)
    codes = [one.code for one in merge.together(person)] if person else [code]
    Book.objects.filter(kind=Book.Kind.CASE, person__in={*codes, code}).update(counted_to=until(person))


def again() -> int:
    """Read again what all of them agreed to who are counted now, and give how many they are.

    What follows from a consent is told when the vault has kept it: a machine that stopped in between has told nobody.
    """
    rows = Book.objects.filter(kind=Book.Kind.CASE, counted_to__isnull=False).exclude(person="")
    found = list(rows.values_list("organisation__code", "person").order_by("organisation", "person").distinct())
    for organisation, people in groupby(found, key=lambda row: row[0]):
        with scope.bound(organisation):
            for _organisation, code in people:
                look(code)
    return len(found)


def until(person: Person | None) -> dt.date | None:
    """The last day on which she is counted; None: she is not."""
    if person is None or person.state != Person.State.HERE or not consent.allows(person, "repository"):
        return None
    return max(one.valid_to or FOREVER for one in consent.holding(person, "repository"))


if look not in heard.LISTENERS:
    heard.LISTENERS.append(look)
