"""Which codes stand for a name in a group's list, and whose they are: no key is needed for it, and no name is read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pakhi.vault import merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Listed, Person


def of_code(code: str) -> Listed | None:
    """The listing that a code stands for, also one whose name is gone; None for the code of a person."""
    return Listed.objects.filter(person__code=code).select_related("person", "of").first()


def need_person(person: Person) -> None:
    """Raises Refused for a record that is a name in a group's list: nothing else is ever written into it."""
    if Listed.objects.filter(person=person).exists():
        raise Refused(_("This code stands for a name in a group's list. Nothing else is kept under it."))


def codes_of(records: Iterable[Person]) -> set[str]:
    """The codes under which somebody, whose records these are, stands in lists of groups."""
    return set(Listed.objects.filter(of__in=list(records)).values_list("person__code", flat=True))


def places(code: str) -> set[str]:
    """The codes under which she whose record has this code stands in lists; of this record alone."""
    return set(Listed.objects.filter(of__code=code).values_list("person__code", flat=True))


def everything(code: str) -> set[str]:
    """All codes of whom a code is about: of her records, and of her places in lists."""
    listing = of_code(code)
    person = merge.answer(listing.of.code if listing and listing.of else code)
    if person is None:
        return {code}
    records = merge.together(person)
    return {code, *(one.code for one in records)} | codes_of(records)


def hidden_too(shut: dict[int, str]) -> dict[int, str]:
    """Row -> code of the places in lists of people who are hidden from somebody."""
    if not shut:
        return {}
    return dict(Listed.objects.filter(of__in=list(shut)).values_list("person_id", "person__code"))
