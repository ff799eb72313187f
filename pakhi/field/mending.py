"""What waits in quarantine is looked at, tried again, or set aside; of two with one number, one is kept. All logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.field import entities, inbox, opening, publish, records, whose
from pakhi.field.handlers import HANDLERS
from pakhi.field.models import Answer, Arrival
from pakhi.field.records import Unreadable
from pakhi.vault import audit
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry

State = Arrival.State
OPEN = (State.QUARANTINE, State.WAITING)
ENDED = "ended"  # why something from an ended phone waits
DECIDED = (ENDED, "conflict")  # somebody has to say something before it is tried again
ROUNDS = 3  # so often what waits for one another is tried at one press
REGISTRATION = "person"  # the form that others wait for
LONGEST = 20_000  # characters shown of what cannot be read as a record


@dataclass(frozen=True)
class Line:
    """One question, by its names in the form, and its answer; `differs`: the other record says something else."""

    question: str
    value: str
    differs: bool = False


@dataclass(frozen=True)
class Opened:
    """A record as it is shown: its answers, or its text where it cannot be read."""

    arrival: Arrival
    lines: tuple[Line, ...]
    text: str = ""


def beside(arrival: Arrival) -> list[Arrival]:
    """The other records of the same number that nobody has set aside, the oldest first."""
    same = Arrival.objects.filter(organisation=arrival.organisation, instance=arrival.instance)
    return list(same.exclude(pk=arrival.pk).exclude(state=State.ASIDE).select_related("account").order_by("pk"))


def need_open(arrival: Arrival) -> None:
    """Raises Refused for what is taken in, or set aside: somebody else has decided."""
    if arrival.state not in OPEN:
        raise Refused(_("This record does not wait any more: a colleague has decided about it, or it was taken in."))


def look(unlocked: Unlocked, arrival: Arrival) -> list[Opened]:
    """The record, and what it is in conflict with: opened, each look logged, and only then given.

    Raises Refused, also for a record about somebody who is kept apart from whoever looks.
    """
    need_open(arrival)
    found = [(one, opening.content(unlocked, one)) for one in sorted([arrival, *beside(arrival)], key=lambda a: a.pk)]
    whose.need_there(unlocked, found)
    for one, _content in found:
        log(Entry.Act.REVEAL, unlocked, one, "arrival")
    shown = [(one, *readable(content)) for one, content in found]
    said = [set(lines) for _one, lines, _text in shown]
    return [
        Opened(one, tuple(Line(*line, any(line not in other for other in said)) for line in lines), text)
        for one, lines, text in shown
    ]


def readable(content: bytes) -> tuple[list[tuple[str, str]], str]:
    """Questions and answers in order; or no answers, and the text as it came."""
    try:
        answers = records.read(content).answers
    except Unreadable:
        return [], content.decode(errors="replace")[:LONGEST]
    return [(named(one), one.value) for one in answers], ""


def named(one: records.Answered) -> str:
    """A question by the names of its groups and its own, and which repeat it stands in, counted from 1."""
    place = f" ({', '.join(str(repeat + 1) for repeat in one.repeats)})" if any(one.repeats) else ""
    return " / ".join(one.path) + place


def again(unlocked: Unlocked, arrival: Arrival) -> Arrival:
    """Try once more to take it in, say after its form was put in use. Raises Refused."""
    need_open(arrival)
    if arrival.state != State.QUARANTINE:
        raise Refused(_("It waits for a file that is still on the phone. It is taken in by itself when that comes."))
    need_decided(arrival)
    if beside(arrival):
        raise Refused(_("There is another record of the same number. Compare the two and keep one."))
    return take_in(unlocked, arrival)


def all_again(unlocked: Unlocked, waits: Iterable[Arrival]) -> tuple[int, int]:
    """Try once more everything that may go in by now; how many are in, and how many of those tried still wait.

    Registrations go first, and what may have waited for another of them is tried again, some rounds long.
    """
    left = sorted((one for one in waits if may_go_in(one)), key=lambda one: (one.form_id != REGISTRATION, one.pk))
    tried = len(left)
    for _round in range(ROUNDS):
        before = len(left)
        left = [one for one in left if not tried_once(unlocked, one)]
        if len(left) in {0, before}:
            break
    return tried - len(left), len(left)


def may_go_in(arrival: Arrival) -> bool:
    """Whether nobody has to decide before it can be tried again."""
    return arrival.state == State.QUARANTINE and arrival.why not in DECIDED


def tried_once(unlocked: Unlocked, arrival: Arrival) -> bool:
    """Whether it waits for nobody's decision any more; a colleague may have decided since it was listed."""
    arrival.refresh_from_db(fields=["state", "why"])
    if arrival.state != State.QUARANTINE:
        return True
    try:
        return again(unlocked, arrival).state != State.QUARANTINE
    except Refused:
        return False


