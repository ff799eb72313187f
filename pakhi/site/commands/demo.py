"""`pakhi demo`: the demonstration network, made from a seed."""

from __future__ import annotations

import argparse

import django

from pakhi.site.commands.migrate import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """Scale, seed, and whether an older demonstration may be thrown away."""
    parser.add_argument("--scale", choices=["pat", "state"], default="pat", help="8 CBOs, or a whole state")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same network")
    parser.add_argument("--fresh", action="store_true", help="throw an older demonstration away first")


def run(options: argparse.Namespace) -> int:
    """Load it. Refuses where real records might be."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from pakhi.network.models import Organisation
    from pakhi.site.demo.load import load

    migrate()
    if Organisation.objects.exists():
        if not (settings.DATA / "demonstration").exists():
            print("There are records here that no demonstration made. Choose another data directory (DATA=…).")
            return 1
        if not options.fresh:
            print("The demonstration network is loaded already. Use --fresh to make it again.")
            return 0
        for alias in ("default", "vault", "ballots"):
            call_command("flush", database=alias, interactive=False, verbosity=0)
    load(options.scale, options.seed, say=print)
    return 0
