"""Predictions of who was never seen, against people made up as the model says, and labels that nobody knows."""

from dataclasses import replace

import numpy as np
import pytest

from pakhi.rating import fit, from_columns
from pakhi.rating.estimate import find_mode, prepare
from pakhi.rating.halo import category_probabilities
from pakhi.rating.predict import Rows, predict
from pakhi.rating.tree import GROUP, KIND, OFFICE, RATEE, WALK

from .worlds import columns

COLUMNS = columns(1_600, 2)
MANY = 200_000
STEPS = {WALK: 0.4, RATEE: 0.9, OFFICE: 0.7, GROUP: 0.8, KIND: 0.6}


@pytest.fixture(scope="module")
def whole():
    return settled(COLUMNS)


def settled(texts):
    ratings = from_columns(**texts)
    model = prepare(ratings)
    return ratings, model, find_mode(ratings, model, close=0.3)


def told_and_made(ratings, model, mode, group, period):
    """Probabilities of somebody new, and how often people answer whose every step is drawn one by one."""
    level = mode.variances.level.copy()
    for name, sd in STEPS.items():
        level[name] = sd**2
    mode = replace(mode, variances=replace(mode.variances, level=level))
    tree, rng = model.tree, np.random.default_rng(1)
    node_sd = np.full(tree.n_tree, 0.3)
    rows = Rows(["who"], ["new"], period=None if period is None else [ratings.periods[period]], group=[group])
    node = tree.root
    if group in ratings.groups and GROUP in tree.level:
        node = tree.above[np.flatnonzero(ratings.group_of == ratings.groups.index(group))[0]]
    state = mode.x[node] + rng.normal(0, 0.3, MANY)
    for name in (KIND, GROUP, OFFICE, RATEE):  # down from the node, through the levels that there are
        if name in tree.level and (node == tree.root or name < GROUP):
            state += rng.normal(0, STEPS[name], MANY)
    for _ in range(len(ratings.periods) - 1 if period is None else period):
        state += rng.normal(0, STEPS[WALK], MANY)
    state += rng.normal(0, np.sqrt(mode.variances.severity), MANY) + rng.normal(0, mode.variances.halo, MANY)
    told = predict(ratings, model, mode, node_sd, rows).probability[0]
    return told, category_probabilities(mode.thresholds[0], state).mean(1)


@pytest.mark.parametrize("group", ["g4", "somewhere else"])
@pytest.mark.parametrize("period", [0, 3, None])
def test_who_is_new_spreads_by_every_step_from_what_is_known_and_no_other(whole, group, period):
    told, made = told_and_made(*whole, group, period)
    assert told == pytest.approx(made, abs=0.004)


def test_who_is_new_where_there_are_no_offices_and_groups_has_only_its_own_step():
    few = {name: COLUMNS[name] for name in ("rater", "ratee", "score", "item", "period")}
    told, made = told_and_made(*settled(few), "", None)
    assert told == pytest.approx(made, abs=0.004)


def test_the_spread_of_a_group_is_that_of_its_draws():
    ratings = from_columns(**COLUMNS)
    found = fit(ratings, draws=40)
    tree = found.model.tree
    assert found.draws.sd.size == tree.n_tree
    assert (found.draws.sd[tree.above] > 0).all()
    few = [np.flatnonzero(ratings.group_of == g)[0] for g in np.argsort(np.bincount(ratings.group_of))[[0, -1]]]
    least, most = found.draws.sd[tree.above[few]]
    assert least > most


@pytest.mark.parametrize("column", ["item", "mode", "period"])
def test_a_label_that_the_fit_does_not_know_is_refused(whole, column):
    ratings, model, mode = whole
    with pytest.raises(KeyError, match="no such"):
        predict(ratings, model, mode, np.zeros(model.tree.n_tree), Rows(["r1"], ["b1"], **{column: ["no such"]}))
