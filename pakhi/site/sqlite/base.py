"""Django's SQLite, whose connections are kept open for a moment where a server says so (kept.py)."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from pakhi.site.sqlite import kept


class DatabaseWrapper(base.DatabaseWrapper):
    """The name that Django looks for."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        return kept.take(self.alias) or super().get_new_connection(conn_params)

    def _close(self) -> None:
        whole = self.connection is not None and not self.errors_occurred and not self.connection.in_transaction
        if not (whole and kept.put(self.alias, self.connection)):
            super()._close()  # type: ignore[misc]  # Django's, which its types do not name
