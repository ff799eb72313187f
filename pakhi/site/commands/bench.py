"""`pakhi bench`: speed, measured in one run; ratios say more than seconds of one machine."""

from __future__ import annotations

import argparse
from importlib import import_module

PARTS = ("pakhi.rating.bench", "pakhi.site.benches")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which parts to measure."""
    parser.add_argument("parts", nargs="*", help="words that the names of the measures must hold (default: all)")


def run(options: argparse.Namespace) -> None:
    """Print name, figure and unit of each measure."""
    for part in PARTS:
        for name, value, unit in import_module(part).main():
            if not options.parts or any(word in name for word in options.parts):
                print(f"{name:<58} {value:>12.3f} {unit}", flush=True)
