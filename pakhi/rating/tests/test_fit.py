"""What a fit promises whatever the data: same answers for same input, and no comparison without a link."""

import random
from dataclasses import astuple

import pytest

from pakhi.rating import fit, from_columns
from pakhi.rating.flags import BETTER, RULES

from .worlds import columns, fitted

ANSWERS = 1_600


def everything(found):
    return [
        found.estimates(),
        found.periods(),
        found.offices(),
        found.peer_groups(),
        found.items(),
        found.group_items(),
        found.modes(),
        found.variances(),
        found.raters_summary(),
        found.components(),
        found.notes,
    ]


def test_same_ratings_and_seed_give_the_same_bytes_in_any_order_of_rows():
    texts = columns(ANSWERS, 1)
    rows = list(range(len(texts["rater"])))
    random.Random(5).shuffle(rows)
    shuffled = {name: [column[k] for k in rows] for name, column in texts.items()}
    first, second = fit(from_columns(**texts)), fit(from_columns(**shuffled))
    assert repr(everything(first)) == repr(everything(second))


def test_another_seed_moves_only_the_noise():
    ratings = from_columns(**columns(ANSWERS, 1))
    one, two = (fit(ratings, seed=seed).estimates() for seed in (1, 2))
    assert [row.estimate for row in one] != [row.estimate for row in two]
    assert all(a.estimate == pytest.approx(b.estimate, abs=2.5) for a, b in zip(one, two, strict=True))


def test_rows_are_complete_and_in_range():
    found, _ = fitted(ANSWERS, 1)
    for row in found.estimates():
        assert 0 <= row.low <= row.estimate <= row.high <= 100
        assert 0 <= row.assisted <= 1
        if row.rank is not None:
            assert 1 <= row.rank_low <= row.rank <= row.rank_high <= row.peers
    assert sum(row.n for row in found.estimates()) == len(found.ratings)
    assert sum(row.n for row in found.periods()) == len(found.ratings)
    assert sum(row.n for row in found.offices()) == len(found.ratings)
    assert sum(row.n for row in found.peer_groups()) == len(found.ratings)
    assert sum(row.n for row in found.items()) == len(found.ratings)
    assert all(None not in astuple(row) for row in found.variances())


def test_the_last_period_of_a_ratee_agrees_with_its_estimate():
    found, _ = fitted(ANSWERS, 1)
    last = {row.ratee: row for row in found.periods() if row.period == found.ratings.periods[-1]}
    assert last
    for row in found.estimates():
        if row.ratee in last:
            assert last[row.ratee].estimate == pytest.approx(row.estimate)


def test_change_is_told_only_for_who_was_there_four_periods_ago():
    columns = {
        "rater": ["a", "b", "c"] * 4,
        "ratee": (["old"] * 3 + ["new"] * 3) * 2,
        "score": [1, 2, 3, 2, 3, 1, 3, 3, 2, 2, 2, 3],
        "period": ["1"] * 3 + ["4"] * 3 + ["5"] * 6,
    }
    columns["period"][3:6] = ["3"] * 3
    columns["rater"] += ["a", "a"]
    columns["ratee"] += ["old", "old"]
    columns["score"] += [2, 2]
    columns["period"] += ["2", "4"]
    new, old = fit(from_columns(**columns)).estimates()
    assert (new.ratee, old.ratee) == ("new", "old")
    assert new.change is None
    assert new.improved is None
    assert old.change_low < old.change < old.change_high


def test_groups_without_a_shared_rater_are_not_ranked_together():
    columns = {"rater": [], "ratee": [], "score": []}
    for side in "xy":
        for rater in range(6):
            for ratee in range(4):
                columns["rater"].append(f"{side}{rater}")
                columns["ratee"].append(f"{side}-office-{ratee}")
                columns["score"].append((rater + 2 * ratee) % 4)
    found = fit(from_columns(**columns))
    assert [len(part.ratees) for part in found.components()] == [4, 4]
    for side in "xy":
        ranks = sorted(row.rank for row in found.estimates() if row.ratee.startswith(side))
        assert ranks == [1, 2, 3, 4]
    assert any("2 parts" in note for note in found.notes)


def test_where_no_rater_rated_two_nobody_is_ranked():
    columns = {"rater": range(30), "ratee": ["p", "q", "r"] * 10, "score": [k % 4 for k in range(30)]}
    found = fit(from_columns(**columns))
    assert all(row.rank is None and row.top is None for row in found.estimates())
    assert any("no ranks" in note for note in found.notes)


def test_a_lone_best_mark_does_not_win_over_thirty_good_ones():
    rng = random.Random(3)
    columns = {"rater": [], "ratee": [], "score": []}
    for rater in range(30):
        for ratee, usual in (("good", 4.5), ("middling", 3.2), ("poor", 2.0), ("weak", 2.5)):
            columns["rater"].append(rater)
            columns["ratee"].append(ratee)
            columns["score"].append(min(5, max(1, round(rng.gauss(usual, 0.6)))))
    columns["rater"].append(7)
    columns["ratee"].append("lone")
    columns["score"].append(5)
    rows = {row.ratee: row for row in fit(from_columns(**columns)).estimates()}
    assert rows["good"].rank == 1
    assert rows["lone"].estimate < rows["good"].estimate
    assert rows["lone"].reliability < RULES[BETTER].reliability < rows["good"].reliability
    assert rows["lone"].high - rows["lone"].low > 2 * (rows["good"].high - rows["good"].low)


def test_a_strict_rater_does_not_drag_down_whom_they_rate():
    columns = {"rater": [], "ratee": [], "score": []}
    for rater in range(20):
        for ratee in range(6):
            strict = rater < 10
            if (ratee % 2 == 0) == strict or rater % 5 == 0:
                columns["rater"].append(rater)
                columns["ratee"].append(f"b{ratee}")
                columns["score"].append((2 if strict else 4) + (rater + ratee) % 2)
    rows = {row.ratee: row.estimate for row in fit(from_columns(**columns)).estimates()}
    strictly = sum(rows[f"b{k}"] for k in (0, 2, 4)) / 3
    mildly = sum(rows[f"b{k}"] for k in (1, 3, 5)) / 3
    plain_gap = 40
    assert abs(mildly - strictly) < plain_gap / 2


def test_items_may_differ_in_their_number_of_categories():
    rng = random.Random(1)
    columns = {"rater": [], "ratee": [], "score": [], "item": []}
    for rater in range(12):
        for ratee in range(5):
            for item, top in (("yes or no", 1), ("stars", 5), ("hundred", 100)):
                columns["rater"].append(rater)
                columns["ratee"].append(ratee)
                columns["item"].append(item)
                columns["score"].append(rng.randint(0, top))
    found = fit(from_columns(**columns))
    assert {row.item for row in found.items()} == {"yes or no", "stars", "hundred"}
    assert any("grouped into at most 10" in note for note in found.notes)
    assert [len(values) for values in found.ratings.values] == [10, 6, 2]
