"""Fills a form as somebody would who answers every question that is asked: a record for each of the product's forms.

The questions, their choices and what makes each of them relevant are read from the XForm itself.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from pakhi.field import publish
from pakhi.field.asked import ASKED, named, value
from pakhi.field.models import Version
from pakhi.field.records import local
from pakhi.lib.clock import today

NUMBERS = {"since_year": "2011", "age": "44", "size": "7"}
WORDS = re.compile(r"'[^']*'|\.\./[\w-]+|/[\w/-]+|!=|>=|<=|[=<>().,]|[\w-]+|\S")


@dataclass
class Filled:
    """A filled form: the record as a phone sends it, and the names of the files that it speaks of."""

    content: str
    answers: dict[str, str]
    files: list[str]


@dataclass
class Filler:
    """One form, and answers that are wanted; every other question gets the first that fits."""

    version: Version
    wanted: Mapping[str, str] = field(default_factory=dict)
    text: str = "Jhilmilita Phulkopi"
    answers: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def fill(self, instance: str = "") -> Filled:
        root = fromstring(bytes(self.version.xform))
        model = next(one for one in named(root, "instance") if not one.get("id"))
        self.binds = {one.get("nodeset", ""): one for one in named(root, "bind")}
        self.lists = {one.get("id", ""): named(one, "item") for one in named(root, "instance") if one.get("id")}
        self.asked = {one.get("ref", ""): one for one in root.iter() if local(one) in ASKED}
        data = model[0]
        out = Element("data", {"id": self.version.form.form_id, "version": self.version.version})
        self.walk(data, "/data", out)
        number = SubElement(SubElement(out, "meta"), "instanceID")
        number.text = instance or f"uuid:{uuid.uuid4()}"
        return Filled(tostring(out, encoding="unicode"), dict(self.answers), list(self.files))

    def walk(self, parent: Element, path: str, out: Element) -> None:
        """Fill what lies below a group, in order, as far as it is relevant."""
        for child in parent:
            name, here = local(child), f"{path}/{local(child)}"
            if name == "meta" or any(key.endswith("template") for key in child.attrib) or not self.relevant(here):
                continue
            made = SubElement(out, name)
            if len(child):
                self.walk(child, here, made)
            elif answer := self.answer(name, here):
                made.text = self.answers[name] = answer

    def relevant(self, path: str) -> bool:
        bind = self.binds.get(path)
        said = bind.get("relevant", "") if bind is not None else ""
        return not said or bool(self.true(said))

    def answer(self, name: str, path: str) -> str:
        if name in self.wanted:
            return self.wanted[name]
        bind, asked = self.binds.get(path), self.asked.get(path)
        if bind is not None and bind.get("calculate"):
            return bind.get("calculate", "").strip("'")
        if asked is None or (bind is not None and bind.get("readonly")):
            return ""
        if local(asked) in {"select", "select1"}:
            return self.chosen(asked)
        return self.by_type(name, bind.get("type", "string") if bind is not None else "string", asked)

    def by_type(self, name: str, kind: str, asked: Element) -> str:
        if kind == "binary":
            ending = "m4a" if asked.get("mediatype", "").startswith("audio") else "jpg"
            self.files.append(f"{name}.{ending}")
            return f"{name}.{ending}"
        if kind in {"int", "decimal"}:
            return NUMBERS.get(name, "3")
        return today().isoformat() if kind == "date" else f"{self.text} {name}"

    def chosen(self, asked: Element) -> str:
        """The first of the choices, or the first two of several; of a filtered list those that are shown."""
        nodes = next(one for one in asked if local(one) == "itemset").get("nodeset", "")
        rows = self.lists[nodes.removeprefix("instance('").partition("'")[0]]
        if found := re.search(r"\[(\w+)\s*=\s*(\S+)\s*\]", nodes):
            rows = [one for one in rows if value(one, found[1]) == self.value(found[2])]
        values = [value(one, "name") for one in rows]
        return " ".join(values[: 2 if local(asked) == "select" else 1])

    def value(self, path: str) -> str:
        return self.answers.get(path.rpartition("/")[2], "")

    def true(self, said: str) -> object:
        """What an expression of a form says; only what our own forms use."""
        names: dict[str, Callable[..., object]] = {
            "selected": lambda many, one: one in many.split(), "value": self.value,
        }  # fmt: skip
        words = [self.word(word) for word in WORDS.findall(said)]
        return eval(" ".join(words), {"__builtins__": {}}, names)  # our own forms, in a test

    def word(self, word: str) -> str:
        if word.startswith(("/", "../")):
            return f"value({word!r})"
        return {"=": "==", "not": "not "}.get(word, word)


def in_use(form_id: str) -> Version:
    """One of the product's forms, given out; the others cost time to convert."""
    content = (publish.SHIPPED / form_id / "form.md").read_bytes()
    return publish.go_live(publish.upload(content, f"{form_id}.md", None, None))


def fill(version: Version, instance: str = "", text: str = "Jhilmilita Phulkopi", **wanted: str) -> Filled:
    """A form, filled; `wanted` are answers by the names of their questions."""
    return Filler(version, wanted, text).fill(instance)
