"""A revealed identity as it is read: lines for the screen or paper, and what has to be known before calling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakhi.lib.codes import BadCode
from pakhi.vault import parts
from pakhi.vault.birth import born
from pakhi.vault.forms_person import MAIN, ONE, ROWS, rows, single
from pakhi.vault.reveal import PARTS
from pakhi.vault.words_person import GENDERS, KINDS, PAPERS, RELATIONS, WHOSE, Words

WORDS: dict[str, Words] = {
    "kind": KINDS, "gender": GENDERS, "relation": RELATIONS, "type": PAPERS, "whose": WHOSE,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that is known, what is known about it, and what one must not overlook."""

    text: str
    about: tuple[str, ...] = ()
    warn: str = ""


@dataclass(frozen=True)
class Group:
    """A part of an identity, to be read."""

    field: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Call:
    """A telephone: `safe` is yes, hours, no or unknown; `dial` is empty where nobody may call."""

    number: str
    whose: str
    safe: str
    hours: str
    message: bool | None
    cover: str
    dial: str
    more: tuple[str, ...] = ()


def word(key: str, value: Any) -> str:
    """What a code means in words; what no list knows is shown as it is."""
    return str(WORDS[key].get(value, value)) if value else ""


def groups(contents: Mapping[str, Any], day: dt.date) -> list[Group]:
    """Every part but the telephones, in its order. A part that is empty is not there."""
    made = [
        Group(part, str(PARTS[part]), lines(part, contents[part], day))
        for part in PARTS if part in contents and part != "contacts"
    ]  # fmt: skip
    return [group for group in made if group.lines]


def lines(part: str, content: Any, day: dt.date) -> tuple[Line, ...]:
    """The lines of one part; whatever shape it has, no text in it is passed over."""
    if part == "birth":
        told = [Line(birthday(content, day))] if birthday(content, day) else []
    elif part == "address":
        told = [Line(text, about) for text, about in place(single(part, content))]
    elif part in ROWS:
        told = [line(part, row) for row in rows(part, content)]
    else:
        told = [line(part, single(part, content))]
    told = [one for one in told if one.text or one.about or one.warn]
    return tuple(told or [Line(text) for text in parts.texts(content)])


def line(part: str, row: Mapping[str, Any]) -> Line:
    """One row: what it is called, and about it what the other fields say."""
    if part == "papers":
        last = str(row.get("last") or row.get("number") or "")
        named = (word("type", row.get("type")), f"…{last}" if last else "")
        return Line(" ".join(filter(None, named)), about(part, row))
    text = str(row.get(MAIN[part]) or "")
    warn = _("NOT safe for her") if row.get("safe") is False else ""
    return Line(word(part, text) if part == "gender" else text, about(part, row), warn)


def about(part: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What is known about a row, in words; and what is in it that no form of ours knows."""
    said = [word(key, row.get(key)) for key in ("kind", "relation") if key in row]
    if "knows" in row:
        said.append(_("knows about it") if row["knows"] else _("does not know about it"))
    if row.get("safe"):
        said.append(_("safe for her"))
    if row.get("where"):
        said.append(_("kept: %(where)s") % {"where": row["where"]})
    return tuple(filter(None, said)) + others(part, row)


def others(part: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    known = {*ROWS.get(part, ()), *ONE.get(part, ()), "script", "number"}
    return tuple(text for key, value in row.items() if key not in known for text in parts.texts(value))


def place(address: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """The lines of an address with what each is."""
    named = (
        ("village", _("Village, hamlet or ward")), ("block", _("Block or town")), ("district", _("District")),
        ("how_to_find", _("How to find the house")),
    )  # fmt: skip
    found = [(str(address[key]), (label,)) for key, label in named if address.get(key)]
    return found + [(text, ()) for text in others("address", address)]


def birthday(content: Any, day: dt.date) -> str:
    """A birth as a sentence, with how far it is known."""
    known = born(content)
    if known["age"]:
        return guessed(int(known["age"]), str(content.get("asked_on", "")), day)
    if not known["year"]:
        return ""
    if known["month"] and 1 <= int(known["month"]) <= 12:
        month = f"{MONTHS[int(known['month'])]} {known['year']}"
        return f"{known['day']} {month}" if known["day"] else month
    return _("%(year)s; only the year is known") % {"year": known["year"]}


def guessed(age: int, asked_on: str, day: dt.date) -> str:
    """A guessed age, and what it would be now."""
    try:
        asked = dt.date.fromisoformat(asked_on)
    except ValueError:
        return _("about %(age)s years old, guessed") % {"age": age}
    now = age + day.year - asked.year - ((day.month, day.day) < (asked.month, asked.day))
    said = {"age": age, "day": date_format(asked, "j F Y"), "now": now}
    if now == age:
        return _("about %(age)s years old, guessed on %(day)s") % said
    return _("about %(now)s years old now: guessed %(age)s on %(day)s") % said


def calls(content: Any) -> list[Call]:
    """The telephones, those that are safe first."""
    found = [call(row) for row in rows("contacts", content)]
    return sorted(found, key=lambda one: ("yes", "hours", "unknown", "no").index(one.safe))


def call(row: Mapping[str, Any]) -> Call:
    """One telephone. What nobody wrote down is not safe."""
    said, hours, number = row.get("safe_to_call"), str(row.get("hours") or ""), str(row.get("number") or "")
    safe = "no" if said is False else "unknown" if said is not True else "hours" if hours else "yes"
    message = row.get("safe_message")
    return Call(
        number, word("whose", row.get("whose")), safe, hours, message if isinstance(message, bool) else None,
        str(row.get("cover") or ""), dial(number) if safe in {"yes", "hours"} else "", others("contacts", row),
    )  # fmt: skip


def dial(number: str) -> str:
    """What a telephone dials: ten figures are a number in India; empty if it is no number."""
    try:
        digits = parts.phone(number)
    except BadCode:
        return ""
    if len(digits) == 10:
        return f"+91{digits}"
    return f"+{digits}" if parts.figures(number).strip().startswith(("+", "00")) else digits
