"""Columns of a file as texts, without the rows that say nothing, and as codes with sorted labels."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from .arrays import Ints
from .scores import BadRatings

MISSING = frozenset({"", "na", "n/a", "nan", "null"})
Column = Sequence[object]


def texts(name: str, column: Column, rows: int) -> list[str]:
    """The column as trimmed texts, empty where nothing is known."""
    values = column.tolist() if isinstance(column, np.ndarray) else column
    if len(values) != rows:
        raise BadRatings(f"The column {name} has {len(values)} rows, the rater column has {rows}.")
    return ["" if value is None else str(value).strip() for value in values]


def drop_missing(text: dict[str, list[str]]) -> list[str]:
    """Leave out rows without rater, ratee, score, item or period; return a note that counts them."""
    must: list[str] = [name for name in ("rater", "ratee", "score", "item", "period") if name in text]
    keep = np.ones(len(text["rater"]), dtype=bool)
    notes = []
    for name in must:
        missing = np.array([value.casefold() in MISSING for value in text[name]])
        if lost := int((missing & keep).sum()):
            notes.append(f"{lost} rows have no {name} and were left out.")
        keep &= ~missing
    if not keep.any():
        raise BadRatings("There are no ratings: every row lacks a rater, a ratee or a score.")
    if notes:
        kept = np.flatnonzero(keep)
        for name in text:
            text[name] = [text[name][k] for k in kept]
    return notes


def encode(column: Sequence[str] | None, rows: int) -> tuple[Ints, tuple[str, ...]]:
    """Codes in the order of the labels (numbers as numbers), so that codes do not depend on the rows' order."""
    if column is None:
        return np.zeros(rows, dtype=np.int64), ("",)
    labels = sorted(set(column), key=_sort_key(set(column)))
    place = {label: code for code, label in enumerate(labels)}
    return np.fromiter((place[value] for value in column), dtype=np.int64, count=rows), tuple(labels)


def _sort_key(labels: set[str]) -> Callable[[str], tuple[float, str]]:
    try:
        numbers = {label: float(label) for label in labels}
    except ValueError:
        numbers = {}
    if not all(math.isfinite(number) for number in numbers.values()):
        numbers = {}
    return lambda label: (numbers.get(label, 0.0), label)
