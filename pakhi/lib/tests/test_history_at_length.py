"""Ten thousand histories that were made up at random, in any order and with repeats: one state each."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.lib.history import Change, fold
from pakhi.lib.tests.test_history import histories


@pytest.mark.prove
@settings(max_examples=10_000, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_ten_thousand_histories_fold_to_one_state_in_any_order(history: list[Change], chance: random.Random) -> None:
    expected = fold(history)
    arrived = [*history, *chance.sample(history, chance.randint(0, len(history)))]
    chance.shuffle(arrived)
    assert fold(arrived) == expected
