"""PostgreSQL's cursor for questions that are asked again and again; imported only where there is PostgreSQL."""

from __future__ import annotations

from typing import Any

import psycopg

NEVER = 1_000_000_000  # times that another statement is run before a plan of it is kept


class Planned(psycopg.Cursor[Any]):
    """Each statement is read and planned once for a connection. Values travel beside it, never inside it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        if connection.prepare_threshold is None:  # Django says that no plan is kept at all
            connection.prepare_threshold = NEVER

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        return super().execute(query, params, **{**more, "prepare": True})
