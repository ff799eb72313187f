"""An XForm, as phones get it, read into groups and questions: for a look at it, for paper, and for its entity lists.

Our own forms and those of organisations are read alike, from the bytes that are given out (ODK XForms specification).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from pakhi.field.records import local

Words = dict[str, str]  # language as the form writes it ("" without languages) -> text
Files = dict[str, dict[str, str]]  # language -> kind of file (image, audio, video) -> its name
UNSAID = "-"  # what pyxform writes where a language has no words
CSV, SAVETO, PRELOAD = "jr://file-csv/", "saveto", "preload"
SELECTS = {"select1": "one", "select": "many", "rank": "rank"}
INPUTS = {"int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "moment",
          "geopoint": "place", "geotrace": "place", "geoshape": "place", "barcode": "code"}  # fmt: skip
UPLOADS = {"image": "photo", "audio": "sound", "video": "film"}


@dataclass(frozen=True)
class Text:
    """What is shown or played, by language."""

    words: Words = field(default_factory=dict)
    files: Files = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    value: str
    text: Text


@dataclass(frozen=True)
class Node:
    """A group, a repeat or a question. `source`: the table or list that its choices come from, if not from the form;
    `listed`: the list of the form that they stand in, where several questions may share them.
    """

    path: tuple[str, ...]
    kind: str
    label: Text = field(default_factory=Text)
    hint: Text = field(default_factory=Text)
    choices: tuple[Choice, ...] = ()
    source: str = ""
    listed: str = ""
    relevant: str = ""
    required: bool = False
    constraint: str = ""
    appearance: str = ""
    children: tuple[Node, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def is_group(self) -> bool:
        return self.kind in {"group", "repeat"}

    @property
    def outside(self) -> bool:
        """Whether its choices come from a table or list outside the form, or stand in its appearance as one."""
        return bool(self.source) or "search(" in self.appearance

    @property
    def repeats_text(self) -> bool:
        """Whether one chooses among the answers to another question, which may be texts."""
        return self.kind in SELECTS.values() and not self.choices and not self.outside


class Outline:
    """One XForm. `nodes`: what it asks, in order; `languages`: as it writes them, the default first."""

    def __init__(self, xform: bytes) -> None:
        top = fromstring(xform, forbid_dtd=True)
        self.model = next(one for one in top.iter() if local(one) == "model")
        self.body = next(one for one in top.iter() if local(one) == "body")
        self.title = next((one.text or "" for one in top.iter() if local(one) == "title"), "")
        self.instances = [one for one in self.model if local(one) == "instance"]
        self.root = next(iter(self.instances[0]))
        self.binds = {path_of(bind.get("nodeset", "")): bind for bind in self.model if local(bind) == "bind"}
        self.texts, self.languages = dict[str, Text](), list[str]()
        self.read_texts()
        self.nodes = tuple(self.walk(self.body))

    def read_texts(self) -> None:
        for translation in (one for one in self.model.iter() if local(one) == "translation"):
            language = translation.get("lang", "")
            self.languages.insert(0 if attribute(translation, "default") else len(self.languages), language)
            for entry in translation:
                text = self.texts.setdefault(entry.get("id", ""), Text())
                for value in entry:
                    form = value.get("form", "long")
                    said = flat(value)
                    if form in UPLOADS:
                        text.files.setdefault(language, {})[form] = said.rpartition("/")[2]
                    elif form in {"long", "short"} and said not in {"", UNSAID}:
                        text.words.setdefault(language, said)

    def text(self, parent: Element, name: str) -> Text:
        """The label or hint of a control."""
        found = next((one for one in parent if local(one) == name), None)
        if found is None:
            return Text()
        reference = found.get("ref", "")
        if reference.startswith("jr:itext("):
            return self.texts.get(reference[len("jr:itext(") : -1].strip("'\""), Text())
        return Text({"": flat(found)} if flat(found) else {})

    def walk(self, parent: Element, inside: tuple[str, ...] = ()) -> Iterator[Node]:
        """Every control below an element, in order. A repeat and the group around it are one."""
        for control in parent:
            kind = local(control)
            if kind == "group":
                repeat = next((one for one in control if local(one) == "repeat"), None)
                path = path_of(repeat.get("nodeset", "") if repeat is not None else control.get("ref", "")) or inside
                children = tuple(self.walk(control if repeat is None else repeat, path))
                yield self.node(control, path, "group" if repeat is None else "repeat", children=children)
            elif kind in {"input", "range", "trigger", "upload", *SELECTS}:
                path = path_of(control.get("ref", ""))
                yield self.node(control, path, self.kind(control, path), *self.choices(control))

    def node(
        self, control: Element, path: tuple[str, ...], kind: str, choices: tuple[Choice, ...] = (), source: str = "",
        listed: str = "", children: tuple[Node, ...] = (),
    ) -> Node:  # fmt: skip
        bind = self.binds.get(path)
        said = {name: bind.get(name, "") if bind is not None else "" for name in ("relevant", "required", "constraint")}
        return Node(
            path, kind, self.text(control, "label"), self.text(control, "hint"), choices, source,
            listed, said["relevant"].strip(), said["required"].strip() in {"true()", "1"}, said["constraint"].strip(),
            control.get("appearance", ""), children,
        )  # fmt: skip

    def kind(self, control: Element, path: tuple[str, ...]) -> str:
        """What kind of question it is, in our words."""
        tag, bind = local(control), self.binds.get(path)
        type_ = bind.get("type", "string").rpartition(":")[2] if bind is not None else "string"
        if tag in SELECTS:
            return "rank" if type_ == "odk:rank" else SELECTS[tag]
        if tag == "trigger":
            return "tick"
        if tag == "upload":
            return UPLOADS.get(control.get("mediatype", "").partition("/")[0], "file")
        if tag == "range":
            return "integer" if type_ == "int" else "decimal"
        if type_ == "string" and bind is not None and bind.get("readonly") == "true()":
            return "note"
        return INPUTS.get(type_, "text")

    def choices(self, control: Element) -> tuple[tuple[Choice, ...], str, str]:
        """What one can choose, the table that it comes from if it is not in the form, and else the list in the form."""
        itemset = next((one for one in control if local(one) == "itemset"), None)
        if itemset is None:
            items = [one for one in control if local(one) == "item"]
            return tuple(Choice(said(one, "value"), self.text(one, "label")) for one in items), "", ""
        name = itemset.get("nodeset", "").partition("instance('")[2].partition("'")[0]
        found = next((one for one in self.instances[1:] if one.get("id") == name), None)
        if found is None:
            return (), name, ""
        if found.get("src"):
            return (), found.get("src", "").rpartition("/")[2], ""
        return tuple(self.choice(one) for one in found.iter() if local(one) == "item"), "", name

    def choice(self, item: Element) -> Choice:
        reference, plain = said(item, "itextId"), said(item, "label")
        return Choice(said(item, "name"), self.texts.get(reference) or Text({"": plain} if plain else {}))

    def questions(self, nodes: tuple[Node, ...] | None = None) -> Iterator[Node]:
        """Every question, without the groups."""
        for one in self.nodes if nodes is None else nodes:
            if one.is_group:
                yield from self.questions(one.children)
            else:
                yield one

    @property
    def lists(self) -> tuple[str, ...]:
        """The tables outside the form that it chooses from, by file name."""
        found = [one.get("src", "") for one in self.instances[1:]]
        return tuple(dict.fromkeys(src.removeprefix(CSV) for src in found if src.startswith(CSV)))


def path_of(written: str) -> tuple[str, ...]:
    """The names of a path below the form's root, without prefixes: `/data/birth/year` is (birth, year)."""
    return tuple(step.rpartition(":")[2] for step in written.strip().split("/")[2:])


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name: prefixes differ."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def said(element: Element, name: str) -> str:
    found = next((one for one in element if local(one) == name), None)
    return (found.text or "").strip() if found is not None else ""


def flat(element: Element) -> str:
    """Text with the answers that are put into it as […]."""
    out = element.text or ""
    for child in element:
        out += f"[{child.get('value', '').rpartition('/')[2].strip()}]" if local(child) == "output" else ""
        out += child.tail or ""
    return " ".join(out.split()) if "\n\n" not in out else out.strip()
