"""YAML with its lines: what stands where, so that a mistake can be named by its line and never shows a trace.

Refused besides broken YAML: a key that stands twice in one table, and references (`&`, `*`), which hide what a row
says.
"""

from __future__ import annotations

from typing import Any

import yaml

Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _value(loader, node, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Broken(mark.line + 1 if mark else 0, f"This is not YAML: {error.problem or 'it breaks off'}.") from None
    except (yaml.YAMLError, ValueError) as error:  # a strange character; 2026-02-30
        raise Broken(0, f"This cannot be read: {str(error).splitlines()[0]}.") from None
    finally:
        loader.dispose()


def _value(loader: Any, node: Any, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise Broken(line, "References (& and *) are not used here; write it out.")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, seen) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        table = Table(line)
        for key_node, value_node in node.value:
            key = str(key_node.value)
            at = key_node.start_mark.line + 1
            if key in table:
                raise Broken(at, f"“{key}” stands twice in one table.")
            table[key] = _value(loader, value_node, seen)
            table.lines[key] = at
        return table
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise Broken(line, f"“{node.value}” cannot be read: {error}.") from None
