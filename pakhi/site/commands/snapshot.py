"""`pakhi snapshot`: write the nameless facts to Parquet."""

import argparse

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> None:
    """Write a snapshot and print where it lies. Whoever is counted in it is asked for her yes again."""
    django.setup()
    from django.conf import settings

    from pakhi.cbr import counted
    from pakhi.reports.snapshot import take

    counted.again()
    print(take(settings.DATA))
