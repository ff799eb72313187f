"""The risk assessment of family and place, every quarter: what was seen, a worker's judgement, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr import safety
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.rounds import Kept
from pakhi.cbr.steps import Said, after, rule
from pakhi.cbr.vocabulary import Known, Severity
from pakhi.lib.clock import months_after, today
from pakhi.network.models import Account

QUARTER = 3  # months


class Seen(TextChoices):
    """How the worker knows."""

    HOME = "home", _("At her home")
    PLACE = "place", _("Elsewhere in the village")
    CENTRE = "centre", _("She came to us")
    PHONE = "phone", _("On the telephone")


class Trafficker(TextChoices):
    """How near those are who trafficked her, or their people."""

    NONE = "none", _("Not near, no contact")
    NEAR = "near", _("They live near or are seen")
    CONTACT = "contact", _("They have tried to reach her or her family")
    THREATENS = "threatens", _("They threaten")
    UNKNOWN = "unknown", _("Not known")


class Pressure(TextChoices):
    """What she is pressed to."""

    NONE = "none", pgettext_lazy("pressure", "Nothing")
    MARRY = "marry", _("To marry")
    LEAVE = "leave", _("To go away for work")
    CASE = "case", _("To take back her case or statement")
    SEX_WORK = "sex_work", _("To sell sex")
    MONEY = "money", _("To give her money away")
    SCHOOL = "school", _("To leave school or training")
    INDOORS = "indoors", _("To stay indoors, see nobody")


class Beside(TextChoices):
    """Who would stand by her tonight."""

    FAMILY = "family", _("Somebody of the family")
    FRIEND = "friend", _("A friend or neighbour")
    GROUP = "group", _("The group")
    LEADER = "leader", _("A leader, teacher or elder")
    OFFICE = "office", _("Somebody of an office, such as an ASHA worker")
    NOBODY = "nobody", _("Nobody but us")


class Reason(TextChoices):
    """What the judgement rests on."""

    SAID = "said", _("What she said")
    SEEN = "seen", _("What was seen at home")
    TOLD = "told", _("What others told")
    TRAFFICKER = "trafficker", _("Who trafficked her")
    VIOLENCE = "violence", _("Violence at home")
    PRESSURE = "pressure", _("What she is pressed to")
    MONEY = "money", _("Debt or hunger")
    PLACE = "place", _("The place: agents, others who went missing")
    BESIDE = "beside", _("Who stands by her, or nobody")
    BETTER = "better", _("It has become better")


class Changed(TextChoices):
    """Against the last time."""

    FIRST = "first", _("This is the first time")
    BETTER = "better", _("Safer than last time")
    SAME = "same", _("As last time")
    WORSE = "worse", _("Less safe than last time")


RISK = kind(
    "risk", _("Risk at home and in the place"), "house",
    Question("knows", "one", _("How do you know?"), Seen, begins=True),
    Question("trafficker", "one", _("Those who trafficked her"), Trafficker, begins=True),
    Question("violence", "one", _("Is there violence at home?"), Known, begins=True),
    Question("agents", "one", _("Do agents look for girls and women here?"), Known, begins=True),
    Question("missing", "one", _("Has anybody of the family or next door gone missing since last time?"), Known,
             begins=True),
    Question("debt", "one", _("Is the family in debt that presses?"), Known, begins=True),
    Question("pressure", "many", _("Is she pressed to something?"), Pressure, begins=True),
    Question("beside", "many", _("Who would stand by her tonight?"), Beside, begins=True),
    Question("judgement", "one", _("Your judgement of the risk"), Severity, begins=True),
    Question("reasons", "many", _("What does it rest on?"), Reason, begins=True),
    Question("changed", "one", _("What has changed?"), Changed, begins=True),
    Question("next_on", "to_come", _("The next time by"), help=_("Empty: in three months.")),
    Question("words", "words", _("In words")),
    states=Kept, once=True, quiet=True, ends=(), due="next_on", line=("judgement",),
    before=lambda values: alone(values),
)  # fmt: skip


def alone(values: Mapping[str, Any]) -> None:
    """Nothing and nobody stand alone. Raises Faulty."""
    for name, none in (("pressure", Pressure.NONE), ("beside", Beside.NOBODY)):
        said = values.get(name) or []
        if none in said and len(said) > 1:
            raise Faulty(name)


@rule("risk")
def every_quarter(_book: Book, said: Said, _by: Account, _thread: Thread | None) -> Mapping[str, Any]:
    """A round is written whole, and the next one is due in three months."""
    if said.void or set(said.values) <= {"next_on", "state"}:
        return {}
    for question in RISK.questions:
        if question.begins and not said.values.get(question.name):
            raise Faulty(question.name, "missing")
    next_on = said.values.get("next_on") or months_after(said.day or today(), QUARTER).isoformat()
    return {"next_on": next_on, "state": Kept.KEPT.value}


@after("risk")
def high(step: Step, _by: Account) -> None:
    """Where the newest round says high, it is due today: for the worker what to do, for a supervisor to look."""
    if step.values.get("judgement") == Severity.HIGH and step.thread.values.get("judgement") == Severity.HIGH:
        safety.now(step.thread.book, step, safety.Why.RISK)
        safety.look(step.thread.book, step, safety.Why.RISK)
