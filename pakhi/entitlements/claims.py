"""A claim: asking an office for what she is entitled to. A thread of her case, from "wants it" to "has it".

What was awarded is not what was paid, and what was paid is written with its day and the account. A step that the law
does not know is refused once, with the moves that it knows, and kept when its writer says that it was so (decision 50).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import ways
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, overtaken, rule, threads
from pakhi.cbr.vocabulary import OfficeKind, YesNo
from pakhi.entitlements import claim_clocks, known, local, stages
from pakhi.entitlements.stages import State
from pakhi.lib.clock import today
from pakhi.network.models import Account

MOST = 100_000_000  # rupees


class Reason(TextChoices):
    """Why an office said no, as it gave it."""

    NONE = "none", _("It gave no reason")
    PAPERS = "papers", _("Papers are missing")
    NOT_ELIGIBLE = "not_eligible", _("She does not meet the conditions, it says")
    NOT_LISTED = "not_listed", _("She is not on its list")
    HAS_IT = "has_it", _("She has it already, it says")
    LATE = "late", _("Too late, it says")
    ELSEWHERE = "elsewhere", _("Another office should do it")
    NO_MONEY = "no_money", _("There is no money")
    STOPPED_HERE = "stopped_here", _("It is not given here now")
    WANTS_MONEY = "wants_money", _("It asked for a bribe")
    CASE_FIRST = "case_first", _("First the court has to decide, it says")
    OTHER = "other", _("Another reason")


class Into(TextChoices):
    """Into whose account money came."""

    OWN = "own", _("Her own")
    JOINT = "joint", _("One with somebody else")
    GUARDIAN = "guardian", _("A guardian's")
    CASH = "cash", _("Cash into her hand")
    OTHER = "other", _("Somebody else's")


class Series(Mapping[str, str]):
    """What can be claimed: the catalogue; by its code also a scheme that an organisation has written down for itself.

    Nobody is shown the list of another organisation: it is no part of what is listed here (`local.own`).
    """

    def __getitem__(self, code: str) -> str:
        if local.is_local(code):
            return local.title(code)
        if not known.can_be_claimed(code):
            raise KeyError(code)
        return known.title(code)

    def __iter__(self) -> Iterator[str]:
        return iter(known.titles())

    def __len__(self) -> int:
        return len(list(iter(self)))


def series() -> Mapping[str, str]:
    """What can be claimed."""
    return Series()


CLAIM = kind(
    "claim", _("Claim"), "file-text",
    Question("series", "listed", _("What she asks for"), begins=True, listed=series),
    Question("stage", "listed", _("How far it is"), listed=stages.titles),
    Question("office", "office", _("Which office")),
    Question("office_kind", "one", _("If the office is not in the directory: what kind"), OfficeKind),
    Question("post", "post", _("Who there")),
    Question("asked_on", "past", _("Day on which the office was asked")),
    Question("due", "day", _("By when somebody has to act"),
             help=_("Empty: the limit of the law, where there is one.")),
    Question("clock", "listed", _("The rule behind that day"), listed=claim_clocks.titles),
    Question("unusual", "one", _("It was so, though the law knows no such step"), YesNo),
    Question("reason", "one", _("If it said no: why"), Reason),
    Question("in_writing", "one", _("Did it say no in writing?"), YesNo),
    Question("awarded", "number", _("Sum that was awarded, in rupees"), money=True, most=MOST),
    Question("paid", "number", _("Sum that was paid now, in rupees"), money=True, most=MOST, least=1),
    Question("paid_on", "past", _("Day on which the money came")),
    Question("into", "one", _("Into whose account"), Into),
    Question("receipt", "file", _("The receipt, or another paper in her record")),
    Question("group", "group", _("Filed together with")),
    Question("words", "words", _("In words: receipt number, who said what")),
    states=State, ladder=tuple(stages.LADDER), level=(State.PAID, State.GIVEN), ends=tuple(stages.ENDS),
    line=("series",), due="due", quiet=True, page="entitlements:claim", inside=True, opens=("stage", "due", "clock"),
)  # fmt: skip


@rule("claim")
def lawful(book: Book, said: Said, _by: Account, thread: Thread | None) -> Mapping[str, Any]:
    """The way that the law knows, a reason with a refusal, a sum with a payment. Gives what follows from a stage."""
    if said.void:
        return {}
    held, on = (thread.values if thread else {}), said.day or today()
    values = {**held, **said.values}
    of_here(book, held, values)
    begins = thread is None or not thread.state
    stage = str(said.values.get("stage") or (f"{stages.HERS}-wants" if begins else ""))
    if not stage:
        return {**unsaid(said, held), **money(said, held)}
    if stage not in stages.of_series(values["series"]):
        raise Faulty("stage")
    need_lawful(said, thread, values["series"], stage, on)
    state = stages.state_of(stage)
    refused(state, said, values)
    follows = {"stage": stage, "state": state.value, **stayed_usual(said, held), **paid(state, said, on)}
    if begins:
        row = known.row_of(values["series"], on)
        follows["component"] = row.component if row else ""
    if state in stages.WITH_OFFICE and not values.get("asked_on"):
        follows["asked_on"] = on.isoformat()
    passed = {**reached(thread, said.edits), stage: on}
    running = claim_clocks.running(values["series"], passed, stage, known.state_of(book.organisation))
    due, clock = claim_clocks.by_day(running, stage, on)
    mine = said.values.get("due", "")
    return {**follows, "due": mine or due, "clock": "" if mine else clock}


def of_here(book: Book, held: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """A claim stays about what it began with, and a local scheme is its organisation's alone. Raises Faulty."""
    if held.get("series") and values["series"] != held["series"]:
        raise Faulty("series", gettext("This is a claim of something else. Open another one for it."))
    if local.is_local(values["series"]) and local.find(book.organisation, values["series"]) is None:
        raise Faulty("series")


