"""Writing a step. Words first, sealed in the vault; then the step; then what the thread is now, folded anew.

A step that is written again, by a phone that heard no answer or a second touch of a button, is the same step.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from pakhi.cbr import refers, sealed_words
from pakhi.cbr.kinds import KINDS, Faulty, Kind, check, to_come
from pakhi.cbr.models import Book, Step, Thread
from pakhi.lib.clock import today
from pakhi.lib.history import Change, Now, fold
from pakhi.network.models import Account


@dataclass(frozen=True)
class Said:
    """A step to be written. `thread`: its number, if there is one already or the writer chose it; `about`: the
    number of the thread that it belongs to. The rest as in models.Step; `words` is free text.
    """

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    day: dt.date | None = None
    thread: str = ""
    number: str = ""
    about: str = ""
    made: dt.datetime | None = None
    seen: tuple[str, ...] | None = None
    edits: str = ""
    void: bool = False
    words: str = ""
    record: str = ""


Rule = Callable[[Book, Said, Account, "Thread | None"], Mapping[str, Any] | None]
RULES: dict[str, Rule] = {}  # kind -> what else must hold for a step of it; raises Faulty or Refused


def rule(kind: str) -> Callable[[Rule], Rule]:
    """Names a function as the rule that every step of a kind keeps, from whichever door it comes.

    It may give back answers that follow from the others, such as the day by which the next round is due.
    """

    def named(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return named


EARLIEST = dt.date(1930, 1, 1)  # nobody's work goes back further: the year was misread
Guard = Callable[[Book, Said, "Thread | None"], None]
GUARDS: list[Guard] = []  # what must hold for a step of any kind; raises Refused

After = Callable[[Step, Account], None]
AFTER: dict[str, After] = {}  # kind -> what else is written once a step of it stands; with it, or not at all


def after(kind: str) -> Callable[[After], After]:
    """Names a function as what follows from every new step of a kind. It may be called again for the same step."""

    def named(function: After) -> After:
        AFTER[kind] = function
        return function

    return named


def new_number() -> str:
    """A number that nobody else makes."""
    return uuid.uuid4().hex


def number_of(*parts: str) -> str:
    """A number that follows from what is written, so that a repeat makes the same."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def standing_number(kind: str, component: str = "") -> str:
    """The number of the one thread of a kind that a book has (for each component)."""
    return f"{kind}-{component}" if component else kind


def write(book: Book, said: Said, by: Account) -> Step:
    """Write one step; the thread is opened by its first one. Raises Faulty, and Refused where the vault says no.

    Nothing is written if anything is wrong; but words may stay sealed in the vault, beside no step, where somebody
    else's step came in between and this one is refused. What was written before under its number is given back.
    """
    made = KINDS.get(said.kind)
    if made is None or made.of != book.kind:
        raise Faulty("kind")
    on = said.day or today()
    if on > today():
        raise Faulty("day", "late")
    if on < EARLIEST:
        raise Faulty("day", "early")
    number = said.number or new_number()
    thread_number = named(made, said, number)
    refers.need_numbers(made, thread_number, number, (said.thread, said.about, said.edits, *(said.seen or ())))
    whole = replace(said, day=on, number=number, thread=thread_number)
    if said.words:
        known, values, there = judged(book, made, whole, by)
        if known is not None:
            return known
        refers.need_own(book, thread_number, number)
        sealed_words.keep(book, number, said.words, by, alone(made, there.values if there else {}, values))
    with transaction.atomic():
        held = Book.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=book.pk)
        return put(held, made, whole, by)


def judged(book: Book, made: Kind, said: Said, by: Account) -> tuple[Step | None, dict[str, Any], Thread | None]:
    """(the step, if it is written already; its values as they are kept; the thread, if it is there). As `write`."""
    there = Thread.objects.filter(book=book, number=said.thread).first()
    if there is not None and there.kind != made.key:
        raise Faulty("kind")
    known = there.steps.filter(number=said.number).first() if there is not None else None
    if known is not None:
        return known, {}, there
    if said.void and not said.edits:
        raise Faulty("edits", "missing")
    for guard in GUARDS:
        guard(book, said, there)
    values = {} if said.void else check(made, said.values, there.values if there else {}, begins(said, there))
    to_come(made, values, there.values if there else {}, said.day or today())
    if made.key in RULES:
        follows = RULES[made.key](book, replace(said, values=values), by, there)
        values = {**values, **(follows or {})}
    refers.need_there(book, made, values)
    return None, values, there


def begins(said: Said, there: Thread | None) -> bool:
    """Whether a step opens its thread."""
    return not said.void and not said.edits and (there is None or there.state == "")


def put(book: Book, made: Kind, said: Said, by: Account) -> Step:
    """Write a step whose words are sealed, in a book that nobody else is writing in: it is judged by what stands now.

    The words come before the lock: the vault is never asked to write by who keeps others out of the records.
    """
    known, values, there = judged(book, made, said, by)
    if known is not None:
        return known
    thread = there or Thread.objects.create(book=book, number=said.thread, kind=made.key, about=said.about)
    step = Step.objects.create(
        thread=thread, number=said.number, day=said.day or today(), made=said.made or timezone.now(), values=values,
        edits=said.edits, seen=None if said.seen is None else list(said.seen), void=said.void, words=bool(said.words),
        by=by, record=said.record,
        begins=begins(said, there) and not any(said.values.get(name) for name in ("state", *made.opens)),
    )  # fmt: skip
    refold(thread)
    if made.key in AFTER:
        AFTER[made.key](step, by)
    return step


