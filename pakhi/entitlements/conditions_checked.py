"""Whether a condition can be evaluated as it is written: its facts exist, and are compared as their kinds allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pakhi.entitlements.rows import Condition, Fact, Test

OPERATORS = {
    "flag": ("is",),
    "number": ("==", "!=", "<", "<=", ">", ">=", "between", "in"),
    "rupees": ("<", "<=", ">", ">=", "between"),
    "one": ("==", "!=", "in"),
    "text": ("==", "!=", "in"),
    "set": ("intersects",),
}
LISTS = ("between", "in", "intersects")


def wrong_in(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[str]:
    """A sentence for each test that cannot be evaluated."""
    if isinstance(condition, Test):
        yield from _wrong(condition, facts)
    else:
        for part in condition.of:
            yield from wrong_in(part, facts)


def _wrong(test: Test, facts: Mapping[str, Fact]) -> Iterator[str]:
    fact = facts.get(test.fact)
    if fact is None:
        yield f"There is no fact “{test.fact}”."
        return
    if test.op not in OPERATORS[fact.kind]:
        yield f"“{test.fact}” is of the kind “{fact.kind}” and is not compared by “{test.op}”."
        return
    if (test.op in LISTS) != isinstance(test.value, tuple):
        yield f"“{test.fact} {test.op}” is compared with {'a list' if test.op in LISTS else 'one value'}."
        return
    values: tuple[Any, ...] = test.value if isinstance(test.value, tuple) else (test.value,)
    if not values:
        yield f"“{test.fact} {test.op}” is compared with an empty list."
    for value in values:
        if not _fits(value, fact.kind):
            yield f"“{value}” is not what “{test.fact}” (of the kind “{fact.kind}”) can be."
        elif fact.choices and value not in fact.choices:
            yield f"“{value}” is none of the choices of “{test.fact}”: {', '.join(fact.choices)}."
    if test.op == "between" and (
        len(values) != 2 or (all(_fits(v, "number") for v in values) and values[0] > values[1])
    ):
        yield f"“{test.fact} between” has two numbers, the smaller one first."


def _fits(value: Any, kind: str) -> bool:
    """Whether a value is one that a fact of that kind can have."""
    if kind == "flag":
        return isinstance(value, bool)
    if kind in ("number", "rupees"):
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str) and bool(value)
