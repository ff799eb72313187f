"""Changes that many people wrote fold to one state, whatever the order in which they arrive."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.lib.history import Change, fold

DAY = dt.date(2026, 11, 1)
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def change(number: str, seen: tuple[str, ...] | None = (), day: int = 0, made: int = 0, **more: object) -> Change:
    """A change of the first of November and so many days later, written so many minutes after noon."""
    edits, void = str(more.pop("edits", "")), bool(more.pop("void", False))
    on, at = DAY + dt.timedelta(days=day), NOON + dt.timedelta(minutes=made)
    return Change(number, on, at, more, seen, edits, void)


def test_the_latest_day_wins_though_it_was_written_first() -> None:
    now = fold([change("a", day=9, made=1, severity="low"), change("b", ("a",), day=2, made=5, severity="high")])
    assert now.values == {"severity": "low"}
    assert now.rivals == {}
    assert now.heads == ("b",)


def test_of_one_day_whoever_knew_more_wins_whatever_the_clock_says() -> None:
    now = fold([change("a", made=500, severity="low"), change("b", ("a",), made=-999, severity="high")])
    assert now.values == {"severity": "high"}
    assert now.order == ("a", "b")


def test_two_who_did_not_know_of_each_other_are_both_kept_until_somebody_has_seen_both() -> None:
    first = change("a", goal="school", who="mou")
    two = [change("b", ("a",), made=1, goal="college"), change("c", ("a",), made=2, goal="tailoring")]
    now = fold([first, *two])
    assert now.values == {"goal": "tailoring", "who": "mou"}
    assert now.rivals == {"goal": ("b",)}
    assert set(now.heads) == {"b", "c"}
    assert fold([first, *two, change("d", ("b", "c"), made=3, goal="college")]).rivals == {}


def test_two_who_changed_different_things_are_no_conflict() -> None:
    now = fold([change("a"), change("b", ("a",), goal="school"), change("c", ("a",), who="salma")])
    assert now.values == {"goal": "school", "who": "salma"}
    assert now.rivals == {}


def test_two_who_wrote_the_same_are_no_conflict() -> None:
    assert fold([change("a", goal="school"), change("b", goal="school")]).rivals == {}


def test_an_edit_takes_the_place_of_what_it_edits_also_if_it_comes_first() -> None:
    wrong, right = change("a", day=5, severity="high"), change("b", ("a",), day=3, severity="low", edits="a")
    for arrived in ([wrong, right], [right, wrong]):
        now = fold(arrived)
        assert now.values == {"severity": "low"}
        assert now.replaced == {"a"}


def test_an_edit_of_an_edit_brings_nothing_back() -> None:
    rows = [change("a", x="1"), change("b", ("a",), x="2", edits="a"), change("c", ("b",), x="3", edits="b")]
    assert fold(rows).values == {"x": "3"}


def test_what_was_a_mistake_counts_for_nothing() -> None:
    now = fold([change("a", x="1"), change("b", ("a",), x="2"), change("c", ("b",), edits="b", void=True)])
    assert now.values == {"x": "1"}


def test_a_writer_of_whom_nothing_is_known_follows_what_was_written_before() -> None:
    now = fold([change("a", made=1, x="1"), change("b", None, made=2, x="2")])
    assert now.values == {"x": "2"}
    assert now.rivals == {}
    assert fold([change("a", made=3, x="1"), change("b", None, made=2, x="2")]).values == {"x": "1"}


def test_who_claims_to_follow_themselves_hangs_nothing() -> None:
    now = fold([change("a", ("b",), x="1"), change("b", ("a",), x="2"), change("c", ("c",), x="3", day=1)])
    assert now.values == {"x": "3"}
    assert sorted(now.order) == ["a", "b", "c"]


def test_nothing_folds_to_nothing() -> None:
    assert fold([]).values == {}


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes that name others, arrived or not, with edits, mistakes and clocks that are years wrong."""
    many = draw(st.integers(1, 12))
    numbers = [f"n{at}" for at in range(many)]
    minutes, days = st.integers(-(10**6), 10**6), st.integers(-40, 40)
    out = []
    for at, number in enumerate(numbers):
        named = st.lists(st.sampled_from([*numbers[:at], "never came"]), max_size=3) if at else st.just([])
        seen = draw(st.one_of(st.none(), named.map(tuple)))
        edits = draw(st.sampled_from(["", "", "", *numbers[:at]]))
        values = draw(st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["forward", "back", "open"]), max_size=2))
        made = {
            "day": draw(days),
            "made": draw(minutes),
            "edits": edits,
            "void": draw(st.integers(0, 9)) == 0 and bool(edits),
        }
        out.append(change(number, seen, **made, **values))
    return out


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_state(history: list[Change], chance: random.Random) -> None:
    expected = fold(history)
    arrived = [*history, *chance.sample(history, chance.randint(0, len(history)))]
    chance.shuffle(arrived)
    assert fold(arrived) == expected


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(histories())
def test_what_arrives_in_parts_ends_where_all_of_it_ends(history: list[Change]) -> None:
    """A state is never kept in place of what it was made from, so that the late ones cannot be lost."""
    for upto in range(1, len(history)):
        part = fold(history[:upto])
        assert set(part.order) == {one.number for one in history[:upto]}
    whole = fold(history)
    for name, number in whole.by.items():
        assert next(one for one in history if one.number == number).values[name] == whole.values[name]
