"""What a version of a form asks and offers, in a language: read from the XForm that phones got.

A record is read by the version it was made with, which may be older than the form in the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from pakhi.field.records import local
from pakhi.field.xlsform import code_of

ASKED = {"input", "select", "select1", "upload", "range", "trigger", "rank"}


@dataclass(frozen=True)
class Asked:
    """A question in words, and its choices; `choices` is empty for one that is not chosen from a list."""

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=64)
def asked(xform: bytes, language: str) -> Mapping[str, Asked]:
    """Question -> its words in a language (a code), in the form's order; in the form's first where it has none."""
    root = fromstring(xform)
    texts, lists = in_language(root, language), {one.get("id", ""): one for one in named(root, "instance")}
    body = next(iter(named(root, "body")), root)
    return {
        one.get("ref", "").rpartition("/")[2]: Asked(label(one, texts), dict(choices(one, lists, texts)))
        for one in body.iter()
        if local(one) in ASKED
    }


def named(root: Element, name: str) -> list[Element]:
    return [one for one in root.iter() if local(one) == name]


def in_language(root: Element, language: str) -> dict[str, str]:
    """The id of each text -> the text."""
    spoken = named(root, "translation")
    chosen = next((one for one in spoken if code_of(one.get("lang", "")) == language), spoken[0] if spoken else None)
    return {one.get("id", ""): said(one) for one in chosen if local(one) == "text"} if chosen is not None else {}


def said(text: Element) -> str:
    """The words of a text, not the names of its pictures and recordings."""
    plain = next((one for one in text if local(one) == "value" and not one.get("form")), None)
    return " ".join("".join(plain.itertext()).split()) if plain is not None else ""


def label(question: Element, texts: Mapping[str, str]) -> str:
    """What stands over a question or beside a choice."""
    found = next((one for one in question if local(one) == "label"), None)
    if found is None:
        return ""
    reference = found.get("ref", "")
    if reference.startswith("jr:itext("):
        return texts.get(reference.removeprefix("jr:itext(").strip("')"), "")
    return " ".join("".join(found.itertext()).split())


def choices(question: Element, lists: Mapping[str, Element], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The values that a question offers, and what they are called."""
    found = []
    for one in question:
        if local(one) == "item":
            found.append((value(one, "value"), label(one, texts)))
        elif local(one) == "itemset":
            name = one.get("nodeset", "").removeprefix("instance('").partition("'")[0]
            rows = named(lists[name], "item") if name in lists else []
            found += [(value(row, "name"), texts.get(value(row, "itextId")) or value(row, "label")) for row in rows]
    return found


def value(parent: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in parent if local(one) == name), "")
