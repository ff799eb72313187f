"""What may be shown of a figure made from people's answers, and to whom. One function for every output.

A circle says how far a figure travels. *Inside* sees it with its interval from 5 distinct people, *own*
(somebody about themselves) from 10; *outside* sees a band only, from 10, or from 20 where the figure is about
one person. What may not be shown waits, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

INSIDE = 5
OWN = 10
OUTSIDE = 10
PERSON = 20
THEME = 5
FIFTHS = 30  # from so many people on, a band is a fifth of the scale instead of a third
SERVED = 0.8  # from this share of all who were asked, a figure is nearly about each of them
STEPS = (10, 20, 50)  # counts outside are told as 10-19, 20-49, 50+


class Circle(StrEnum):
    """How far a figure travels."""

    INSIDE = "inside"
    OWN = "own"
    OUTSIDE = "outside"


class Why(StrEnum):
    """Why a figure waits: too few people, or so many that the next level up must speak for them."""

    FEW = "few"
    SERVED = "served"


@dataclass(frozen=True)
class Shown:
    """What may be shown: `exact` with its interval, a `band` (1 the lowest of `bands`), or `waits` and `why`.

    Everything that may not be seen is None, so that no output can leak it by mistake. `count` is the number
    of people as it may be told: a number inside, 10-19, 20-49 or 50+ outside, and <k where there are too few.
    """

    kind: str
    count: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    band: int = 0
    bands: int = 0
    why: str = ""

    @property
    def exact(self) -> bool:
        return self.kind == "exact"

    @property
    def waits(self) -> bool:
        return self.kind == "waits"


def threshold(circle: Circle, *, person: bool = False) -> int:
    """How many distinct people a figure needs in a circle."""
    if circle is Circle.OUTSIDE:
        return PERSON if person else OUTSIDE
    return OWN if circle is Circle.OWN else INSIDE


def told(circle: Circle, raters: int, *, person: bool = False) -> str:
    """The number of people as it may be told in a circle."""
    least = threshold(circle, person=person)
    if raters < least:
        return f"<{least}"
    if circle is not Circle.OUTSIDE:
        return str(raters)
    if raters >= STEPS[-1]:
        return f"{STEPS[-1]}+"
    return next(f"{low}-{high - 1}" for low, high in pairwise(STEPS) if raters < high)


def band(value: float, bands: int) -> int:
    """Which of so many equal parts of the scale 0-100 a value lies in; 1 is the lowest."""
    return min(bands, max(1, int(value * bands // 100) + 1))


def show(
    circle: Circle, raters: int, *, person: bool = False, value: float | None = None,
    low: float | None = None, high: float | None = None, served: int | None = None,
) -> Shown:  # fmt: skip
    """What a circle may see of a figure on the scale 0-100 that `raters` distinct people gave.

    `person`: the figure is about one named person, or about an office with a single one in it. `served`: how
    many people could have answered, where that is known. Raises ValueError on a negative number of people.
    """
    if raters < 0:
        raise ValueError("A number of people cannot be negative.")
    count = told(circle, raters, person=person)
    if raters < threshold(circle, person=person):
        return Shown("waits", count, why=Why.FEW)
    if circle is not Circle.OUTSIDE:
        return Shown("exact", count, value, low, high)
    if served is not None and raters >= SERVED * served:
        return Shown("waits", count, why=Why.SERVED)
    bands = 5 if raters >= FIFTHS else 3
    return Shown("band", count, band=0 if value is None else band(value, bands), bands=bands)


def theme(raters: int) -> bool:
    """Whether a coded theme may be told: five people or more said it."""
    return raters >= THEME


def whole_may(whole: int, parts: Iterable[int], *, least: int = OUTSIDE) -> bool:
    """Whether a whole may be shown beside parts of it: what is left without them is nobody, or enough.

    `parts` are the people of the parts that are shown. Where they add up to more than the whole (people
    counted in two parts), nobody can say what is left, so it may not.
    """
    rest = whole - sum(parts)
    return rest == 0 or rest >= least
