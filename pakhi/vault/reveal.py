"""A reveal: one logged act of reading an identity, with a reason. Nothing else in the product reads one.

A worker reads about people assigned to them, supervisor and manager about their organisation's; nobody else does.
Papers that are printed are a reveal. Each call is about one person, with all records that were merged into hers;
the lists of groups, the only ones that have names, are in listed.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.network.models.account import Role
from pakhi.vault import apart, assign, audit, fields, files, glass, identity, limits, listings, merge, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Assignment, Entry, Glass, Merge, Note, Person, Reveal, SealedFile, Section

Act = Entry.Act
OPEN = {Person.State.HERE, Person.State.MERGED}
PARTS: dict[str, str | Promise] = {
    "names": gettext_lazy("Names"),
    "birth": gettext_lazy("Date of birth"),
    "gender": gettext_lazy("Gender"),
    "contacts": gettext_lazy("Contacts"),
    "address": gettext_lazy("Address"),
    "kin": gettext_lazy("Family"),
    "papers": gettext_lazy("Papers"),
    "guardian": gettext_lazy("Guardian"),
    "file": gettext_lazy("A file"),
    "notes": gettext_lazy("Notes, and what files are called"),
}
LEAVES = {"names": "names", "birth": "papers", "address": "address", "papers": "papers"}  # part -> scope of `export`
Content = TypeVar("Content")


class NotYours(Refused):
    """Neither assigned nor by role."""


class WritersAlone(NotYours):
    """It is for who wrote it: no access opens it for anybody else, in an emergency neither."""


class LimitReached(Refused):
    """As many as a day allows; a supervisor can release more."""


def reveal(
    unlocked: Unlocked, person: Person, asked: Iterable[str], reason: str, act: str = Act.REVEAL
) -> dict[str, Any]:
    """Parts of one identity, by field. `act` is REVEAL, or PRINT for papers. See `counted` for what it raises.

    Of a merged record the one that was kept is read; a part that it has none of comes from the others, the newest.
    """
    wanted = parts(asked)
    return counted(unlocked, person, wanted, reason, act, lambda kept: gathered(unlocked, kept, wanted))


def reveal_file(unlocked: Unlocked, row: SealedFile, reason: str, act: str = Act.REVEAL) -> Iterator[bytes]:
    """A photograph, scan or recording, piece by piece: one act like any other. See `counted` for what it raises."""
    return counted(unlocked, row.person, ["file"], reason, act, lambda _now: files.open_file(unlocked, row))


def reveal_notes(
    unlocked: Unlocked, person: Person, room: str, reason: str, about: str | None = None
) -> list[tuple[Note, str]]:
    """What a room has written about somebody, the newest first, also in records that were merged with theirs.

    Free text tells as much as a name: it is one act like any other. See `counted` for what it raises.
    """

    def read(kept: Person) -> list[tuple[Note, str]]:
        found = [pair for one in merge.together(kept) for pair in identity.read_notes(unlocked, one, room, about)]
        return sorted(found, key=lambda pair: pair[0].pk, reverse=True)

    return counted(unlocked, person, ["notes"], reason, Act.REVEAL, read)


def counted(
    unlocked: Unlocked, person: Person, wanted: list[str], reason: str, act: str, read: Callable[[Person], Content]
) -> Content:
    """One act of reading: it gives what `read` gives, and nothing unless its Reveal row and its line stand.

    An attempt that is refused is a line too (REFUSED). Raises NotYours, LimitReached, Refused; RuntimeError inside
    another transaction, which could undo the line after the names are read.
    """
    if not wanted or reason not in Reveal.Reason.values or act not in {Act.REVEAL, Act.PRINT}:
        raise Refused(_("Choose what you need to see, and a reason."))
    try:
        with transaction.atomic(using="vault", durable=True), audit.locked():
            now = Person.objects.select_related("key").filter(pk=person.pk).first()
            if now is None:  # of an organisation that is not bound
                raise NotYours(_("You cannot open this record."))
            records = merge.together(now)
            ground = ground_of(unlocked, records)
            need_open(unlocked, records, ground, wanted)
            content = intact(read, records[0])
            write(unlocked, records[0], wanted, reason, act, ground, also_read(records, now, wanted))
    except Refused as refusal:
        audit.record(
            Act.REFUSED, actor=unlocked.account, organisation=person.organisation, person=person.code,
            why=type(refusal).__name__,
        )  # fmt: skip
        raise
    return content


def intact(read: Callable[[Person], Content], kept: Person) -> Content:
    """What was read, if all of it is as it was sealed. Raises Refused."""
    try:
        return read(kept)
    except seal.CannotOpen:
        raise Refused(_("This cannot be opened: it was cut, moved or changed.")) from None


def gathered(unlocked: Unlocked, kept: Person, wanted: list[str]) -> dict[str, Any]:
    """Parts of an identity, of all the records that were merged into one."""
    found = identity.read(unlocked, kept, wanted)
    for part, (other, *more) in elsewhere(merge.together(kept), wanted).items():
        theirs = identity.read(unlocked, other, [part])
        rows = [row for one in more for row in identity.read_added(unlocked, one, part)]
        rows += found[part][part] if part in found else []  # the record that was kept has only what was added to it
        if rows and part in theirs:
            theirs[part] = identity.together(theirs[part], part, rows)
        found |= theirs
    return found


def elsewhere(records: list[Person], wanted: list[str]) -> dict[str, list[Person]]:
    """Parts that nobody has written in the record which was kept, and which of the others are read for them.

    First the one with the newest that was written, or else added; then those to which rows were added since.
    """
    kept, *others = records
    if not others:
        return {}
    known = Section.objects.filter(person=kept, field__in=wanted, added=False).values_list("field", flat=True)
    rows = Section.objects.filter(person__in=others, field__in=set(wanted) - set(known)).select_related("person__key")
    newest, first = dict[tuple[str, int], Section](), dict[str, Person]()
    for row in rows.order_by("-added", "id"):  # the last one stays: what was written comes before what was added
        first[row.field] = row.person
    for row in rows.order_by("id"):
        newest[row.field, row.person_id] = row
    return {
        part: [one, *(row.person for row in newest.values() if row.field == part and row.added and row.person != one)]
        for part, one in first.items()
    }


def also_read(records: list[Person], asked: Person, wanted: list[str]) -> list[str]:
    """Codes of merged records of which something was read: after a merge is undone, their history must know it."""
    if wanted == ["notes"]:  # of all of them
        return sorted(other.code for other in records[1:])
    whole = set() if set(wanted) <= set(Section.Field.values) else {asked.code}  # a file of a merged record
    codes = whole | {other.code for read in elsewhere(records, wanted).values() for other in read}
    return sorted(codes - {records[0].code})


def write(
    unlocked: Unlocked, person: Person, wanted: list[str], reason: str, act: str, ground: str, also: list[str]
) -> None:
    """The line, and the row that counts. `also`: other records of hers that something was read of."""
    more = {"records": also} if also else {}
    entry = audit.record(
        act, actor=unlocked.account, organisation=person.organisation, person=person.code, reason=reason,
        fields=wanted, ground=ground, **more,
    )  # fmt: skip
    Reveal.objects.create(
        person=person.code, organisation=person.organisation, account=unlocked.account.pk, reason=reason,
        fields=",".join(wanted), on=today(), entry=entry.number,
    )  # fmt: skip


def parts(words: Iterable[str]) -> list[str]:
    """The parts of an identity that were asked for, each once, in their order. Raises Refused for another word."""
    asked = set(words)
    if asked - set(Section.Field.values):
        raise Refused(_("Choose what you need to see, and a reason."))
    return [field for field in Section.Field.values if field in asked]


def ground_of(unlocked: Unlocked, records: list[Person]) -> str:
    """By what somebody may read: `assigned`, a role, or `glass` (which no daily limit stops). Raises Refused."""
    account, person = unlocked.account, records[0]
    ground = stands(account, records)
    if ground != "glass" and limits.opened(account) >= limits.allowed(account, person.organisation):
        raise LimitReached(_("You have opened as many names today as a day allows. Your supervisor can release more."))
    return ground


def stands(account: Account, records: list[Person]) -> str:
    """What somebody is to a person, whatever the day allows: `assigned`, a role, or `glass`. Raises Refused.

    `records` are all of one person, the one that was kept first: being there for any of them is being there for her.
    """
    person = records[0]
    roles = standing.roles(account, person.organisation)
    if not roles & standing.CARERS or apart.kept_apart(account, person):
        raise NotYours(_("You cannot open this record."))
    if person.state not in OPEN:
        raise Refused(_("This record is closed."))
    if any(glass.current(account, one) for one in records):
        return "glass"
    ground = next(iter(sorted(roles & standing.KEEPERS)), "")
    if not ground and Role.WORKER in roles and any(assign.assigned(account, one) for one in records):
        ground = "assigned"
    if not ground:
        raise NotYours(_("This person is not assigned to you. Ask your supervisor, or use emergency access."))
    return ground


def grounds_of(account: Account, records: list[Person], ground: str) -> set[str]:
    """The columns of the table of parts in which somebody stands; `ground` as `ground_of` gives it."""
    if ground != "assigned":
        return {ground}
    rows = Assignment.objects.current().filter(account=account.pk, person__in=[one.pk for one in records])
    return set(rows.values_list("kind", flat=True))


def need_open(unlocked: Unlocked, records: list[Person], ground: str, wanted: list[str]) -> None:
    """Raises NotYours when a part is closed to somebody: whoever makes one visit reads what a visit needs."""
    stay_closed(fields.closed(wanted, grounds_of(unlocked.account, records, ground)))


def need_all(account: Account, person: Person) -> None:
    """Raises NotYours when any part is closed to somebody: then they do not decide about the whole person."""
    records = merge.together(person)
    stay_closed(fields.closed(PARTS, grounds_of(account, records, stands(account, records))))


def stay_closed(shut: list[str]) -> None:
    """Raises NotYours with the parts that are closed, if there are any."""
    if shut:
        named = ", ".join(str(PARTS[part]) for part in shut)
        raise NotYours(_("For what you do for this person, these stay closed: %(parts)s.") % {"parts": named})


def closed_to(account: Account, person: Person, words: Iterable[str]) -> list[str]:
    """The parts among these that stay closed to somebody, as far as the table of parts goes: for the form's ticks."""
    records = merge.together(person)
    kept = standing.roles(account, person.organisation) & standing.KEEPERS
    held = {"glass"} if any(glass.current(account, one) for one in records) else set(kept)
    return fields.closed(words, held or grounds_of(account, records, "assigned"))


