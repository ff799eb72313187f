"""A table of yes and no is read whole, or not at all."""

from __future__ import annotations

import pytest

from pakhi.lib.cells import read

TABLE = """
bread  morning evening
rye    yes     no
wheat  yes     yes
"""


def test_a_row_has_the_columns_in_which_it_says_yes() -> None:
    found = read(TABLE, "bread", ("morning", "evening"))
    assert found == {"rye": frozenset({"morning"}), "wheat": frozenset({"morning", "evening"})}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("no", "perhaps"), "The row rye leaves a cell undecided"),
        (TABLE.replace("no", ""), "The row rye leaves a cell undecided"),
        (TABLE.replace("evening", "night"), "The columns of this table are: bread morning evening"),
    ],
)
def test_what_is_undecided_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(text, "bread", ("morning", "evening"))
