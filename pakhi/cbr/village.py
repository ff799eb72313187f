"""What a village was asked: a survey of households, by number and in codes. Nobody's name, and no survivor, is in it.

The book of a village is found by the village's code in the directory, which stands in the column `block`: for a book
that is nobody's it is where the book is about. A household that is asked again is the same thread with a newer step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, rule, threads, write
from pakhi.cbr.vocabulary import Known
from pakhi.lib import circles
from pakhi.lib.circles import Circle
from pakhi.network.models import Account, Organisation, Place
from pakhi.vault import standing
from pakhi.vault.keys import Refused


class Household(TextChoices):
    ASKED = "asked", pgettext_lazy("household", "Asked")
    AGAIN = "again", pgettext_lazy("household", "To be visited again")
    LINKED = "linked", pgettext_lazy("household", "Linked to help")
    GONE = "gone", pgettext_lazy("household", "Not there any more")


class Debt(TextChoices):
    NONE = "none", pgettext_lazy("debt", "No debt")
    KIN = "kin", pgettext_lazy("debt", "To relatives or a group")
    BANK = "bank", pgettext_lazy("debt", "To a bank")
    LENDER = "lender", pgettext_lazy("debt", "To a moneylender")
    ADVANCE = "advance", _("An advance that is worked off")
    UNKNOWN = "unknown", pgettext_lazy("debt", "Not known")


class AskedAlone(TextChoices):
    """Violence at home is asked of a woman by herself, or not at all."""

    YES = "yes", _("Asked alone: yes")
    NO = "no", _("Asked alone: no")
    NOT_ASKED = "not_asked", _("She could not be asked alone, so nobody asked")


PARTS = (
    ("children", "members"), ("dropouts", "children"), ("working", "children"), ("away_children", "away"),
    ("silent", "away"),
)  # fmt: skip


def number(said: Mapping[str, Any], name: str) -> int:
    return int(said.get(name) or 0)


def adds_up(said: Mapping[str, Any]) -> None:
    """No part is more than its whole."""
    for part, whole in PARTS:
        if said.get(whole) not in (None, "") and number(said, part) > number(said, whole):
            raise Faulty(part, gettext("This is more than there are."))


HOUSEHOLD = kind(
    "household", _("Household"), "house",
    Question("household", "number", _("Number of the household"), begins=True, least=1, most=99_999,
             help=_("The number from your list or on the door. Never a name.")),
    Question("members", "number", _("How many live there"), least=1, most=60),
    Question("children", "number", _("How many of them are under 18"), least=0, most=40),
    Question("dropouts", "number", _("Children who have left school"), least=0, most=40),
    Question("working", "number", _("Children who work for others"), least=0, most=40),
    Question("away", "number", _("People who went away for work"), least=0, most=60),
    Question("away_children", "number", _("Of these, under 18"), least=0, most=40),
    Question("silent", "number", _("People who are away and not heard of"), least=0, most=60),
    Question("debt", "one", _("Debt"), Debt),
    Question("recruiter", "one", _("Has somebody offered work or marriage far away?"), Known),
    Question("marriage", "one", _("Is a girl under 18 to be married?"), Known),
    Question("violence", "one", _("Violence at home"), AskedAlone),
    Question("ration", "one", _("Do they get their ration?"), Known),
    states=Household, of="village", line=("household",), ends=(Household.LINKED.value, Household.GONE.value),
    before=adds_up, once=True, each="household",
)  # fmt: skip

# What a survey looks for: sign -> whether a household shows it. "Not known" and "not asked" are no sign, and no "no".
SIGNS: dict[str, tuple[Any, Any]] = {
    "dropouts": (_("A child has left school"), lambda said: number(said, "dropouts") > 0),
    "working": (_("A child works for others"), lambda said: number(said, "working") > 0),
    "away": (_("Somebody went away for work"), lambda said: number(said, "away") > 0),
    "away_children": (_("A child went away for work"), lambda said: number(said, "away_children") > 0),
    "silent": (_("Somebody is not heard of"), lambda said: number(said, "silent") > 0),
    "debt": (_("Debt to a moneylender, or an advance"), lambda said: said.get("debt") in {Debt.LENDER, Debt.ADVANCE}),
    "recruiter": (_("An offer of work or marriage far away"), lambda said: said.get("recruiter") == Known.YES),
    "marriage": (_("A girl is to be married early"), lambda said: said.get("marriage") == Known.YES),
    "violence": (_("Violence at home"), lambda said: said.get("violence") == AskedAlone.YES),
    "ration": (_("They do not get their ration"), lambda said: said.get("ration") == Known.NO),
}


def village_of(code: str) -> Place | None:
    """A village by its code in the directory, as it is today."""
    return Place.objects.filter(kind=Place.Kind.VILLAGE, code=code.strip(), valid_to=None).first()


def book_of(organisation: Organisation, code: str, by: Account) -> Book:
    """The organisation's book of a village, begun if there is none. Raises Faulty where there is no such village,
    and Refused for who does not work there.
    """
    need_carer(by, organisation)
    village = village_of(code)
    if village is None:
        raise Faulty("village")
    mine = {"organisation": organisation, "kind": Book.Kind.VILLAGE, "block": village.code}
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two phones at once begin one book
        return Book.objects.filter(**mine).first() or Book.objects.create(**mine, opened_by=by)


def need_carer(by: Account, organisation: Organisation) -> None:
    """Workers, supervisors and managers of the organisation ask households. Raises Refused."""
    if not standing.roles(by, organisation.code) & standing.CARERS:
        raise Refused(gettext("Workers, supervisors and managers of the organisation do this."))


@rule(HOUSEHOLD.key)
def who_asks(book: Book, _said: Said, by: Account, _there: Thread | None) -> None:
    need_carer(by, book.organisation)


def ask(book: Book, values: Mapping[str, Any], by: Account, **more: Any) -> Step:
    """Write what a household said. Asked again, it is the same household."""
    return write(book, Said(HOUSEHOLD.key, dict(values), **more), by)


@dataclass(frozen=True)
class Counted:
    """How many households, and how many of them show each sign."""

    whole: int
    signs: dict[str, int]

    def may(self, key: str) -> bool:
        """Whether a sign may be told: five households show it, and five do not, so that no door is pointed at."""
        return self.signs[key] >= circles.INSIDE and self.whole - self.signs[key] >= circles.INSIDE


@dataclass(frozen=True)
class Sign:
    """A sign as it may be told; `count` is empty where it is held back."""

    label: str
    count: str
    share: int


@dataclass(frozen=True)
class Surveyed:
    """One village, or all of them (`place` None), as it may be told."""

    place: Place | None
    households: str
    signs: list[Sign]


def counted(rows: Iterable[Thread]) -> Counted:
    said = [one.values for one in rows if one.state != Household.GONE]
    return Counted(len(said), {key: sum(1 for one in said if shows(one)) for key, (_label, shows) in SIGNS.items()})


def told(place: Place | None, found: Counted, below: Iterable[Counted] = ()) -> Surveyed:
    """Counts as they may be told. `below`: the parts that are told beside a whole: nobody may take them from it and be
    left with a few households.
    """
    parts, signs = list(below), []
    for key, (label, _shows) in SIGNS.items():
        beside = [one.signs[key] for one in parts if one.may(key)]
        open_ = found.may(key) and circles.whole_may(found.signs[key], beside, least=circles.INSIDE)
        count = circles.told(Circle.INSIDE, found.signs[key]) if open_ else ""
        signs.append(Sign(str(label), count, round(100 * found.signs[key] / found.whole) if open_ else 0))
    return Surveyed(place, circles.told(Circle.INSIDE, found.whole), signs)


def of_organisation(organisation: Organisation) -> tuple[Surveyed | None, list[Surveyed]]:
    """(all villages together, each village) of an organisation; all together only where that points at no few."""
    books = Book.objects.filter(organisation=organisation, kind=Book.Kind.VILLAGE)
    rows: dict[int, list[Thread]] = {book.pk: [] for book in books}
    for thread in threads(books, HOUSEHOLD.key):
        rows[thread.book_id].append(thread)
    known = Place.objects.filter(kind=Place.Kind.VILLAGE, code__in=[book.block for book in books], valid_to=None)
    places = {place.code: place for place in known.prefetch_related("names")}
    parts = {book: counted(rows[book.pk]) for book in books}
    each = [told(places.get(book.block), found) for book, found in parts.items()]
    whole = counted(one for mine in rows.values() for one in mine)
    sizes = [one.whole for one in parts.values() if one.whole >= circles.INSIDE]
    may = len(each) > 1 and circles.whole_may(whole.whole, sizes, least=circles.INSIDE)
    by_name = sorted(each, key=lambda one: str(one.place or ""))
    return (told(None, whole, parts.values()) if may else None), by_name
