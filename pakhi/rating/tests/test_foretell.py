"""What a fit says about rows, ratees and peer groups beyond the estimates, and the files it is written to."""

import csv

import numpy as np
import pytest

from pakhi.rating import BadRatings, fit
from pakhi.rating.foretell import read_rows, write_explanations, write_predictions
from pakhi.rating.predict import Rows
from pakhi.rating.rate import Columns, rate
from pakhi.rating.scenarios import SMALL, make

from .worlds import fitted

COLUMNS = Columns("rater", "ratee", "score", item="item", mode="mode", period="period")


@pytest.fixture(scope="module")
def found():
    return fitted(4_800, 1)[0]


def rows_of(ratings):
    r = ratings
    return Rows(
        [r.raters[k] for k in r.rater], [r.ratees[k] for k in r.ratee], [r.items[k] for k in r.item],
        [r.modes[k] for k in r.visit_mode[r.visit]], [r.periods[k] for k in r.visit_period[r.visit]],
    )  # fmt: skip


def test_probabilities_of_visits_that_were_held_back_are_right_as_often_as_they_say():
    everything = make(8_000, 3, SMALL)[0]
    back = np.arange(everything.visit_rater.size) % 4 == 0
    r = everything.of_visits(back)
    told = fit(everything.of_visits(~back), draws=40).predict(rows_of(r)).probability
    assert told.sum(1) == pytest.approx(1)
    for k in range(told.shape[1]):
        assert told[:, k].mean() == pytest.approx((r.category == k).mean(), abs=0.03)
        sure = told[:, k] > 0.5
        if sure.sum() >= 100:
            assert (r.category[sure] == k).mean() == pytest.approx(told[sure, k].mean(), abs=0.08)
    plain = np.log(np.bincount(r.category) / len(r))[r.category].mean()
    assert np.log(told[np.arange(len(r)), r.category]).mean() > plain + 0.1


def test_the_mean_of_a_prediction_is_in_the_units_of_the_file(found):
    told = found.predict(rows_of(found.ratings))
    assert told.mean == pytest.approx(told.probability @ np.arange(1, 6))


def test_who_is_new_is_predicted_as_a_typical_one(found):
    new = found.predict(Rows(["somebody"], ["another"], [found.ratings.items[0]]))
    known = found.predict(rows_of(found.ratings))
    assert new.probability.sum() == pytest.approx(1)
    assert known.mean.min() < new.mean[0] < known.mean.max()


def test_places_together_are_wider_than_places_alone_and_hold_the_true_first():
    right = []
    for seed in range(1, 7):
        found, truth = fitted(4_800, seed)
        rows = found.ranks()
        assert all(row.together_low <= row.rank <= row.together_high for row in rows if row.rank)
        for key in {(row.group, row.component) for row in rows if row.peers > 1}:
            peers = [row for row in rows if (row.group, row.component) == key]
            real = {row.ratee: truth.now[int(row.ratee[1:])] for row in peers}
            first = max(real, key=real.get)
            right.append(next(row.could_be_first for row in peers if row.ratee == first))
    assert np.mean(right) >= 0.9


def test_nobody_is_compared_across_a_group(found):
    rows = found.estimates()
    one = rows[0]
    other = next(row for row in rows if row.group != one.group)
    peer = next(row for row in rows[1:] if (row.group, row.component) == (one.group, one.component))
    assert found.better(one.ratee, other.ratee).better is None
    both = found.better(one.ratee, peer.ratee).better + found.better(peer.ratee, one.ratee).better
    assert both == pytest.approx(1)
    with pytest.raises(KeyError):
        found.better(one.ratee, "nobody")


def test_chances_and_reliability_are_those_of_the_estimates(found):
    for row, chance in zip(found.estimates(), found.probabilities(), strict=True):
        assert (row.top, row.bottom, row.improved) == (chance.top, chance.bottom, chance.improved)
        assert found.reliability()[row.ratee] == pytest.approx(row.reliability)


