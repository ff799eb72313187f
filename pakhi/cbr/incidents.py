"""What happened to her: a threat, violence, stigma, a sign that she may be taken again; who was told, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.cbr import safety
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.mapping_words import ThreatFrom
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import after
from pakhi.cbr.vocabulary import Open, Severity
from pakhi.network.models import Account


class What(TextChoices):
    THREAT = "threat", pgettext_lazy("incident", "A threat")
    VIOLENCE = "violence", pgettext_lazy("incident", "Violence")
    STIGMA = "stigma", _("She was insulted, shut out or her story was told")
    ALERT = "alert", _("She may have been taken again, or is about to be")


class Told(TextChoices):
    """Who heard of it, besides who wrote it."""

    NOBODY = "nobody", _("Nobody")
    SUPERVISOR = "supervisor", _("Our supervisor")
    OWN = "own", _("Somebody of her own")
    GROUP = "group", _("Her group")
    POLICE = "police", _("Police, or 112")
    AHTU = "ahtu", _("Anti-Human-Trafficking Unit")
    WOMEN = "women", _("181 or the One Stop Centre")
    CHILD = "child", _("1098 or the child welfare committee")
    LEGAL = "legal", _("Legal aid or her lawyer")
    OFFICE = "office", _("Another office")


class Ground(TextChoices):
    """On what ground others were told."""

    HER_YES = "her_yes", _("She said yes")
    LAW = "law", _("The law demands it")
    DANGER = "danger", _("A life was in danger and she could not be asked")


class Law(TextChoices):
    """Which law demands it."""

    CHILD = "child", _("A sexual offence against a child: everybody must report it (POCSO Act, section 19)")
    COURT = "court", _("An order of a court or of the child welfare committee")
    OTHER = "other", _("Another law, as a lawyer told us")


class Did(TextChoices):
    """What was done."""

    HEARD = "heard", _("She was heard, in peace")
    SAFE = "safe", _("She was brought to a safe place")
    WENT = "went", _("Somebody went there")
    DOCTOR = "doctor", _("Doctor or hospital")
    COMPLAINT = "complaint", _("A complaint was written with her")
    PROTECTION = "protection", _("Protection was asked for")
    SPOKE = "spoke", _("Somebody spoke with the family or village")
    GROUP = "group", _("The group acted")
    NOTHING = "nothing", _("Nothing yet: she does not want it now")


class Over(TextChoices):
    """Why an incident is closed."""

    SAFE = "safe", _("She is safe from it")
    SHE_SAYS = "she_says", _("She wants no more done")
    OFFICE = "office", _("An office has taken it on")
    MISTAKE = "mistake", _("It was not so")


INSIDE = frozenset({Told.NOBODY.value, Told.SUPERVISOR.value})

INCIDENT = kind(
    "incident", _("Incident"), "triangle-alert",
    Question("what", "one", _("What happened?"), What, begins=True),
    Question("who", "one", _("Who was it, seen from her?"), ThreatFrom, begins=True),
    Question("severity", "one", _("How grave?"), Severity, begins=True),
    Question("told", "many", _("Who was told?"), Told, begins=True),
    Question("ground", "one", _("On what ground were others told?"), Ground),
    Question("law", "one", _("Which law?"), Law),
    Question("done", "many", _("What was done?"), Did, begins=True),
    Question("follow_on", "to_come", _("Look again on"), begins=True),
    Question("over", "one", _("Why is it closed?"), Over, later=True),
    Question("words", "words", _("In words")),
    line=("what", "who"), due="follow_on",
    before=lambda values: grounded(values),
)  # fmt: skip


def grounded(values: Mapping[str, Any]) -> None:
    """Others were told with her yes, by a law that is named, or to save a life. Raises Faulty."""
    told = values.get("told") or []
    if Told.NOBODY in told and len(told) > 1:
        raise Faulty("told")
    if set(told) - INSIDE and not values.get("ground"):
        raise Faulty("ground", "missing")
    if values.get("ground") == Ground.LAW and not values.get("law"):
        raise Faulty("law", "missing")
    if values.get("state") == Open.CLOSED and not values.get("over"):
        raise Faulty("over", "missing")


def grave(thread: Thread) -> bool:
    """Whether it is due at once for her worker and a supervisor."""
    held = thread.values
    return thread.state == Open.OPEN and (held.get("severity") == Severity.HIGH or held.get("what") == What.ALERT)


@after("incident")
def at_once(step: Step, _by: Account) -> None:
    """A grave incident opens a safety step for the worker, and a supervisor looks."""
    if {"severity", "what", "state"} & set(step.values) and grave(step.thread):
        alert = step.thread.values.get("what") == What.ALERT
        why = safety.Why.ALERT if alert else safety.Why.INCIDENT
        safety.now(step.thread.book, step, why)
        safety.look(step.thread.book, step, why)
