"""A page as a person reads it: its text, its forms, and the questions in them by their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.journeys.told import EVERY, TICK, Answer

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "template", "select", "label", "legend", "option"}  # no text that a page says
FIELDS = {"input", "select", "textarea"}
BUTTONS = {"submit", "button", "reset", "image"}


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str]
    above: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    def every(self, *tags: str) -> Iterator[Node]:
        """All elements below with one of these names, in order."""
        for one in self.inside:
            if isinstance(one, Node):
                if not tags or one.tag in tags:
                    yield one
                yield from one.every(*tags)

    def up(self, tag: str) -> Node | None:
        """The nearest element around it with this name."""
        one = self.above
        while one is not None and one.tag != tag:
            one = one.above
        return one

    def raw(self, without: frozenset[str] = frozenset()) -> str:
        kept = (one for one in self.inside if isinstance(one, str) or one.tag not in without)
        return "".join(one if isinstance(one, str) else one.raw(without) for one in kept)

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """All text in it; `without`: but for that of elements with these names."""
        return " ".join(self.raw(without).split())


class Reader(HTMLParser):
    """Builds the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        one: Node | None = self.at
        while one is not None and one.tag != tag:
            one = one.above
        if one is not None and one.above is not None:
            self.at = one.above

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read(page: str) -> Node:
    """The elements of a page."""
    reader = Reader()
    reader.feed(page)
    return reader.root


def says(page: Node) -> str:
    """What a page says, without what only can be chosen on it."""
    main = next(page.every("main"), page)
    return main.text(frozenset(UNREAD))


class Unanswerable(AssertionError):
    """A page does not ask this, or not so."""


@dataclass
class Form:
    """One form of a page."""

    node: Node

    @property
    def fields(self) -> list[Node]:
        found = self.node.every(*FIELDS)
        return [one for one in found if one.get("type") not in BUTTONS and not one.has("disabled")]

    def button(self, named: str) -> Node | None:
        """The button whose text begins so."""
        return next((one for one in self.node.every("button") if one.text().startswith(named)), None)

    def label(self, one: Node) -> str:
        """The label of a field."""
        for label in self.node.every("label"):
            if one.get("id") and label.get("for") == one.get("id"):
                return label.text(frozenset({"select", "textarea"}))
        around = one.up("label")
        return around.text() if around is not None else ""

    def legend(self, one: Node) -> str:
        around = one.up("fieldset")
        return next((legend.text() for legend in around.every("legend")), "") if around is not None else ""

    def asks(self) -> list[str]:
        """The questions of the form, for who has to look what is there."""
        shown = [one for one in self.fields if one.get("type") != "hidden"]
        return list(
            dict.fromkeys(self.legend(one) if chosen(one) and self.legend(one) else self.label(one) for one in shown)
        )

    def knows(self, question: str) -> bool:
        return bool(self.find(question))

    def find(self, question: str) -> list[Node]:
        """The fields of a question: one, or all that can be chosen under a legend, or those with this label."""
        shown = [one for one in self.fields if one.get("type") != "hidden"]
        plain = [one for one in shown if not chosen(one) and self.label(one) == question]
        if plain:
            return plain[:1]
        under = [one for one in shown if chosen(one) and self.legend(one) == question]
        if under:
            return [one for one in under if one.get("name") == under[0].get("name")]
        return [one for one in shown if chosen(one) and self.label(one) == question]

    def unsent(self) -> dict[str, list[str]]:
        """What a browser would send of the form as it stands."""
        out: dict[str, list[str]] = {}
        for one in self.fields:
            name, kind = one.get("name"), one.get("type")
            if not name or kind == "file":
                continue
            if one.tag == "select":
                out.setdefault(name, []).extend(preset(one))
            elif chosen(one):
                out.setdefault(name, []).extend([worth(one)] if one.has("checked") else [])
            else:
                value = one.text() if one.tag == "textarea" else one.get("value")
                out.setdefault(name, []).append(value)
        return out

    def answer(self, question: str, answer: Answer) -> tuple[str, list[str]]:
        """(name, values) of an answer in words. Raises Unanswerable."""
        found = self.find(question)
        if not found:
            raise Unanswerable(f"“{question}” is not asked, but: {self.asks()}")
        name = found[0].get("name")
        if answer in (EVERY, TICK):
            return name, [worth(one) for one in found]
        wanted = [answer] if isinstance(answer, str) or not isinstance(answer, list | tuple) else list(answer)
        if found[0].tag == "select":
            offered = {one.text(): one for one in found[0].every("option")}
        elif chosen(found[0]):
            offered = {self.label(one): one for one in found}
        else:
            return name, [str(wanted[0])]
        wanted = [fits(str(one), list(offered)) for one in wanted]
        missing = [one for one in wanted if one not in offered]
        if missing:
            raise Unanswerable(f"“{question}” cannot be answered {missing}, but: {list(offered)}")
        return name, [worth(offered[str(one)]) for one in wanted]


def fits(wanted: str, offered: list[str]) -> str:
    """The one choice that is this, or, of those that a page makes of codes, the only one that holds it."""
    inside = [one for one in offered if wanted in one]
    return inside[0] if wanted not in offered and len(inside) == 1 else wanted


def chosen(one: Node) -> bool:
    return one.get("type") in {"radio", "checkbox"}


def worth(one: Node) -> str:
    """What is sent of something that is chosen."""
    return one.get("value") if one.has("value") else one.text() if one.tag == "option" else "on"


def preset(select: Node) -> list[str]:
    options = [one for one in select.every("option") if not one.has("disabled")]
    marked = [one for one in options if one.has("selected")] or ([] if select.has("multiple") else options[:1])
    return [worth(one) for one in marked]


def link(page: Node, named: str) -> str:
    """Where the first link leads whose text begins so. Raises Unanswerable."""
    found = [one for one in page.every("a") if one.text().startswith(named)]
    if not found:
        raise Unanswerable(f"No link “{named}”, but: {[one.text() for one in page.every('a')]}")
    return found[0].get("href")


def form_with(page: Node, press: str, questions: Mapping[str, Answer]) -> Form:
    """The form with this button that asks these questions. Raises Unanswerable."""
    forms = [Form(one) for one in page.every("form")]
    held = [one for one in forms if one.button(press) is not None]
    for one in held:
        if all(one.knows(question) for question in questions):
            return one
    asks = [one.asks() for one in held]
    buttons = [button.text() for one in forms for button in one.node.every("button")]
    raise Unanswerable(f"No form with “{press}” asks {list(questions)}; asked there: {asks}; buttons: {buttons}")