def alone(made: Kind, held: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether the words of a step are for their writer alone: by what held before it, or by what holds with it."""
    return made.private is not None and (made.private(held) or made.private({**held, **said}))


def named(made: Kind, said: Said, number: str) -> str:
    """The number of the thread that a step is for."""
    if made.once:
        each = str(said.values.get(made.each) or "")
        if said.thread and each and said.thread != standing_number(made.key, each):
            raise Faulty(made.each)
        return standing_number(made.key, each or said.thread.partition("-")[2])
    return said.thread or number


def history(steps: Iterable[Step]) -> list[Change]:
    """Steps as lib/history.py folds them."""
    rows = list(steps)
    late = overtaken(rows)
    opens = ("state", *KINDS[rows[0].thread.kind].opens) if late else ()
    return [
        Change(
            one.number, one.day, one.made, without(one.values, opens) if one.number in late else one.values,
            None if one.seen is None else tuple(one.seen), one.edits, one.void,
        )
        for one in rows
    ]  # fmt: skip


def overtaken(steps: Iterable[Step]) -> set[str]:
    """Steps that arrived first and so began a thread, though somebody's word about its state is of that day or before:
    the state with which a thread begins is then not theirs to say.
    """
    rows = list(steps)
    told = [one.day for one in rows if "state" in one.values and not one.begins and not one.void]
    return {one.number for one in rows if one.begins and any(day <= one.day for day in told)}


def without(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def refold(thread: Thread) -> Now:
    """What a thread is now, from all of its steps; which of them led forward or back is noted with them."""
    made, steps = KINDS[thread.kind], list(thread.steps.all())
    now, lived = shape(thread, steps)
    thread.save()
    ways(made, steps, lived)
    return now


def shape(thread: Thread, steps: list[Step]) -> tuple[Now, list[Step]]:
    """Make a thread what follows from some of its steps, without keeping it; also those of them that count."""
    made, now = KINDS[thread.kind], fold(history(steps))
    by_number = {one.number: one for one in steps}
    lived = [by_number[number] for number in now.order if number not in now.replaced and not by_number[number].void]
    thread.values, thread.heads = now.values, list(now.heads)
    thread.rivals = {
        name: list(dict.fromkeys(str(by_number[number].values[name]) for number in numbers))
        for name, numbers in now.rivals.items()
    }
    if lived and "state" not in now.values:
        now.values["state"] = made.first
    if made.fresh:
        of_the_move(made, steps, lived, now.values)
    thread.state = str(now.values.get("state", ""))
    thread.component = str(now.values.get("component", ""))
    thread.opened_on = min((one.day for one in lived), default=None)
    says = by_number.get(now.by.get("state", ""))
    thread.since = says.day if says and not says.begins else thread.opened_on
    due = now.values.get(made.due) if made.due and made.running(thread.state) else ""
    thread.due = dt.date.fromisoformat(due) if due else None
    thread.owner_id = now.values.get(made.owner) or None if made.owner else None
    return now, lived


def of_the_move(made: Kind, steps: list[Step], lived: list[Step], values: dict[str, Any]) -> None:
    """Leave of the answers about a move (`fresh`) those that were said with the last one, or since."""
    state, said, late = "", dict[str, Any](), overtaken(steps)
    for step in sorted(lived, key=lambda one: one.day):
        new = str(state or made.first if step.number in late else step.values.get("state", state or made.first))
        said = {} if new != state else said
        said |= {name: step.values[name] for name in made.fresh if step.values.get(name)}
        state = new
    for name in made.fresh:
        values.pop(name, None)
    values.update(said)


def at(thread: Thread, day: dt.date, steps: Iterable[Step] | None = None) -> Thread | None:
    """What a thread was on a day, never to be saved; nothing if it was not there yet. `steps`: its own, if at hand."""
    rows = [one for one in (thread.steps.all() if steps is None else steps) if one.day <= day]
    then = copy(thread)
    shape(then, rows)
    return then if then.state else None


def threads_at(books: Iterable[Book], day: dt.date, *kinds: str) -> list[Thread]:
    """The threads of these kinds as they were on a day, the newest first."""
    rows, mine = threads(books, *kinds), dict[int, list[Step]]()
    for step in Step.objects.filter(thread__in=rows, day__lte=day):
        mine.setdefault(step.thread_id, []).append(step)
    then = [at(one, day, mine.get(one.pk, ())) for one in rows]
    return sorted((one for one in then if one), key=lambda one: (one.since or day, one.pk), reverse=True)


def ways(made: Kind, steps: list[Step], lived: list[Step]) -> None:
    """Note with each step whether it led forward or back, by day; what another one took the place of led nowhere."""
    state, led, late = "", dict[str, str](), overtaken(steps)
    for step in sorted(lived, key=lambda one: one.day):  # sorted() keeps the folded order within a day
        new = str(state or made.first if step.number in late else step.values.get("state", state or made.first))
        led[step.number] = made.way(state, new) if state else ""
        state = new
    for step in steps:
        if step.way != led.get(step.number, ""):
            step.way = led.get(step.number, "")
            step.save(update_fields=["way"])


def threads(books: Iterable[Book], *kinds: str, running: bool | None = None) -> list[Thread]:
    """The threads of some books, of these kinds, the newest first; `running`: only those that still want something."""
    found = Thread.objects.filter(book__in=list(books))
    found = found.filter(kind__in=kinds) if kinds else found
    rows = [one for one in found.order_by("-since", "-id") if one.state]
    return rows if running is None else [one for one in rows if KINDS[one.kind].running(one.state) == running]
