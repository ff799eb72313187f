"""People as they are written for `pakhi entitlements check`: one as YAML, many as JSON lines.

    facts: {sex: female, trafficked: yes, residence: rural}     # names as in the catalogue's facts
    dates: {birth_date: 2008-05-01, offence_date: 2024-07-01, application_date: not yet}
    papers: [fir, bank_account]                                 # ids or names of the catalogue's papers
    on: 2026-11-22
    state: IN-WB                                                # or its name
    claimed: [legal-aid]                                        # series; only the gap view reads it
    id: A7                                                      # a code of your own; never a name

Everything may be left out: what is not there is unknown. A day is written 2026-11-22, a moment 2026-11-22T09:30, what
has not happened `not yet`. The days are those of the claim that is asked about: `application_date` counts for every
row. Whatever cannot be read is one sentence with its line.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from pakhi.entitlements.conditions import NUMBERS
from pakhi.entitlements.deadlines import OR_DUE, STARTS
from pakhi.entitlements.lined import Broken, Table, load
from pakhi.entitlements.people import NOT_YET, Person
from pakhi.entitlements.rows import Basis, Catalogue, Fact

TOP = ("facts", "dates", "papers", "on", "state", "claimed", "id")
OWN_DAYS = ("birth_date", "event_date", "trial_end_date")
BIRTH_YEAR = "birth_year"
FIRST_YEAR = 1900


class Unreadable(Exception):
    """A sentence, with its line, on what cannot be read."""


@dataclass(frozen=True)
class Asked:
    """A person, and for which day and state she asks; None and empty: not said. `notes`: what was left aside."""

    person: Person
    on: dt.date | None = None
    state: str = ""
    id: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Desk:
    """One person on the way in. `lines`: (part, key) -> line in the file."""

    catalogue: Catalogue
    line: int = 0
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def at(self, part: str, key: str = "") -> str:
        """The line as a sentence begins with it."""
        line = self.lines.get((part, key)) or self.lines.get(("", part)) or self.line
        return f"Line {line}: " if line else ""


def people(text: str, catalogue: Catalogue, many: bool | None = None) -> Iterator[Asked | Unreadable]:
    """Everyone in a file, in order; what cannot be read comes as its sentence. `many`: JSON lines; None: look."""
    if many is None:
        many = looks_like_lines(text)
    if not many:
        yield attempt(lambda: from_yaml(text, catalogue))
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield attempt(partial(from_json, line, catalogue, number))


def attempt(make: Callable[[], Asked]) -> Asked | Unreadable:
    """A person, or the sentence on why not."""
    try:
        return make()
    except Unreadable as problem:
        return problem


def looks_like_lines(text: str) -> bool:
    """Whether the first line that is not empty is an object of JSON by itself."""
    first = next((line for line in text.splitlines() if line.strip()), "").strip()
    if not first.startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def from_yaml(text: str, catalogue: Catalogue) -> Asked:
    """One person. Raises Unreadable."""
    try:
        data = load(text)
    except Broken as problem:
        raise Unreadable(f"Line {problem.line}: {problem.sentence}" if problem.line else problem.sentence) from None
    desk = Desk(catalogue)
    if data is None:
        raise Unreadable("The file is empty; write facts, dates, papers, on and state.")
    if not isinstance(data, Table):
        raise Unreadable("Line 1: one person is a table with facts, dates, papers, on and state.")
    desk.lines = {("", key): line for key, line in data.lines.items()}
    for part, value in data.items():
        if isinstance(value, Table):
            desk.lines |= {(part, key): line for key, line in value.lines.items()}
    return asked(data, desk)


def from_json(line: str, catalogue: Catalogue, number: int) -> Asked:
    """One line. Raises Unreadable."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as problem:
        told = getattr(problem, "msg", "it is nested too deep")
        raise Unreadable(f"Line {number}: this is not an object of JSON on one line ({told}).") from None
    if not isinstance(data, dict):
        raise Unreadable(f"Line {number}: one person is an object with facts, dates, papers, on and state.")
    made = asked(data, Desk(catalogue, number))
    return made if made.id else Asked(made.person, made.on, made.state, str(number), made.notes)


def asked(data: Mapping[str, Any], desk: Desk) -> Asked:
    """One person from a table. Raises Unreadable."""
    for key in data:
        if key not in TOP:
            known = f"known are {', '.join(TOP)}. Names and addresses do not belong here"
            raise Unreadable(f"{desk.at(key)}“{key}” is not read; {known}.")
    facts, dates = table(data, "facts", desk), table(data, "dates", desk)
    year = birth_year(facts.pop(BIRTH_YEAR, None), dates.pop(BIRTH_YEAR, None), desk)
    answers = {name: answer(name, value, desk) for name, value in facts.items()}
    days = {name: day(name, value, desk) for name, value in dates.items()}
    on = day("on", data.get("on"), desk, "")
    if isinstance(on, str | dt.datetime):
        raise Unreadable(f"{desk.at('on')}“on” is a day like 2026-11-22.")
    state = data.get("state") or ""
    code = state_code(desk.catalogue, state if isinstance(state, str) else str(state), desk.at("state"))
    if not code and isinstance(answers.get("state"), str):
        code = known_state(desk.catalogue, str(answers["state"])) or ""
    papers = [paper(name, desk) for name in listed(data, "papers", desk)]
    person = Person(answers, days, frozenset(papers), year, frozenset(listed(data, "claimed", desk)))
    return Asked(person, on, code, str(data.get("id") or ""), tuple(desk.notes))


def table(data: Mapping[str, Any], part: str, desk: Desk) -> dict[str, Any]:
    """A part that is a table of names."""
    value = data.get(part)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable(f"{desk.at(part)}“{part}” is a table of names and answers.")
    return dict(value)


