"""What the estimator is held to, line by line: the figure to reach, the figure measured, and whether it is reached."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One check. `value` None: not measured here, and `note` says why."""

    name: str
    value: float | None
    low: float
    high: float
    aim_low: float
    aim_high: float
    unit: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the figure lies in the bounds, and in the narrower ones that are aimed at."""
        if self.value is None:
            return "not measured"
        if self.aim_low <= self.value <= self.aim_high:
            return "pass, aim reached"
        return "pass" if self.low <= self.value <= self.high else "MISS"

    @property
    def missed(self) -> bool:
        """Measured, and outside its bounds."""
        return self.verdict == "MISS"

    def text(self) -> str:
        """The line as it is printed."""
        value = "-" if self.value is None else f"{self.value:.4g}"
        bounds = f"pass {_bounds(self.low, self.high)}, aim {_bounds(self.aim_low, self.aim_high)}"
        tail = f"  ({self.note})" if self.note else ""
        return f"{self.name:<66} {value:>9} {self.unit:<6} {self.verdict:<18} {bounds}{tail}"


def between(
    name: str, value: float | None, bounds: tuple[float, float], aim: tuple[float, float], note: str = ""
) -> Line:
    """A figure that must lie between two others."""
    return Line(name, value, *bounds, *aim, note=note)


def at_most(name: str, value: float | None, bound: float, aim: float, unit: str = "", note: str = "") -> Line:
    """A figure that must not be larger."""
    return Line(name, value, float("-inf"), bound, float("-inf"), aim, unit, note)


def at_least(name: str, value: float | None, bound: float, aim: float, unit: str = "", note: str = "") -> Line:
    """A figure that must not be smaller."""
    return Line(name, value, bound, float("inf"), aim, float("inf"), unit, note)


def closing(lines: Iterable[Line]) -> str:
    """How many of the lines passed."""
    found = list(lines)
    missed = sum(line.missed for line in found)
    without = sum(line.value is None for line in found)
    return (
        f"{len(found) - missed - without} of {len(found)} checks passed, {missed} missed, {without} not measured here."
    )


def _bounds(low: float, high: float) -> str:
    if low == float("-inf"):
        return f"<= {high:g}"
    return f">= {low:g}" if high == float("inf") else f"{low:g}-{high:g}"
