"""A version of a form before phones have it: question by question as on a phone, and as a paper to fill in."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from pakhi.field import condition
from pakhi.field.condition import said
from pakhi.field.models import Media, Version
from pakhi.field.outline import Choice, Node, Outline, Text
from pakhi.field.xlsform import code_of
from pakhi.lib.paper import without_empty
from pakhi.vault.certificate import fonts

MANY = 400  # choices that are printed; a longer list is looked up, not ticked
PICTURES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".svg": "image/svg+xml",
}  # fmt: skip
Address = Callable[[str], str]  # name of a file of the form -> where it is, empty if it is not here


@dataclass(frozen=True)
class Answer:
    """A choice, as it is shown."""

    value: str
    label: str
    picture: str = ""


@dataclass(frozen=True)
class Screen:
    """A question or the head of a group, in one language. `foreign`: it has no words in that language."""

    kind: str
    number: str
    level: int
    label: str
    hint: str = ""
    foreign: bool = False
    required: bool = False
    picture: str = ""
    sound: str = ""
    choices: tuple[Answer, ...] = ()
    more: int = 0
    source: str = ""
    when: str = ""
    raw: str = ""

    @property
    def is_group(self) -> bool:
        return self.kind in {"group", "repeat"}


@dataclass(frozen=True)
class Look:
    """A form in one of its languages. `code` is that language's, as far as the form says it."""

    title: str
    languages: tuple[str, ...]
    language: str
    code: str
    screens: tuple[Screen, ...]


def nowhere(_name: str) -> str:
    return ""


def look(version: Version, wanted: str = "", at: Address = nowhere) -> Look:
    """A version in a language, as the form writes it, or in its first. Sentences are in the active language."""
    outline = Outline(bytes(version.xform))
    language = wanted if wanted in outline.languages else next(iter(outline.languages), "")
    known = {code for code, _name in settings.LANGUAGES}
    code = code_of(language) if code_of(language) in known else ""
    made = Maker(outline, language, at)
    title = version.titles.get(code, version.title)
    return Look(title, tuple(outline.languages), language, code, tuple(made.screens(outline.nodes)))


@dataclass(frozen=True)
class Maker:
    """Makes screens of one form in one language."""

    outline: Outline
    language: str
    at: Address

    def screens(self, nodes: tuple[Node, ...], before: str = "", level: int = 0, count: int = 0) -> Iterator[Screen]:
        """Heads and questions in order, numbered 1, 2, 2.1. Of a group that says nothing there is what is in it."""
        for node in nodes:
            if node.kind == "group" and not node.label.words and not node.relevant:
                inside = list(self.screens(node.children, before, level, count))
                count += sum(one.level == level and bool(one.number) for one in inside)
                yield from inside
                continue
            count += node.kind != "note"
            number = f"{before}{count}" if node.kind != "note" else ""
            yield self.screen(node, number, level)
            if node.is_group:
                yield from self.screens(node.children, f"{number}.", level + 1)

    def screen(self, node: Node, number: str, level: int) -> Screen:
        when = condition.sentence(self.outline, node.relevant, self.language) if node.relevant else ""
        return Screen(
            kind=node.kind, number=number, level=level, hint=said(node.hint, self.language), required=node.required,
            label=said(node.label, self.language) or ("" if node.is_group else node.name),
            foreign=bool(self.language and node.label.words) and not node.label.words.get(self.language),
            picture=self.file(node.label, "image"), sound=self.file(node.label, "audio"), source=node.source,
            choices=tuple(map(self.answer, node.choices[:MANY])), more=max(len(node.choices) - MANY, 0),
            when=when, raw="" if when else " ".join(node.relevant.split()),
        )  # fmt: skip

    def answer(self, choice: Choice) -> Answer:
        return Answer(choice.value, said(choice.text, self.language) or choice.value, self.file(choice.text, "image"))

    def file(self, text: Text, kind: str) -> str:
        """Where the picture or recording is that belongs to a text in this language."""
        name = text.files.get(self.language, {}).get(kind, "") or text.files.get("", {}).get(kind, "")
        return self.at(name) if name else ""


def words(version: Version, language: str = "") -> str:
    """The paper as HTML, in the words of the product's language that the form's language is."""
    held = {one.name: embedded(one) for one in version.media.all()}
    code = look(version, language).code
    with translation.override(code or translation.get_language()):
        shown = look(version, language, lambda name: held.get(name, ""))
        context = {"look": shown, "version": version, "fonts": fonts(), "language": shown.code or "en"}
        return render_to_string("field/paper.html", context)


def embedded(media: Media) -> str:
    """A picture as an address that holds it; empty for what is no picture."""
    kind = PICTURES.get(PurePath(media.name).suffix.lower(), "")
    return f"data:{kind};base64,{base64.b64encode(bytes(media.content)).decode()}" if kind else ""


class Own(URLFetcher):  # type: ignore[misc]  # a library without types
    """Gives our letters and what the paper holds itself: a picture of a form fetches nothing else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:") and url not in fonts().values():
            raise ValueError("A paper fetches nothing.")
        return super().fetch(url, headers)


def paper(version: Version, language: str = "") -> bytes:
    """The paper as a PDF."""
    return bytes(HTML(string=words(version, language), url_fetcher=Own()).write_pdf(finisher=without_empty))
