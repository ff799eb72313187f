"""Until when she agreed to be counted, kept beside her case: facts must not ask the vault, which is shut to them."""

from __future__ import annotations

import datetime as dt

from pakhi.cbr.models import Book
from pakhi.vault import consent, heard, merge
from pakhi.vault.models import Person

FOREVER = dt.date(9999, 12, 31)


def look(code: str) -> None:
    """Read again what she agreed to. Somebody who is out of reach is not counted."""
    person = merge.answer(code)
    codes = [one.code for one in merge.together(person)] if person else [code]
    Book.objects.filter(kind=Book.Kind.CASE, person__in={*codes, code}).update(counted_to=until(person))


def until(person: Person | None) -> dt.date | None:
    """The last day on which she is counted; None: she is not."""
    if person is None or person.state != Person.State.HERE or not consent.allows(person, "repository"):
        return None
    return max(one.valid_to or FOREVER for one in consent.holding(person, "repository"))


if look not in heard.LISTENERS:
    heard.LISTENERS.append(look)
