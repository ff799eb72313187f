"""YAML with its lines: what stands where, so that a mistake can be named by its line and never shows a trace.

Refused besides broken YAML: a key that stands twice in one table, references (`&`, `*`), which hide what a row says,
more than one document in a file, and tables within tables within tables without end.
"""

from __future__ import annotations

from typing import Any

import yaml

Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 30  # a row with a condition needs about ten


class Broken(Exception):
    """A text that is no YAML as this catalogue has it; `line` counts from 1, `sentence` says what is wrong there."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


class Table(dict[str, Any]):
    """A table of the file. `line`: where it begins; `lines`: key -> the line of the key; both count from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def load(text: str) -> Any:
    """The content of a file: tables, lists and plain values. Raises Broken with the line and a sentence."""
    loader = None
    try:
        loader = Loader(text)
        return _document(loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Broken(mark.line + 1 if mark else 0, f"This is not YAML: {error.problem or 'it breaks off'}.") from None
    except (yaml.YAMLError, ValueError) as error:  # a strange character
        raise Broken(0, f"This cannot be read: {str(error).splitlines()[0]}.") from None
    finally:
        if loader is not None:
            loader.dispose()


def _document(loader: Any) -> Any:
    """The only document of the file; None for an empty file."""
    loader.get_event()  # the stream begins
    if isinstance(loader.get_event(), yaml.StreamEndEvent):
        return None
    value = _value(loader, loader.get_event(), 0)
    loader.get_event()  # the document ends
    after = loader.get_event()
    if not isinstance(after, yaml.StreamEndEvent):
        raise Broken(_line(after), "A second document begins here; a file holds one.")
    return value


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _value(loader: Any, event: Any, depth: int) -> Any:
    """What begins with this event. Read event by event: the composer of the library does not bear any depth."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise Broken(_line(event), "References (& and *) are not used here; write it out.")
    if depth > DEEPEST:
        raise Broken(_line(event), "Here too many lists or tables lie one within the other.")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(loader, event)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := loader.get_event(), yaml.SequenceEndEvent):
            items.append(_value(loader, item, depth + 1))
        return items
    table = Table(_line(event))
    while not isinstance(key := loader.get_event(), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise Broken(_line(key), "A name is expected here, with a colon after it.")
        name = str(key.value)
        if name in table:
            raise Broken(_line(key), f"“{name}” stands twice in one table.")
        table[name] = _value(loader, loader.get_event(), depth + 1)
        table.lines[name] = _line(key)
    return table


def _scalar(loader: Any, event: Any) -> Any:
    """A single value, by the rules of YAML: a text, a number, a day, true or false, or nothing."""
    tag = event.tag
    if tag is None or tag == "!":
        tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
    node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark, style=event.style)
    try:
        return loader.construct_object(node)
    except ValueError as error:  # 2026-02-30
        raise Broken(_line(event), f"“{event.value[:40]}” cannot be read: {error}.") from None
