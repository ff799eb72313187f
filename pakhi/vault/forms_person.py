"""What is typed about a person <-> what is sealed: pure functions, in both directions.

Typed is a dict by part (names, birth, …): texts by field, or rows of them. Yes and no are "yes" and "no", safe to
call is also "hours". The sealed shapes are those that parts.py understands, and what a form does not know is kept:

    names     {"names": [{"text", "kind": usual | official | alias, "script": ISO 15924}]}
    birth     {"date": "1999-03-02" or "1999-03", "precision": day | month} or {"year", "precision": year}
              or {"year", "precision": guess, "age", "asked_on"}
    gender    {"gender": woman | girl | man | boy | transgender | other}
    contacts  {"contacts": [{"number", "whose", "safe_to_call": bool, "hours", "safe_message": bool, "cover"}]}
    address   {"village", "block", "district", "how_to_find"}
    kin       {"kin": [{"text", "relation", "knows": bool, "safe": bool}]}
    papers    {"papers": [{"type", "last", "where"}]}
    guardian  {"name", "relation", "safe": bool}

What is not known is left out; a part that was emptied is `{}`.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pakhi.vault.birth import FIELDS, birth, born

Typed = dict[str, Any]
Content = dict[str, Any]

ROWS: dict[str, tuple[str, ...]] = {
    "names": ("text", "kind"),
    "contacts": ("number", "whose", "safe_to_call", "hours", "safe_message", "cover"),
    "kin": ("text", "relation", "knows", "safe"),
    "papers": ("type", "last", "where"),
}
ONE: dict[str, tuple[str, ...]] = {
    "birth": FIELDS,
    "gender": ("gender",),
    "address": ("village", "block", "district", "how_to_find"),
    "guardian": ("name", "relation", "safe"),
}
MAIN = {
    "names": "text", "contacts": "number", "kin": "text", "papers": "last", "gender": "gender",
    "address": "village", "guardian": "name",
}  # fmt: skip
FLAGS = {"safe_to_call", "safe_message", "knows", "safe"}
USUAL = {"kind": "usual"}
SCRIPTS = (
    (0x0900, "deva"), (0x0980, "beng"), (0x0A00, "guru"), (0x0A80, "gujr"), (0x0B00, "orya"), (0x0B80, "taml"),
    (0x0C00, "telu"), (0x0C80, "knda"), (0x0D00, "mlym"),
)  # fmt: skip


def script(name: str) -> str:
    """The script that most letters of a name are in, as ISO 15924 in small letters; empty if it is not known."""
    found = Counter(script_of(letter) for letter in name if unicodedata.category(letter)[0] in "LM")
    found.pop("", None)
    return found.most_common(1)[0][0] if found else ""


def script_of(letter: str) -> str:
    """The script of one letter."""
    number = ord(letter)
    for start, name in SCRIPTS:
        if start <= number < start + 0x80:
            return name
    words = unicodedata.name(letter, "")
    starts = (("LATIN", "latn"), ("ARABIC", "arab"), ("OL CHIKI", "olck"), ("MEETEI", "mtei"))
    return next((name for word, name in starts if words.startswith(word)), "")


def packed(row: Mapping[str, str], before: Mapping[str, Any], known: tuple[str, ...]) -> Content:
    """One row as it is sealed: only what is known; and what was in it before that no form knows."""
    kept = {key: value for key, value in before.items() if key not in {*known, "script"}}
    told = {key: row[key] for key in known if row.get(key)}
    sealed: Content = {key: value != "no" if key in FLAGS else value for key, value in told.items()}
    if not sealed:
        return {} if any(key in before for key in known) else kept
    if known == ROWS["names"]:
        sealed["script"] = script(told.get("text", ""))
    return kept | sealed


def unpacked(row: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, str]:
    """One sealed row as it is typed."""
    typed = {}
    for key in known:
        value = row.get(key, USUAL.get(key, ""))
        typed[key] = ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else str(value)
    if typed.get("safe_to_call") == "yes" and typed.get("hours"):
        typed["safe_to_call"] = "hours"
    return typed


def rows(part: str, content: Any) -> list[dict[str, Any]]:
    """The rows of a sealed part, however it was written."""
    if isinstance(content, dict):
        content = content.get(part, [content] if content else [])
    listed = content if isinstance(content, list) else [content]
    return [item if isinstance(item, dict) else {MAIN[part]: str(item)} for item in listed if item]


def single(part: str, content: Any) -> dict[str, Any]:
    """A sealed part that is one thing, however it was written."""
    return content if isinstance(content, dict) else {MAIN[part]: content} if isinstance(content, str) else {}


def typed_of(part: str, content: Any) -> Any:
    """A sealed part as the form shows it."""
    if part == "birth":
        return born(content)
    if part in ROWS:
        return [unpacked(row, ROWS[part]) for row in rows(part, content)]
    return unpacked(single(part, content), ONE[part])


def content_of(part: str, typed: Any, on: dt.date, before: Any = None) -> Content:
    """A typed part as it is sealed; `before` is what it replaces. `{}` if nothing is said. Raises Wrong."""
    if part == "birth":
        return birth(typed, on)
    if part not in ROWS:
        return packed(typed, single(part, before), ONE[part])
    old = rows(part, before)
    made = [packed(row, old[i] if i < len(old) else {}, ROWS[part]) for i, row in enumerate(typed)]
    told = [row for row in made if row and (part != "names" or row.get("text") or "kind" not in row)]
    return {part: told} if told else {}


def contents(typed: Typed, on: dt.date) -> dict[str, Content]:
    """Everything that is said about somebody new, by part. Raises Wrong."""
    every = {part: content_of(part, typed[part], on) for part in (*ROWS, *ONE) if part in typed}
    return {part: content for part, content in every.items() if content}


def changes(before: Mapping[str, Any], typed: Typed, on: dt.date) -> dict[str, Content]:
    """The parts that now say something else than `before` did, as they are sealed. Raises Wrong."""
    return {
        part: content_of(part, typed[part], on, before.get(part))
        for part in (*ROWS, *ONE)
        if part in typed and tidy(part, typed[part]) != tidy(part, typed_of(part, before.get(part)))
    }


def tidy(part: str, typed: Any) -> Any:
    """What was typed in one form of writing and without empty rows, to be compared."""
    if part not in ROWS:
        return {key: spelt(typed.get(key, "")) for key in ONE[part]}
    every = [{key: spelt(row.get(key, "")) for key in ROWS[part]} for row in typed]
    return [row for row in every if any(value for key, value in row.items() if value != USUAL.get(key))]


def said(part: str, typed: Any) -> bool:
    """Whether anything is said in a typed part."""
    every = tidy(part, typed)
    return bool(every) if part in ROWS else any(every.values())


def spelt(written: str) -> str:
    return unicodedata.normalize("NFC", written).replace("\r\n", "\n").strip()
