"""Her safety: the plan she has made, what is done at once when something is dangerous, and a second look at it.

What opens a safety step (a risk answer of a screen, a high risk, a grave incident) opens it with itself or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.rounds import Kept
from pakhi.cbr.steps import Said, number_of, rule, threads, write
from pakhi.cbr.vocabulary import Open, YesNo
from pakhi.lib.clock import months_after, today
from pakhi.network.models import Account, Membership
from pakhi.network.models.account import Role
from pakhi.vault import standing
from pakhi.vault.keys import Refused

REVIEW = 3  # months


class Part(TextChoices):
    """What a safety plan has a part about; the words themselves are sealed."""

    SIGNS = "signs", _("How she notices danger early")
    DOES = "does", _("What she does herself")
    CALLS = "calls", _("Whom she calls, and what she says")
    PLACE = "place", _("A safe place to go to")
    WAY = "way", _("The way there, by day and by night")
    WORD = "word", _("A code word that somebody knows")
    BAG = "bag", _("Papers, money and things she takes along")
    CHILDREN = "children", _("The children")
    PHONE = "phone", _("Her telephone: who can look into it")
    CALM = "calm", _("What calms her in a bad hour")


class Copy(TextChoices):
    """Where the plan is kept for her: a paper may be found by the wrong person."""

    HEAD = "head", _("In her head")
    SOMEBODY = "somebody", _("With somebody she trusts")
    HERE = "here", _("With us alone")
    HER = "her", _("She has it with her, and says that is safe")


class Why(TextChoices):
    """What opened a safety step."""

    ANSWER = "answer", _("An answer that may mean danger to herself")
    RISK = "risk", _("High risk at home or in the place")
    INCIDENT = "incident", _("A grave incident")
    ALERT = "alert", _("She may have been taken again, or is about to be")
    VISIT = "visit", _("She was in danger when somebody was with her")


class Done(TextChoices):
    """What was done at once."""

    STAYED = "stayed", _("Somebody stayed with her or on the line")
    ASKED = "asked", _("She was asked what she needs, and heard")
    PLAN = "plan", _("Her safety plan was gone through")
    PLACE = "place", _("She is in a safe place")
    POLICE = "police", _("112 or the police were called")
    WOMEN = "women", _("181 or the One Stop Centre was called")
    CHILD = "child", _("1098 or the child welfare committee was called")
    MIND = "mind", _("14416 (Tele-MANAS) or a counsellor")
    DOCTOR = "doctor", _("A doctor or hospital")
    OWN = "own", _("Somebody of her own, whom she chose")
    FALSE = "false", _("There was no danger")


class Decided(TextChoices):
    """What a second look came to."""

    ENOUGH = "enough", _("What was done is enough for now")
    VISIT = "visit", _("Somebody goes there")
    MEETING = "meeting", _("We meet about it, with her")
    OFFICE = "office", _("Police, child welfare committee or another office")
    MOVE = "move", _("Another place to stay, if she wants")
    PLAN = "plan", _("Her care plan is changed")


PLAN = kind(
    "safety_plan", _("Safety plan"), "shield-check",
    Question("parts", "many", _("What has it a part about?"), Part, begins=True),
    Question("with_her", "one", _("Was it made with her?"), YesNo, begins=True),
    Question("copy", "one", _("Where is it kept for her?"), Copy),
    Question("review_on", "to_come", _("When is it gone through again?"), help=_("Empty: in three months.")),
    Question("words", "words", _("The plan in her words"),
             help=_("Sealed. Names, numbers, the place and the code word stand here and nowhere else.")),
    states=Kept, once=True, ends=(), due="review_on", line=("parts",),
)  # fmt: skip
STEP = kind(
    "safety_step", _("Safety now"), "siren",
    Question("why", "one", _("What opened it"), Why, begins=True),
    Question("done", "many", _("What was done?"), Done),
    Question("due_on", "to_come", _("By when?")),
    Question("worker", "account", _("Who does it")),
    Question("words", "words", _("In words")),
    quiet=True, line=("why",), due="due_on", owner="worker",
)  # fmt: skip
LOOK = kind(
    "second_look", _("A supervisor looks at it"), "eye",
    Question("why", "one", _("What opened it"), Why, begins=True),
    Question("decided", "many", _("What was decided?"), Decided),
    Question("due_on", "to_come", _("By when?")),
    Question("keeper", "account", _("Who looks")),
    Question("words", "words", _("In words")),
    quiet=True, line=("why",), due="due_on", owner="keeper",
)  # fmt: skip


@rule("safety_plan")
def reviewed(_book: Book, said: Said, _by: Account, _thread: Thread | None) -> Mapping[str, Any]:
    """A plan that was gone through is due again."""
    if said.void or said.values.get("review_on"):
        return {}
    return {"review_on": months_after(said.day or today(), REVIEW).isoformat(), "state": Kept.KEPT.value}


@rule("safety_step")
def done_first(_book: Book, said: Said, _by: Account, thread: Thread | None) -> None:
    """It ends only with what was done."""
    held = thread.values if thread else {}
    if said.values.get("state") == Open.CLOSED and not (said.values.get("done") or held.get("done")):
        raise Faulty("done", "missing")


@rule("second_look")
def by_a_keeper(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """A supervisor or manager looks, not whoever wrote what is looked at, unless there is nobody else."""
    if thread is None:
        return
    standing.need_keeper(by, book.organisation.code)
    if said.values.get("state") != Open.CLOSED:
        return
    if not (said.values.get("decided") or thread.values.get("decided")):
        raise Faulty("decided", "missing")
    wrote = set(Step.objects.filter(thread__book=book, thread__number=thread.about).values_list("by", flat=True))
    if by.pk in wrote and keepers(book, by).exists():
        raise Refused(gettext("Somebody who did not write it looks at it."))


def keepers(book: Book, other: Account) -> Any:
    """Who is supervisor or manager where a case is, but for one account; supervisors first."""
    found = Membership.objects.current().filter(organisation=book.organisation, account__is_active=True)
    roles = Q(role=Role.SUPERVISOR) | Q(role=Role.MANAGER)
    return found.filter(roles).exclude(account=other).order_by("-role", "account__pk")


def now(book: Book, step: Step, why: str) -> Thread:
    """Open a safety step due today for whoever wrote what made it needed; what runs already is not opened twice."""
    return urgent(book, step, STEP.key, {"why": why, "worker": step.by_id})


def look(book: Book, step: Step, why: str) -> Thread:
    """Ask a supervisor to look today: one who did not write it, if there is one."""
    one = keepers(book, step.by).values_list("account", flat=True).first()
    return urgent(book, step, LOOK.key, {"why": why, "keeper": one or step.by_id})


def urgent(book: Book, step: Step, key: str, values: Mapping[str, Any]) -> Thread:
    source = step.thread.number
    runs = next((one for one in threads([book], key, running=True) if one.about == source), None)
    if runs is not None:
        return runs
    number = number_of(key, source, step.number)
    said = Said(key, {**values, "due_on": today().isoformat()}, thread=number, number=number, about=source)
    return write(book, said, step.by).thread


def open_now(books: Iterable[Book]) -> list[Thread]:
    """The safety steps that wait to be done."""
    return threads(books, STEP.key, running=True)


def plan_due(books: Iterable[Book]) -> dt.date | None:
    """When her safety plan is gone through again; None if she has none."""
    return max((one.due for one in threads(books, PLAN.key) if one.due), default=None)
