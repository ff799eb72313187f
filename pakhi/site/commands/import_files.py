"""`pakhi import lgd FILE…`: official files into the places tree."""

from __future__ import annotations

import argparse
from pathlib import Path

import django

from pakhi.site.commands.migrate import migrate

MOST_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What kind of files, and the files."""
    parser.add_argument("kind", choices=["lgd"], help="lgd: Local Government Directory, CSV")
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="states before districts before blocks, or all at once",
    )
    parser.add_argument("--on", help="the day the files speak of, like 2022-12-31 (default: today)")


def run(options: argparse.Namespace) -> int:
    """Import, and report what was refused and why."""
    django.setup()
    import datetime as dt

    from pakhi.lib.clock import today
    from pakhi.network.directory import import_directory

    migrate()
    try:
        day = dt.date.fromisoformat(options.on) if options.on else today()
    except ValueError:
        print(f"{options.on!r} is not a day; write it like 2022-12-31.")
        return 1
    report = import_directory(options.files, day)
    print(
        f"{report.added} added, {report.renamed} renamed, {report.unchanged} unchanged, {len(report.refused)} refused."
    )
    for refusal in report.refused[:MOST_SHOWN]:
        print(f"  {refusal}")
    if len(report.refused) > MOST_SHOWN:
        print(f"  … and {len(report.refused) - MOST_SHOWN} more.")
    return 0 if report.added or report.renamed or report.unchanged else 1
