"""Rows whose place in the file says nothing about when they came.

SQLite keeps a hidden rowid that grows with every insert. A RandomKey *is* that rowid, drawn at random, so a table
read from the disk lies in random order.
"""

import secrets
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


def random_key() -> int:
    """63 random bits, never 0."""
    return secrets.randbelow(2**63 - 1) + 1


class RandomKey(models.BigIntegerField):  # type: ignore[type-arg]
    """A primary key of 63 random bits; on SQLite it takes the rowid's place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(primary_key=True, default=random_key, editable=False)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer" if connection.vendor == "sqlite" else "bigint"
