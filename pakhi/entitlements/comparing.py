"""Tests over columns: where they hold, where they fail, and what is left open."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pakhi.entitlements.columns import Bools, Column, Flags, Numbers, Sets, Words
from pakhi.entitlements.conditions import of_answer
from pakhi.entitlements.rows import Test

Pair = tuple[Bools, Bools]  # where it holds, where it fails; neither: not known


def unknown(kind: str, count: int) -> Column:
    """A fact that nobody was asked."""
    if kind == "flag":
        return Flags(np.full(count, -1, np.int8))
    if kind in ("number", "rupees"):
        return Numbers(np.zeros(count), np.full(count, np.inf))
    if kind == "set":
        return Sets(np.zeros(count, np.bool_), {})
    return Words(np.full(count, -1, np.int32), ())


def is_open(column: Column) -> Bools:
    """Where the answer is not certain."""
    if isinstance(column, Numbers):
        return np.asarray(column.least < column.most)
    return ~column.known if isinstance(column, Sets) else np.asarray(column.said < 0)


def settled(column: Column, value: Any) -> Column:
    """A column with a value put in where the answer is not certain, inside the bounds that are known."""
    if value is None:
        return column
    if isinstance(column, Numbers):
        put = np.clip(value, column.least, column.most)
        return Numbers(put, put)
    if isinstance(column, Flags):
        return Flags(np.where(column.said < 0, np.int8(value), column.said))
    if isinstance(column, Words):
        vocabulary = column.vocabulary if value in column.vocabulary else (*column.vocabulary, value)
        return Words(np.where(column.said < 0, np.int32(vocabulary.index(value)), column.said), vocabulary)
    members = {*column.has, *value}
    nothing = np.zeros(len(column.known), np.bool_)
    has = {one: np.where(column.known, column.has.get(one, nothing), one in value) for one in members}
    return Sets(np.ones_like(column.known), has)


def tested(test: Test, column: Column, unanswered: bool | None) -> Pair:
    """One test over a column."""
    value: Any = test.value
    if isinstance(column, Numbers):
        return of_numbers(test.op, value, column.least, column.most)
    if isinstance(column, Sets):
        hits = [column.has[one] for one in value if one in column.has]
        hit = reduce(np.logical_or, hits) if hits else np.zeros(len(column.known), np.bool_)
        return (column.known & hit) | ((unanswered is True) & ~column.known), (column.known & ~hit) | (
            (unanswered is False) & ~column.known
        )
    if isinstance(column, Flags):
        outcomes = [of_answer(test.op, value, False), of_answer(test.op, value, True)]
    else:
        outcomes = [of_answer(test.op, value, word) for word in column.vocabulary]
    holds = np.array([*outcomes, unanswered is True], np.bool_)
    fails = np.array([*(not one for one in outcomes), unanswered is False], np.bool_)
    return holds[column.said], fails[column.said]


def of_numbers(op: str, value: Any, least: NDArray[np.float64], most: NDArray[np.float64]) -> Pair:
    """A test of numbers between bounds."""
    if op in ("!=", ">=", ">"):
        no, yes = of_numbers({"!=": "==", ">=": "<", ">": "<="}[op], value, least, most)
        return yes, no
    if op == "<":
        return most < value, least >= value
    if op == "<=":
        return most <= value, least > value
    if op == "between":
        return (least >= value[0]) & (most <= value[1]), (most < value[0]) | (least > value[1])
    limits = value if op == "in" else [value]
    outside = reduce(np.logical_and, [(one < least) | (one > most) for one in limits])
    return np.isin(least, limits) & (least == most), outside
