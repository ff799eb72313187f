"""Work beside the study's tools: tasks, flags, notes, asking a colleague to look, and her packet on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.given import can
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule, threads, write
from pakhi.cbr.vocabulary import Open
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import standing
from pakhi.vault.keys import Refused

TO_READ = dt.timedelta(days=7)  # by when whoever is named in a note reads it


class What(TextChoices):
    """What is to be done."""

    CALL = "call", pgettext_lazy("task", "Call her, where a call is safe")
    GO_ALONG = "go_along", _("Go along with her")
    PAPER = "paper", _("Get or make a paper")
    OFFICE = "office", _("Ask an office")
    FAMILY = "family", _("Speak with the family")
    GROUP = "group", _("Speak with the group")
    WRITE = "write", _("Write a letter or an application")
    OTHER = "other", pgettext_lazy("task", "Something else")


class Mark(TextChoices):
    """What everybody has to know before they do anything."""

    NO_CALLS = "no_calls", _("Do not call: somebody else has her phone")
    NO_VISITS = "no_visits", _("Do not come to the house")
    ONLY_WOMEN = "only_women", _("Only a woman goes to her")
    HARD_DAY = "hard_day", _("A hard time of the year for her")
    PRESS = "press", _("Press or police ask about her: nobody says anything")
    CHILD = "child", _("A child is in the house who must not hear")
    LOOK = "look", _("Look closely: something has changed")


class Part(TextChoices):
    """What a packet holds. Names come from the vault, only as far as she agreed that they leave on paper."""

    STANDS = "stands", _("Where she stands")
    PLAN = "plan", _("The plan, with goals and actions")
    MAPPING = "mapping", _("Needs, threats, stigma and strengths")
    VISITS = "visits", _("Visits and what was done")
    STORY = "story", _("Her story, by day, without what keeps her safe and what she told as a patient")


class Packet(TextChoices):
    WAITING = "waiting", _("Asked for; somebody else decides")
    AGREED = "agreed", _("May be printed")
    DECLINED = "declined", pgettext_lazy("packet", "Not now")
    PRINTED = "printed", pgettext_lazy("packet", "Printed")


class Noted(TextChoices):
    WRITTEN = "written", pgettext_lazy("note", "Written")


kind(
    "todo", _("Task"), "list-checks",
    Question("what", "one", _("What is to be done?"), What, begins=True),
    Question("by_day", "to_come", _("By when?"), begins=True),
    Question("who", "doer", _("Who does it?")),
    Question("words", "words", _("In words")),
    line=("what",), due="by_day", owner="who",
)  # fmt: skip
kind(
    "flag", _("What everybody must know"), "flag",
    Question("mark", "one", _("What must everybody know?"), Mark, begins=True),
    Question("words", "words", _("In words")),
    line=("mark",),
)  # fmt: skip
MENTION = kind(
    "mention", _("A colleague is asked to look"), "eye",
    Question("who", "doer", _("Who is asked?"), begins=True),
    Question("by_day", "to_come", _("By when?"), begins=True),
    Question("words", "words", _("In words")),
    line=("who",), due="by_day", owner="who",
)  # fmt: skip
NOTE = kind(
    "note", pgettext_lazy("kind of thread", "Note"), "pencil",
    Question("words", "words", _("What to remember about her"),
             help=_("Sealed to her record. Who is there for her and supervisors can read it, with a reason.")),
    Question("who", "doer", _("Which colleague is asked to read it?")),
    states=Noted, line=(), ends=(),
)  # fmt: skip
PACKET = kind(
    "packet", _("Her packet on paper"), "printer",
    Question("parts", "many", _("What is in it?"), Part, begins=True),
    Question("words", "words", _("Why is it needed?")),
    states=Packet, quiet=True, line=("parts",), ends=(Packet.PRINTED, Packet.DECLINED),
)  # fmt: skip


@rule(NOTE.key)
def says_something(book: Book, said: Said, _by: Account, thread: Thread | None) -> None:
    """A note is its words, and who is asked to read it may open the case. Raises Faulty."""
    if (thread is None or not thread.state) and not said.void and not said.words:
        raise Faulty("words", "missing")
    who = said.values.get("who")
    asked = Account.objects.filter(pk=who).first() if who and not said.void else None
    if asked is not None and not can(asked, book):
        raise Faulty("who", gettext("Ask somebody who is there for her, or a supervisor."))


@after(NOTE.key)
def ask_to_read(step: Step, by: Account) -> None:
    """Whoever is named in a note is asked to look, among what is due."""
    who = step.values.get("who")
    if not who or step.void:
        return
    number = number_of("mention", step.number)
    values = {"who": who, "by_day": today() + TO_READ}
    write(step.thread.book, Said(MENTION.key, values, thread=number, number=number, about=step.thread.number), by)


@rule(PACKET.key)
def by_two(book: Book, said: Said, by: Account, thread: Thread | None) -> Mapping[str, Any] | None:
    """Asked for by one, agreed to by a supervisor or manager who did not ask; printed only then, once."""
    was, now = thread.state if thread else "", str(said.values.get("state") or Packet.WAITING)
    allowed = {
        "": {Packet.WAITING}, Packet.WAITING: {Packet.AGREED, Packet.DECLINED}, Packet.AGREED: {Packet.PRINTED},
    }  # fmt: skip
    if now not in allowed.get(was, set()):
        raise Refused(gettext("This was decided already. Ask anew."))
    if thread is not None and "parts" in said.values:
        raise Refused(gettext("What is in it was asked for. Ask anew for something else."))
    if now in {Packet.AGREED, Packet.DECLINED}:
        if not standing.is_keeper(by, book.organisation.code):
            raise Refused(gettext("A supervisor or manager decides this."))
        if thread is not None and thread.steps.filter(by=by, values__state=Packet.WAITING).exists():
            raise Refused(gettext("You asked for it: somebody else decides."))
    return None


def ask(book: Book, parts: list[str], why: str, by: Account) -> Step:
    """Ask for her packet. Raises Refused, Faulty."""
    return write(book, Said(PACKET.key, {"parts": parts}, words=why), by)


def decide(thread: Thread, state: str, by: Account) -> Step:
    """Agree, decline, or note that it was printed. Raises Refused."""
    return write(thread.book, Said(PACKET.key, {"state": state}, thread=thread.number, seen=tuple(thread.heads)), by)


def flags(books: list[Book]) -> list[Thread]:
    """What everybody must know now."""
    return threads(books, "flag", running=True)


def seen(books: list[Book], by: Account) -> int:
    """A colleague who was asked has looked: what asked them is closed. Gives how many."""
    asked = [one for one in threads(books, MENTION.key, running=True) if one.owner_id == by.pk]
    for one in asked:
        said = Said(MENTION.key, {"state": Open.CLOSED}, thread=one.number, seen=tuple(one.heads))
        write(one.book, said, by)
    return len(asked)
