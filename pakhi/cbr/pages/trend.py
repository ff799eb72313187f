"""A domain over time as a small drawing: one point an assessment, the line that was agreed on, no colour for down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.cbr.assessment import Line, Point
from pakhi.cbr.scales import SCORES

WIDTH, HEIGHT, EDGE = 240, 84, 10
STEP = (HEIGHT - 2 * EDGE) / (len(SCORES) - 1)


@dataclass(frozen=True)
class Drawn:
    """A line and where its parts stand in a box of WIDTH by HEIGHT. `dots`: (x, y, point); `rules`: y of each score."""

    line: Line
    dots: list[tuple[str, str, Point]]
    path: str
    agreed: str
    rules: list[str]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def newest_first(self) -> list[Point]:
        return self.line.points[::-1]


def draw(lines: Iterable[Line]) -> list[Drawn]:
    """All domains on one scale of days, so that they can be read beside each other."""
    held = list(lines)
    days = [point.day.toordinal() for one in held for point in one.points]
    first, last = min(days, default=0), max(days, default=0)
    return [drawn(one, first, last) for one in held]


def drawn(line: Line, first: int, last: int) -> Drawn:
    dots = [(number(across(point.day.toordinal(), first, last)), number(down(point.score)), point)
            for point in line.points]  # fmt: skip
    path = " ".join(f"{x},{y}" for x, y, _point in dots)
    return Drawn(line, dots, path, number(down(line.target)), [number(down(score)) for score in SCORES])


def across(day: int, first: int, last: int) -> float:
    """The place of a day; the only day stands in the middle."""
    return WIDTH / 2 if first == last else EDGE + (day - first) / (last - first) * (WIDTH - 2 * EDGE)


def down(score: int) -> float:
    return HEIGHT - EDGE - (score - 1) * STEP


def number(value: float) -> str:
    """As text, so that no language puts a comma into it."""
    return f"{value:.1f}"
