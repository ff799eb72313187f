"""A move off the way is refused with the moves that are known, and is kept when it was so: for every room the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.cbr import ways
from pakhi.cbr.kinds import Faulty

STATES = st.sampled_from(["asked", "heard", "given"])


@given(STATES, STATES, st.sets(STATES), st.booleans())
def test_only_a_move_that_is_not_known_is_off_the_way_and_needs_a_word(was, now, known, so):
    lawful = now == was or now in known
    if lawful or so:
        assert ways.off("stage", was, now, known, so, str.upper) is not lawful
        return
    with pytest.raises(Faulty) as fault:
        ways.off("stage", was, now, known, so, str.upper)
    assert fault.value.question == "stage"
    assert f"“{was.upper()}”" in fault.value.why
    assert all(one.upper() in fault.value.why for one in known)
    assert ("no further step" in fault.value.why) == (not known)
