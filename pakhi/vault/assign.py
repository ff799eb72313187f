"""Who is there for whom. Every access rule about people reads `assigned`.

Days count whole: an assignment holds on its first and its last day. Who is on leave is assigned to nobody meanwhile
(leave.py). A row is about one record; a person has the rows of all records that were merged into hers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import apart, audit, merge, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Apart, Assignment, Entry, Leave, Person, Section

DAY = dt.timedelta(days=1)
Kind = Assignment.Kind
OPEN = (Person.State.HERE, Person.State.MERGED)


@dataclass(frozen=True)
class Held:
    """A person in somebody's caseload, by code."""

    code: str
    kind: str
    since: dt.date
    until: dt.date | None


def assigned(account: Account, person: Person, day: dt.date | None = None) -> bool:
    """Whether a worker is there for a person on a day (today), by this record of hers."""
    if person.state not in OPEN or away(account, person.organisation, day):
        return False
    return Assignment.objects.current(day).filter(account=account.pk, person=person).exists()


def assigned_among(account: Account, people: Iterable[Person]) -> set[int]:
    """Which of these records a worker is there for today, by their keys, as `assigned`."""
    rows = [one for one in people if one.state in OPEN]
    gone = {home for home in {one.organisation for one in rows} if away(account, home)}
    here = [one.pk for one in rows if one.organisation not in gone]
    found = Assignment.objects.current().filter(account=account.pk, person__in=here)
    return set(found.values_list("person", flat=True))


def away(account: Account, organisation: str, day: dt.date | None = None, until: dt.date | None = None) -> bool:
    """Whether a worker is on leave from an organisation (by its code) on a day, or on some day until another."""
    first = day or today()
    rows = Leave.objects.filter(account=account.pk, organisation=organisation, valid_from__lte=F("valid_to"))
    return rows.filter(valid_from__lte=until or first, valid_to__gte=first).exists()


def caseload(account: Account, day: dt.date | None = None) -> list[Held]:
    """Whom a worker is there for on a day, by the code that answers; also during leave, for whoever plans it."""
    rows = Assignment.objects.current(day).filter(account=account.pk, person__state__in=OPEN).order_by("id")
    rows = rows.exclude(person__in=apart.hidden_from(account))
    found = list(rows.values_list("person__code", "person__state", "kind", "valid_from", "valid_to"))
    kept = answering((code, state) for code, state, *_rest in found)
    held = {(kept[code], kind): Held(kept[code], kind, since, until) for code, _state, kind, since, until in found}
    return [held[key] for key in sorted(held)]


def mains(organisation: str, day: dt.date | None = None) -> dict[str, set[int]]:
    """Code of each person who has a main worker -> their accounts; only after a merge there may be more than one."""
    rows = Assignment.objects.current(day).filter(person__organisation=organisation, person__state__in=OPEN)
    found = list(rows.filter(kind=Kind.MAIN).values_list("person__code", "person__state", "account"))
    kept, out = answering((code, state) for code, state, _account in found), defaultdict[str, set[int]](set)
    for code, _state, account in found:
        out[kept[code]].add(account)
    return out