def need_lawful(said: Said, thread: Thread | None, of: str, stage: str, on: dt.date) -> None:
    """The way that the law knows, or the writer's word that it was so. Raises Faulty with the moves that it knows."""
    was = stage_on(thread, on, said.edits) or f"{stages.HERS}-wants"
    ways.off("stage", was, stage, stages.moves(of, was), said.values.get("unusual") == YesNo.YES, stages.title)


def refused(state: State, said: Said, values: Mapping[str, Any]) -> None:
    """With a no comes the reason, and who said it. Raises Faulty."""
    if state is not State.REFUSED:
        return
    if not said.values.get("reason"):
        raise Faulty("reason", gettext("Write which reason the office gave; that it gave none is an answer too."))
    if not values.get("office") and not values.get("office_kind"):
        raise Faulty("office", gettext("Write which office said no."))


def paid(state: State, said: Said, on: dt.date) -> dict[str, Any]:
    """With money come its sum and the account; without a payment there is no sum of one. Raises Faulty."""
    coming = state in (State.PART_PAID, State.PAID)
    if not coming:
        if said.values.get("paid") and state is not State.GIVEN:
            raise Faulty("paid", gettext("Awarded is not paid. Write a sum here when the money has come."))
        return {}
    if not said.values.get("paid"):
        raise Faulty("paid", gettext("Write how much came, in rupees."))
    if not said.values.get("into"):
        raise Faulty("into", gettext("Write into whose account it came."))
    return {"paid_on": said.values.get("paid_on") or on.isoformat()}


def money(said: Said, held: Mapping[str, Any]) -> dict[str, Any]:
    """A further payment where it is paid in part or month by month already."""
    if not said.values.get("paid"):
        return {}
    return paid(stages.state_of(str(held.get("stage", ""))), said, said.day or today())


def unsaid(said: Said, held: Mapping[str, Any]) -> dict[str, Any]:
    """A step without a stage: a state is never written by itself, and a day that the worker gives has no rule."""
    if said.values.get("state", held.get("state")) != held.get("state"):
        raise Faulty("stage", "missing")
    return {**stayed_usual(said, held), **({"clock": ""} if said.values.get("due") else {})}


