"""Everything that lies in a database, as somebody reads it who has taken the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import connections


def tables(alias: str) -> list[str]:
    """The names of all tables of a database."""
    return connections[alias].introspection.table_names()


def columns(alias: str, table: str) -> dict[str, str]:
    """The columns of a table with their types as the database knows them."""
    with connections[alias].cursor() as cursor:
        described = connections[alias].introspection.get_table_description(cursor, table)
        kind = connections[alias].introspection.get_field_type
        return {column.name: kind(column.type_code, column) for column in described}


def cells(alias: str) -> Iterator[tuple[str, str, object]]:
    """(table, column, value) of everything in a database."""
    for table in tables(alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, name, value) for name, value in zip(names, row, strict=True))


def written(alias: str) -> bytes:
    """All values of a database in one long line: raw bytes, and texts as they are written."""
    return b"\n".join(as_bytes(value) for _table, _column, value in cells(alias))


def as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return (value if isinstance(value, str) else json.dumps(value, default=str)).encode()


def everything() -> bytes:
    """All three databases."""
    return b"\n".join(written(alias) for alias in ("default", "vault", "ballots"))
