"""Check the estimator against simulated truth: `python -m pakhi.rating.calibrate [simulations]` prints a table."""

import sys
from dataclasses import dataclass, fields

import numpy as np

from .arrays import Floats
from .counts import last_year
from .outcome import Fit, fit
from .ranks import ranks
from .simulate import Truth, World, simulate
from .table import from_columns


@dataclass(frozen=True)
class Check:
    """One simulation: coverage of 90 % intervals, errors (points), rank coverage, flags, change."""

    answers: int
    coverage: float
    office_coverage: float
    rmse: float
    plain_rmse: float
    rank_coverage: float
    claimed_pairs: float
    right_pairs: float
    change_coverage: float
    reliability: float
    settled: float
    item_coverage: float


def check(world: World, seed: int) -> Check:
    """Simulate, fit and compare."""
    columns, truth = simulate(world, seed)
    found = fit(from_columns(**columns), seed=seed)  # type: ignore[arg-type]
    return compare(found, truth)


def compare(found: Fit, truth: Truth) -> Check:
    """Hold a fit against the truth it was made from. Labels of ratees end in their number in the truth."""
    rows = found.estimates()
    place = np.array([int(row.ratee[1:]) for row in rows])
    real = truth.score[place, -1]
    low, high, mean = np.array([(row.low, row.high, row.estimate) for row in rows]).T
    plain = _plain_means(found)
    claimed, right = _pairs(found, real)
    return Check(
        answers=len(found.ratings),
        coverage=float(((low <= real) & (real <= high)).mean()),
        office_coverage=_offices(found, truth),
        rmse=float(np.sqrt(((mean - real) ** 2).mean())),
        plain_rmse=float(np.sqrt(((plain - real) ** 2).mean())),
        rank_coverage=_rank_coverage(found, real),
        claimed_pairs=claimed,
        right_pairs=right,
        change_coverage=_change(found, truth, place),
        reliability=float(np.mean([row.reliability for row in rows])),
        settled=_settled(found, truth.state[place, -1]),
        item_coverage=_items(found, truth),
    )


def _plain_means(found: Fit) -> Floats:
    r = found.ratings
    return np.asarray(np.bincount(r.ratee, weights=r.score) / np.bincount(r.ratee))


def _offices(found: Fit, truth: Truth) -> float:
    """Coverage of the mean of an office's ratees, weighted as the estimator weighs them."""
    r = found.ratings
    place = np.array([int(label[1:]) for label in r.ratees])
    weight = last_year(r, found.model.visits, 4)
    hit = []
    for k, row in enumerate(found.offices()):
        at = np.flatnonzero(r.office_of == k)
        w = weight[at] if weight[at].sum() else np.ones(at.size)
        real = np.average(truth.score[place[at], -1], weights=w)
        hit.append(row.low <= real <= row.high)
    return float(np.mean(hit))


def _rank_coverage(found: Fit, real: Floats) -> float:
    rows = found.estimates()
    hit = []
    for code in np.unique(found.comparable):
        at = np.flatnonzero(found.comparable == code)
        if at.size > 1:
            for k, rank in zip(at, ranks(real[at][:, None])[:, 0], strict=True):
                hit.append((rows[k].rank_low or 0) <= rank <= (rows[k].rank_high or 0))
    return float(np.mean(hit))


def _pairs(found: Fit, real: Floats) -> tuple[float, float]:
    """Over pairs of peers: the probability claimed for the better one, and how often it is the better one."""
    now, claimed, right = found.scores[0], [], []
    for code in np.unique(found.comparable):
        at = np.flatnonzero(found.comparable == code)
        for a in range(at.size):
            for b in range(a):
                p = float((now[at[a]] > now[at[b]]).mean())
                claimed.append(max(p, 1 - p))
                right.append((p >= 0.5) == (real[at[a]] > real[at[b]]))
    return float(np.mean(claimed)), float(np.mean(right))


def _change(found: Fit, truth: Truth, place: np.ndarray) -> float:
    hit = []
    for k, row in enumerate(found.estimates()):
        if row.change_low is not None and row.change_high is not None:
            real = truth.score[place[k], -1] - truth.score[place[k], -5]
            hit.append(row.change_low <= real <= row.change_high)
    return float(np.mean(hit)) if hit else float("nan")


def _settled(found: Fit, real: Floats) -> float:
    """Share of true differences inside peer groups that the estimates account for: what reliability promises."""
    tree = found.model.tree
    mean = found.draws.mean[tree.now]
    left = total = 0.0
    for g in np.unique(found.ratings.group_of):
        at = np.flatnonzero(found.ratings.group_of == g)
        if at.size > 2:
            error = mean[at] - real[at]
            left += float(((error - error.mean()) ** 2).sum())
            total += float(((real[at] - real[at].mean()) ** 2).sum())
    return 1 - left / total


def _items(found: Fit, truth: Truth) -> float:
    hit = []
    for row in found.items():
        real = truth.item_score[int(row.ratee[1:]), int(row.item[1:])]
        hit.append(row.low <= real <= row.high)
    return float(np.mean(hit))


WORLDS: dict[str, World] = {
    "about 1,000 answers": World(visits=200),
    "about 2,500 answers": World(visits=500),
    "about 6,000 answers": World(visits=1200),
    "one question a visit": World(visits=3000, items=1, missing=0.0),
    "ratees nearly alike": World(visits=800, ratee=0.2, office=0.15, group=0.1, kind=0.1, walk=0.05),
    "ratees far apart": World(visits=800, ratee=1.0, office=0.8, group=0.6),
    "raters all alike": World(visits=800, severity=0.1),
    "own strengths by question": World(visits=800, quirk=0.4),
}


def table(simulations: int) -> list[str]:
    """Lines of a Markdown table: one row a world, means over so many simulations."""
    lines = [
        "| world | answers | intervals hold | offices | questions | change | ranks | pairs: claimed / right "
        "| reliability: claimed / true | error: plain mean -> ours |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, world in WORLDS.items():
        checks = [check(world, seed) for seed in range(1, simulations + 1)]
        m = {field.name: float(np.nanmean([getattr(c, field.name) for c in checks])) for field in fields(Check)}
        lines.append(
            f"| {name} | {m['answers']:,.0f} | {m['coverage']:.3f} | {m['office_coverage']:.3f} "
            f"| {m['item_coverage']:.3f} | {m['change_coverage']:.3f} | {m['rank_coverage']:.3f} "
            f"| {m['claimed_pairs']:.3f} / {m['right_pairs']:.3f} | {m['reliability']:.2f} / {m['settled']:.2f} "
            f"| {m['plain_rmse']:.1f} -> {m['rmse']:.1f} ({m['rmse'] / m['plain_rmse']:.2f}) |"
        )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else 20)) + "\n")
