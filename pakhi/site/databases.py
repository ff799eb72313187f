"""Three databases that no relation crosses: records, vault, ballots (decision 0001)."""

import os
import tempfile
from pathlib import Path
from typing import Any

import dj_database_url
from django.db.models import Model

ALIASES = {"default": "PAKHI_RECORDS_URL", "vault": "PAKHI_VAULT_URL", "ballots": "PAKHI_BALLOTS_URL"}
FILES = {"default": "records.sqlite3", "vault": "vault.sqlite3", "ballots": "ballots.sqlite3"}
HOME = {"vault": "vault", "ballots": "ballots"}

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"


def sqlite(path: Path) -> dict[str, Any]:
    """One SQLite file: writers queue instead of failing, deleted bytes are overwritten."""
    return {
        "ENGINE": "pakhi.site.sqlite",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
        # Tests run beside each other and never touch the data directory of an installation.
        "TEST": {"NAME": Path(tempfile.gettempdir()) / f"pakhi-test-{os.getpid()}-{path.name}"},
    }


def configure(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES from the settings: three PostgreSQL addresses, or three files in DATA."""
    if values["PAKHI_RECORDS_URL"]:
        return {
            alias: dict(dj_database_url.parse(values[name], conn_max_age=60, conn_health_checks=True))
            for alias, name in ALIASES.items()
        }
    return {alias: sqlite(values["DATA"] / FILES[alias]) for alias in ALIASES}


class Router:
    """Sends each app to its own database and refuses relations between them."""

    def home(self, app_label: str) -> str:
        return HOME.get(app_label, "default")

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        return self.home(model._meta.app_label)

    def db_for_write(self, model: type[Model], **_: Any) -> str:
        return self.home(model._meta.app_label)

    def allow_relation(self, one: Model, other: Model, **_: Any) -> bool:
        return self.home(one._meta.app_label) == self.home(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return db == self.home(app_label)
