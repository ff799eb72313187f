"""`pakhi bench`: speed, measured in one run; ratios say more than seconds of one machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

PARTS = ("pakhi.rating.bench", "pakhi.site.benches")
SUBMISSIONS, PAGES = "submissions", "pages"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which parts to measure."""
    parser.add_argument(
        "parts", nargs="*",
        help=f"words that the names of the measures must hold (default: all); {SUBMISSIONS}: a server with phones, "
        f"{PAGES}: the working day",
    )  # fmt: skip
    parser.add_argument("--count", type=int, default=1000, help=f"{SUBMISSIONS}: how many records (default 1000)")
    parser.add_argument(
        "--people", type=int, default=60_000, help=f"{PAGES}: survivors in the database (default 60000)"
    )
    parser.add_argument("--clients", type=int, default=1, help=f"{SUBMISSIONS}: how many phones at once (default 1)")


def run(options: argparse.Namespace) -> int:
    """Print name, figure and unit of each measure."""
    if SUBMISSIONS in options.parts and not (options.count >= 2 and 1 <= options.clients <= min(options.count, 200)):
        print("Give --count of two or more, and --clients from 1 to 200 and not more than the records.")
        return 2
    for name, value, unit in measures(options):
        print(f"{name:<58} {value:>12.3f} {unit}", flush=True)
    return 0


def measures(options: argparse.Namespace) -> Iterator[tuple[str, float, str]]:
    """What was asked for: submissions alone by their name, for they need an installation of their own."""
    if SUBMISSIONS in options.parts:
        yield from import_module("pakhi.site.bench_field").main(options.count, options.clients)
        return
    if PAGES in options.parts:
        yield from import_module("pakhi.site.bench_pages").main(max(100, options.people))
        return
    for part in PARTS:
        for name, value, unit in import_module(part).main():
            if not options.parts or any(word in name for word in options.parts):
                yield name, value, unit
