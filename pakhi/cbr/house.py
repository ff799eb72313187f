"""What an organisation has agreed on for its cases: which domains it scores, how far, how often, and who may screen.

Kept as any other thread, in a book of the organisation itself, so that who changed what and when can be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.cbr import scales
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, rule, standing_number, threads, write
from pakhi.cbr.vocabulary import Open, choices_of
from pakhi.network.models import Account, Organisation
from pakhi.vault import standing

FEWEST = 3  # domains; fewer say too little about a life


class Target(TextChoices):
    """Whether a domain is scored, and from which score on a case may be closed."""

    UNUSED = "unused", gettext_lazy("We do not score this")
    S2 = "2", "2"
    S3 = "3", "3"
    S4 = "4", "4"
    S5 = "5", "5"


class Tool(TextChoices):
    """Screens that are in wide use. Their questions are not shipped: each organisation uses its own copy."""

    PHQ9 = "phq9", "PHQ-9"
    GAD7 = "gad7", "GAD-7"
    ITQ = "itq", "ITQ"
    PCL5 = "pcl5", "PCL-5"
    SRQ20 = "srq20", "SRQ-20"
    WHO5 = "who5", "WHO-5"
    OWN = "own", gettext_lazy("Our own")


Item = choices_of("Item", [f"q{n}" for n in range(1, 41)], lambda key: key[1:])

INSTRUMENT = kind(
    "instrument", gettext_lazy("What we score"), "sliders-horizontal",
    *[Question(key, "one", scales.readers(one.name), Target, begins=True) for key, one in scales.domains().items()],
    Question("months", "number", gettext_lazy("Every how many months?"), least=1, most=12, begins=True),
    of="house", once=True, quiet=True,
)  # fmt: skip
SCREENER = kind(
    "screener", gettext_lazy("Who may screen"), "stethoscope",
    Question("account", "account", pgettext_lazy("screen", "Who"), begins=True),
    of="house", quiet=True, line=("account",),
)  # fmt: skip
TOOL = kind(
    "tool", gettext_lazy("A screen that we use"), "stethoscope",
    Question("tool", "one", pgettext_lazy("screen", "Which"), Tool, begins=True),
    Question("items", "number", gettext_lazy("How many questions has it?"), least=1, most=40, begins=True),
    Question("highest", "number", gettext_lazy("The highest answer to a question"), least=1, most=10, begins=True),
    Question("risky", "many", gettext_lazy("Questions whose answer may mean danger"), Item),
    Question("from", "number", gettext_lazy("From which answer on?"), least=1, most=10),
    of="house", quiet=True, line=("tool",),
    before=lambda values: fits(values),
)  # fmt: skip


def fits(values: Mapping[str, Any]) -> None:
    """A screen's numbers fit each other. Raises Faulty."""
    if any(int(one[1:]) > values["items"] for one in values.get("risky") or ()):
        raise Faulty("risky", _("The screen has not so many questions."))
    if values.get("risky") and not values.get("from"):
        raise Faulty("from", "missing")
    if (values.get("from") or 0) > values["highest"]:
        raise Faulty("from", _("No answer is so high."))


@dataclass(frozen=True)
class Instrument:
    """What an organisation scores: domain -> the score that was agreed on, and every how many months."""

    targets: dict[str, int]
    months: int

    @property
    def domains(self) -> list[scales.Domain]:
        return [one for key, one in scales.domains().items() if key in self.targets]


@rule("instrument")
def agreed_by_keepers(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """A supervisor or manager decides, and some domains have to be left."""
    standing.need_keeper(by, book.organisation.code)
    held = {**(thread.values if thread else {}), **said.values}
    if sum(1 for key in scales.domains() if held.get(key) != Target.UNUSED) < FEWEST:
        raise Faulty(next(iter(scales.domains())), _("Keep at least three domains."))


@rule("screener")
@rule("tool")
def decided_by_keepers(book: Book, _said: Said, by: Account, _thread: Thread | None) -> None:
    standing.need_keeper(by, book.organisation.code)


def house(organisation: Organisation, by: Account) -> Book:
    """The organisation's own book, made when something is agreed on for the first time."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        found = book_of(organisation)
        return found or Book.objects.create(organisation=organisation, kind=Book.Kind.HOUSE, opened_by=by)


def book_of(organisation: Organisation) -> Book | None:
    return Book.objects.filter(organisation=organisation, kind=Book.Kind.HOUSE).order_by("pk").first()


def held(organisation: Organisation, *kinds: str, running: bool | None = True) -> list[Thread]:
    """What holds in an organisation, of these kinds."""
    book = book_of(organisation)
    return threads([book], *kinds, running=running) if book else []


def instrument(organisation: Organisation) -> Instrument:
    """What an organisation scores; where nothing was agreed on, all domains of the file."""
    found = next(iter(held(organisation, INSTRUMENT.key)), None)
    if found is None:
        return Instrument(dict.fromkeys(scales.domains(), scales.written()["target"]), scales.written()["months"])
    said = {key: found.values.get(key, Target.UNUSED) for key in scales.domains()}
    return Instrument({key: int(one) for key, one in said.items() if one != Target.UNUSED}, found.values["months"])


def agree(
    organisation: Organisation, by: Account, values: Mapping[str, Any], number: str = "", day: dt.date | None = None
) -> None:
    """Write down what the organisation scores. Raises Faulty, and Refused for who does not decide this."""
    said = Said(INSTRUMENT.key, values, day, standing_number(INSTRUMENT.key), number)
    write(house(organisation, by), said, by)


def may_screen(organisation: Organisation, account: Account) -> bool:
    """Whether somebody is on the organisation's list of those who were trained."""
    return any(one.values.get("account") == account.pk for one in held(organisation, SCREENER.key))


def let_screen(organisation: Organisation, account: Account, by: Account, may: bool = True) -> None:
    """Put somebody on the list, or take them off. Raises Refused."""
    if may and not standing.roles(account, organisation.code):
        raise Faulty("account")
    said = Said(
        SCREENER.key, {"account": account.pk, "state": Open.OPEN if may else Open.CLOSED},
        thread=f"screener-{account.pk}",
    )  # fmt: skip
    write(house(organisation, by), said, by)


def use_tool(organisation: Organisation, by: Account, values: Mapping[str, Any], day: dt.date | None = None) -> None:
    """Say how a screen is made, or (state closed) that it is not used any more. Raises Faulty and Refused."""
    write(house(organisation, by), Said(TOOL.key, values, day, f"tool-{values.get('tool', '')}"[:40]), by)


def tool(organisation: Organisation, which: str) -> Thread | None:
    """How one screen is made."""
    return next((one for one in held(organisation, TOOL.key) if one.values["tool"] == which), None)
