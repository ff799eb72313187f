"""Why a number is what it is: it adds up, counts people and not visits, and points at nobody."""

from dataclasses import replace

import numpy as np
import pytest

from pakhi.rating import fit, from_columns
from pakhi.rating.explain import FEWEST
from pakhi.rating.scenarios import SMALL

from .worlds import fitted

COUNTS = ("above", "below", "last_year", "assisted", "linking")


@pytest.fixture(scope="module")
def found():
    return fitted(4_800, 1, replace(SMALL, visits_per_ratee=30))[0]


def test_an_explanation_adds_up_and_hides_small_counts(found):
    told = [found.explain(ratee) for ratee in found.ratings.ratees]
    for one, row in zip(told, found.estimates(), strict=True):
        assert one.peers + one.moved == pytest.approx(one.estimate)
        assert (one.voices, one.raters) == (row.visits, row.raters)
        assert one.sentence.startswith("Anybody in this peer group is expected at")
        for name in COUNTS:
            count = getattr(one, name)
            assert count is None or FEWEST <= count <= one.raters - FEWEST
        assert (one.above is None) == (one.below is None)
        if one.above is not None:
            assert one.above + one.below == one.raters
    for name in COUNTS[:4]:
        assert any(getattr(one, name) is not None for one in told)


def test_voices_above_go_with_estimates_above(found):
    told = [one for ratee in found.ratings.ratees if (one := found.explain(ratee)).above is not None]
    assert len(told) > 10
    assert np.corrcoef([one.above / one.raters for one in told], [one.moved for one in told])[0, 1] > 0.7


def spoken(happy, unhappy, times=1, late=0, helped=0, elsewhere=0):
    """What is said of "asked" by people who all liked or disliked it, each so many times, a year a time.

    The last `late` of them speak in the last year alone, the first `helped` once with help, the first `elsewhere`
    of others, too.
    """
    rows = [(f"s{k}", f"b{k % 3}", 2 + k % 2, "phone", 1 + k % 12) for k in range(60)]
    people = [(f"r{k}", 4 if k < happy else 1) for k in range(happy + unhappy)]
    for k, (who, score) in enumerate(people):
        old = k < len(people) - late
        rows += [(who, "asked", score, "phone", (1 if old else 9) + n) for n in range(times)]
        if k < helped:
            rows[-1] = (*rows[-1][:3], "paper", rows[-1][4])
        if k < elsewhere:
            rows.append((who, "b0", 2 + k % 2, "phone", 1))
    rater, ratee, score, mode, period = zip(*rows, strict=True)
    return fit(from_columns(rater, ratee, score, mode=mode, period=period), draws=40).explain("asked")


def test_people_who_speak_often_are_counted_once():
    told = spoken(happy=7, unhappy=6, times=3, late=5, helped=6, elsewhere=8)
    assert (told.voices, told.raters) == (39, 13)
    assert (told.above, told.below) == (7, 6)
    assert (told.last_year, told.assisted, told.linking) == (5, 6, 8)
    assert "7 people spoke better of it, 6 worse" in told.sentence


@pytest.mark.parametrize(("happy", "unhappy"), [(12, 0), (12, 1), (12, 4), (0, 12), (2, 2)])
def test_a_side_of_few_people_or_none_is_not_told_however_often_they_speak(happy, unhappy):
    told = spoken(happy, unhappy, times=4, late=unhappy, helped=unhappy, elsewhere=unhappy)
    assert [getattr(told, name) for name in COUNTS] == [None] * 5
    assert "spoke better" not in told.sentence
