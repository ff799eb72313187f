"""How far silence could move a score: the band if those who did not speak fared worse, or better, by some points."""

from collections.abc import Mapping, Sequence

from .rows import Band, Estimate

WORSE = 15.0  # points


def moved(estimate: float, silent: float, worse: float = WORSE) -> tuple[float, float]:
    """Where the score of all would lie if the share `silent` (0-1) fared so many points worse, and as much better."""
    if worse < 0 or not 0 <= silent <= 1:
        raise ValueError("worse must be 0 or more points, silent a share of 0 to 1.")
    return max(estimate - silent * worse, 0.0), min(estimate + silent * worse, 100.0)


def bands(rows: Sequence[Estimate], contacts: Mapping[str, int], worse: float = WORSE) -> list[Band]:
    """One row for every estimate whose number of contacts is known.

    A share s of the contacts did not speak. Had they fared w points worse than those who did, all contacts together
    would stand at the estimate less s w; had they fared better, as much above it.
    """
    if worse < 0:
        raise ValueError("worse must be 0 or more points.")
    out = []
    for row in rows:
        if row.ratee in contacts:
            met = max(contacts[row.ratee], row.visits)
            silent = 1 - row.visits / met if met else 0.0
            out.append(Band(row.ratee, met, row.visits, silent, row.estimate, *moved(row.estimate, silent, worse)))
    return out