def need_decided(arrival: Arrival) -> None:
    """Raises Refused for what an ended phone has left, until somebody has decided about it (ended.py)."""
    if arrival.why == ENDED:
        raise Refused(_("It comes from an ended phone. Decide about it first, on the page “A file from a phone”."))


def take_in(unlocked: Unlocked, arrival: Arrival) -> Arrival:
    """Open it, and let its room read it; without the files that it names, it waits for them. Raises Refused."""
    content, files = opening.content(unlocked, arrival), opening.attached(unlocked, arrival)
    whose.need_there(unlocked, [(arrival, content)])
    log(Entry.Act.WRITE, unlocked, arrival, "again")
    try:
        record = records.read(content)
    except Unreadable as problem:
        inbox.settle(arrival, State.QUARANTINE, why=problem.why, what=problem.what)
        return arrival
    version = publish.known(arrival.organisation, record.form_id, record.version)
    there = {row.name: row.token for row in arrival.attachments.all()}
    if inbox.expect(arrival, record, version, there) or not all(there.values()):
        inbox.settle(arrival, State.WAITING)
        return arrival
    return inbox.take_in(arrival, record, version, files)


def set_aside(unlocked: Unlocked, arrival: Arrival) -> None:
    """Nobody takes it in. It stays, sealed, and the phone is told that it has arrived. Raises Refused."""
    need_open(arrival)
    put_aside(unlocked, arrival)


def put_aside(unlocked: Unlocked, arrival: Arrival) -> None:
    log(Entry.Act.WRITE, unlocked, arrival, "aside")
    with transaction.atomic():
        Answer.objects.filter(arrival=arrival).delete()
        inbox.settle(arrival, State.ASIDE, why="" if arrival.why == "conflict" else arrival.why, what=arrival.what)
        entities.withdraw(arrival)


def keep_one(unlocked: Unlocked, arrival: Arrival, number: int) -> Arrival:
    """Of the records with one number keep this; the others go aside. Raises Refused, and then nothing was changed."""
    need_open(arrival)
    every = [arrival, *beside(arrival)]
    chosen = next((one for one in every if one.pk == number), None)
    if chosen is None or len(every) < 2:
        raise Refused(_("Choose which of the two is right."))
    others = [one for one in every if one.pk != chosen.pk]
    if any(in_a_room(one) for one in others):
        raise Refused(
            _("The first record is written down already. Correct what came of it there; then keep the first here.")
        )
    if chosen.state == State.QUARANTINE:
        need_decided(chosen)
        take_in(unlocked, chosen)
    if chosen.state == State.QUARANTINE:
        raise Refused(_("The one you chose could not be taken in. Both are still here; the reason stands below."))
    for one in others:
        put_aside(unlocked, one)
    return chosen


def in_a_room(arrival: Arrival) -> bool:
    """Whether it was taken in by a form of the product: then it is more than its coded answers."""
    version = publish.known(arrival.organisation, arrival.form_id, arrival.version)
    own = version is not None and version.form.organisation_id is not None
    return arrival.state == State.TAKEN and arrival.form_id in HANDLERS and not own


def log(act: str, unlocked: Unlocked, arrival: Arrival, step: str) -> None:
    """A line by the arrival's number, which says nothing about what is in it. Raises audit.KeyLost."""
    audit.record(
        act, actor=unlocked.account, organisation=arrival.organisation.code, person=arrival.person, step=step,
        arrival=arrival.pk,
    )  # fmt: skip
