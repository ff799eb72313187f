"""What holds for any shape of data: no order matters, nothing is lost, codes that point nowhere are refused."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhi.rating import BadRatings, fit, from_columns
from pakhi.rating.accelerate import Anderson
from pakhi.rating.arrays import compact
from pakhi.rating.scenarios import SCENARIOS, make
from pakhi.rating.solve import TreeFactor
from pakhi.rating.tree import grow
from pakhi.rating.wide import from_visits

ROWS = st.lists(st.tuples(*(st.integers(0, 3) for _ in range(5))), min_size=4, max_size=40).filter(
    lambda rows: all(len({row[k] for row in rows}) > 1 for k in (0, 1, 4))
)
# How long an example takes says how busy the machine is, and nothing about what holds.
AT_ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def columns(rows):
    names = ("rater", "ratee", "item", "period", "score")
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


@given(ROWS, st.randoms())
@settings(AT_ANY_SPEED, max_examples=60)
def test_the_order_of_rows_leaves_no_trace(rows, random):
    first = from_columns(**columns(rows))
    random.shuffle(rows)
    second = from_columns(**columns(rows))
    assert repr(first) == repr(second)
    for name in ("visit_rater", "visit_ratee", "visit_period", "answers"):
        assert getattr(first, name).tolist() == getattr(second, name).tolist()


@given(ROWS)
@settings(AT_ANY_SPEED, max_examples=60)
def test_no_answer_is_lost_and_each_rater_has_one_voice_for_a_ratee_and_period(rows):
    ratings = from_columns(**columns(rows))
    assert len(ratings) == len(rows)
    kept = sorted(zip(ratings.rater, ratings.ratee, ratings.item, strict=True))
    codes = [sorted({row[k] for row in rows}) for k in range(3)]
    assert kept == sorted(tuple(codes[k].index(row[k]) for k in range(3)) for row in rows)
    share = np.ones(ratings.visit_rater.size) if ratings.share is None else ratings.share
    voices = {}
    for key, part in zip(
        zip(ratings.visit_rater, ratings.visit_ratee, ratings.visit_period, strict=True), share, strict=True
    ):
        voices[key] = voices.get(key, 0) + part
    assert all(total == pytest.approx(1) for total in voices.values())


@given(st.lists(st.integers(0, 500), min_size=1, max_size=50), st.sampled_from([501, 10_000_000]))
@settings(AT_ANY_SPEED)
def test_compact_codes_are_those_of_a_sort(keys, bound):
    found, place = compact(np.array(keys), bound)
    expected, index = np.unique(keys, return_inverse=True)
    assert (found.tolist(), place.tolist()) == (expected.tolist(), index.tolist())


@given(ROWS, st.integers(0, 10))
@settings(AT_ANY_SPEED, max_examples=30)
def test_walking_the_tree_up_and_down_solves_it(rows, seed):
    tree = grow(from_columns(**columns(rows), office=[row[1] // 2 for row in rows]))
    rng = np.random.default_rng(seed)
    n = tree.n_tree
    diagonal, steps = rng.uniform(0, 2, n), rng.uniform(0.1, 3, tree.size)
    factor = TreeFactor(tree, diagonal, steps, np.zeros((tree.n_states, 0)), np.zeros((0, 0)), np.float64)
    matrix = tree.matrix(steps, diagonal, np.float64).toarray()
    edges = tree.edges(np.eye(tree.size))
    assert matrix == pytest.approx(
        (edges.T @ (steps[:, None] * edges) + np.diag(np.append(diagonal, np.zeros(tree.size - n))))[:n, :n]
    )
    side = rng.normal(size=(n, 2))
    assert matrix @ factor.solve(side) == pytest.approx(side, abs=1e-8)
    assert tree.edges_t(edges) == pytest.approx(edges.T @ edges)


def test_mixing_rounds_reaches_a_fixed_point_that_plain_rounds_approach_slowly():
    pull = np.diag([0.95, 0.8, 0.3])
    goal = np.array([1.0, -2.0, 0.5])
    mixing, mixed, plain = Anderson(), np.zeros(3), np.zeros(3)
    for _ in range(12):
        mixed = mixing.next(mixed, goal + pull @ (mixed - goal))
        plain = goal + pull @ (plain - goal)
    assert np.abs(mixed - goal).max() < 1e-3 < 0.1 < np.abs(plain - goal).max()


GOOD = {"rater": [0, 1, 0], "ratee": [0, 0, 1], "answers": [[0, 1, 2]]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rater": [0, -1, 0]}, "points nowhere"),
        ({"ratee": [0, -2, 1]}, "points nowhere"),
        ({"rater": [0, 1]}, "same number of visits"),
        ({"answers": [[0, 5, 2]], "categories": 4}, "outside its scale of 4"),
        ({"answers": [[0, -2, 2]]}, "outside its scale"),
        ({"period": [0, -1, 0]}, "period points nowhere"),
        ({"organisation": [0, 1, -1]}, "organisation points nowhere"),
        ({"assisted": [0, 2, 0]}, "assisted points nowhere"),
        ({"organisation": [0, 1]}, "organisation does not have the same number of visits"),
        ({"answers": [[0, -1, 2]]}, "without a single answer"),
        ({"office_of": [0, 0], "ratee": [0, 0, 2]}, "points nowhere"),
        ({"group_of": [0, 3], "kind_of": [0, 0]}, "points nowhere"),
    ],
)
def test_a_code_that_points_nowhere_is_refused(change, sentence):
    given_ = {name: np.array(value) if isinstance(value, list) else value for name, value in (GOOD | change).items()}
    given_["answers"] = given_["answers"].astype(np.int8)
    with pytest.raises(BadRatings, match=sentence):
        from_visits(given_.pop("rater"), given_.pop("ratee"), given_.pop("answers"), **given_)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_can_be_made_and_is_the_same_for_the_same_seed(name):
    one, truth = make(3_000, 5, SCENARIOS[name])
    two, again = make(3_000, 5, SCENARIOS[name])
    assert one.answers.tolist() == two.answers.tolist()
    assert truth.now.tolist() == again.now.tolist()
    assert 2_000 < len(one) < 3_100
    assert len(truth.now) == len(one.ratees)


@pytest.mark.slow
def test_a_fit_that_begins_where_the_last_one_ended_ends_where_a_cold_one_does():
    everything, _ = make(20_000, 3)
    before = fit(everything.of_visits(np.arange(everything.visit_rater.size) % 50 != 0), draws=40)
    warm, cold = fit(everything, draws=40, start=before), fit(everything, draws=40)
    apart = [a.estimate - b.estimate for a, b in zip(warm.estimates(), cold.estimates(), strict=True)]
    assert np.abs(apart).max() < 1.5
    assert warm.mode.rounds < cold.mode.rounds
