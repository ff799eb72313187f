"""Small networks with known truth, as most files are: `python -m pakhi.rating.calibrate [simulations]`, a table."""

import sys
from dataclasses import dataclass, replace

import numpy as np

from .arrays import Floats
from .measure import Held, average, hold
from .outcome import Fit, fit
from .scenarios import SMALL, Scenario, StateTruth, make


@dataclass(frozen=True)
class Check:
    """One simulation: what is held of every one, and what is looked at in small ones alone.

    `items` and `change` are the shares of 90 % intervals that hold for a ratee on a question and for change over four
    periods; `reliability` is what is claimed on average, `settled` the share of true differences that it promises.
    """

    answers: int
    held: Held
    items: float
    change: float
    reliability: float
    settled: float


def check(found: Fit, truth: StateTruth) -> Check:
    """Hold a fit against the truth it was made from."""
    return Check(
        answers=len(found.ratings),
        held=hold(found, truth),
        items=_items(found, truth),
        change=_change(found, truth),
        reliability=float(np.mean([row.reliability for row in found.estimates()])),
        settled=_settled(found, truth.state[:, -1]),
    )


def _items(found: Fit, truth: StateTruth) -> float:
    hit = []
    for row in found.items():
        real = truth.by_item[int(row.ratee[1:]), int(row.item[1:])]
        hit.append(row.low <= real <= row.high)
    return float(np.mean(hit))


def _change(found: Fit, truth: StateTruth) -> float:
    hit = []
    for row, real in zip(found.estimates(), truth.now - truth.before, strict=True):
        if row.change_low is not None and row.change_high is not None:
            hit.append(row.change_low <= real <= row.change_high)
    return float(np.mean(hit)) if hit else float("nan")


def _settled(found: Fit, real: Floats) -> float:
    """Share of true differences inside peer groups that the estimates account for: what reliability promises."""
    mean = found.draws.mean[found.model.tree.now]
    left = total = 0.0
    for g in np.unique(found.ratings.group_of):
        at = np.flatnonzero(found.ratings.group_of == g)
        if at.size > 2:
            error = mean[at] - real[at]
            left += float(((error - error.mean()) ** 2).sum())
            total += float(((real[at] - real[at].mean()) ** 2).sum())
    return 1 - left / total


WORLDS: dict[str, tuple[int, Scenario]] = {
    "about 1,000 answers": (1_000, SMALL),
    "about 2,500 answers": (2_500, SMALL),
    "about 6,000 answers": (6_000, SMALL),
    "one question a visit": (3_000, replace(SMALL, items=1, missing=0.0)),
    "ratees nearly alike": (4_000, replace(SMALL, ratee=0.2, office=0.15, group=0.1, kind=0.1, walk=0.05)),
    "ratees far apart": (4_000, replace(SMALL, ratee=1.0, office=0.8, group=0.6)),
    "raters all alike": (4_000, replace(SMALL, severity=0.1)),
    "own strengths by question": (4_000, replace(SMALL, quirk=0.4)),
}


def table(simulations: int) -> list[str]:
    """Lines of a Markdown table: one row a world, means over so many simulations."""
    lines = [
        "| world | answers | intervals hold | offices | questions | change | ranks | pairs: claimed / right "
        "| reliability: claimed / true | error: plain mean -> ours |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, (answers, world) in WORLDS.items():
        checks = []
        for seed in range(1, simulations + 1):
            ratings, truth = make(answers, seed, world)
            checks.append(check(fit(ratings, seed=seed), truth))
        held = average([one.held for one in checks])
        mean = {
            key: float(np.nanmean([getattr(one, key) for one in checks]))
            for key in ("answers", "items", "change", "reliability", "settled")
        }
        lines.append(
            f"| {name} | {mean['answers']:,.0f} | {held.coverage:.3f} | {held.offices:.3f} "
            f"| {mean['items']:.3f} | {mean['change']:.3f} | {held.ranks:.3f} "
            f"| {held.claimed:.3f} / {held.right:.3f} | {mean['reliability']:.2f} / {mean['settled']:.2f} "
            f"| {held.plain:.1f} -> {held.rmse:.1f} ({held.rmse / held.plain:.2f}) |"
        )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else 20)) + "\n")
