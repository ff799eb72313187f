"""Members of a group by name: with her yes, sealed in the vault, and in the group's book under a code of its own.

Who has a record here and who has none stand in the book alike (decision 41). Children stand in no list; they are
counted. A name goes when she takes back her yes, leaves, or the group ends; what a crash left is found at night.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from pakhi.cbr import collectives_words as words
from pakhi.cbr import steps
from pakhi.cbr.books import cases_of, may_write
from pakhi.cbr.collectives import known, need_writer
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import YesNo
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import listed, listings, scope
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Listed, Person
from pakhi.vault.profile import BANDS

GROWN = 18
CHILDREN = frozenset(f"{least}-{most}" for least, most in BANDS if most < GROWN)


@dataclass(frozen=True)
class Wish:
    """Her yes. `code` and `number` are made by the form, so that a repeat is the same; `person`: the code of her own
    record, if she has one here and said that she may be found by it; `grown`: she is 18 or older.
    """

    name: str
    role: str
    agreed: bool
    grown: bool
    code: str
    number: str
    day: dt.date | None = None
    person: str = ""


def write_in(book: Book, wish: Wish, by: Account) -> Step:
    """Her name stands in the list from now on. Raises Faulty and Refused; then no name is kept."""
    need_writer(book, by, "member")
    group = Thread.objects.filter(book=book, kind="group").first()
    if group is None or group.state == words.Group.ENDED:
        raise Refused(gettext("This group has ended."))
    if group.values.get("kind") == words.GroupKind.ADOLESCENT or not wish.grown:
        raise Faulty("grown", gettext("Names of children stand in no list. She is counted."))
    if not wish.agreed:
        raise Faulty("agreed", gettext("Without her yes she is counted only, among the members without a code."))
    of = hers(book, wish.person, by) if wish.person else None
    there = listings.of_code(wish.code)
    made = listed.put(book.organisation, book.code, wish.name, by, wish.code, of)
    values = {"person": made.person.code, "agreed": YesNo.YES, "named": YesNo.YES, "role": wish.role}
    try:
        return steps.write(book, steps.Said("member", values, wish.day, number=wish.number), by)
    except (Faulty, Refused):
        if there is None:
            listed.end([wish.code], by)
        raise


def hers(book: Book, code: str, by: Account) -> Person:
    """The record of a member whom the organisation is there for, who is grown up. Raises Faulty."""
    person = known(book, code)
    if listings.of_code(person.code) is not None or not may_write(by, person):
        raise Faulty("person", gettext("Only who is there for her writes her into a group."))
    if any(one.age_band in CHILDREN for one in cases_of(person)):
        raise Faulty("person", gettext("Names of children stand in no list. She is counted."))
    codes = listings.everything(person.code)
    standing = Thread.objects.filter(book=book, kind="member", state=words.Membership.IN)
    if standing.filter(values__person__in={one for one in codes if listings.of_code(one) is None}).exists():
        raise Faulty("person", gettext("She stands in this group by her code. Write there first that she left it."))
    return person


def standing_here(book: Book) -> dict[str, Thread]:
    """Code -> the membership of everybody whose name stands in the group's list now."""
    found = Thread.objects.filter(
        book=book, kind="member", state=words.Membership.IN, values__named=YesNo.YES, book__state=Book.State.OPEN
    )
    return {one.values["person"]: one for one in found}


def within_reach(book: Book, account: Account) -> list[Listed]:
    """Whose names the reader may look at; nothing is opened."""
    return listed.within_reach(account, book.organisation.code, book.code, standing_here(book))


def look(unlocked: Unlocked, book: Book, reason: str, most: int, start: int = 0) -> list[tuple[Thread, str]]:
    """(membership, name) of a part of the list, by name. Raises what `listed.look` raises."""
    there = standing_here(book)
    rows = listed.within_reach(unlocked.account, book.organisation.code, book.code, there)[start : start + most]
    codes = [one.person.code for one in rows]
    found = listed.look(unlocked, book.organisation.code, book.code, codes, reason)
    return [(there[row.person.code], name) for row, name in found]


@scope.whole()
def tidy(on: dt.date | None = None) -> int:
    """End names to which no membership belongs any more: a machine stopped in between. How many they were.

    Those of today are left: they may be on their way.
    """
    groups = Book.objects.filter(kind=Book.Kind.GROUP).order_by("organisation", "pk")
    done = 0
    for organisation, books in groupby(groups.select_related("organisation"), key=lambda book: book.organisation):
        with scope.bound(organisation.code):
            done += listed.end(adrift(organisation, {one.code: one for one in books}, on or today()), 0)
    return done


def adrift(organisation: Organisation, books: dict[str, Book], on: dt.date) -> list[str]:
    """Codes of names that stand in no list of these groups."""
    rows = Listed.objects.filter(person__organisation=organisation.code, ended_on=None, on__lt=on)
    found = list(rows.values_list("group", "person__code"))
    there = {group: standing_here(books[group]) for group in {group for group, _code in found} if group in books}
    return [code for group, code in found if code not in there.get(group, {})]
