"""The care plan, made with her: one plan, goals that she chose, actions with who and by when.

A plan holds once she agreed to it as it now is and somebody else than whoever changed it last approved it. A change of
its goals or actions makes it wait for approval again; work on them does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.cbr import status, steps
from pakhi.cbr.books import hers
from pakhi.cbr.kinds import YEARS, Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.plan_words import (
    DECIDED,
    YES_TO_IT,
    ActionKind,
    ActionState,
    Agreed,
    Doer,
    GoalState,
    Horizon,
    NotDone,
    PlanState,
    Term,
    Tongue,
)
from pakhi.cbr.status import Why
from pakhi.cbr.steps import Said, after, number_of, rule, standing_number
from pakhi.cbr.vocabulary import Component, Element, YesNo
from pakhi.network.models import Account
from pakhi.vault import standing
from pakhi.vault.keys import Refused


def said_why(whole: Mapping[str, Any]) -> None:
    """What was not done has a reason; what a colleague does has their name."""
    if whole.get("state") == ActionState.NOT_DONE and not whole.get("why_not"):
        raise Faulty("why_not", "missing")
    if whole.get("doer") == Doer.WORKER and not whole.get("owner"):
        raise Faulty("owner", "missing")


def day_of_yes(whole: Mapping[str, Any]) -> None:
    """Her yes has a day."""
    if whole.get("agreed") in YES_TO_IT and not whole.get("agreed_on"):
        raise Faulty("agreed_on", "missing")


PLAN = kind(
    "plan", gettext_lazy("Care plan"), "route",
    Question("horizon", "one", gettext_lazy("For how long?"), Horizon, begins=True),
    Question("review", "to_come", gettext_lazy("On which day do you look at it again?"), begins=True),
    Question("agreed", "one", gettext_lazy("How did she agree to it?"), Agreed),
    Question("agreed_on", "past", gettext_lazy("On which day did she agree?")),
    Question("tongue", "one", gettext_lazy("In which language was it read to her?"), Tongue),
    Question("keeper", "doer", gettext_lazy("Who keeps it?")),
    Question("words", "words", gettext_lazy("In words")),
    states=PlanState, line=("horizon",), due="review", owner="keeper", once=True, quiet=True, ends=(),
    before=day_of_yes,
)  # fmt: skip

GOAL = kind(
    "goal", gettext_lazy("Goal"), "target",
    Question("component", "one", gettext_lazy("Part of life"), Component, begins=True),
    Question("element", "one", gettext_lazy("What exactly?"), Element, begins=True),
    Question("term", "one", gettext_lazy("Soon, or a long way?"), Term, begins=True),
    Question("hers", "one", gettext_lazy("Did she choose it herself?"), YesNo, begins=True),
    Question("need", "thread", gettext_lazy("Which need is it about?"), kinds=("need",)),
    Question("by", "to_come", gettext_lazy("By which day?"), ahead=YEARS),
    Question("owner", "doer", gettext_lazy("Who goes this way with her?")),
    Question("why", "many", gettext_lazy("What moved it"), Why, later=True),
    Question("next", "thread", gettext_lazy("The goal that opened next"), kinds=("goal",), later=True),
    Question("words", "words", gettext_lazy("In her own words"), help=gettext_lazy("Sealed to her record.")),
    states=GoalState, ladder=("slipped", "planned", "working", "partly", "reached"), line=("element",),
    due="by", owner="owner", ends=("reached", "given_up"), fresh=("why",),
    never_first=("slipped",),
)  # fmt: skip

ACTION = kind(
    "action", pgettext_lazy("plan", "Action"), "list-checks",
    Question("what", "one", gettext_lazy("What is to be done?"), ActionKind, begins=True),
    Question("doer", "one", gettext_lazy("Who does it?"), Doer, begins=True),
    Question("owner", "doer", gettext_lazy("Which colleague?")),
    Question("by", "to_come", gettext_lazy("By which day?"), begins=True),
    Question("why_not", "one", gettext_lazy("Why was it not done?"), NotDone, later=True),
    Question("words", "words", gettext_lazy("In words")),
    states=ActionState, line=("what", "doer"), due="by", owner="owner", within="goal",
    ends=("done", "not_done"), before=said_why,
)  # fmt: skip

SUBSTANCE = {  # what a plan is; the rest is how far it is
    GOAL.key: {"component", "element", "term", "hers", "need", "by"},
    ACTION.key: {"what", "doer", "owner", "by"},
    PLAN.key: {"horizon"},
}


def plan_of(books: Iterable[Book]) -> Thread | None:
    """Her plan, if one was begun."""
    return next(iter(steps.threads(books, PLAN.key)), None)


def changes(book: Book) -> list[Step]:
    """The steps that made the plan what it is, the oldest first: not those that only say how far it is."""
    rows = Step.objects.filter(thread__book__in=hers(book), thread__kind__in=SUBSTANCE).select_related("thread", "by")
    return [one for one in rows.order_by("id") if changing(one)]


def changing(step: Step) -> bool:
    return step.void or bool(step.edits) or bool(SUBSTANCE[step.thread.kind] & set(step.values))


def last_change(book: Book) -> Step | None:
    """The newest change of what the plan is."""
    return next(reversed(changes(book)), None)


def agreed_to_this(book: Book, values: Mapping[str, Any]) -> bool:
    """Whether she agreed, and to the plan as it now is: on the day of its last change or later."""
    if values.get("agreed") not in YES_TO_IT or not values.get("agreed_on"):
        return False
    newest = last_change(book)
    return newest is None or dt.date.fromisoformat(str(values["agreed_on"])) >= newest.arrived


@rule(PLAN.key)
def decided_by_another(book: Book, said: Said, by: Account, there: Thread | None) -> None:
    """Approving and sending back: a supervisor or manager who did not write or change it last."""
    taken_back(said, there)
    state = said.values.get("state")
    if state in DECIDED:
        if not standing.is_keeper(by, book.organisation.code):
            raise Refused(_("A supervisor or manager of the organisation decides this."))
        if by.pk in last_writers(book, there):
            raise Refused(_("You wrote or changed this plan last. Somebody else has to decide about it."))
    if state == PlanState.BACK and not said.words:
        raise Faulty("words", "missing")
    if state == PlanState.APPROVED:
        ready(book, {**(there.values if there else {}), **said.values})


def last_writers(book: Book, there: Thread | None) -> set[int]:
    """The accounts that changed the plan last and that asked for approval last: neither decides about it."""
    asked = there.steps.filter(values__state=PlanState.WAITING).order_by("id").last() if there else None
    newest = last_change(book)
    return {one.by_id for one in (asked, newest) if one is not None}


def ready(book: Book, values: Mapping[str, Any]) -> None:
    """Raises Refused for a plan without goals, or to which she has not agreed as it now is."""
    if not steps.threads(hers(book), GOAL.key, running=True):
        raise Refused(_("There is no open goal in this plan."))
    if not agreed_to_this(book, values):
        raise Refused(_("Read the plan to her as it now is, and write down how she agreed. Then it can be approved."))


def taken_back(said: Said, there: Thread | None) -> None:
    """Raises Refused where a step would take a decision away: the next decision is a step of its own."""
    old = there.steps.filter(number=said.edits).first() if there and said.edits else None
    if old is not None and old.values.get("state") and old.values["state"] != said.values.get("state"):
        raise Refused(_("A decision about a plan stays. Write the next one."))


@rule(ACTION.key)
def about_a_goal(book: Book, said: Said, by: Account, there: Thread | None) -> None:
    """An action belongs to a goal of the same case."""
    about = there.about if there else said.about
    if not Thread.objects.filter(book=book, number=about, kind=GOAL.key).exists():
        raise Faulty("about", str(_("Choose the goal that this is for.")))


@after(GOAL.key)
def goal_changed(step: Step, by: Account) -> None:
    wait_again(step, by)


@after(ACTION.key)
def action_changed(step: Step, by: Account) -> None:
    wait_again(step, by)


def wait_again(step: Step, by: Account) -> None:
    """A plan whose goals or actions change waits for approval again, in the name of who changed it."""
    plan = plan_of(hers(step.thread.book))
    if plan is None or not changing(step) or plan.state not in {PlanState.APPROVED, PlanState.WAITING}:
        return
    newest = plan.steps.order_by("id").last()
    if plan.state == PlanState.WAITING and newest is not None and newest.by_id == by.pk:
        return
    again = Said(
        PLAN.key, {"state": PlanState.WAITING.value}, number=number_of("plan-again", step.number),
        thread=plan.number, seen=tuple(plan.heads),
    )  # fmt: skip
    steps.write(plan.book, again, by)


def decide(book: Book, state: str, by: Account, words: str = "", **more: Any) -> Step:
    """Ask for approval, approve, or send back with a reason in words. Raises Refused, and Faulty."""
    said = Said(PLAN.key, {"state": state}, thread=standing_number(PLAN.key), words=words.strip(), **more)
    return steps.write(book, said, by)


def next_goal(book: Book, reached: Thread, said: Said, stands: str, by: Account) -> Step:
    """Open the goal that follows one that was reached, and say so with both the goal and where she stands.

    `said`: the new goal; `stands`: where she stands in its component. Safe to repeat under the number of `said`.
    """
    made = steps.write(book, said, by)
    opened = made.thread.number
    link = Said(
        GOAL.key, {"next": opened}, thread=reached.number, number=number_of("next", made.number),
        seen=tuple(reached.heads),
    )  # fmt: skip
    steps.write(book, link, by)
    status.step(
        book, reached.component, stands, by, next=opened, why=["her_step"], number=number_of("stands", made.number)
    )
    return made
