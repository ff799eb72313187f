"""The working day: what is due, whom somebody is there for, and the counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import books as cases
from pakhi.cbr import danger, flow, status, work
from pakhi.cbr.danger import LOUD, presses
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.overall import OF_A_TEAM
from pakhi.cbr.vocabulary import Component
from pakhi.desk import day_parts
from pakhi.desk.daily import home, homes, me
from pakhi.field import roster
from pakhi.lib.clock import Quarter, this_quarter, today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account, Organisation, Place
from pakhi.vault import access, assign, doors, left, merge, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models.person import CODE
from pakhi.vault.pages import matching

NO_CODE = _("Nobody whom you are there for has this code. Read it again, sign by sign.")
NO_NAME = _("Nobody whom you are there for goes by a name like this.")


@dataclass(frozen=True)
class Case:
    """One survivor in a list: by code, where she stands, what is due next, and what presses."""

    code: str
    book: Book
    stands: dict[str, status.Standing]
    due: dt.date | None
    last: dt.date | None
    loud: bool
    visited: dt.date | None = None
    visit: str = ""  # the number of a visit that is due or under way

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < today()

    @property
    def row(self) -> list[status.Standing]:
        """Her status in the order of the components."""
        return [self.stands.get(component, status.Standing.UNKNOWN) for component in Component]


def day(request: HttpRequest) -> HttpResponse:
    """Who is in danger and whom to call; then today, days in court, what is overdue by person, and two weeks ahead."""
    books = work.books_of(me(request))
    loud, dated = danger.of_worker(me(request)), work.of_worker(me(request))
    pressing = {one.thread.pk for one in loud}
    loud += [
        one for one in dated
        if one.thread.pk and one.thread.pk not in pressing and one.kind.key in LOUD and one.late >= 0
    ]  # fmt: skip
    said = {one.thread.pk for one in loud}
    found = [one for one in dated if one.thread.pk is None or one.thread.pk not in said]
    context = {
        "loud": loud, "parts": day_parts.parted(found, me(request)), "today": today(), "people": len(books),
        "undecided": left.undecided(me(request), [one.code for one in homes(request)]),
        "to_ask": left.to_ask(me(request), [one.code for one in homes(request)]),
        "on_call": [(place, roster.now(place)) for place in homes(request)],
    }  # fmt: skip
    return render(request, "desk/day.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """The survivors somebody is there for; a POST looks for one by her code, or by her name."""
    error: str | Promise = ""
    typed = request.POST.get("code", "")[:80].strip()
    named: list[matching.Match] = []
    here = home(request)
    if request.method == "POST":
        code = found_code(request)
        if code:
            return redirect("cbr:case", code)
        named, error = by_name(request, here, typed) if like_a_name(typed) else ([], NO_CODE)
        if error == NO_NAME and like_a_code(typed):
            error = NO_CODE
        if named or not like_a_code(typed):
            typed = ""  # a name does not come back with the page
    keeper = standing.is_keeper(me(request), here.code)
    books = of_place(here) if keeper else work.books_of(me(request), here)
    rows = sorted(listed(books), key=lambda one: (not one.loud, one.due is None, one.due or today(), one.code))
    known = {one.code for one in rows}
    closed = sorted(cases.people_of(closed_cases(here, me(request), keeper)).values())
    without = [] if keeper else [held.code for held in assign.caseload(me(request)) if held.code not in known]
    context = {
        "rows": rows, "home": here, "homes": homes(request), "components": Component.choices, "error": error,
        "without": [code for code in without if code not in closed], "closed": closed,
        "typed": typed[:40], "named": named,
    }  # fmt: skip
    return render(request, "desk/cases.html", context, status=400 if error else 200)


def like_a_name(typed: str) -> bool:
    """Letters of some script, and no figure. A code may be that, too."""
    return sum(sign.isalpha() for sign in typed) >= 2 and not any(sign.isdigit() for sign in typed)


def like_a_code(typed: str) -> bool:
    """As many signs as a code has, and each of them one that a code may have."""
    try:
        return bool(read_letters(typed, CODE))
    except BadCode:
        return any(sign.isdigit() for sign in typed)


def by_name(request: HttpRequest, organisation: Organisation, name: str) -> tuple[list[matching.Match], str | Promise]:
    """Who of them goes by a name, by code, and else why nobody. Raises doors.Locked while names cannot be opened."""
    try:
        found = matching.called(doors.opened(request), organisation, name)
    except Refused as refusal:
        return [], str(refusal)
    return found, "" if found else NO_NAME


def found_code(request: HttpRequest) -> str:
    """The code that was typed, if the reader is there for its person; empty otherwise."""
    try:
        person = merge.answer(read_letters(request.POST.get("code", ""), CODE))
    except BadCode:
        return ""
    if person is None:
        return ""
    by = me(request)
    return person.code if access.assigned(by, person.code) or standing.is_keeper(by, person.organisation) else ""


def of_place(organisation: Organisation) -> list[Book]:
    """All open cases of an organisation, but of who was forgotten or handed over."""
    found = Book.objects.filter(kind=Book.Kind.CASE, organisation=organisation, state=Book.State.OPEN)
    return cases.reachable(found.select_related("organisation"))


def closed_cases(organisation: Organisation, account: Account, keeper: bool) -> list[Book]:
    """Cases that were closed here: those of the organisation, or of the people somebody is there for."""
    rows = Book.objects.filter(kind=Book.Kind.CASE, organisation=organisation, state=Book.State.CLOSED)
    found = cases.reachable(rows.select_related("organisation"))
    mine, people = {held.code for held in assign.caseload(account)}, cases.people_of(found)
    return found if keeper else [book for book in found if people[book.pk] in mine]


def listed(books: Iterable[Book]) -> list[Case]:
    """Cases as a list shows them, in a handful of questions however many they are."""
    held = list(books)
    people = cases.people_of(held)
    threads = Thread.objects.filter(book__in=held).only(
        "book", "kind", "state", "component", "due", "since", "values", "number"
    )
    of: dict[int, list[Thread]] = {}
    for thread in threads:
        of.setdefault(thread.book_id, []).append(thread)
    return [case(one, people[one.pk], of.get(one.pk, [])) for one in held]


def case(book: Book, code: str, threads: list[Thread]) -> Case:
    running = [one for one in threads if one.kind in KINDS and KINDS[one.kind].running(one.state)]
    stands = {
        one.component: status.Standing(one.state) for one in threads
        if one.kind == "standing" and one.state in status.Standing.values
    }  # fmt: skip
    return Case(
        code, book, stands, min((one.due for one in running if one.due), default=None),
        max((one.since for one in threads if one.since), default=None), any(presses(one) for one in running),
        max((one.since for one in threads if one.kind == "visit" and one.state == "done" and one.since), default=None),
        next((one.number for one in running if one.kind == "visit" and one.due and one.due <= today()), ""),
    )  # fmt: skip


def counts(request: HttpRequest) -> HttpResponse:
    """For who manages: how many by component and status, by block, and how they moved in a quarter."""
    here = home(request)
    books = of_place(here)
    quarter = chosen(request.GET.get("quarter", ""))
    moved = flow.flows(books, quarter.first_day, min(quarter.last_day, today()))
    low = flow.weakest_at(books, min(quarter.last_day, today()))
    context = {
        "overall": [(label, low[state], round(100 * low[state] / max(len(books), 1)))
                    for state, label in status.Standing.choices],
        "definitions": {"overall": OF_A_TEAM},
        "home": here, "homes": homes(request), "people": len(books), "flows": [drawn(one) for one in moved],
        "quarter": quarter, "quarters": [this_quarter().plus(-back) for back in range(8)],
        "states": status.Standing.choices, "places": by_place(books),
    }  # fmt: skip
    return render(request, "desk/counts.html", context)


def chosen(written: str) -> Quarter:
    try:
        return Quarter.parse(written)
    except ValueError:
        return this_quarter()


def by_place(books: list[Book]) -> list[tuple[str, int]]:
    """(block, how many), the most first; blocks whose code is not known together."""
    many = Counter(book.block for book in books)
    blocks = Place.objects.filter(kind=Place.Kind.BLOCK, code__in=[code for code in many if code])
    names = {place.code: str(place) for place in blocks.order_by(F("valid_to").asc(nulls_last=True))}
    return [(names.get(code, code) or str(_("Not known")), number) for code, number in many.most_common()]


def drawn(one: flow.Flow) -> dict[str, Any]:
    """A flow with what its picture needs: for each pair of states how many, and whether that is forward or back."""
    order = status.Standing.values
    labels = dict(status.Standing.choices)
    moves = [
        {"was": labels[was], "now": labels[now], "many": many,
         "way": "back" if order.index(now) < order.index(was) else "forward"}
        for (was, now), many in sorted(one.moves.items(), key=lambda pair: -pair[1]) if was != now
    ]  # fmt: skip
    most = max(one.people, 1)
    bars = [(labels[state], one.at_end(state), round(100 * one.at_end(state) / most)) for state in order]
    return {"component": one.component.label, "flow": one, "moves": moves, "bars": bars}
