"""How well names are matched, on a list of pairs of which somebody knows whether they are one name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.vault.alike import SAME, similarity

Wrong = tuple[str, str, float]


@dataclass(frozen=True)
class Trial:
    """What came out: counts, precision and recall (0 to 1), and the pairs that were judged wrongly."""

    pairs: int
    same: int
    called: int
    too_many: tuple[Wrong, ...]
    missed: tuple[Wrong, ...]

    @property
    def precision(self) -> float:
        """Of the pairs that were called the same, the share that is; 1 where none was called so."""
        return (self.called - len(self.too_many)) / self.called if self.called else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, the share that was found; 1 where there is none."""
        return (self.same - len(self.missed)) / self.same if self.same else 1.0


def trial(pairs: Iterable[tuple[str, str, bool]]) -> Trial:
    """Judge pairs (name, name, whether they are one name)."""
    judged = [(one, other, known, similarity(one, other)) for one, other, known in pairs]
    return Trial(
        pairs=len(judged),
        same=sum(known for _one, _other, known, _score in judged),
        called=sum(score >= SAME for _one, _other, _known, score in judged),
        too_many=tuple((one, other, score) for one, other, known, score in judged if score >= SAME and not known),
        missed=tuple((one, other, score) for one, other, known, score in judged if score < SAME and known),
    )
