"""Mental-health screens: only by those who were trained. No question of one is shipped, and no answer is kept.

What is kept: which screen, on which day, by whom, whether an answer may mean danger, and what the trained person made
of it. An answer that may mean danger opens a safety step with it; a sum of answers is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import house, safety
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, rule, write
from pakhi.cbr.vocabulary import Open, YesNo
from pakhi.network.models import Account
from pakhi.vault.keys import Refused


class Result(TextChoices):
    """What the trained person made of it, not what a table says."""

    NOTHING = "nothing", _("Nothing more is needed now")
    TALK = "talk", _("Counselling here")
    REFER = "refer", _("A doctor or psychologist should see her")


SCREEN = kind(
    "screen", pgettext_lazy("mental health", "Screen"), "stethoscope",
    Question("tool", "one", pgettext_lazy("screen", "Which"), house.Tool, begins=True),
    Question("danger", "one", _("Did an answer mean danger?"), YesNo, begins=True),
    Question("result", "one", _("What do you make of it?"), Result, begins=True),
    Question("words", "words", _("In words")),
    quiet=True, line=("tool", "result"), private=lambda values: True,
)  # fmt: skip


@rule("screen")
def trained(book: Book, _said: Said, by: Account, _thread: Thread | None) -> None:
    """Only who is on the organisation's list. Raises Refused."""
    if not house.may_screen(book.organisation, by):
        raise Refused(gettext("Only who was trained for it uses a screen. A supervisor keeps the list."))


@after("screen")
def at_once(step: Step, _by: Account) -> None:
    if step.values.get("danger") == YesNo.YES:
        safety.now(step.thread.book, step, safety.Why.ANSWER)
        safety.look(step.thread.book, step, safety.Why.ANSWER)


def dangerous(tool: Thread, answers: Iterable[int]) -> bool:
    """Whether one of the answers, in the order of the questions, is one that may mean danger."""
    risky = {int(one[1:]) for one in tool.values.get("risky") or ()}
    least = tool.values.get("from") or 1
    return any(place in risky and answer >= least for place, answer in enumerate(answers, start=1))


def screen(book: Book, by: Account, which: str, answers: list[int], said: Mapping[str, Any]) -> Step:
    """Write down a screen. `said`: result, and perhaps day, number, words; the answers go no further than this.

    Raises Faulty and Refused.
    """
    made = house.tool(book.organisation, which)
    if made is None or len(answers) != made.values["items"]:
        raise Faulty("tool")
    if any(not 0 <= one <= made.values["highest"] for one in answers):
        raise Faulty("tool")
    danger = YesNo.YES if dangerous(made, answers) else YesNo.NO
    values = {"tool": which, "danger": danger, "result": said.get("result", ""), "state": Open.CLOSED}
    more = {name: said[name] for name in ("day", "number", "words") if said.get(name)}
    return write(book, Said(SCREEN.key, values, **more), by)