def listed(data: Mapping[str, Any], part: str, desk: Desk) -> list[str]:
    """A part that is a list of texts."""
    value = data.get(part)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable(f"{desk.at(part)}“{part}” is a list of texts, like [fir, bank_account].")
    return value


def birth_year(*given_and_desk: Any) -> int | None:
    """The year of birth, wherever it stands."""
    *given, desk = given_and_desk
    found = [year for year in given if year is not None]
    if not found:
        return None
    year = found[0]
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= 2100:
        line = desk.at("facts", BIRTH_YEAR) if ("facts", BIRTH_YEAR) in desk.lines else desk.at("dates", BIRTH_YEAR)
        raise Unreadable(f"{line}“{BIRTH_YEAR}” is a year like 2008, not {shown(year)}.")
    return year


def answer(name: str, value: Any, desk: Desk) -> object:
    """An answer to a fact, of its kind. None: not known."""
    fact = desk.catalogue.facts.get(name)
    start = desk.at("facts", name)
    if fact is None:
        raise Unreadable(f"{start}there is no fact “{name}”{near(name, desk.catalogue.facts)}")
    if value is None:
        return None
    wants = what_it_wants(fact)
    if fact.kind == "flag" and isinstance(value, bool):
        return value
    if fact.kind in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        if 0 <= value < float("inf"):
            return value
        raise Unreadable(f"{start}“{name}” cannot be {shown(value)}.")
    if fact.kind in NUMBERS and isinstance(value, str) and re.fullmatch(r"[0-9][0-9,.]*", value.strip()):
        raise Unreadable(f"{start}“{name}” is {wants}, but {shown(value)} is a text; leave the quotation marks out.")
    if fact.kind in ("one", "text") and isinstance(value, str):
        if fact.choices and value not in fact.choices:
            raise Unreadable(f"{start}“{name}” is {wants}, not {shown(value)}{near(value, fact.choices)}")
        return value
    if fact.kind == "set" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        for one in value:
            if fact.choices and one not in fact.choices:
                raise Unreadable(f"{start}“{name}” is {wants}; {shown(one)} is none of them{near(one, fact.choices)}")
        return frozenset(one if fact.choices else one.replace(" ", "").upper() for one in value)
    raise Unreadable(f"{start}“{name}” is {wants}, not {shown(value)}. Leave it out where it is not known.")


def what_it_wants(fact: Fact) -> str:
    """What belongs into a fact."""
    if fact.kind in ("one", "set") and fact.choices:
        return f"{'one' if fact.kind == 'one' else 'a list'} of {', '.join(fact.choices)}"
    plain = {"flag": "yes or no", "number": "a number", "rupees": "a number of rupees", "set": "a list of texts"}
    return plain.get(fact.kind, "a text")


def day(name: str, value: Any, desk: Desk, part: str = "dates") -> dt.date | dt.datetime | str | None:
    """A day or a moment; `not yet`; None: not known."""
    start = desk.at(part, name) if part else desk.at(name)
    if part and name not in day_names(desk.catalogue):
        raise Unreadable(f"{start}there is no day “{name}”{near(name, day_names(desk.catalogue))}")
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        if value.strip().lower().replace("_", " ") == NOT_YET:
            return NOT_YET
        try:
            return dt.datetime.fromisoformat(value) if len(value) > len("2026-11-22") else dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise Unreadable(f"{start}“{name}” is a day like 2026-11-22, not {shown(value)}.")


def day_names(catalogue: Catalogue) -> set[str]:
    """Days that are read: those that pick versions, and events from which clocks run, with `_date` or without."""
    events = {clock.since for row in catalogue.rows for clock in row.clocks} | set(STARTS) | set(catalogue.events)
    events |= {event.removesuffix(OR_DUE) for event in events}
    plain = {str(basis) for basis in Basis if basis is not Basis.TODAY} | set(OWN_DAYS)
    return plain | events | {f"{event}_date" for event in events}


def paper(name: str, desk: Desk) -> str:
    """The id of a paper by its id or its name; what is not known is kept and noted."""
    plain = simple(name)
    for one in desk.catalogue.papers.values():
        if plain in (simple(one.id), simple(one.name)):
            return one.id
    desk.notes.append(f"{desk.at('papers')}the paper “{name}” is not in the catalogue; it counts for nothing.")
    return name


def known_state(catalogue: Catalogue, written: str) -> str | None:
    """A state's code, by its code, its former code or its name; None: unknown."""
    for code, state in catalogue.states.items():
        if simple(written) in (simple(code), simple(state.name), simple(state.formerly) or None):
            return code
    return None


def state_code(catalogue: Catalogue, written: str, start: str = "") -> str:
    """The same; empty for empty. Raises Unreadable."""
    if not written:
        return ""
    code = known_state(catalogue, written)
    if code is None:
        names = {**{state.name: "" for state in catalogue.states.values()}, **dict.fromkeys(catalogue.states, "")}
        raise Unreadable(f"{start}there is no state “{written}”; write a code like IN-WB{near(written, names)}")
    return code


def simple(text: str) -> str:
    """A name without its capitals and signs."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def near(name: str, names: Any) -> str:
    """The end of a sentence, with a hint at what was meant."""
    found = get_close_matches(name, [str(one) for one in names], 1)
    return f"; did you mean “{found[0]}”?" if found else "."


def shown(value: object) -> str:
    """A value as it stands in the file, cut short."""
    text = (
        {True: "yes", False: "no", None: "nothing"}[value] if value is None or isinstance(value, bool) else str(value)
    )
    return f"“{text[:40]}”"
