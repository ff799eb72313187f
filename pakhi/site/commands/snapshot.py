"""`pakhi snapshot`: write the nameless facts to Parquet."""

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> None:
    """Write a snapshot and print where it lies."""
    django.setup()
    from pakhi.site.apps import renew_snapshot

    print(renew_snapshot())
