"""How a journey is told. Questions, answers and buttons stand in the words of the page, records in those of the form.

An address is below /desk/; `{her}` and other names in it are what was kept before, `{her:said}` a code as pages write
it. After ` > ` stands a link of that page, which is followed. An empty page means: where that person is now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pakhi.lib.clock import today


class Words(str):
    """Free text: sealed in the vault, and readable nowhere outside it."""

    __slots__ = ()


@dataclass(frozen=True)
class Day:
    """A day so many days from today."""

    away: int = 0

    def __str__(self) -> str:
        return (today() + dt.timedelta(days=self.away)).isoformat()


EVERY = "every box with this label"
TICK = "this box"
Answer = str | Day | Sequence[str]
Said = Mapping[str, Answer]


@dataclass(frozen=True)
class Write:
    """Somebody answers questions on a page and presses a button. `keep`: how what the page's address then ends with is
    called from now on; `refused`: the page says no, and why.
    """

    who: str
    page: str
    said: Said
    press: str
    sees: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    keep: str = ""
    refused: bool = False


@dataclass(frozen=True)
class Look:
    """Somebody opens a page; `shut`: for them it is not there. `axe`: a browser checks it against WCAG too. `keep`: as
    in Write.
    """

    who: str
    page: str
    sees: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    shut: bool = False
    axe: bool = False
    keep: str = ""


@dataclass(frozen=True)
class Cannot:
    """A page does not let somebody choose an answer, or press a button (`question` empty)."""

    who: str
    page: str
    press: str
    question: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Send:
    """A phone sends a filled form, in codes. `groups`: (name of a group, its answers); `keep`: as what the person is
    known that the record is about; `waits`: the question because of which it waits in the inbox.
    """

    who: str
    form: str
    said: Mapping[str, str | Day]
    groups: tuple[tuple[str, Mapping[str, str | Day]], ...] = ()
    keep: str = ""
    waits: str = ""


@dataclass(frozen=True)
class Join:
    """Somebody gets an account and a role, from the keyboard of the server; `at`: where, by what was kept."""

    login: str
    name: str
    role: str
    at: str = "home"


Act = Write | Look | Cannot | Send | Join


class Names(dict[str, str]):
    """What was kept, by name; `her:said` is the code of `her` in two halves, as pages write it."""

    def fill(self, text: str) -> str:
        """A text with what was kept in the place of names in braces."""
        for name, value in self.items():
            text = text.replace(f"{{{name}}}", value).replace(f"{{{name}:said}}", f"{value[:4]} {value[4:]}")
        return text

    def filled(self, answer: Answer) -> Answer:
        return self.fill(answer) if isinstance(answer, str) else answer


@dataclass(frozen=True)
class Journey:
    """One programme of the study, by its name there; `about` in a line."""

    key: str
    about: str
    acts: tuple[Act, ...] = field(repr=False)

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> list[str]:
        """All free text that is told in it: a name, or what somebody said."""
        answers = [one for act in self.acts if isinstance(act, Write | Send) for one in told(act)]
        return sorted({str(one) for one in answers if isinstance(one, Words)})


def told(act: Write | Send) -> list[object]:
    """Every answer of an act."""
    groups = act.groups if isinstance(act, Send) else ()
    return [*act.said.values(), *(one for _name, said in groups for one in said.values())]


def journey(key: str, about: str, *acts: Act | tuple[Act, ...]) -> Journey:
    """`acts`: one after another; several that belong together may come as a tuple."""
    flat = [one for act in acts for one in (act if isinstance(act, tuple) else (act,))]
    return Journey(key, about, tuple(flat))


def case(rest: str = "", of: str = "her") -> str:
    """A page of her case."""
    return f"people/{{{of}}}/case/{rest}"


def group(rest: str = "", of: str = "group") -> str:
    """A page of a collective."""
    return f"groups/{{{of}}}/{rest}"


def many(sees: str | tuple[str, ...]) -> tuple[str, ...]:
    return (sees,) if isinstance(sees, str) else sees


def writes(
    who: str, page: str, said: Said | None = None, press: str = "Write it down", sees: str | tuple[str, ...] = (),
    keep: str = "", unseen: str | tuple[str, ...] = (),
) -> Write:  # fmt: skip
    return Write(who, page, said or {}, press, many(sees), many(unseen), keep)


def refused(who: str, page: str, said: Said, sees: str | tuple[str, ...], press: str = "Write it down") -> Write:
    """What somebody tries is not done, and a sentence says why."""
    return Write(who, page, said, press, many(sees), refused=True)


def sees(
    who: str, page: str, *what: str, unseen: str | tuple[str, ...] = (), axe: bool = False, keep: str = ""
) -> Look:
    return Look(who, page, what, many(unseen), axe=axe, keep=keep)


def shut(who: str, *pages: str) -> tuple[Act, ...]:
    """For them there are no such pages."""
    return tuple(Look(who, page, shut=True) for page in pages)


def sends(
    who: str, form: str, said: Mapping[str, str | Day], *groups: tuple[str, Mapping[str, str | Day]], keep: str = "",
    waits: str = "", day: int = 0,
) -> Send:  # fmt: skip
    return Send(who, form, {"day": Day(day), **said}, groups, keep, waits)


def reads(who: str, page: str, *what: str, unseen: str | tuple[str, ...] = ()) -> Write:
    """Somebody asks for the words of a thread, with a reason."""
    return writes(who, page, {"Why do you need it?": "Supervision"}, press="Read them", sees=what, unseen=unseen)


def sealed_from(who: str, page: str) -> Write:
    """What is written for its writer alone, whoever else asks and for whatever reason."""
    said = {"Why do you need it?": "Supervision"}
    return refused(who, page, said, "Only the one who wrote this can read it.", press="Read them")


def cannot(who: str, page: str, press: str, question: str = "", answer: str = "") -> Cannot:
    """What a page does not let somebody do."""
    return Cannot(who, page, press, question, answer)


ADULT = {"How old is she?": "18 or older"}
CHILD = {"How old is she?": "Under 18"}
CHILD_TOO: Said = {
    "She says yes herself, without being pressed": TICK, "Her guardian": "The guardian agrees",
    "When does she turn 18?": Day(1800),
}  # fmt: skip


def asked(
    purpose: str, who: str = "mou", of: str = "her", under_18: bool = False, said: Said | None = None
) -> tuple[Act, ...]:
    """Everything is read to her, and she says yes. `said`: what is chosen before, such as who gets what is shared."""
    choice = {**(said or {}), **(CHILD if under_18 else ADULT), "Which language is hers?": "বাংলা"}
    answer = {"Read to her": EVERY, "How does she say yes?": "Signature", **(CHILD_TOO if under_18 else {})}
    return (
        writes(who, f"person/{{{of}}}/ask?purpose={purpose}", choice, press="Show the words to read"),
        writes(who, "", answer, press="She says yes", sees="Her yes is kept"),
    )


def comes(name: str, who: str = "mou", of: str = "her", age: str = "") -> tuple[Act, ...]:
    """Somebody is registered by name, in the vault; `of`: as what she is known afterwards."""
    said = {"Name": Words(name), **({"Or a guessed age": age} if age else {})}
    return (writes(who, "at/{home}/new", said, press="Look for her, then register", keep=of),)


def agrees(who: str = "mou", of: str = "her") -> tuple[Act, ...]:
    """She agrees that a case is kept, and it is opened."""
    return (
        *asked("case", who, of),
        writes(who, case(of=of), press="Open her case", sees="The case is open"),
    )


def arrives(name: str, who: str = "mou", of: str = "her") -> tuple[Act, ...]:
    """She is registered, says yes to a case, and has one."""
    return (*comes(name, who, of), *agrees(who, of))


def only_ours(*pages: str) -> tuple[Act, ...]:
    """A worker of another organisation, the MIS and a leader see none of it."""
    return tuple(one for who in ("kabir", "ravi", "rina") for one in shut(who, *(pages or (case(), case("story")))))
