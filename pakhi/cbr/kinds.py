"""What a book may hold: each kind of thread with the questions that a step of it may answer, declared once.

The module of a study's word (identification, mapping, …) declares its kinds with `kind(...)`. From a declaration come
the check of what is written, the pages, what a form's answers go to, and the facts.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from pakhi.cbr.vocabulary import ELEMENTS, Open
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters

Label = str | Promise
MODULES = (
    "identification", "home_report", "missing", "migration", "mapping", "plans", "interventions", "assessment", "risk",
    "incidents", "safety", "screens", "followup", "status", "collectives", "meetings", "village", "closing",
    "desk_work",
)  # fmt: skip
MOST = 60  # signs of a code, or items of a list
AHEAD = 400  # days from today within which what is to come lies
YEARS = 5 * 366  # the same for what may take years
LABEL = 40  # signs of what a collective calls itself


class Faulty(Exception):
    """A step cannot be written. `question`: its name; `why`: a key of asking.SENTENCES, or a sentence."""

    def __init__(self, question: str, why: str = "answer") -> None:
        super().__init__(f"{question}: {why}")
        self.question, self.why = question, why


@dataclass(frozen=True)
class Question:
    """One thing that a step may say.

    `asks`: one, many (of `choices`), day, past (a day that has come), to_come (a day from that of the step on, `ahead`
    days from today at most), number (`least` to `most`), person, account, doer (who is given work: an account that may
    open the case), office, organisation, place, file, thread (codes; of a kind in `kinds`), group (the code of a
    collective), area (a district anywhere, as `district-303`: the directory uses codes again from kind to kind), label
    (what a collective calls itself: never a person or a village), post (a chair in an office), listed (a code of
    `listed`, for lists that are data and change while the product runs), words (never kept here: sealed in the vault).
    `begins`: has to be answered when a thread is opened. `later`: asked of a thread that is there, not when it is
    opened. `money`: a number of rupees. `alone`: the choice beside which there is no other. `families`: choice -> its
    component, to offer few.
    """

    name: str
    asks: str
    label: Label
    choices: type[TextChoices] | None = None
    begins: bool = False
    help: Label = ""
    least: int = 0
    most: int = 10**9
    kinds: tuple[str, ...] = ()
    later: bool = False
    listed: Callable[[], Mapping[str, Label]] | None = None
    money: bool = False
    ahead: int = AHEAD
    alone: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thread.

    `ladder`: states from the least to the most; a step to an earlier one is a step back. `level`: states of it that
    stand side by side, so that moving between them leads neither way. `line`: the questions whose
    answers name a thread in a list. `due`: the question with the day by which something is to be done. `owner`: the
    question with the account who does it. `before`: what is checked besides, with all values that would hold then.
    `once`: one thread of a book only (and of each answer to the question `each`), under a number that follows from it.
    `quiet`: no page offers to begin one by itself. `within`: the kind of thread that it belongs to, from whose page it
    is begun. `private`: when what holds makes the words of a step readable for their writer alone. `page`: the page
    that shows a thread instead of the one that all kinds share, without its number where it is `once`. `inside`: the
    facts of cases leave it out, and its own room offers some of it or nothing. `hides`: the questions whose older
    answers nobody is shown any more, by what a step says. `opens`: answers besides the state with which a thread begins
    though nobody said them. `fresh`: the questions about how it came to the state: a form does not offer the answers of
    the last time, and with every move they are answered anew or not at all. `never_first`: states besides the ends in
    which nothing begins.
    """

    key: str
    label: Label
    icon: str
    questions: tuple[Question, ...]
    states: type[TextChoices] = Open
    of: str = "case"
    ladder: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    due: str = ""
    owner: str = ""
    once: bool = False
    each: str = "component"
    within: str = ""
    quiet: bool = False
    ends: tuple[str, ...] = (Open.CLOSED.value,)
    before: Callable[[Mapping[str, Any]], None] | None = None
    private: Callable[[Mapping[str, Any]], bool] | None = None
    page: str = ""
    inside: bool = False
    hides: Callable[[Mapping[str, Any]], Collection[str]] | None = None
    opens: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    never_first: tuple[str, ...] = ()
    by_name: dict[str, Question] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        self.by_name.update({one.name: one for one in self.questions})

    @property
    def first(self) -> str:
        """The state in which a thread begins."""
        return str(self.states.values[0])

    def running(self, state: str) -> bool:
        """Whether a thread in this state still wants something."""
        return state not in self.ends

    def way(self, was: str, now: str) -> str:
        """`forward`, `back`, or nothing."""
        beside = was in self.level and now in self.level
        if was == now or beside or was not in self.ladder or now not in self.ladder:
            return ""
        return "forward" if self.ladder.index(now) > self.ladder.index(was) else "back"


KINDS: dict[str, Kind] = {}