def stayed_usual(said: Said, held: Mapping[str, Any]) -> dict[str, Any]:
    """That a step was unusual is said of that step alone."""
    return {"unusual": ""} if held.get("unusual") and not said.values.get("unusual") else {}


def lived(thread: Thread | None, without: str = "") -> list[Step]:
    """The steps of a claim that count, by their days."""
    if thread is None or thread.pk is None:
        return []
    rows = list(thread.steps.order_by("day", "pk"))
    gone = {one.edits for one in rows if one.edits} | ({without} if without else set())
    return [one for one in rows if one.number not in gone and not one.void]


def staged(thread: Thread | None, without: str = "") -> list[tuple[str, dt.date]]:
    """(stage, day) of the steps that say one: not of an opening that somebody's word is older than."""
    rows = lived(thread, without)
    late = overtaken(rows)
    return [(str(one.values["stage"]), one.day) for one in rows if one.values.get("stage") and one.number not in late]


def reached(thread: Thread | None, without: str = "") -> dict[str, dt.date]:
    """Stage -> the latest day on which the claim came there."""
    return dict(staged(thread, without))


def stage_on(thread: Thread | None, on: dt.date, without: str = "") -> str:
    """The stage that a claim was in on a day; empty before it began."""
    found = [stage for stage, day in staged(thread, without) if day <= on]
    return found[-1] if found else ""


def running(thread: Thread) -> list[claim_clocks.Running]:
    """The clocks that run for a claim now."""
    stage = str(thread.values.get("stage", ""))
    state = known.state_of(thread.book.organisation)
    return claim_clocks.running(str(thread.values.get("series", "")), reached(thread), stage, state)


def asking_for(books: Iterable[Book], series: str) -> list[Thread]:
    """The claims of some books for one thing, the newest first."""
    return [one for one in threads(books, CLAIM.key) if one.values.get("series") == series]


def payments(thread: Thread, rows: list[Step] | None = None) -> list[tuple[dt.date, int, str]]:
    """(day, rupees, account) of what came. `rows`: the steps of `lived`, where they are at hand."""
    return [
        (dt.date.fromisoformat(one.values.get("paid_on") or one.day.isoformat()), int(one.values["paid"]),
         str(one.values.get("into", "")))
        for one in (lived(thread) if rows is None else rows)
        if one.values.get("paid")
    ]  # fmt: skip


def received(thread: Thread, rows: list[Step] | None = None) -> int:
    """Rupees that have come so far. `rows`: as for `payments`."""
    return sum(amount for _day, amount, _into in payments(thread, rows))


def unpaid_since(thread: Thread, rows: list[Step] | None = None) -> dt.date | None:
    """The day of an award of which not all has come, however much came since; None where there is none.

    `rows`: as for `payments`.
    """
    if thread.state not in stages.OWING or thread.values.get("stage") in stages.AS_AWARDED:
        return None
    every = lived(thread) if rows is None else rows
    mine = owing(every)
    awarded = next((one.values["awarded"] for one in reversed(mine) if one.values.get("awarded")), None)
    if thread.state == State.PART_PAID and awarded and received(thread, every) >= awarded:
        return None
    late = overtaken(every)
    of_award = [one.day for one in mine if one.number not in late and stage_state(one) in stages.AWARDED]
    return of_award[0] if of_award else (thread.since if thread.state in stages.AWARDED else None)


def owing(rows: list[Step]) -> list[Step]:
    """The last steps, as far back as something was owed: a part that came as it was awarded ends what went before."""
    late, found = overtaken(rows), list[Step]()
    for one in reversed(rows):
        state = stage_state(one) if one.number not in late else None
        if state and (state not in stages.OWING or one.values["stage"] in stages.AS_AWARDED):
            break
        found.insert(0, one)
    return found


def stage_state(step: Step) -> State | None:
    """The state of the stage that a step says; None where it says none."""
    return stages.state_of(str(step.values["stage"])) if step.values.get("stage") else None
