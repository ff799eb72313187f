"""Scores as people write them (3, "often", 7.5) become ordered categories with a place on a 0-100 scale."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Ints

MAX_CATEGORIES = 10

# Lower first. A file's words must all stand in one of these rows; else the caller says the order.
KNOWN_ORDERS: tuple[tuple[str, ...], ...] = (
    ("no", "perhaps", "yes"),
    ("no", "maybe", "yes"),
    ("no", "partly", "yes"),
    ("false", "true"),
    ("no", "a little", "mostly", "fully"),
    ("not at all", "a little", "mostly", "fully"),
    ("never", "rarely", "seldom", "sometimes", "often", "usually", "always"),
    ("strongly disagree", "disagree", "neither", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("very bad", "bad", "neither", "good", "very good"),
    ("very poor", "poor", "fair", "good", "very good", "excellent"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("low", "medium", "high"),
)


class BadRatings(ValueError):
    """The ratings cannot be used; the message is one sentence for the person who brought the file."""


@dataclass(frozen=True)
class Scale:
    """Categories of every row, the place of each item's categories on 0-100, and what was done to get there.

    `ends` are, by item, what 0 and 100 are in the file's own units; words count from 1.
    """

    category: Ints
    values: tuple[tuple[float, ...], ...]
    ends: tuple[tuple[float, float], ...]
    notes: tuple[str, ...]


def read_scores(texts: Sequence[str], item: Ints, n_items: int, order: Sequence[str] | None) -> Scale:
    """Turn texts into categories, item by item. Raises BadRatings when their order cannot be known."""
    numbers = {text: _number(text) for text in set(texts)}
    if order is None and all(value is not None for value in numbers.values()):
        raw = np.array([numbers[text] for text in texts], dtype=np.float64)
        return _from_numbers(raw, item, n_items)
    ranks = _word_ranks(texts, numbers, order)
    raw = np.array([ranks[text] + 1 for text in texts], dtype=np.float64)
    return _from_numbers(raw, item, n_items)


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _word_ranks(texts: Sequence[str], numbers: dict[str, float | None], order: Sequence[str] | None) -> dict[str, int]:
    words = {text: " ".join(text.casefold().split()) for text in numbers}
    if order is not None:
        place = {" ".join(word.casefold().split()): rank for rank, word in enumerate(order)}
        strange = sorted(text for text in words if words[text] not in place)
        if strange:
            raise BadRatings(f"These scores are not in the order you gave: {_list(strange)}.")
        return {text: place[word] for text, word in words.items()}
    if any(value is not None for value in numbers.values()):
        counts = Counter(texts)
        strange = sorted((t for t in numbers if numbers[t] is None), key=lambda t: (-counts[t], t))
        raise BadRatings(f"Most scores are numbers, but these are not: {_list(strange)}.")
    for known in KNOWN_ORDERS:
        if set(words.values()) <= set(known):
            used = [word for word in known if word in set(words.values())]
            return {text: used.index(word) for text, word in words.items()}
    raise BadRatings(f"Say the order of these scores, lowest first: {_list(sorted(numbers))}.")


def _list(texts: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(repr(text[:40]) for text in texts[:most])
    return shown if len(texts) <= most else f"{shown} and {len(texts) - most} more"


def _from_numbers(raw: np.ndarray, item: Ints, n_items: int) -> Scale:
    everything = np.unique(raw)
    if everything.size < 2:
        raise BadRatings("Every score is the same, so there is nothing to compare.")
    category = np.zeros(raw.size, dtype=np.int64)
    values: list[tuple[float, ...]] = []
    ends: list[tuple[float, float]] = []
    binned = 0
    for j in range(n_items):
        rows = np.flatnonzero(item == j)
        codes: Ints
        distinct, codes = np.unique(raw[rows], return_inverse=True)
        low, high = _range(distinct, everything)
        if distinct.size > MAX_CATEGORIES:
            codes = _bin(raw[rows])
            binned += 1
        category[rows] = codes
        ends.append((low, high))
        size = np.bincount(codes)
        means = np.bincount(codes, weights=raw[rows]) / size
        values.append(tuple(float(v) for v in (means - low) / (high - low) * 100))
    notes = []
    if binned:
        notes.append(
            f"Scores with more than {MAX_CATEGORIES} different values were grouped into at most "
            f"{MAX_CATEGORIES} steps of about equal size (items concerned: {binned})."
        )
    return Scale(category, tuple(values), tuple(ends), tuple(notes))


def _range(distinct: np.ndarray, everything: np.ndarray) -> tuple[float, float]:
    """An item that uses at least half of all values seen shares the file's scale; else it has its own."""
    shared = distinct.size * 2 >= everything.size or distinct.size < 2
    ends = everything if shared else distinct
    return float(ends[0]), float(ends[-1])


def _bin(raw: np.ndarray) -> Ints:
    edges = np.unique(np.quantile(raw, np.arange(1, MAX_CATEGORIES) / MAX_CATEGORIES))
    codes = np.searchsorted(edges, raw, side="right")
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)