def kind(key: str, label: Label, icon: str, *questions: Question, **more: Any) -> Kind:
    """Declare a kind. Raises ValueError if there is one of this name."""
    if key in KINDS:
        raise ValueError(f"There is a kind {key} already.")
    KINDS[key] = Kind(key, label, icon, questions, **more)
    return KINDS[key]


def load() -> None:
    """Read the declarations of all modules of this room."""
    for name in MODULES:
        import_module(f"pakhi.cbr.{name}")


def check(made: Kind, said: Mapping[str, Any], held: Mapping[str, Any], begins: bool) -> dict[str, Any]:
    """The answers of a step as they are kept. `held`: what held before; `begins`: the thread is opened.

    Raises Faulty.
    """
    unknown = set(said) - set(made.by_name) - {"state"}
    if unknown:
        raise Faulty(sorted(unknown)[0])
    out = {name: read(made.by_name[name], value) for name, value in said.items() if name != "state"}
    state = said.get("state") or (made.first if begins else "")
    if state and state not in made.states.values:
        raise Faulty("state")
    if state:
        out["state"] = state
    if begins:
        missing = [one.name for one in made.questions if one.begins and out.get(one.name) in ("", None, [])]
        if missing:
            raise Faulty(missing[0], "missing")
    whole = {**held, **out}
    if "component" in whole and whole.get("element") and whole["element"] not in ELEMENTS.get(whole["component"], ()):
        raise Faulty("element")
    if made.before is not None:
        made.before(whole)
    return out


def read(question: Question, value: Any) -> Any:
    """One answer as it is kept: a code, a list of codes, a number, or a day as text. Raises Faulty."""
    if value in ("", None, []):
        return [] if question.asks == "many" else ""
    reader = READERS.get(question.asks)
    if reader is None:
        raise Faulty(question.name)
    try:
        return reader(question, value)
    except (ValueError, TypeError, BadCode):
        raise Faulty(question.name) from None


def one(question: Question, value: Any) -> str:
    if question.choices is None or value not in question.choices.values:
        raise ValueError
    return str(value)


def listed(question: Question, value: Any) -> str:
    """A code of a list that is data."""
    if question.listed is None or str(value) not in question.listed():
        raise ValueError
    return str(value)


def many(question: Question, value: Any) -> list[str]:
    values = list(dict.fromkeys(value.split() if isinstance(value, str) else value))
    if question.alone in values and len(values) > 1:
        raise Faulty(question.name, "alone")
    return [one(question, single) for single in values]


def day(question: Question, value: Any) -> str:
    found = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    if not dt.date(1930, 1, 1) <= found <= dt.date(2100, 1, 1):
        raise ValueError
    return found.isoformat()


def to_come(made: Kind, said: Mapping[str, Any], held: Mapping[str, Any], on: dt.date) -> None:
    """Days that are to come lie between the day of their step and some time from today; what held already may be over.
    Raises Faulty.
    """
    for question in made.questions:
        value = said.get(question.name)
        if value and value != held.get(question.name) and (why := amiss(question, value, on)):
            raise Faulty(question.name, why)


def amiss(question: Question, value: str, on: dt.date) -> str:
    """What is wrong with a day that is to come, said on a day: over | far, or nothing."""
    if question.asks != "to_come":
        return ""
    last = today() + dt.timedelta(days=question.ahead)
    return "over" if value < on.isoformat() else "far" if value > last.isoformat() else ""


def past(question: Question, value: Any) -> str:
    """A day that has come."""
    found = day(question, value)
    if found > today().isoformat():
        raise ValueError
    return found


def number(question: Question, value: Any) -> int:
    found = int(str(value))
    if not question.least <= found <= question.most:
        raise ValueError
    return found


def letters(_question: Question, value: Any) -> str:
    return read_letters(str(value), 8)


def code(_question: Question, value: Any) -> str:
    """A code of another room, such as an office's: letters, figures and dashes."""
    written = str(value).strip()
    if not written or len(written) > MOST or not written.replace("-", "").replace("_", "").isalnum():
        raise ValueError
    return written


def label(_question: Question, value: Any) -> str:
    """A short name in any script. No telephone, no sentence."""
    written = " ".join(unicodedata.normalize("NFC", str(value)).split())
    if len(written) > LABEL or sum(one.isdigit() for one in written) > 4 or not any(map(str.isalpha, written)):
        raise ValueError
    if any(unicodedata.category(one)[0] not in "LMN" and one not in " -.'’&\u200c\u200d" for one in written):
        raise ValueError
    return written


def account(_question: Question, value: Any) -> int:
    return int(getattr(value, "pk", value))


READERS: dict[str, Callable[[Question, Any], Any]] = {
    "one": one, "many": many, "day": day, "past": past, "to_come": day, "number": number, "person": letters,
    "account": account, "doer": account, "office": code, "place": code, "thread": code, "file": code, "group": letters,
    "label": label, "area": code, "organisation": code, "post": code, "listed": listed,
}  # fmt: skip
