"""Whatever the pinned pyxform can say about a workbook has a sentence of ours.

Its sources are read here: a new release that says something new fails this test until it has one.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pyxform
from pyxform.errors import ErrorCode

from pakhi.field import complaints

HOME = Path(pyxform.__file__).parent
RAISED = {"PyXFormError", "PyXFormReadError", "ValidationError"}
# Whose messages no workbook brings about.
ELSEWHERE = {
    "xform2json.py": "reads XForms back, which we never ask for",
    "xform_instance_parser.py": "reads filled forms, which we never ask for",
    "instance.py": "fills forms, which we never ask for",
    "validators/updater.py": "fetches newer validators",
    "validators/util.py": "fetches newer validators, and starts them",
    "validators/odk_validate/__init__.py": "starts ODK Validate, which we ask not for (validate=False)",
    "validators/enketo_validate/__init__.py": "starts Enketo Validate, which we ask not for (validate=False)",
}
# Parts of messages that a workbook cannot bring about through `xlsform.read`.
UNREACHABLE = {
    "Internal error:": "pyxform says itself that it would be its own fault",
    "Invalid value for `": "a check of types that pyxform makes of its own values",
    "Arguments 'itemset' and 'list_name'": "a select without a list was refused before",
    "Expected a sequence of columns": "a check of types that pyxform makes of its own values",
    "Argument 'file_type' is not": "we look at the kind of file before",
    "Argument 'definition' was not": "said as a damaged workbook (xlsform.sentence)",
    "Parameter 'definition' does not": "we give bytes, never a path",
    "There should be choices for this question": "a list that is not there was refused before",
    "cascading_select": "the sheet “cascades” was a way of 2012, and pyxform reads it only from XLS",
}


def modules() -> Iterator[tuple[str, ast.Module, ModuleType]]:
    for path in sorted(HOME.rglob("*.py")):
        name = path.relative_to(HOME).as_posix()
        if name not in ELSEWHERE:
            dotted = "pyxform." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            yield name, ast.parse(path.read_text()), importlib.import_module(dotted.removesuffix(".__init__"))


def told() -> Iterator[tuple[str, str]]:
    """(where, an example) of every message: the templates of `errors.py`, what is raised, and what is warned of."""
    for code in ErrorCode:
        yield f"errors.py {code.name}", code.value.format(row=4, sheet="survey", column="name", type="group", name="x")
    for name, tree, module in modules():
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
            for node in ast.walk(function):
                message = message_of(node)
                if message is not None and "ErrorCode" not in ast.unparse(message):
                    for example in written(message, function, module):
                        yield f"{name}:{node.lineno}", example


def message_of(node: ast.AST) -> ast.expr | None:
    """What is raised as a fault, or added to the warnings; nothing where a code of `errors.py` is named."""
    call = node.exc if isinstance(node, ast.Raise) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) in RAISED and call.args:
        return call.args[0]
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and ast.unparse(node.func.value) in {"warnings", "duplicate_errors", "errors"}
    ):
        return node.args[0]
    return None


def written(
    node: ast.expr, function: ast.FunctionDef, module: ModuleType, seen: frozenset[str] = frozenset()
) -> list[str]:
    """Examples of what an expression may be, with `x` for what is not known before."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else known(one, module) for one in node.values]
        return ["".join(parts)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = written(node.left, function, module, seen), written(node.right, function, module, seen)
        return [one + other for one in left for other in right]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [re.sub(r"%[sd]", "4", one) for one in written(node.left, function, module, seen)]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format"):
        return [re.sub(r"\{\w+\}", "4", one) for one in written(node.func.value, function, module, seen)]
    if isinstance(node, ast.Name):
        given = [
            one.value
            for one in ast.walk(function)
            if (isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == node.id)
            or (isinstance(one, ast.AugAssign) and ast.unparse(one.target) == node.id)
        ]
        if node.id in seen:  # told in terms of itself
            return ["x"]
        found = [text for one in given for text in written(one, function, module, seen | {node.id})]
        return found or [str(getattr(module, node.id, "x"))]
    return [known(node, module)]


def known(node: ast.expr, module: ModuleType) -> str:
    """The value of a constant of the module; of anything else, `x`."""
    inside = node.value if isinstance(node, ast.FormattedValue) else node
    held: Any = module
    words = ast.unparse(inside).split(".")
    for word in words:
        held = getattr(held, word, None)
    return held if isinstance(held, str) else "x"


def is_said(message: str) -> bool:
    """Whether we have a sentence for it. An example of which nothing is known is put together elsewhere."""
    bare = message.replace("[row : 4]", "").strip("x \n")
    return not bare or any(pattern.search(" ".join(message.split())) for pattern, *_rest in complaints.FAULTS)


def test_the_sources_of_pyxform_are_read() -> None:
    found = list(told())
    assert len(found) > 100
    assert any("Missing calculation." in example for _where, example in found)
    assert any("is no longer supported" in example for _where, example in found)


def test_everything_that_pyxform_says_has_a_sentence() -> None:
    missing = [
        (where, example)
        for where, example in told()
        if not any(part in example for part in UNREACHABLE) and not is_said(example)
    ]
    assert missing == []


@pytest.mark.parametrize("part", UNREACHABLE)
def test_each_exception_is_still_one(part: str) -> None:
    assert any(part in example for _where, example in told())


def test_each_module_that_is_left_out_is_still_there() -> None:
    assert [name for name in ELSEWHERE if not (HOME / name).exists()] == []
