"""Organisations whose people ask more or less strictly: found, taken out, and left alone where nothing tells."""

from dataclasses import replace

import numpy as np
import pytest

from pakhi.rating import BadRatings, fit, from_columns
from pakhi.rating.foretell import read_rows
from pakhi.rating.measure import hold
from pakhi.rating.organisations import MOST
from pakhi.rating.predict import Rows
from pakhi.rating.rate import Columns, rate
from pakhi.rating.scenarios import SMALL, make
from pakhi.rating.tree import ORGANISATION
from pakhi.rating.variance import PRIOR

from .worlds import columns, columns_of, fitted

WORLD = replace(SMALL, districts=4, organisations=4, strict_organisations=1.0)
ANSWERS, SEEDS = 6_000, range(1, 4)


def without(ratings):
    return replace(ratings, organisations=("",), visit_organisation=np.zeros_like(ratings.visit_organisation))


def spread(found):
    return next(row.sd for row in found.variances() if row.level == "organisation")


@pytest.mark.slow
def test_estimates_are_better_and_intervals_hold_more_often_with_the_organisation_than_without():
    ours, plain = [], []
    for seed in SEEDS:
        found, truth = fitted(ANSWERS, seed, WORLD)
        ours.append(hold(found, truth))
        plain.append(hold(fit(without(found.ratings), seed=seed), truth))
    assert np.mean([one.rmse for one in ours]) < 0.95 * np.mean([one.rmse for one in plain])
    assert np.mean([one.coverage for one in ours]) > np.mean([one.coverage for one in plain])
    assert 0.85 <= np.mean([one.coverage for one in ours]) <= 0.95


@pytest.mark.slow
def test_how_far_organisations_differ_is_found_and_so_is_that_they_do_not():
    differ = [spread(fitted(ANSWERS, seed, WORLD)[0]) for seed in SEEDS]
    alike = [spread(fitted(ANSWERS, seed, replace(WORLD, strict_organisations=0.0))[0]) for seed in SEEDS]
    assert min(differ) > max(alike) + 0.1
    assert max(alike) < PRIOR[ORGANISATION][0]


def test_the_stricter_organisation_is_predicted_to_answer_lower():
    found, _ = fitted(ANSWERS, 1, WORLD)
    r = found.ratings
    rows = [Rows(["who"], ["b1"], organisation=[label]) for label in r.organisations]
    told = [found.predict(row).mean[0] for row in rows]
    effects = [found.mode.x[found.model.tree.organisation_nodes[k]] for k in range(4)]
    assert np.argsort(told).tolist() == np.argsort(effects).tolist()
    anybody = found.predict(Rows(["who"], ["b1"]))
    assert min(told) < anybody.mean[0] < max(told)
    typical = found.predict(rows[int(np.argmin(np.abs(effects)))]).probability[0]
    assert anybody.probability[0].max() < typical.max()
    with pytest.raises(KeyError, match="nobody"):
        found.predict(Rows(["who"], ["b1"], organisation=["nobody"]))


def test_levels_are_those_of_the_average_organisation_and_differences_stay():
    found, _ = fitted(ANSWERS, 1, WORLD)
    tree, design = found.model.tree, found.model.design
    x = np.random.default_rng(1).normal(size=(tree.size, 3))
    level = tree.levelled(x)
    u = np.zeros((design.n_raters, 3))
    assert design.linear(level, u) == pytest.approx(design.linear(x, u))
    assert level[list(tree.organisation_nodes.values())].mean(0) == pytest.approx(0)
    plain = fit(without(found.ratings))
    assert found.draws.sd[tree.root] < plain.draws.sd[plain.model.tree.root] + 0.05


def apart():
    """Two organisations; each of them has its own offices, and its people rate nothing else."""
    ratings = make(1_600, 2, replace(SMALL, districts=2))[0]
    texts = columns_of(ratings)
    home = [ratings.group_of[k] % 2 for k in ratings.ratee]
    texts["rater"] = [f"{rater}-{side}" for rater, side in zip(texts["rater"], home, strict=True)]
    return texts, [("Asha", "Tara")[side] for side in home]


def test_organisations_that_share_no_office_change_nothing_and_a_sentence_says_so():
    texts, whose = apart()
    found = fit(from_columns(**texts, organisation=whose), draws=40)
    assert not found.model.tree.organisation_nodes
    assert "organisation" not in {row.level for row in found.variances()}
    assert repr(found.estimates()) == repr(fit(from_columns(**texts), draws=40).estimates())
    assert any("No two organisations rated the same office" in note for note in found.notes)


def test_one_that_shares_an_office_with_nobody_is_left_out_and_those_without_a_name_are_nobodys():
    texts, whose = apart()
    whose = ["Mala" if name == "Asha" and k % 2 else name for k, name in enumerate(whose)]
    found = fit(
        from_columns(**texts, organisation=["" if k % 7 == 0 else name for k, name in enumerate(whose)]), draws=0
    )
    labels = [found.ratings.organisations[k] for k in found.model.tree.organisation_nodes]
    assert labels == ["Asha", "Mala"]
    assert any("1 of 3 organisations share no office" in note for note in found.notes)


def test_a_column_of_very_many_organisations_is_left_out():
    texts = columns(1_600, 2)
    whose = [f"{k % (MOST + 1)}" for k in range(len(texts["rater"]))]
    found = fit(from_columns(**texts, organisation=whose), draws=0)
    assert not found.model.tree.organisation_nodes
    assert any(f"There are {MOST + 1} organisations" in note for note in found.notes)


def test_a_file_names_its_organisations_in_a_column(tmp_path):
    texts = columns(1_600, 1, WORLD)
    assert len(set(texts["organisation"])) == 4
    lines = [",".join(texts), *(",".join(row) for row in zip(*texts.values(), strict=True))]
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    names = Columns("rater", "ratee", "score", item="item", office="office", organisation="organisation")
    found = rate(tmp_path / "in.csv", tmp_path / "out.csv", names, draws=40)
    assert len(found.model.tree.organisation_nodes) == 4
    (tmp_path / "ask.csv").write_text("rater,ratee,item,organisation\nwho,b1,q1,elsewhere\n")
    with pytest.raises(BadRatings, match="organisations that the ratings do not have: 'elsewhere'"):
        read_rows(tmp_path / "ask.csv", names, found)