def left_today(unlocked: Unlocked, organisation: str) -> int:
    """How many identities somebody may still open today: shown beside the button."""
    account = unlocked.account
    return max(0, limits.allowed(account, organisation) - limits.opened(account))


@dataclass(frozen=True)
class Look:
    """Who looked, when and why: for the supervisor, and in print for herself when she asks.

    `kind`: reveal, print or glass; `act` says the same in words.
    """

    at: dt.datetime
    who: str
    act: str
    reason: str
    parts: tuple[str, ...] = ()
    kind: str = ""


def who_looked(person: Person) -> list[Look]:
    """Every reveal, print and emergency access about a person, the newest first; words in the reader's language.

    All her records count, and what was read of them while they were merged into another. The names of colleagues are
    in it, hers is not.
    """
    records = merge.together(person)
    codes = {record.code for record in records} | listings.codes_of(records)
    rows = (model.objects.filter(person__in=codes | once_in(codes)) for model in (Reveal, Glass))
    acts: dict[int, Reveal | Glass] = {row.entry: row for found in rows for row in found}
    entries = [
        entry for entry in Entry.objects.filter(number__in=acts).order_by("-number")
        if entry.person in codes or codes & set(entry.detail.get("records", []))
    ]  # fmt: skip
    names = glass.names_of({acts[entry.number].account for entry in entries})
    return [look(entry, acts[entry.number], names) for entry in entries]


def once_in(codes: set[str]) -> set[str]:
    """Codes of the records that these were ever merged into, also if that was undone."""
    found, newest = set[str](), codes
    while newest:
        found |= newest
        newest = set(Merge.objects.filter(merged__code__in=newest).values_list("kept__code", flat=True)) - found
    return found


def look(entry: Entry, row: Reveal | Glass, names: dict[int, str]) -> Look:
    seen = row.fields.split(",") if isinstance(row, Reveal) else []
    return Look(
        entry.at, names.get(row.account, ""), str(entry.get_act_display()), str(row.get_reason_display()),
        tuple(str(PARTS[part]) for part in seen), str(entry.act),
    )  # fmt: skip
