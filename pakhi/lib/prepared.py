"""Questions to a database that are asked for every record: Django writes their SQL once, later only values are put in.

To write the SQL takes Django ten times as long as SQLite takes to answer, and to plan it takes PostgreSQL several times
as long, so each connection keeps the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet

AT_ONCE = 100  # rows in one statement: SQLite takes only so many values
Value = str | int | dt.date
STANDS: dict[type, Callable[[int], Value]] = {  # what stands for a value of each type while the SQL is written
    str: lambda place: f"stand-in-{place}",
    int: lambda place: 2_000_000_000 + place,
    dt.date: lambda place: dt.date(1, 1, 1 + place),
}


class Prepared:
    """One question. `ask` takes its values by name and gives `values_list(…)`; `types` are those of its values.

    `ending`: what a vendor of databases needs at the end, such as a lock. The values of a row are as the database's
    driver gives them.
    """

    def __init__(
        self, ask: Callable[..., QuerySet[Any, Any]], ending: dict[str, str] | None = None, **types: type
    ) -> None:
        self.ask, self.ending, self.types = ask, ending or {}, types
        self.written: dict[str, tuple[str, str, list[tuple[str, Any]]]] = {}

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """The rows for these values."""
        alias, sql, slots = self.sql()
        connection = connections[alias]
        with planned(connection) as cursor:
            cursor.execute(sql, [adapted(connection, values[name]) if name else fixed for name, fixed in slots])
            return list(cursor.fetchall())

    def sql(self) -> tuple[str, str, list[tuple[str, Any]]]:
        """(alias, SQL, for each place the name of its value, or what always stands there)."""
        vendor = connections["default"].vendor
        if vendor not in self.written:
            self.written[vendor] = self.write()
        return self.written[vendor]

    def write(self) -> tuple[str, str, list[tuple[str, Any]]]:
        stand = {name: STANDS[type_](place) for place, (name, type_) in enumerate(self.types.items())}
        asked = self.ask(**stand)
        connection = connections[asked.db]
        sql, params = asked.query.get_compiler(connection=connection).as_sql()
        names = {adapted(connection, value): name for name, value in stand.items()}
        slots = [(names.get(one, "") if isinstance(one, str | int | dt.date) else "", one) for one in params]
        missing = set(stand) - {name for name, _fixed in slots}
        if missing:
            raise ValueError(f"The question has no place for {sorted(missing)}.")
        return asked.db, sql + self.ending.get(connection.vendor, ""), slots


def planned(connection: BaseDatabaseWrapper) -> Any:
    """A cursor like the connection's own, of whose statements PostgreSQL keeps the plan."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from pakhi.lib.plans import Planned

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(Planned(connection.connection))  # type: ignore[attr-defined]  # Django's own


def adapted(connection: BaseDatabaseWrapper, value: Value) -> Any:
    """A value as its database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def insert(model: type[Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> Any:
    """Write rows, whose values are such as a database takes (and days), to the columns of these fields; the last key.

    Like `bulk_create`, without an object and a statement written anew for each; signals are not sent.
    """
    connection, last = connections[router.db_for_write(model)], None
    made = [[adapted(connection, value) for value in row] for row in rows]
    with planned(connection) as cursor:
        for begin in range(0, len(made), AT_ONCE):
            part = made[begin : begin + AT_ONCE]
            sql = insertion(connection.alias, connection.vendor, model, columns, len(part))
            cursor.execute(sql, [value for row in part for value in row])
            last = cursor.fetchall()[-1][0]
    return last


@lru_cache(maxsize=512)
def insertion(alias: str, _vendor: str, model: type[Model], columns: tuple[str, ...], rows: int) -> str:
    """The statement; its vendor is named for the cache alone."""
    quote, options = connections[alias].ops.quote_name, model._meta
    fields = [options.get_field(name) for name in columns]
    names = ", ".join(quote(str(field.column)) for field in fields if isinstance(field, Field))
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    key = quote(str(options.pk.column if options.pk else "id"))
    return f"INSERT INTO {quote(options.db_table)} ({names}) VALUES {places} RETURNING {key}"  # noqa: S608 - our names
