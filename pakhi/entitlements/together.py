"""Claims that a group files together: twenty job cards at once. One thread in the group's book, one claim for each.

Written together or not at all. The group's thread names nobody: whose claims belong to it stands in their cases alone,
and only claims of members with a code are written here; the others are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.books import case_of, people_of, writable
from pakhi.cbr.collectives import MEMBER, need_writer
from pakhi.cbr.collectives_words import Membership
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, number_of, rule, threads, write
from pakhi.entitlements import stages
from pakhi.entitlements.claims import CLAIM, series
from pakhi.lib.circles import INSIDE
from pakhi.network.models import Account
from pakhi.vault import merge
from pakhi.vault.models import Person

GROUP_CLAIM = kind(
    "group_claim", _("Claims filed together"), "file-text",
    Question("series", "listed", _("What they ask for"), begins=True, listed=series),
    Question("stage", "listed", _("How far the claims were when they were filed"), listed=stages.titles),
    Question("office", "office", _("Which office")),
    Question("asked_on", "past", _("Day on which the office was asked")),
    Question("others", "number", _("Members without a code here who filed too"), most=5000),
    Question("ask_again", "day", _("When the group asks again")),
    of="group", line=("series",), due="ask_again", quiet=True, inside=True,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """Somebody of the group. `book`: her case, if there is one; `may`: whether the reader writes in it."""

    person: Person
    book: Book | None
    may: bool


@rule("group_claim")
def written_by_staff(book: Book, _said: Said, by: Account, _thread: Thread | None) -> None:
    """Leaders never reach a case, so the organisation's workers file."""
    need_writer(book, by, "group_claim")


def members(group: Book, by: Account) -> list[Member]:
    """The members of a group by code, each once, and whether somebody may write in their cases."""
    rows = threads([group], MEMBER.key)
    kept = merge.answers(str(one.values.get("person", "")) for one in rows if one.state == Membership.IN)
    people = {one.code: one for one in kept.values()}
    here = [
        one for one in people.values() if one.organisation == group.organisation.code and one.state == Person.State.HERE
    ]
    own = writable(by, here)
    found = [Member(one, case_of(one), one.code in own) for one in here]
    return sorted(found, key=lambda one: one.person.code)


def file(
    group: Book, by: Account, values: Mapping[str, Any], codes: Iterable[str], number: str, day: Any = None
) -> Thread:  # fmt: skip
    """Write the group's thread and a claim for each of these members. Raises Faulty and Refused; then nothing is."""
    chosen = sorted(set(codes))
    there = {one.person.code: one for one in members(group, by)}
    if not chosen:
        raise Faulty("series", gettext("Choose at least one member."))
    for code in chosen:
        one = there.get(code)
        if one is None or one.book is None or not one.may or one.book.state != Book.State.OPEN:
            raise Faulty("series", gettext("In one of their cases you cannot write, so nothing was written at all."))
    made = {name: value for name, value in values.items() if value not in ("", None)}
    hers: dict[str, Any] = {name: made[name] for name in ("series", "stage", "office", "asked_on") if name in made}
    with transaction.atomic():
        thread = write(group, Said(GROUP_CLAIM.key, made, day, number, number), by).thread
        for code in chosen:
            book = there[code].book
            if book is not None:
                mine = number_of("group_claim", number, code)
                write(book, Said(CLAIM.key, {**hers, "group": group.code}, day, mine, mine), by)
    return thread


def claims_of(group: Book, thread: Thread) -> list[Thread]:
    """The claims that were filed with a thread of the group, found by their numbers: by the code that a member had
    then, whatever it was merged into since.
    """
    people = {str(row.values.get("person", "")) for row in threads([group], MEMBER.key)}
    codes = merge.all_codes(one.code for one in merge.answers(people).values())
    numbers = {number_of("group_claim", thread.number, code) for code in codes}
    return list(Thread.objects.filter(kind=CLAIM.key, number__in=numbers).exclude(state="").select_related("book"))


@dataclass(frozen=True)
class Count:
    """How many people's claims are in a state. `own`: only the reader's own people are told, because all are few."""

    label: str
    people: int
    own: bool


def states(group: Book, thread: Thread, by: Account) -> list[Count]:
    """How many of the claims that were filed together are in which state, as somebody may know it.

    Of fewer than five people who are not the reader's, a state would say how it stands with a colleague's. Whose
    records were merged is one person, with the claim that has come furthest.
    """
    return states_of(group, [thread], by)[0]


def states_of(group: Book, lines: Sequence[Thread], by: Account) -> list[list[Count]]:
    """The same for each of several threads of a group; whose people these are is asked once for all of them."""
    found = [furthest(claims_of(group, one)) for one in lines]
    people = merge.answers({code for one in found for code in one})
    own = writable(by, people.values())
    return [counted(one, own) for one in found]


def counted(claims: Mapping[str, Thread], own: Set[str]) -> list[Count]:
    """Person -> her claim, as counts. `own`: the codes of the reader's own people."""
    labels, found = dict(CLAIM.states.choices), dict[str, list[str]]()
    for code, one in claims.items():
        found.setdefault(str(labels.get(one.state, one.state)), []).append(code)
    counts = []
    for label, codes in sorted(found.items()):
        mine = sum(code in own for code in codes)
        whole = len(codes) - mine >= INSIDE or (mine == len(codes) >= INSIDE)
        counts.append(Count(label, len(codes), False) if whole else Count(label, mine, True))
    return [one for one in counts if one.people]


def furthest(rows: list[Thread]) -> dict[str, Thread]:
    """Person -> her claim among these that has come furthest; the newer of two that have come as far."""
    codes, steps = people_of([one.book for one in rows]), [str(one) for one in CLAIM.ladder]
    rows = sorted(rows, key=lambda one: (steps.index(one.state) if one.state in steps else -1, one.pk))
    return {codes[one.book_id]: one for one in rows}
