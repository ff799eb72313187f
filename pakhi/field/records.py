"""A record as a phone sends it: XML that is read with suspicion, into questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST = 5 * 1024 * 1024  # bytes of XML; the answers of a long form are some 30 kB
ANSWERS = 5000  # in one record, with all its repeats
DEEPEST, LONGEST = 40, 20_000
INSTANCE = re.compile(r"[\w:.\-]{8,120}", re.ASCII)
XFORMS = ("http://openrosa.org/xforms", "http://www.w3.org/2002/xforms", "")


class Unreadable(Exception):
    """This is no record. `why` is a key of refusals.SENTENCES, `what` the place, without any answer."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


@dataclass(frozen=True)
class EntityNote:
    """What a record says about an entity of a list: created or updated, and from which version on.

    `inside`: the group or repeat that the entity is, and `path` its names.
    """

    dataset: str
    id: str
    create: bool
    update: bool
    base: int = 0
    trunk: int | None = None
    branch: str = ""
    label: str = ""
    path: tuple[str, ...] = ()
    inside: Element | None = field(default=None, compare=False, repr=False)

    def leaves(self) -> Iterator[Answered]:
        """All questions of the entity, also those left empty: an empty answer takes a value away."""
        if self.inside is not None:
            yield from leaves(self.inside, self.path)


@dataclass(frozen=True)
class Answered:
    """One question and its answer; `repeats` are the places of the repeats it lies in, from 0."""

    path: tuple[str, ...]
    value: str
    repeats: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclass(frozen=True)
class Record:
    """One filled form."""

    instance: str
    form_id: str
    version: str
    answers: tuple[Answered, ...]
    deprecated: str = ""
    entities: tuple[EntityNote, ...] = ()
    spoken: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first answer to a question by its name; empty where there is none."""
        return next((one.value for one in self.answers if one.name == name), "")

    def many(self, name: str) -> list[str]:
        """Every answer to a question that stands in a repeat."""
        return [one.value for one in self.answers if one.name == name]


def read(content: bytes) -> Record:
    """Read a record. Raises Unreadable: not XML, entities or a DTD, too large or deep, no instance id."""
    if len(content) > MOST:
        raise Unreadable("large")
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, UnicodeError, ValueError, LookupError):
        raise Unreadable("xml") from None
    meta = next((child for child in root if local(child) == "meta"), None)
    instance = text(meta, "instanceID")
    if not INSTANCE.fullmatch(instance):
        raise Unreadable("instance")
    form_id = root.get("id", "")
    if not form_id:
        raise Unreadable("form")
    answers = tuple(islice(walk(root), ANSWERS + 1))
    if len(answers) > ANSWERS:
        raise Unreadable("large")
    return Record(
        instance=instance, form_id=form_id, version=root.get("version", ""), answers=answers,
        deprecated=text(meta, "deprecatedID"), entities=tuple(notes(root)),
    )  # fmt: skip


def local(element: Element) -> str:
    """The name of an element without its namespace: clients write them differently."""
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def text(parent: Element | None, name: str) -> str:
    found = next((child for child in parent if local(child) == name), None) if parent is not None else None
    return (found.text or "").strip() if found is not None else ""


def walk(parent: Element, path: tuple[str, ...] = (), repeats: tuple[int, ...] = ()) -> Iterator[Answered]:
    """Every answered question, in order. Raises Unreadable for what is nested deeper than any form."""
    if len(path) > DEEPEST:
        raise Unreadable("deep")
    seen: dict[str, int] = {}
    for child in parent:
        name = local(child)
        place = seen[name] = seen.get(name, -1) + 1
        if name == "meta" and not path:
            continue
        inside = (*path, name)
        if len(child):
            yield from walk(child, inside, (*repeats, place))
        elif child.text and child.text.strip():
            if len(child.text) > LONGEST:
                raise Unreadable("long", name)
            yield Answered(inside, child.text.strip(), repeats)


def notes(inside: Element, path: tuple[str, ...] = ()) -> Iterator[EntityNote]:
    """What is said about entities, one of a form, group or repeat; clients write `entity` with and without a prefix."""
    for child in inside:
        if not len(child):
            continue
        if local(child) == "meta":
            yield from (note(one, inside, path) for one in child if local(one) == "entity" and one.get("dataset"))
        else:
            yield from notes(child, (*path, local(child)))


def note(found: Element, inside: Element, path: tuple[str, ...]) -> EntityNote:
    return EntityNote(
        dataset=found.get("dataset", ""), id=found.get("id", ""), create=truth(found.get("create")),
        update=truth(found.get("update")), base=number(found.get("baseVersion")) or 0,
        trunk=number(found.get("trunkVersion")), branch=found.get("branchId", ""), label=text(found, "label"),
        path=path, inside=inside,
    )  # fmt: skip


def leaves(inside: Element, path: tuple[str, ...]) -> Iterator[Answered]:
    """Every question below an element, answered or empty."""
    for child in inside:
        if len(child):
            yield from leaves(child, (*path, local(child)))
        elif local(child) != "meta":
            yield Answered((*path, local(child)), (child.text or "").strip())


def truth(value: str | None) -> bool:
    return (value or "").strip().lower() in {"1", "true"}


def number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
