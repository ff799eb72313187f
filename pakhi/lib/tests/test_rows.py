"""A table read from the disk does not tell in which order its rows came."""

import pytest
from django.db import connections

from pakhi.lib.rows import random_key
from tests.village import Card


@pytest.fixture
def came(three_databases: None) -> list[int]:
    """The keys of forty rows in the order in which they came."""
    rows = [Card(digest=bytes([n]) * 32, ticket=bytes([n]) * 32, stack="s") for n in range(40)]
    for row in rows:
        row.save()
    return [row.pk for row in rows]


def lie(column: str) -> list[int]:
    """A column as the database gives it without being asked for an order."""
    with connections["ballots"].cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM ballots_card")
        return [value for (value,) in cursor.fetchall()]


def test_a_random_key_takes_the_place_of_the_row_number(came):
    if connections["ballots"].vendor != "sqlite":
        pytest.skip("PostgreSQL has no rowid")
    assert sorted(lie("rowid")) == sorted(came)


def test_rows_lie_in_another_order_than_they_came(came):
    if connections["ballots"].vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the order of arrival until rows are rewritten")
    assert lie("id") in (sorted(came), sorted(came, reverse=True))
    assert came not in (lie("id"), lie("id")[::-1])


def test_keys_are_positive_and_fit_a_column():
    keys = [random_key() for _n in range(1000)]
    assert len(set(keys)) == 1000
    assert all(0 < key < 2**63 for key in keys)
    assert sum(key > 2**62 for key in keys) > 300
