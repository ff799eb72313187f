"""Real ratings, read from a folder beside the project; skipped, with the reason, where it is absent."""

from pathlib import Path

import numpy as np
import pytest

from pakhi.rating.realdata import JUDGES, estimate, judges_agree

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "ratings"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the real ratings are not at {FOLDER}")


def test_soup_the_reference_soup_is_least_often_taken_for_the_new_one():
    found = estimate(FOLDER, "soup")
    rows = sorted(found.estimates(), key=lambda row: row.rank)
    assert len(found.ratings) == 1847
    assert rows[-1].ratee == "1"
    assert (rows[-1].rank_low, rows[-1].rank_high) == (6, 6)
    assert max(row.high for row in rows[-1:]) < min(row.low for row in rows[:-1])


def test_wine_judges_agree_with_a_reference_fit():
    assert judges_agree(estimate(FOLDER, "wine"), FOLDER / JUDGES) > 0.95


def test_verbal_aggression_is_read_with_its_words_and_ordered():
    found = estimate(FOLDER, "VerbAgg")
    rows = sorted(found.estimates(), key=lambda row: row.rank)
    assert len(found.ratings) == 7584
    assert (rows[0].ratee, rows[-1].ratee) == ("S2WantCurse", "S3DoShout")
    plain = np.bincount(found.ratings.ratee, weights=found.ratings.category)
    ours = [row.estimate for row in found.estimates()]
    assert np.corrcoef(ours, plain)[0, 1] > 0.98
