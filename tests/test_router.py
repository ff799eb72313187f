"""Each table lives in its own database and nowhere else; a fresh data directory gets all three."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.db.utils import ConnectionHandler

from pakhi.site.databases import ALIASES, FILES, Router, configure

ROUTER = Router()
EVERYTHING = pytest.mark.django_db(databases=list(ALIASES))


def home(model: type[Model]) -> str:
    """The database that a model should be in, told by its room alone."""
    if model.__module__.startswith("pakhi.vault"):
        return "vault"
    return "ballots" if model.__module__.startswith("pakhi.voice.ballots") else "default"


def tables(alias: str) -> set[str]:
    with connections[alias].cursor() as cursor:
        return set(connections[alias].introspection.table_names(cursor))


@pytest.mark.parametrize("model", apps.get_models(include_auto_created=True), ids=lambda model: model._meta.label)
def test_a_model_goes_home(model: type[Model]) -> None:
    label = model._meta.app_label
    assert ROUTER.db_for_read(model) == ROUTER.db_for_write(model) == home(model)
    assert [alias for alias in ALIASES if ROUTER.allow_migrate(alias, label)] == [home(model)]


@EVERYTHING
@pytest.mark.parametrize("alias", ALIASES)
def test_a_database_has_its_own_tables_and_no_other(alias: str) -> None:
    models = apps.get_models(include_auto_created=True)
    ours = {model._meta.db_table for model in models if home(model) == alias and model._meta.managed}
    others = {model._meta.db_table for model in models if home(model) != alias}
    assert ours <= tables(alias)
    assert tables(alias) & others == set()


def test_no_relation_is_allowed_between_databases() -> None:
    from pakhi.network.models import Account, Organisation
    from pakhi.voice.ballots.models import Ballot, Card

    assert ROUTER.allow_relation(Account(), Organisation())
    assert ROUTER.allow_relation(Ballot(), Card())
    assert not ROUTER.allow_relation(Ballot(), Account())


def test_the_three_databases_are_three(settings) -> None:
    names = {(d.get("HOST"), d.get("PORT"), str(d["NAME"])) for d in settings.DATABASES.values()}
    assert len(names) == 3


@EVERYTHING
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow  # makes an installation
def test_a_fresh_data_directory_gets_three_files(installation: Path) -> None:
    assert {path.name for path in installation.glob("*.sqlite3")} == set(FILES.values())
    for alias, name in FILES.items():
        with sqlite3.connect(installation / name) as database:
            held = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            assert "django_migrations" in held
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        wanted = {m._meta.db_table for m in apps.get_models() if home(m) == alias}
        others = {m._meta.db_table for m in apps.get_models() if home(m) != alias}
        assert wanted <= held, alias
        assert held & others == set(), alias


@pytest.mark.slow  # makes an installation
def test_only_the_owner_can_open_the_data_directory(installation: Path) -> None:
    assert installation.stat().st_mode & 0o077 == 0


@EVERYTHING
@pytest.mark.parametrize("alias", ALIASES)
def test_sqlite_overwrites_what_is_deleted_and_checks_relations(alias: str, tmp_path: Path) -> None:
    """As an installation is configured: the tests themselves run without waiting for the disk."""
    connection = ConnectionHandler(configure({"PAKHI_RECORDS_URL": "", "DATA": tmp_path}))[alias]
    switches = {}
    try:
        with connection.cursor() as cursor:
            for name in ("secure_delete", "foreign_keys", "synchronous"):
                cursor.execute(f"PRAGMA {name}")
                switches[name] = cursor.fetchone()[0]
    finally:
        connection.close()
    assert switches == {"secure_delete": 1, "foreign_keys": 1, "synchronous": 2}
