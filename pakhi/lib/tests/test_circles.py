"""The circles hold for every number of people, whatever the figure is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib.circles import Circle, Why, band, show, theme, threshold, told, whole_may

people = st.integers(0, 300)
scores = st.floats(0, 100)
circles = st.sampled_from(Circle)
DETAIL = {("waits", 0): 0, ("band", 3): 1, ("band", 5): 2, ("exact", 0): 3}


def detail(shown):
    return DETAIL[shown.kind, shown.bands]


@given(circles, people, st.booleans(), scores)
def test_below_the_threshold_nothing_is_told_but_that_it_waits(circle, raters, person, value):
    shown = show(circle, raters, person=person, value=value, low=value, high=value)
    if raters < threshold(circle, person=person):
        assert shown.waits
        assert shown.why == Why.FEW
        assert (shown.value, shown.low, shown.high, shown.band) == (None, None, None, 0)
        assert shown.count == f"<{threshold(circle, person=person)}"
    else:
        assert not shown.waits


@given(circles, people, people, st.booleans(), scores)
def test_more_people_never_show_less(circle, one, other, person, value):
    fewer, more = sorted((one, other))
    assert detail(show(circle, fewer, person=person, value=value)) <= detail(
        show(circle, more, person=person, value=value)
    )


@given(people, st.booleans(), scores, st.none() | people)
def test_outside_never_sees_a_value_an_interval_or_an_exact_count(raters, person, value, served):
    shown = show(Circle.OUTSIDE, raters, person=person, value=value, low=0, high=100, served=served)
    assert shown.kind in {"band", "waits"}
    assert (shown.value, shown.low, shown.high) == (None, None, None)
    assert shown.count in {"<10", "<20", "10-19", "20-49", "50+"}


@given(circles, people, scores)
def test_a_figure_about_one_person_never_shows_more_than_one_about_many(circle, raters, value):
    assert detail(show(circle, raters, person=True, value=value)) <= detail(show(circle, raters, value=value))


@given(people, scores)
def test_inside_sees_at_least_what_outside_sees(raters, value):
    assert detail(show(Circle.INSIDE, raters, value=value)) >= detail(show(Circle.OUTSIDE, raters, value=value))


@given(st.integers(0, 300), st.integers(1, 300), scores)
def test_when_nearly_all_have_answered_the_next_level_up_speaks(raters, served, value):
    shown = show(Circle.OUTSIDE, raters, value=value, served=served)
    if raters >= 10:
        assert (shown.why == Why.SERVED) == (raters >= 0.8 * served)


@given(scores, st.sampled_from([3, 5]))
def test_a_band_is_an_equal_part_of_the_scale(value, bands):
    place = band(value, bands)
    assert 1 <= place <= bands
    assert (place - 1) * 100 / bands - 1e-9 <= value <= place * 100 / bands + 1e-9


@given(scores, scores, st.sampled_from([3, 5]))
def test_a_higher_value_never_gets_a_lower_band(one, other, bands):
    low, high = sorted((one, other))
    assert band(low, bands) <= band(high, bands)


@given(st.integers(0, 200), st.lists(st.integers(0, 50), max_size=5))
def test_a_whole_beside_its_parts_never_leaves_a_small_rest(whole, parts):
    if whole_may(whole, parts):
        rest = whole - sum(parts)
        assert rest == 0 or rest >= 10


@pytest.mark.parametrize(
    ("raters", "count"),
    [(9, "<10"), (10, "10-19"), (19, "10-19"), (20, "20-49"), (49, "20-49"), (50, "50+"), (999, "50+")],
)
def test_counts_outside_are_coarse(raters, count):
    assert told(Circle.OUTSIDE, raters) == count


@pytest.mark.parametrize(
    ("circle", "person", "least"),
    [
        ("inside", False, 5),
        ("inside", True, 5),
        ("own", True, 10),
        ("outside", False, 10),
        ("outside", True, 20),
    ],
)
def test_the_thresholds_are_those_of_the_house(circle, person, least):
    assert threshold(Circle(circle), person=person) == least


@pytest.mark.parametrize(("raters", "bands"), [(10, 3), (29, 3), (30, 5)])
def test_fifths_need_thirty_people(raters, bands):
    assert show(Circle.OUTSIDE, raters, value=50).bands == bands


def test_a_theme_needs_five_people():
    assert [theme(n) for n in (0, 4, 5, 6)] == [False, False, True, True]


def test_a_negative_number_of_people_is_refused():
    with pytest.raises(ValueError, match="negative"):
        show(Circle.INSIDE, -1)
