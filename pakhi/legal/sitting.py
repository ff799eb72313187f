"""Days in court, and what is done against bail. A hearing that was put off begins the next one by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr import steps
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule
from pakhi.legal import moves
from pakhi.legal.tracks import CASE, WORDS
from pakhi.legal.words import Fear, Hearing, Objection, Purpose, PutOff
from pakhi.lib.clock import today
from pakhi.network.models import Account

HEARING = kind(
    "hearing", gettext_lazy("Day in court"), "calendar-days",
    Question("on", "day", gettext_lazy("On which day?"), begins=True),
    Question("purpose", "one", gettext_lazy("What is it for?"), Purpose, begins=True),
    Question("court", "office", gettext_lazy("Court"), help=gettext_lazy("Its name, or its code in the directory.")),
    Question("goes", "account", gettext_lazy("Who goes with her?")),
    Question("put_off", "one", gettext_lazy("Why was it put off?"), PutOff, later=True),
    Question("next_on", "day", gettext_lazy("The next day in court"), later=True,
             help=gettext_lazy("It is put into the calendar by itself.")),
    WORDS,
    states=Hearing, line=("purpose",), due="on", owner="goes", within=CASE.key, inside=True,
    ends=("held", "adjourned", "dropped"),
)  # fmt: skip

BAIL = kind(
    "bail_objection", gettext_lazy("Against bail"), "shield-alert",
    Question("accused", "thread", gettext_lazy("Which accused?"), kinds=("accused",)),
    Question("why", "many", gettext_lazy("Why should he not be out?"), Fear, begins=True),
    Question("on", "day", gettext_lazy("On which day is bail heard?")),
    WORDS,
    states=Objection, line=("accused",), due="on", within=CASE.key, inside=True, ends=("granted", "refused"),
)  # fmt: skip


@rule(HEARING.key)
def whole_hearing(book: Book, said: Said, _by: Account, there: Thread | None) -> None:
    """Put off with a reason; held only on a day that has come; the next day lies after this one. Raises Faulty."""
    moves.belongs(book, said, there)
    whole = {**(there.values if there else {}), **said.values}
    state, on = whole.get("state"), str(whole.get("on") or "")
    if said.void:
        return
    if state == Hearing.ADJOURNED and not whole.get("put_off"):
        raise Faulty("put_off", "missing")
    if state == Hearing.HELD and on > today().isoformat():
        raise Faulty("on", "late")
    if whole.get("next_on") and str(whole["next_on"]) <= on:
        raise Faulty("next_on", _("The next day lies after this one."))


@after(HEARING.key)
def the_next(step: Step, by: Account) -> None:
    """The next day in court, as it was said: begun once, and moved as long as it is still to come."""
    held, values = step.thread, step.thread.values
    if not values.get("next_on") or held.state not in {Hearing.HELD, Hearing.ADJOURNED}:
        return
    number = number_of("next-hearing", held.number)
    there = Thread.objects.filter(book=held.book, number=number).first()
    if there is not None and there.state != Hearing.PLANNED:
        return
    carried = {name: values[name] for name in ("purpose", "court", "goes") if values.get(name)}
    said = Said(
        HEARING.key, {**carried, "on": values["next_on"], "state": Hearing.PLANNED.value}, step.day, number,
        number_of("next-hearing-step", step.number), held.about, seen=tuple(there.heads) if there else (),
    )  # fmt: skip
    steps.write(held.book, said, by)


@rule(BAIL.key)
def about_a_case(book: Book, said: Said, _by: Account, there: Thread | None) -> Mapping[str, Any]:
    moves.belongs(book, said, there)
    return {}
