"""`pakhi migrate`: bring the three databases up to date."""

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> None:
    """Migrate records, vault and ballots."""
    django.setup()
    migrate()
    print("The three databases are up to date.")


def migrate() -> None:
    """Bring every database up to date; a database file is made if there is none."""
    from django.core.management import call_command
    from django.db import connections

    for alias in ("vault", "ballots", "default"):
        connections[alias].ensure_connection()
        call_command("migrate", database=alias, interactive=False, verbosity=0)
