"""The numerics: draws against a dense solution, traces without noise where data say nothing, sum scores."""

from dataclasses import replace

import numpy as np
import pytest

from pakhi.rating.estimate import find_mode, prepare
from pakhi.rating.halo import GRID, STEP, category_probabilities, smoothing
from pakhi.rating.itemwise import given_total
from pakhi.rating.ranks import components, ranks, standings
from pakhi.rating.scenarios import SMALL, make
from pakhi.rating.solve import Noise, System
from pakhi.rating.variance import Variances


@pytest.fixture(scope="module", params=[0, 3], ids=["no organisations", "three organisations"])
def system(request):
    ratings = make(650, 1, replace(SMALL, organisations=request.param, strict_organisations=0.5))[0]
    model = prepare(ratings)
    mode = find_mode(ratings, model)
    weight = np.random.default_rng(0).uniform(0.2, 2.0, len(model.visits))
    variances = mode.variances
    return model, System(model.design, weight, variances.steps(model.tree), variances.severity)


def dense(model, system):
    tree, design = model.tree, model.design
    steps = tree.edges(np.eye(tree.size))
    every = np.arange(len(model.visits))
    marks, voices = np.zeros((every.size, tree.size)), np.zeros((every.size, design.n_raters))
    marks[every, design.state] = 1
    marks[design.beside.visit, tree.n_tree + design.beside.column] = 1
    voices[every, design.rater] = 1
    both = np.concatenate([marks, voices], axis=1)
    precision = both.T @ (system.weight[:, None] * both)
    n = model.tree.size
    precision[:n, :n] += steps.T @ (system.step_precision[:, None] * steps)
    precision[n:, n:] += np.eye(voices.shape[1]) / system.severity
    return precision


def test_conjugate_gradients_agree_with_a_dense_solution(system):
    model, sparse_system = system
    rng = np.random.default_rng(1)
    side = rng.normal(size=(model.tree.size + model.design.n_raters, 2))
    n = model.tree.size
    x, u = sparse_system.solve(side[:n], side[n:], tolerance=1e-10)
    assert np.concatenate([x, u]) == pytest.approx(np.linalg.solve(dense(model, sparse_system), side), abs=1e-7)


def test_draws_have_the_variance_of_the_dense_inverse(system):
    model, sparse_system = system
    noise = Noise.draw(model.design, 7, 4000)
    x, _ = sparse_system.perturb(noise)
    expected = np.diag(np.linalg.inv(dense(model, sparse_system)))[: model.tree.size]
    assert (x.var(1) / expected).mean() == pytest.approx(1.0, abs=0.02)
    assert (x.var(1) / expected).std() < 0.05


def step_variances(model, system):
    inverse = np.linalg.inv(dense(model, system))
    n = model.tree.size
    steps = model.tree.edges(np.eye(n))
    return np.einsum("ij,jk,ik->i", steps, inverse[:n, :n], steps), np.diag(inverse)[n:].sum()


def spreads(model, system, size):
    noise = Noise.draw(model.design, 11, size)
    tree_side, rater_side = system.sides(noise)
    return system.spreads(noise, rater_side, system.solve(tree_side, rater_side))


def test_as_many_draws_as_a_fit_makes_tell_how_much_of_every_variance_is_left(system):
    model, sparse_system = system
    steps, raters = step_variances(model, sparse_system)
    few, many = (spreads(model, sparse_system, size) for size in (64, 3000))
    level = model.tree.level
    for k in set(level):
        exact = steps[level == k].sum()
        assert many.steps[level == k].sum() == pytest.approx(exact, rel=0.05)
        if (level == k).sum() >= 20:
            assert few.steps[level == k].sum() == pytest.approx(exact, rel=0.1)
    assert many.raters == pytest.approx(raters, rel=0.01)
    assert few.raters == pytest.approx(raters, rel=0.1)


def test_an_effect_without_data_keeps_its_whole_variance(system):
    model, told = system
    variances = Variances.prior(with_halo=True)
    silent = System(model.design, np.zeros_like(told.weight), variances.steps(model.tree), variances.severity)
    left = spreads(model, silent, 2)
    assert left.steps == pytest.approx(variances.level[model.tree.level] * model.tree.gap)
    assert left.raters == pytest.approx(variances.severity * model.design.n_raters)


def test_the_halo_is_integrated_finely():
    assert STEP <= 0.125
    smooth = smoothing(0.9)[GRID.size // 2]
    assert smooth.sum() == pytest.approx(1.0)
    assert (smooth * GRID**2).sum() == pytest.approx(0.81, rel=1e-6)


def test_expected_categories_given_the_sum_add_up_to_the_sum():
    model = prepare(make(160, 1, replace(SMALL, items=3))[0])
    mean, variance = given_total(model.likelihood, model.likelihood.start())
    assert mean.sum(1) == pytest.approx(model.likelihood.total)
    assert (variance >= 0).all()


def test_category_probabilities_of_a_known_item():
    # Two steps at 0: at theta 0 the three categories are equally likely.
    assert category_probabilities(np.zeros(2), np.zeros(1))[:, 0] == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_ranks_and_standings():
    values = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]])
    assert ranks(values).tolist() == [[1, 3], [2, 2], [3, 1]]
    draws = np.array([[9.0, 9.1], [5.0, 5.1], [1.0, 1.1], [0.0, 0.1], [7.0, 7.1]])
    first, second, third, fourth, alone = standings(draws.mean(1), draws, np.array([0, 0, 0, 0, 1]))
    assert [row.rank for row in (first, second, third, fourth)] == [1, 2, 3, 4]
    assert (first.top, first.bottom, fourth.bottom) == (1.0, 0.0, 1.0)
    assert alone.rank is None


def test_components_follow_shared_raters():
    found = components(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), 3, 3)
    assert found[0] == found[1] != found[2]
