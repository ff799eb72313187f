"""Closing a case: asked for by one person, decided by another, and opened again whenever she needs it.

A case is closed as attained only while the scores that were agreed on hold and nothing grave is open. It may also end
without that: she wants no more, she lives elsewhere, she has died, or nobody finds her; it then counts as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import assessment, books, house, incidents, rounds, safety
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Rule, Said, after, history, new_number, rule, threads, write
from pakhi.cbr.vocabulary import Severity, YesNo
from pakhi.lib.clock import today
from pakhi.lib.history import fold
from pakhi.network.models import Account
from pakhi.vault import heard, merge, standing
from pakhi.vault.keys import Refused


class State(TextChoices):
    WAITING = "waiting", _("Asked for; somebody else decides")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    DECLINED = "declined", _("It stays open")
    REOPENED = "reopened", _("Opened again")


class Reason(TextChoices):
    """Why a case is closed."""

    ATTAINED = "attained", _("The scores that we agreed on hold")
    HER_WISH = "her_wish", _("She wants no more of this")
    ELSEWHERE = "elsewhere", _("Another organisation is there for her now")
    DIED = "died", _("She has died")
    LOST = "lost", _("Nobody finds her, after we tried more than once")


class Declined(TextChoices):
    TOO_EARLY = "too_early", _("It is too early")
    ASK_HER = "ask_her", _("She has to be asked first")
    DANGER = "danger", _("Something grave is open")
    TAKEN_BACK = "taken_back", _("Whoever asked took it back")


class Again(TextChoices):
    """Why a case is opened again."""

    ASKS = "asks", _("She asks for help")
    CAME_BACK = "came_back", _("She was found, or has come back")
    DANGER = "danger", _("Danger, or a sign of it")
    STEP_BACK = "step_back", _("Something that was reached is lost again")
    MISTAKE = "mistake", _("It was closed by mistake")


CLOSING = kind(
    "closing", _("Closing the case"), "archive",
    Question("reason", "one", _("Why is it closed?"), Reason),
    Question("with_her", "one", _("Was it talked over with her?"), YesNo),
    Question("declined", "one", _("Why does it stay open?"), Declined),
    Question("again", "one", _("Why is it opened again?"), Again),
    Question("words", "words", _("In words")),
    states=State, once=True, quiet=True, line=("reason",), ends=("closed", "declined", "reopened"),
)  # fmt: skip
FROM: dict[str, tuple[str, ...]] = {
    State.WAITING: ("", State.DECLINED, State.REOPENED),
    State.CLOSED: (State.WAITING,),
    State.DECLINED: (State.WAITING,),
    State.REOPENED: (State.CLOSED,),
}
ANSWERS: dict[str, str] = {State.WAITING: "reason", State.DECLINED: "declined", State.REOPENED: "again"}
GRAVE = {"threat": "severity", "risk": "judgement"}


@rule("closing")
def in_order(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """Who may do what, and after what. No entry of it is corrected afterwards: it is decided anew."""
    state, held = str(said.values.get("state", "")), thread.state if thread else ""
    if said.void or said.edits:
        raise Refused(gettext("This is not corrected. Open the case again instead."))
    if not held and state == State.REOPENED and book.state == Book.State.CLOSED:
        held = State.CLOSED.value  # it was closed with another record, from which it was parted since
    if state not in FROM or held not in FROM[state]:
        raise Refused(gettext("Somebody has decided this meanwhile. Look at the page again."))
    if thread is not None and thread.since and (said.day or today()) < thread.since:
        raise Faulty("day", gettext("This day lies before the last decision."))
    if state in ANSWERS and not said.values.get(ANSWERS[state]):
        raise Faulty(ANSWERS[state], "missing")
    CHECKS[state](book, said, by, thread)


def may_ask(book: Book, said: Said, by: Account, _thread: Thread | None) -> None:
    need_there(book, by)
    need_nothing_in_the_way(book, str(said.values["reason"]))


def may_close(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """For the reason for which it was asked, and no other."""
    need_second(book, by, thread)
    reason = str(thread.values.get("reason", "")) if thread else ""
    if said.values.get("reason", reason) != reason:
        raise Refused(gettext("It was asked for with another reason. Decline it, and ask anew."))
    need_nothing_in_the_way(book, reason)


def may_decline(book: Book, said: Said, by: Account, thread: Thread | None) -> None:
    """Somebody else decides; whoever asked may only take it back."""
    mine = asked_by(thread) == by.pk
    if mine and said.values["declined"] != Declined.TAKEN_BACK:
        raise Refused(gettext("Who asked for it does not decide it."))
    if not mine:
        need_second(book, by, thread)


def may_reopen(book: Book, _said: Said, by: Account, _thread: Thread | None) -> None:
    need_there(book, by)


CHECKS: dict[str, Rule] = {
    State.WAITING: may_ask, State.CLOSED: may_close, State.DECLINED: may_decline, State.REOPENED: may_reopen,
}  # fmt: skip


def need_there(book: Book, by: Account) -> None:
    person = merge.answer(book.person)
    if person is None or not books.may_write(by, person):
        raise Refused(gettext("Only who is there for her does this."))


def need_second(book: Book, by: Account, thread: Thread | None) -> None:
    standing.need_keeper(by, book.organisation.code)
    if asked_by(thread) == by.pk:
        raise Refused(gettext("Who asked for it does not decide it."))


def need_nothing_in_the_way(book: Book, reason: str) -> None:
    found = in_the_way(books.hers(book), reason)
    if found:
        raise Refused(" ".join(found))


def asked_by(thread: Thread | None) -> int | None:
    """Who asked for what waits now."""
    if thread is None:
        return None
    number = fold(history(thread.steps.all())).by.get("state", "")
    return thread.steps.filter(number=number).values_list("by", flat=True).first()


def in_the_way(found: Iterable[Book], reason: str) -> list[str]:
    """What keeps a case open, in sentences; nothing: it may be closed for this reason.

    Her own wish and her death need nothing. Who is lost or has gone elsewhere is not left with something grave open.
    """
    cases = list(found)
    if reason in {Reason.HER_WISH, Reason.DIED}:
        return []
    grave = grave_things(cases)
    return [*unheld(cases), *grave] if reason == Reason.ATTAINED else grave


def unheld(cases: list[Book]) -> list[str]:
    """What the newest assessment lacks."""
    steps = rounds.rounds(cases, assessment.ASSESSMENT.key)
    if not steps:
        return [gettext("There is no assessment yet.")]
    out = []
    due = rounds.due(cases, assessment.ASSESSMENT.key)
    if due is not None and due < today():
        out.append(gettext("The newest assessment is too old."))
    low = [one.domain.label for one in assessment.lines(cases, house.instrument(cases[0].organisation), steps)
           if not one.holds]  # fmt: skip
    if low:
        out.append(gettext("Not yet as agreed: %(domains)s.") % {"domains": ", ".join(low)})
    return out


def grave_things(cases: list[Book]) -> list[str]:
    """What is open and grave."""
    rows = threads(cases, *GRAVE, incidents.INCIDENT.key, safety.STEP.key, safety.LOOK.key, running=True)
    sentences = {
        "threat": gettext("A high threat is open."), "risk": gettext("The risk at home is high."),
        "incident": gettext("A grave incident is open."), "safety_step": gettext("A safety step is not done."),
        "second_look": gettext("A supervisor has still to look at something."),
    }  # fmt: skip
    return list(dict.fromkeys(sentences[one.kind] for one in rows if is_grave(one)))


def is_grave(one: Thread) -> bool:
    if one.kind == incidents.INCIDENT.key:
        return incidents.grave(one)
    return one.kind not in GRAVE or one.values.get(GRAVE[one.kind]) == Severity.HIGH


@after("closing")
def shows(step: Step, _by: Account) -> None:
    """Her books are open or closed as the thread says."""
    book = step.thread.book
    book.state = Book.State.CLOSED if step.thread.state == State.CLOSED else Book.State.OPEN
    Book.objects.filter(pk__in=[book.pk, *(one.pk for one in books.hers(book))]).update(state=book.state)
    heard.told_later(book.person, using=DEFAULT_DB_ALIAS)  # what others see of a case ends with it


@after("safety_step")
def opens_again(step: Step, by: Account) -> None:
    """Danger opens a closed case by itself: nobody is refused, and what is due is seen."""
    thread = step.thread
    if thread.state == "open" and thread.book.state == Book.State.CLOSED:
        decide(thread.book, State.REOPENED, by, again=Again.DANGER)


def decide(book: Book, state: str, by: Account, **said: Any) -> Step:
    """One decision about closing. `said`: reason, with_her, declined or again; words, day, number.

    Raises Faulty and Refused.
    """
    more: dict[str, Any] = {"number": new_number()} | {
        name: said.pop(name) for name in ("day", "number", "words") if name in said
    }
    now = next(iter(threads([book], CLOSING.key)), None)
    seen = tuple(now.heads) if now else ()
    values: Mapping[str, Any] = {"state": state, **said}
    return write(book, Said(CLOSING.key, values, seen=seen, **more), by)
