"""Every number shown says what it means, in words that are there to be translated."""

import pytest

from pakhi.reports import flags, funnel, office, offices, overview, ratings_file, teams
from pakhi.reports.definitions import DEFINITIONS
from pakhi.reports.paper import Column

MODULES = (flags, funnel, office, offices, overview, ratings_file, teams)
COLUMNS = {
    column
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, tuple)
    for column in value
    if isinstance(column, Column)
} | {Column(card, "count") for card in overview.CARDS}


@pytest.mark.parametrize("column", sorted(COLUMNS, key=lambda column: (column.key, column.kind)), ids=lambda c: c.key)
def test_every_column_has_a_definition(column):
    title, text = DEFINITIONS[column.key]
    assert str(title)
    assert str(text).endswith(".")


def test_no_definition_is_of_nothing():
    assert DEFINITIONS.keys() <= {column.key for column in COLUMNS} | {"kind", "district", "group"}