@pytest.fixture
def files(tmp_path):
    ratings = tmp_path / "in.csv"
    lines = ["rater,ratee,item,score,mode,period"]
    lines += [
        f"r{k % 7},b{k % 5},q{k % 2},{1 + (k * 7 + k % 5) % 4},{'phone' if k % 3 else 'paper'},1" for k in range(70)
    ]
    ratings.write_text("\n".join(lines) + "\n")
    return ratings, tmp_path


def test_predictions_are_written_row_by_row_in_order(files):
    ratings, folder = files
    found = rate(ratings, folder / "out.csv", COLUMNS, draws=40)
    asked = folder / "ask.csv"
    asked.write_text("period,mode,item,ratee,rater\n1,phone,q1,b2,r3\n1,paper,q0,new,unknown\n")
    write_predictions(found, read_rows(asked, COLUMNS, found), folder / "told.csv")
    with (folder / "told.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["p1", "p2", "p3", "p4", "mean"]
    assert len(rows) == 2
    for row in rows:
        p = [float(row[f"p{k}"]) for k in range(1, 5)]
        assert sum(p) == pytest.approx(1, abs=1e-5)
        assert float(row["mean"]) == pytest.approx(sum(k * v for k, v in enumerate(p, 1)), abs=1e-3)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("rater,ratee,item,mode,period\na,b,q9,phone,1\n", "items that the ratings do not have: 'q9'"),
        (
            "rater,ratee,item,mode,period\na,b,q1,smoke,1\na,b,q1,,1\n",
            "modes that the ratings do not have: '', 'smoke'",
        ),
        ("rater,ratee,item,mode,period\na,b,q1,phone,9\n", "periods that the ratings do not have: '9'"),
        ("rater,ratee,mode,period\na,b,phone,1\n", "no column 'item'"),
        ("rater,ratee,item,mode,period\n", "no rows"),
    ],
)
def test_rows_that_cannot_be_predicted_get_a_sentence(files, content, sentence):
    ratings, folder = files
    found = rate(ratings, folder / "out.csv", COLUMNS, draws=40)
    (folder / "ask.csv").write_text(content)
    with pytest.raises(BadRatings, match=sentence):
        read_rows(folder / "ask.csv", COLUMNS, found)


def test_explanations_and_parquet_are_written(files):
    import duckdb

    ratings, folder = files
    found = rate(ratings, folder / "out.parquet", COLUMNS, draws=40, form="parquet")
    write_explanations([found.explain(ratee) for ratee in found.ratings.ratees], folder / "why.csv")
    with (folder / "why.csv").open() as file:
        assert [row["ratee"] for row in csv.DictReader(file)] == list(found.ratings.ratees)
    told = duckdb.sql(f"SELECT ratee, estimate, rank FROM '{folder / 'out.parquet'}' ORDER BY ratee").fetchall()
    assert [row[0] for row in told] == [row.ratee for row in found.estimates()]
    assert [row[1] for row in told] == pytest.approx([row.estimate for row in found.estimates()])
    write_predictions(found, Rows(["r1"], ["b1"], ["q1"]), folder / "told.parquet", "parquet")
    assert duckdb.sql(f"SELECT * FROM '{folder / 'told.parquet'}'").columns == ["p1", "p2", "p3", "p4", "mean"]


@pytest.mark.parametrize(("change", "sentence"), [({"draws": 3}, "--draws must be"), ({"seed": -1}, "--seed must be")])
def test_draws_and_seeds_that_make_no_sense_get_a_sentence(files, change, sentence):
    with pytest.raises(BadRatings, match=sentence):
        rate(files[0], files[1] / "out.csv", COLUMNS, **change)


def test_a_score_outside_the_scale_that_was_given_gets_a_sentence(files):
    ratings, folder = files
    narrow = Columns("rater", "ratee", "score", item="item", order=["1", "2", "3"])
    with pytest.raises(BadRatings, match="not in the order you gave: '4'"):
        rate(ratings, folder / "out.csv", narrow)
