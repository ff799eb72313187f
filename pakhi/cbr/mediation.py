"""Mediation, and when not: only after she was asked alone whether it is safe, and only if she wants it.

A mediator treats two people as equals. Where one of them was beaten or is afraid they are not, and a talk at one table
puts her in danger: then nothing is mediated, whatever the family or a committee asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.cbr.books import hers
from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, rule
from pakhi.cbr.tool_words import MediationState, Other
from pakhi.cbr.vocabulary import Known, YesNo
from pakhi.network.models import Account
from pakhi.vault.keys import Refused

SCREEN = ("violence", "fear", "power", "children")
HELD = (MediationState.HELD.value, MediationState.AGREED.value, MediationState.BROKEN.value)

MEDIATION = kind(
    "mediation", gettext_lazy("Mediation"), "scale",
    Question("other", "one", gettext_lazy("With whom?"), Other, begins=True),
    Question("violence", "one", gettext_lazy("Has anybody of them hit, forced or threatened her, ever?"), Known,
             begins=True, help=gettext_lazy("Ask her alone, where nobody hears it.")),
    Question("fear", "one", gettext_lazy("Is she afraid to say before them what she wants?"), Known, begins=True),
    Question("power", "one", gettext_lazy("Do they hold her money, papers or house, so that she cannot say no?"),
             Known, begins=True),
    Question("children", "one", gettext_lazy("Are children in danger, or used to press her?"), Known, begins=True),
    Question("wants", "one", gettext_lazy("Does she want it herself?"), YesNo, begins=True,
             help=gettext_lazy("She can say no, now and at any time.")),
    Question("by", "to_come", gettext_lazy("On which day is it planned?")),
    Question("owner", "doer", pgettext_lazy("mediation", "Who mediates?")),
    Question("words", "words", gettext_lazy("In words")),
    states=MediationState, line=("other",), due="by", owner="owner",
    ends=("unsafe", "agreed", "stopped"),
)  # fmt: skip


VIOLENCE = gettext_lazy(
    "There was violence. Then nothing is mediated: at one table with who hurt her she is not free to speak, and it can"
    " cost her more at home. Make a safety plan with her, and offer legal help."
)
AT_HOME = (Other.HUSBAND.value, Other.PARENTS.value, Other.IN_LAWS.value, Other.RELATIVES.value)
FOUND = ("before", "now")  # violence in the family, as a home report says it
VIOLENT = {"violence", "kill", "lock_in"}  # as incidents and threats name what it was
KIN = ("husband", "in_laws", "family")  # as incidents and threats name who it was


def danger(values: Mapping[str, Any]) -> bool:
    """Whether the screen found something that rules a mediation out."""
    return any(values.get(name) == Known.YES for name in SCREEN)


def violence_known(book: Book, other: str) -> bool:
    """Whether violence is written down: with any screen of hers, or, for kin, as an incident or a threat, with
    a risk at home, or in a home report.
    """
    if any(values.get("violence") == Known.YES for _thread, values in said(book, MEDIATION.key)):
        return True
    if other not in AT_HOME:
        return False
    found = any(values.get("violence") == Known.YES for _thread, values in said(book, "risk"))
    home = any(values.get("family_violence") in FOUND for _thread, values in said(book, "home_report"))
    return found or home or beaten(book)


def beaten(book: Book) -> bool:
    """Whether an incident or a threat was violence by kin, also where that was said in two steps."""
    rows = [*said(book, "incident"), *said(book, "threat")]
    violent = {thread for thread, values in rows if VIOLENT & {*as_list(values.get("what"))}}
    return bool(violent & {thread for thread, values in rows if values.get("who") in KIN})


def as_list(held: Any) -> list[Any]:
    return held if isinstance(held, list) else [held]


def said(book: Book, kind: str) -> list[tuple[int, Mapping[str, Any]]]:
    """(thread, what it said) of any step of a kind in all cases of hers; what was a mistake does not count."""
    rows = list(
        Step.objects.filter(thread__book__in=hers(book), thread__kind=kind)
        .values_list("thread", "number", "edits", "void", "values")
    )  # fmt: skip
    replaced = {(thread, edits) for thread, _number, edits, _void, _values in rows if edits}
    return [(thread, values) for thread, number, _edits, void, values in rows
            if not void and (thread, number) not in replaced]  # fmt: skip


@rule(MEDIATION.key)
def safe_and_free(book: Book, step: Said, by: Account, there: Thread | None) -> dict[str, Any] | None:
    """A mediation is held only if all four answers are no, and she wants it; after violence never.

    A screen that finds danger, or a no of hers, ends it at once.
    """
    values = {**(there.values if there else {}), **step.values}
    if values.get("state") in HELD and "state" in step.values:
        may_be_held(book, values, there)
    if step.void or not MEDIATION.running(str(values.get("state", ""))):
        return None
    if danger(values) or violence_known(book, str(values.get("other", ""))):
        return {"state": MediationState.UNSAFE.value}
    return {"state": MediationState.STOPPED.value} if values.get("wants") == YesNo.NO else None


def may_be_held(book: Book, values: Mapping[str, Any], there: Thread | None) -> None:
    """Raises Refused, with a sentence why not."""
    if values.get("violence") == Known.YES or violence_known(book, str(values.get("other", ""))):
        raise Refused(str(VIOLENCE))
    if there is None:
        raise Refused(_("Ask her alone first, and write her answers down. Then it can be held."))
    if any(values.get(name) != Known.NO for name in SCREEN):
        raise Refused(_("By her answers it is not safe, or not known to be. Talk with her alone; do not mediate."))
    if values.get("wants") != YesNo.YES:
        raise Refused(_("She does not want it. Then it is not held."))
