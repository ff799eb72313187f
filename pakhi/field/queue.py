"""The queue of a helpdesk day: a number for whoever comes, who is at the desk, who was helped, who left.

What is typed is checked as the form `helpdesk_day` checks it. A turn that is finished is a visit of the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from pakhi.field import desks
from pakhi.field.coded import Answers
from pakhi.field.followups import FARTHEST
from pakhi.field.handlers import Refusal, Sent
from pakhi.field.models import Turn
from pakhi.field.records import Answered, Record
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import merge, scope
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person

State = Turn.State
TRIES = 40  # as many workers as could give a number in one moment
MOVES = {  # where a turn stands -> where one press can put it
    State.WAITING: {State.AT_DESK, State.LEFT},
    State.AT_DESK: {State.WAITING, State.LEFT},
    State.LEFT: {State.WAITING},
}
Typed = Mapping[str, str]


def of_day(organisation: Organisation, desk: str, day: Any) -> QuerySet[Turn]:
    """The turns of a day at a desk, by number."""
    rows = Turn.objects.filter(organisation=organisation, desk=desk, day=day)
    return rows.select_related("visit", "by").order_by("number")


def answers(organisation: Organisation, by: Account, typed: Typed, instance: str = "") -> Answers:
    """What was typed on a page, to be read as the answers of the form; several choices are parted by spaces."""
    given = tuple(Answered((name,), value.strip()) for name, value in typed.items())
    return Answers(Sent(Record(instance, desks.FORM, "", given), organisation, by))


def come(organisation: Organisation, typed: Typed, by: Account, instance: str, opens: Callable[[str], bool]) -> Turn:
    """Somebody came to a `desk` with a `purpose`, and perhaps a code (`person`): the next number of the day is hers.

    `opens`: whether the worker may open the record of a code. The same `instance` again is the same turn.
    Raises Refusal; Refused where the same instance said something else before.
    """
    said = answers(organisation, by, typed)
    row = {"desk": said.one("desk"), "purpose": said.many("purpose"), "person": code(said, opens), "by": by}
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                known = Turn.objects.filter(organisation=organisation, instance=instance).first()
                if known is not None:
                    return same(known, row)
                return Turn.objects.create(
                    organisation=organisation, instance=instance, number=following(organisation, row["desk"]), **row
                )
        except IntegrityError:  # a colleague gave this number at this moment, or the same page was sent twice
            continue
    raise RuntimeError("The queue could not give a number.")


def has_come(organisation: Organisation, instance: str) -> bool:
    """Whether a page gave its number already: then whoever holds it now may be somebody else."""
    return Turn.objects.filter(organisation=organisation, instance=instance).exists()


def same(known: Turn, row: Mapping[str, Any]) -> Turn:
    """The turn that was given already. Raises Refused where its page was sent again for somebody else."""
    before = (known.day, known.desk, sorted(known.purpose), known.person)
    if before != (today(), row["desk"], sorted(row["purpose"]), row["person"]):
        said = _("This page has given number %(number)s already. Open the queue anew for whoever comes next.")
        raise Refused(said % {"number": known.number})
    return known


def following(organisation: Organisation, desk: object) -> int:
    """The next number of today at a desk."""
    last = Turn.objects.filter(organisation=organisation, desk=desk, day=today()).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def code(said: Answers, opens: Callable[[str], bool]) -> str:
    """The code of the record that answers for hers; empty if she gave none. Raises Refusal.

    A record that is not here, closed, or another's says the same: nobody learns by trying who has one.
    """
    if not said.sent.record.get("person"):
        return ""
    try:
        person = said.person()
    except Refusal as refusal:
        raise Refusal("answer" if refusal.why == "answer" else "person", "person") from None
    if not opens(person.code):
        raise Refusal("person", "person")
    return person.code


def move(turn: Turn, to: str, seen: str, by: Account) -> Turn:
    """To the desk, back to those who wait, or left. `seen` is where it stood on the worker's page. Raises Refused."""
    with transaction.atomic():
        now = held(turn)
        if now.state == to and now.by == by:
            return now  # pressed twice
        if not current(now) or now.state != seen or to not in MOVES.get(State(now.state), set()):
            raise Refused(changed(now))
        now.state, now.by = to, by
        now.save(update_fields=["state", "by"])
    return now


def finish(turn: Turn, typed: Typed, by: Account) -> Turn:
    """She was helped: what came of it is a visit of the register, with a day to come again if she has a record.

    Sent twice it is one visit. Raises Refusal for an answer, Refused if a colleague was first or the day is over.
    """
    given = {name: typed.get(name, "") for name in ("outcome", "receipt", "papers_missing", "first_visit", "next_day")}
    given |= {"day": str(turn.day), "desk": turn.desk, "purpose": " ".join(turn.purpose), "office_visited": "no"}
    said = answers(turn.organisation, by, given, f"queue-{turn.code}")
    row, person = desks.visit_of(said), hers(turn)
    if row["next_day"] and row["next_day"] > today() + FARTHEST:
        raise Refusal("answer", "next_day")
    with transaction.atomic():
        now = held(turn)
        if again(now, row, by):
            return now
        if not now.open:
            raise Refused(changed(now))
        now.visit, now.state, now.by = desks.write(said.sent, row, person), State.DONE, by
        now.save(update_fields=["visit", "state", "by"])
    return now


def again(now: Turn, row: Mapping[str, Any], by: Account) -> bool:
    """Whether the same worker has finished it so already."""
    visit = now.visit
    return visit is not None and now.by == by and all(getattr(visit, name) == value for name, value in row.items())


@scope.whole()  # whoever writes it: the visit is hers, and nothing of it is shown
def hers(turn: Turn) -> Person | None:
    """Her record, if she gave a code and it is still open: a record that was closed meanwhile gets nothing more."""
    found = merge.answer(turn.person) if turn.person else None
    return found if found and found.state == Person.State.HERE else None


def held(turn: Turn) -> Turn:
    """A turn as it is now, held still until the transaction ends. Nothing is joined: whoever waited for the row would
    find it no more on PostgreSQL, where what it points to was changed meanwhile.
    """
    return Turn.objects.select_for_update().get(pk=turn.pk)


def current(turn: Turn) -> bool:
    return turn.day >= today()


def changed(turn: Turn) -> str:
    """Why nothing can be done with a turn as it was seen."""
    about = {"number": turn.number}
    if not current(turn):
        return _("The day of number %(number)s is over. Nothing was changed.") % about
    if turn.state == State.DONE:
        return _("Number %(number)s is finished already. Nothing was changed.") % about
    return _("Number %(number)s was changed meanwhile, perhaps by a colleague. Look at the list again.") % about
