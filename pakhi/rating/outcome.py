"""Fit: everything the estimator says about a set of ratings, as lists of rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .arrays import Floats, Ints
from .carry import carry_over
from .counts import Counts, count, last_year
from .draws import Draws, sample
from .estimate import Mode, Model, find_mode, prepare
from .explain import Reasons
from .item_rows import group_item_rows, item_rows
from .itemwise import Strengths, strengths
from .memory import held
from .organisations import note
from .predict import Prediction, Rows, predict
from .ranks import components, standings
from .reliability import reliability
from .rows import (
    Chances,
    Component,
    Estimate,
    Explanation,
    GroupItem,
    ItemEstimate,
    ModeEffect,
    Pair,
    PeriodEstimate,
    RankRow,
    RaterSummary,
    Spread,
    UnitEstimate,
)
from .scale import Curve
from .table import Ratings
from .together import together
from .tree import CHANGE_PERIODS, LEVEL_NAMES
from .units import Z90, Units, interval, unit_rows
from .variance import PRIOR, SEVERITY_PRIOR


def fit(ratings: Ratings, *, draws: int = 400, seed: int = 1, start: "Fit | None" = None) -> "Fit":
    """Estimate everything. The same ratings (in any order) and seed give the same bytes.

    `start` is an earlier fit of nearly the same ratings (last night's): the work begins where it ended.
    """
    with held():
        model = prepare(ratings)
        known = None if start is None else carry_over(start.ratings, start.mode, start.model.tree, ratings, model.tree)
        mode = find_mode(ratings, model, known)
        return Fit(ratings, model, mode, sample(model, mode, draws, seed), seed)


@dataclass(frozen=True)
class Fit:
    """A fitted model. `draws` is the joint posterior sample from which all rows below are read."""

    ratings: Ratings
    model: Model
    mode: Mode
    draws: Draws
    seed: int

    @property
    def notes(self) -> list[str]:
        """What was done to the data and what it cannot tell, a sentence each."""
        notes = list(self.ratings.notes)
        parts = int(self.component_of.max()) + 1
        if parts == len(self.ratings.ratees):
            notes.append("No rater rated two ratees, so strict raters cannot be told from bad ratees: no ranks.")
        elif parts > 1:
            notes.append(f"The ratings fall into {parts} parts without a shared rater; ranks are inside a part only.")
        return notes + note(self.ratings, len(self.model.tree.organisation_nodes))

    @cached_property
    def curve(self) -> Curve:
        """From logits to 0-100."""
        return Curve(self.mode.thresholds, self.ratings.values, self.mode.variances)

    @cached_property
    def component_of(self) -> Ints:
        """Component of each ratee, numbered from 0."""
        r = self.ratings
        return components(r.visit_rater, r.visit_ratee, len(r.raters), len(r.ratees))

    @cached_property
    def comparable(self) -> Ints:
        """Ratees with the same number may be ranked together: same peer group, linked by raters."""
        size = int(self.component_of.max()) + 1
        both = self.ratings.group_of * size + self.component_of
        return np.asarray(np.unique(both, return_inverse=True)[1], dtype=np.int64)

    @cached_property
    def strengths(self) -> Strengths:
        """Where ratees differ on single items from their overall level."""
        r, visits, likelihood = self.ratings, self.model.visits, self.model.likelihood
        code = np.empty_like(visits.code)
        code[visits.place] = visits.code
        return strengths(r.ratee, r.item, r.category, code[r.visit], likelihood, self.mode.thresholds)

    @cached_property
    def scores(self) -> tuple[Floats, Floats]:
        """Draws (B, D) of the score now, and of its change over four periods (NaN where not seen then)."""
        now = self.curve.score(self.draws.now)
        return now, now - self.curve.score(self.draws.then)

    def estimates(self) -> list[Estimate]:
        """One row a ratee, by label."""
        return list(self._estimates)

    @cached_property
    def _estimates(self) -> list[Estimate]:
        r, tree = self.ratings, self.model.tree
        counts = self._counts(np.arange(len(r.ratees)), len(r.ratees))
        mean, sd = self.draws.mean[tree.now], self.draws.sd[tree.now]
        score, low, high = (self.curve.score(mean + z * sd) for z in (0.0, -Z90, Z90))
        standing = standings(mean, self.draws.now, self.comparable)
        peers = np.bincount(self.comparable)[self.comparable]
        settled = self._settled
        rows = []
        for k, ratee in enumerate(r.ratees):
            change = self.scores[1][k]
            known = not np.isnan(change[0])
            change_low, change_mean, change_high = interval(change) if known else (None, None, None)
            rows.append(
                Estimate(
                    ratee=ratee,
                    n=int(counts.answers[k]),
                    raters=int(counts.raters[k]),
                    estimate=float(score[k]),
                    low=float(low[k]),
                    high=float(high[k]),
                    rank=standing[k].rank,
                    rank_low=standing[k].low,
                    rank_high=standing[k].high,
                    reliability=float(settled[k]),
                    top=standing[k].top,
                    bottom=standing[k].bottom,
                    improved=float((change > 0).mean()) if known else None,
                    change=change_mean,
                    change_low=change_low,
                    change_high=change_high,
                    group=r.groups[r.group_of[k]],
                    component=int(self.component_of[k]),
                    assisted=float(counts.assisted[k]),
                    visits=int(counts.visits[k]),
                    office=r.offices[r.office_of[k]],
                    peers=int(peers[k]),
                )
            )
        return rows

    def periods(self) -> list[PeriodEstimate]:
        """One row for each ratee and period with a visit, by ratee and time."""
        r, visits, tree = self.ratings, self.model.visits, self.model.tree
        n_periods = len(r.periods)
        keys, unit = np.unique(visits.ratee * np.int64(n_periods) + visits.period, return_inverse=True)
        counts = count(r, visits, unit.astype(np.int64), keys.size)
        place = tree.state_ratee * np.int64(n_periods) + tree.state_period
        order = np.argsort(place)
        state = order[np.searchsorted(place[order], keys)]
        mean, sd = self.draws.mean[state], self.draws.sd[state]
        score, low, high = (self.curve.score(mean + z * sd) for z in (0.0, -Z90, Z90))
        return [
            PeriodEstimate(
                ratee=r.ratees[key // n_periods],
                period=r.periods[key % n_periods],
                estimate=float(score[k]),
                low=float(low[k]),
                high=float(high[k]),
                n=int(counts.answers[k]),
                raters=int(counts.raters[k]),
            )
            for k, key in enumerate(keys)
        ]

    def offices(self) -> list[UnitEstimate]:
        """One row an office, ranked inside its peer group; empty where the data name no offices."""
        r = self.ratings
        if len(r.offices) < 2:
            return []
        group_of = np.zeros(len(r.offices), dtype=np.int64)
        group_of[r.office_of] = r.group_of
        comparable = np.zeros(len(r.offices), dtype=np.int64)
        by_visits = np.argsort(np.bincount(self.model.visits.ratee), kind="stable")
        comparable[r.office_of[by_visits]] = self.comparable[by_visits]
        units = self._units(r.offices, tuple(r.groups[g] for g in group_of), r.office_of)
        now, change = (units.average(draws) for draws in self.scores)
        return unit_rows(units, now, change, standings(now.mean(1), now, comparable))

    def peer_groups(self) -> list[UnitEstimate]:
        """One row a peer group; groups are not ranked. `group` holds the kind of office."""
        r = self.ratings
        units = self._units(r.groups, tuple(r.kinds[k] for k in r.kind_of), r.group_of)
        now, change = (units.average(draws) for draws in self.scores)
        alone = np.arange(len(r.groups))
        return unit_rows(units, now, change, standings(now.mean(1), now, alone))

    def items(self) -> list[ItemEstimate]:
        """One row for each ratee and item that was answered."""
        return list(self._items)

    @cached_property
    def _items(self) -> list[ItemEstimate]:
        return item_rows(self.ratings, self.strengths, self.draws.now, self.curve, self.comparable, self.seed)

    def group_items(self) -> list[GroupItem]:
        """One row for each peer group and item that was answered."""
        return list(self._group_items)

    @cached_property
    def _group_items(self) -> list[GroupItem]:
        return group_item_rows(self.ratings, self.strengths, self.draws.now, self.curve, self.seed)

    def modes(self) -> list[ModeEffect]:
        """One row a mode (and kind of office) other than the reference, in points at the average level."""
        r, visits = self.ratings, self.model.visits
        kind = r.kind_of[r.group_of][visits.ratee]
        nodes = self.model.tree.mode_nodes
        place = {key: k for k, key in enumerate(nodes)}
        base = float(self.curve.score(np.array([self._root]))[0])
        rows = []
        for mode, k in nodes:
            at = (visits.mode == mode) & ((kind == k) | (k < 0))
            effect = self.draws.modes[place[mode, -1]] + (self.draws.modes[place[mode, k]] if k >= 0 else 0.0)
            low, mean, high = interval(self.curve.score(self._root + effect) - base)
            raters = int(np.unique(visits.rater[at]).size)
            rows.append(
                ModeEffect(r.modes[mode], r.kinds[k] if k >= 0 else None, int(at.sum()), raters, mean, low, high)
            )
        return rows

    @property
    def _root(self) -> float:
        """The average level, in logits."""
        return float(self.draws.mean[self.model.tree.root])

    def raters_summary(self) -> RaterSummary:
        """How much raters differ; no row for any rater exists."""
        sd = float(np.sqrt(self.mode.variances.severity))
        ends = self.curve.score(np.array([self._root - sd, self._root + sd]))
        per_rater = np.bincount(self.model.visits.rater)
        return RaterSummary(per_rater.size, sd, float(ends[1] - ends[0]) / 2, float(np.median(per_rater)))

    def variances(self) -> list[Spread]:
        """Standard deviations of all levels in use, the raters and the halo."""
        v = self.mode.variances
        used = [k for k in np.unique(self.model.tree.level) if PRIOR[int(k)][1] < 1e8]
        rows = [
            Spread(LEVEL_NAMES[k], float(np.sqrt(v.level[k])), PRIOR[int(k)][0], float(v.level_df[k])) for k in used
        ]
        rows.append(Spread("rater severity", float(np.sqrt(v.severity)), SEVERITY_PRIOR[0], v.severity_df))
        return [*rows, Spread("halo", v.halo, 0.7, float(len(self.model.visits)))]

    def components(self) -> list[Component]:
        """Sets of ratees that are linked by shared raters, the largest first."""
        r = self.ratings
        size = int(self.component_of.max()) + 1
        raters = count(r, self.model.visits, self.component_of[self.model.visits.ratee], size).raters
        members: list[list[str]] = [[] for _ in range(size)]
        for k, ratee in enumerate(r.ratees):
            members[self.component_of[k]].append(ratee)
        rows = [Component(k, tuple(members[k]), int(raters[k])) for k in range(size)]
        return sorted(rows, key=lambda row: (-len(row.ratees), row.component))

    def ranks(self) -> list[RankRow]:
        """One row a ratee: its place, alone and for all peers at once."""
        both = together(self.draws.mean[self.model.tree.now], self.draws.now, self.comparable)
        return [
            RankRow(
                row.ratee, row.group, row.component, row.peers, row.rank, row.rank_low, row.rank_high,
                set_.low if set_ else None, set_.high if set_ else None, set_.could_be_first if set_ else None,
            )
            for row, set_ in zip(self.estimates(), both, strict=True)
        ]  # fmt: skip

    def probabilities(self) -> list[Chances]:
        """One row a ratee: the chances of the best and lowest quarter, and of change."""
        return [
            Chances(row.ratee, row.group, row.top, row.bottom, row.improved,
                    None if row.improved is None else 1 - row.improved)
            for row in self.estimates()
        ]  # fmt: skip

    def better(self, first: str, second: str) -> Pair:
        """The probability that one ratee is better than another. Raises KeyError for an unknown label."""
        a, b = self._place(first), self._place(second)
        if self.comparable[a] != self.comparable[b]:
            return Pair(first, second, None)
        return Pair(first, second, float((self.draws.now[a] > self.draws.now[b]).mean()))

    def reliability(self) -> dict[str, float]:
        """By ratee, the share of the differences between peers that the voices settle."""
        return dict(zip(self.ratings.ratees, self._settled.tolist(), strict=True))

    @cached_property
    def _settled(self) -> Floats:
        return reliability(self.model.tree, self.mode.variances, self.draws, self.comparable)

    def explain(self, ratee: str) -> Explanation:
        """Why a ratee has its number: counts of people, never who. Raises KeyError for an unknown label."""
        return self._reasons.explain(self._place(ratee))

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self.ratings, self.model, self.mode, self.draws, self.curve, self._settled)

    def predict(self, rows: Rows) -> Prediction:
        """Probabilities of every category, and the mean, of rows that need not be in the data."""
        return predict(self.ratings, self.model, self.mode, self.draws.sd, rows)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {ratee: k for k, ratee in enumerate(self.ratings.ratees)}

    def _place(self, ratee: str) -> int:
        return self._place_of[ratee]

    def _counts(self, of_ratee: Ints, size: int) -> Counts:
        return count(self.ratings, self.model.visits, of_ratee[self.model.visits.ratee], size)

    def _units(self, names: tuple[str, ...], groups: tuple[str, ...], of_ratee: Ints) -> Units:
        weight = last_year(self.ratings, self.model.visits, CHANGE_PERIODS)
        return Units(names, groups, of_ratee, weight, self._counts(of_ratee, len(names)))
