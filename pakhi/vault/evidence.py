"""What speaks for two records being of one person, and how strongly. A person decides; this only orders the pile.

Each kind of evidence has levels with two shares: `same`, how often it is so among records of one person, and
`chance`, how often among any two people (Fellegi and Sunter, 1969). They were set from what is known of the field:
ages are guessed, families share a telephone, villages and names repeat. Nothing is learnt from people's records.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.vault.alike import CLOSE, SAME, alike
from pakhi.vault.fold import Folded, key

VERY = 0.9  # as alike as two spellings that nobody would call different
NOWHERE = Folded((), "")
APART = 12  # years between two guesses of one age, at most


class Reason(StrEnum):
    """Why two records are shown beside each other. A reason never holds what it is about."""

    SAME_NAME = "same_name"
    CLOSE_NAME = "close_name"
    SAME_PHONE = "same_phone"
    SAME_PAPER = "same_paper"
    SAME_YEAR = "same_year"
    CLOSE_YEAR = "close_year"
    SAME_VILLAGE = "same_village"


LABELS: dict[Reason, str | Promise] = {
    Reason.SAME_NAME: _("The same name, perhaps spelt differently"),
    Reason.CLOSE_NAME: _("A name that sounds alike"),
    Reason.SAME_PHONE: _("The same telephone number"),
    Reason.SAME_PAPER: _("The same number of a paper"),
    Reason.SAME_YEAR: _("Born in the same year"),
    Reason.CLOSE_YEAR: _("Nearly the same age"),
    Reason.SAME_VILLAGE: _("The same village"),
}


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison. `reason` is empty where it speaks against."""

    name: str
    reason: str
    same: float
    chance: float

    @property
    def bits(self) -> float:
        """The weight of this outcome: above 0 for one person, below 0 for two."""
        return math.log2(self.same / self.chance)


Levels = dict[str, tuple[Level, ...]]
LEVELS: Levels = {
    "name": (
        Level("equal", Reason.SAME_NAME, 0.60, 0.002), Level("very", Reason.CLOSE_NAME, 0.22, 0.0025),
        Level("alike", Reason.CLOSE_NAME, 0.11, 0.006), Level("near", "", 0.04, 0.03), Level("other", "", 0.03, 0.9595),
    ),
    "year": (
        Level("equal", Reason.SAME_YEAR, 0.55, 0.03), Level("near", Reason.CLOSE_YEAR, 0.28, 0.11),
        Level("around", "", 0.14, 0.46), Level("other", "", 0.03, 0.40),
    ),
    "village": (Level("equal", Reason.SAME_VILLAGE, 0.75, 0.03), Level("other", "", 0.25, 0.97)),
    "phone": (Level("shared", Reason.SAME_PHONE, 0.50, 0.001), Level("other", "", 0.50, 0.999)),
    "paper": (Level("shared", Reason.SAME_PAPER, 0.60, 0.001), Level("other", "", 0.40, 0.999)),
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One person as the comparison knows them: sounds of names and village, a year, marks of numbers; no name."""

    code: str
    names: tuple[Folded, ...] = ()
    year: int | None = None
    village: Folded = NOWHERE
    phones: frozenset[bytes] = frozenset()
    papers: frozenset[bytes] = frozenset()


def likeness(one: Known, other: Known) -> float:
    """How alike the two most alike names of two people are."""
    return max((alike(a, b) for a in one.names for b in other.names), default=0.0)


def name_level(one: Known, other: Known) -> str:
    """The level of the names; empty where one has none."""
    if not one.names or not other.names:
        return ""
    if {key(name) for name in one.names} & {key(name) for name in other.names}:
        return "equal"
    return level_of(likeness(one, other))


def level_of(likeness: float) -> str:
    """The level of names that are not equal when folded."""
    steps = (("very", VERY), ("alike", SAME), ("near", CLOSE))
    return next((name for name, least in steps if likeness >= least), "other")


def year_level(one: Known, other: Known) -> str:
    if one.year is None or other.year is None:
        return ""
    apart = abs(one.year - other.year)
    return "equal" if apart == 0 else "near" if apart <= 2 else "around" if apart <= APART else "other"


def village_level(one: Known, other: Known) -> str:
    if not one.village.words or not other.village.words:
        return ""
    return "equal" if alike(one.village, other.village) >= SAME else "other"


def shared(one: frozenset[bytes], other: frozenset[bytes]) -> str:
    """The level of two sets of marks; empty where one is empty."""
    return "" if not one or not other else "shared" if one & other else "other"


COMPARED: dict[str, Callable[[Known, Known], str]] = {
    "name": name_level,
    "year": year_level,
    "village": village_level,
    "phone": lambda one, other: shared(one.phones, other.phones),
    "paper": lambda one, other: shared(one.papers, other.papers),
}


def weigh(one: Known, other: Known, levels: Levels = LEVELS) -> tuple[float, tuple[str, ...]]:
    """(bits of weight, reasons) for two records being of one person."""
    names = {kind: compare(one, other) for kind, compare in COMPARED.items()}
    found = [level for kind, name in names.items() for level in levels[kind] if level.name == name]
    return sum(level.bits for level in found), tuple(level.reason for level in found if level.reason)


def levels_for(people: Sequence[Known]) -> Levels:
    """The levels, with the share of any two of these people who live in one village: where all do, it says little."""
    homes = Counter(one.village.whole for one in people if one.village.words)
    total = homes.total()
    if total < 2:
        return LEVELS
    share = sum(many * (many - 1) for many in homes.values()) / (total * (total - 1))
    here, elsewhere = LEVELS["village"]
    share = min(max(share, 0.002), 0.7)
    return {**LEVELS, "village": (replace(here, chance=share), replace(elsewhere, chance=1 - share))}


def chance(bits: float) -> float:
    """The probability that weight gives, 0 to 1."""
    return 1.0 / (1.0 + math.exp2(-max(-60.0, min(60.0, bits))))


def before_looking(people: int, twice: float = 0.02) -> float:
    """The weight that any two of so many people are one, if a share `twice` of them was registered twice."""
    return math.log2(max(1e-12, 2 * twice / max(1, people - 1)))
