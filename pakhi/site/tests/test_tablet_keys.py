"""A start destroys the keys that tablets sealed to, when their time is over."""

import pytest

from pakhi.lib.clock import this_quarter
from pakhi.site.commands import serve
from pakhi.voice import tablet_keys


@pytest.mark.parametrize(("back", "stays"), [(0, True), (1, True), (2, False), (9, False)])
def test_a_start_destroys_what_is_too_old(village, back, stays):
    path = tablet_keys.home() / str(this_quarter().plus(-back))
    tablet_keys.lay(path, b"k" * 32)
    serve.tidy()
    assert path.exists() is stays