def answering(records: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(code, state) of records -> the code that answers for each; nothing is asked where none was merged."""
    states = dict(records)
    kept = merge.answers(code for code, state in states.items() if state == Person.State.MERGED)
    return {code: code for code in states} | {code: person.code for code, person in kept.items()}


def caseloads(organisation: str, day: dt.date | None = None) -> Counter[int]:
    """How many people each account of an organisation is the main worker of; 0 counts those who have none."""
    held = mains(organisation, day)
    found = Counter(account for accounts in held.values() for account in accounts)
    found[0] = len(unassigned(organisation, day, held))
    return found


def unassigned(organisation: str, day: dt.date | None = None, held: dict[str, set[int]] | None = None) -> list[str]:
    """Codes of people who have no main worker. `held`: the main workers, if the caller knows them already."""
    people = Person.objects.filter(organisation=organisation, state=Person.State.HERE, listed=None).order_by("code")
    known = mains(organisation, day) if held is None else held
    return [code for code in people.values_list("code", flat=True) if code not in known]


def around(person: Person) -> list[Assignment]:
    """Who is there for a person today or later, by any of her records: main workers first, then by day."""
    rows = Assignment.objects.filter(later(today()), person__in=merge.together(person)).select_related("person")
    return list(rows.order_by("kind", "valid_from", "id"))  # main, stand_in, visit


def assign(person: Person, to: Account, by: Account, on: dt.date | None = None) -> Assignment:
    """A main worker from a day on (today); whoever was it before is it no more. Raises Refused."""
    standing.need_keeper(by, person.organisation)
    return begin(person, to, by, Kind.MAIN, on or today(), None)


def take_in(person: Person, worker: Account) -> Assignment:
    """Who registered somebody is their main worker until a supervisor decides otherwise. Raises Refused."""
    first = Section.objects.filter(person=person, version=1).order_by("id").first()
    if first is None or first.by != worker.pk or Assignment.objects.filter(person=person).exists():
        raise Refused(_("A supervisor or manager of the organisation decides this."))
    return begin(person, worker, worker, Kind.MAIN, today(), None)


def stand_in(person: Person, to: Account, by: Account, start: dt.date, end: dt.date) -> Assignment:
    """Somebody stands in from-to. Raises Refused."""
    standing.need_keeper(by, person.organisation)
    return begin(person, to, by, Kind.STAND_IN, start, end)


def one_visit(person: Person, to: Account, by: Account, day: dt.date) -> Assignment:
    """Somebody makes one visit, and is there for the person on that day only. Raises Refused."""
    standing.need_keeper(by, person.organisation)
    return begin(person, to, by, Kind.VISIT, day, day)


def begin(person: Person, to: Account, by: Account, kind: str, start: dt.date, end: dt.date | None,
          leave: Leave | None = None) -> Assignment:  # fmt: skip
    """Write an assignment and its line; one main worker at a time. Raises Refused."""
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    refuse(to, person.organisation, start, end)
    with audit.locked():
        if apart.kept_apart(to, person):  # as it is now: her wish may be written in another window
            raise Refused(_("%(name)s cannot be there for her. Choose somebody else.") % {"name": to.name})
        if kind == Kind.MAIN:
            relieve(person, by, start)
        made = Assignment.objects.create(
            person=person, account=to.pk, kind=kind, valid_from=start, valid_to=end, by=by.pk, leave=leave
        )
        log(made, by, "begin", start, end)
        if kind == Kind.MAIN:
            cover(made, by)
    return made


def refuse(to: Account, organisation: str, start: dt.date, end: dt.date | None) -> None:
    """Raises Refused with the reason why somebody cannot be there for people from-to."""
    if not standing.roles(to, organisation, max(start, today())) & standing.CARERS:
        raise Refused(_("%(name)s does not work with people in this organisation.") % {"name": to.name})
    if start < today() or (end is not None and end < start):
        raise Refused(_("Choose days from today on, the first before the last."))
    if away(to, organisation, start, end):
        raise Refused(_("%(name)s is on leave then.") % {"name": to.name})


def later(on: dt.date) -> Q:
    """Assignments that hold on a day or after it."""
    return Q(valid_to=None) | Q(valid_to__gte=on) & Q(valid_to__gte=F("valid_from"))


def close(assignment: Assignment, on: dt.date) -> None:
    """From a day on it holds no more."""
    over(assignment, on)


def over(row: Assignment | Apart, on: dt.date) -> None:
    row.valid_to = on - DAY
    row.save(update_fields=["valid_to"])


def relieve(person: Person, by: Account, on: dt.date) -> None:
    """Whoever was the main worker is it no more from a day on, by none of her records."""
    records = merge.together(person)
    for row in Assignment.objects.filter(later(on), person__in=records, kind=Kind.MAIN):
        close(row, on)
        uncover(records, row.account, by, on)


def cover(made: Assignment, by: Account) -> None:
    """A new main worker whose leave is planned: who stands in for them then stands in here too, if they can."""
    organisation = made.person.organisation
    for leave in Leave.objects.filter(account=made.account, organisation=organisation, valid_from__gt=made.valid_from):
        instead = Account.objects.filter(pk=leave.stand_in).first()
        if instead is not None and leave.valid_to >= leave.valid_from:
            with suppress(Refused):
                begin(made.person, instead, by, Kind.STAND_IN, leave.valid_from, leave.valid_to, leave)


def uncover(records: list[Person], main: int, by: Account, on: dt.date) -> None:
    """Who would stand in while a main worker (by account) is on leave has nothing left to stand in for."""
    rows = Assignment.objects.filter(later(on), person__in=records, leave__account=main)
    for row in rows.select_related("person"):
        close(row, on)
        log(row, by, "end", row.valid_from, on)


def log(assignment: Assignment, by: Account, step: str, start: dt.date, end: dt.date | None) -> None:
    person = assignment.person
    audit.record(
        Entry.Act.ASSIGN, actor=by, organisation=person.organisation, person=person.code, step=step,
        kind=assignment.kind, account=assignment.account, start=start, end=end,
    )  # fmt: skip


def end(assignment: Assignment, by: Account, on: dt.date | None = None) -> None:
    """From a day on (today) it holds no more: at once means at once. Raises Refused, also when it is over already."""
    standing.need_keeper(by, assignment.person.organisation)
    day = on or today()
    if assignment.valid_to is not None and assignment.valid_to < day:
        raise Refused(_("This has ended already."))
    with audit.locked():
        close(assignment, day)
        log(assignment, by, "end", assignment.valid_from, day)
        if assignment.kind == Kind.MAIN:
            uncover(merge.together(assignment.person), assignment.account, by, day)


def end_all(person: Person, by: Account) -> None:
    """Nobody is there for the person any more: handed over, or forgotten. The caller has checked who may."""
    with audit.locked():
        for assignment in Assignment.objects.filter(later(today()), person=person):
            close(assignment, today())
            log(assignment, by, "end", assignment.valid_from, today())


def reassign(
    organisation: str, away_from: Account | None, to: Account, by: Account, people: Iterable[Person] | None = None
) -> int:
    """From today on `to` is the main worker of some, or all, whom `away_from` was; how many. Raises Refused.

    `away_from` None: of those who had nobody. Who wants to be kept apart from `to` stays where she is.
    """
    standing.need_keeper(by, organisation)
    if to == away_from:
        raise Refused(_("Choose somebody else to move them to."))
    codes = held_by(organisation, away_from) - set(apart.hidden_from(to).values())
    if people is not None:
        codes &= {person.code for person in people}
    with audit.locked():
        for person in Person.objects.filter(code__in=codes).order_by("code"):
            begin(person, to, by, Kind.MAIN, today(), None)
    return len(codes)


def held_by(organisation: str, account: Account | None, day: dt.date | None = None) -> set[str]:
    """Codes of the people whose main worker somebody is, or (None) who have none."""
    if account is None:
        return set(unassigned(organisation, day))
    return {code for code, accounts in mains(organisation, day).items() if account.pk in accounts}
