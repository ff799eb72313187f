"""The label of an entry, which lies in clear on every phone: never a text that a phone made up.

Where the form puts it together from properties and its own words, so does the server. Any other label is taken only if
each of its words is one of the form's, one of the entry's checked values, or of a choice's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pakhi.field.declared import LITERAL, Declaration
from pakhi.field.outline import path_of

CONCAT = re.compile(r"concat\((.*)\)", re.DOTALL)
PART = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)"|((?:current\(\)/)?[\w./:\-]+))\s*(?:,|\Z)""")
BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~।॥–—]+")  # what stands between words, in the scripts that forms are in


def label_of(declaration: Declaration, sent: str, values: Mapping[str, str], key: str) -> str:
    """What an entry is called after a change; empty: as it was called before. About a person it has no label."""
    if not sent or any(one.person for one in declaration.properties):
        return ""
    made = composed(declaration, values)
    if made is None:
        made = sent if words(sent) <= known(declaration, values) else key[:8]
    return " ".join(made.split())[:120]


def composed(declaration: Declaration, values: Mapping[str, str]) -> str | None:
    """The label from the checked values; None where its expression is more than properties and words in a row."""
    whole = declaration.label.strip()
    inside = CONCAT.fullmatch(whole)
    parts, names, out = list(split(inside[1] if inside else whole)), dict[tuple[str, ...], str](), list[str]()
    names |= {one.path: one.name for one in declaration.properties}
    for quoted, path in parts:
        if path and place(declaration, path) not in names:
            return None
        out.append(values.get(names[place(declaration, path)], "") if path else quoted)
    return "".join(out) if parts and (inside or len(parts) == 1) else None


def split(expression: str) -> Iterator[tuple[str, str]]:
    """(words, path) of each part, one of them empty; a path `?` for what is neither."""
    at = 0
    while at < len(expression):
        found = PART.match(expression, at)
        if found is None:
            yield "", "?"
            return
        yield found[1] or found[2] or "", found[3] or ""
        at = found.end()


def place(declaration: Declaration, path: str) -> tuple[str, ...]:
    """A path as the names from the form's root, also if it starts at the label."""
    if path.startswith("/"):
        return path_of(path)
    out = [*declaration.path, "meta", "entity", "label"]
    for step in path.removeprefix("current()/").split("/"):
        if step == "..":
            out = out[:-1]
        elif step != ".":
            out.append(step.rpartition(":")[2])
    return tuple(out)


def known(declaration: Declaration, values: Mapping[str, str]) -> set[str]:
    """Every word that a label may have."""
    own = (one[1:-1] for one in LITERAL.findall(declaration.label))
    called = (text for one in declaration.properties for text in one.called)
    return {word for text in (*own, *values.values(), *called) for word in words(text)}


def words(text: str) -> set[str]:
    return {word for word in BETWEEN.split(text) if word}
