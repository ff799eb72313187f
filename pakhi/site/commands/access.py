"""`pakhi access sheet`: who may do what, for an organisation to read and sign."""

from __future__ import annotations

import argparse
import csv
import sys

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """The one action there is, and a file."""
    parser.add_argument("action", choices=["sheet"])
    parser.add_argument("--out", help="a CSV file (default: the screen)")


def run(options: argparse.Namespace) -> None:
    """Write one line for each page and method, one column for each role, and a place to sign."""
    django.setup()
    from pakhi.network.access import COLUMNS, sheet

    target = open(options.out, "w", newline="", encoding="utf-8") if options.out else sys.stdout  # noqa: SIM115, PTH123 - closed below
    writer = csv.writer(target)
    writer.writerow(["page", "method", *COLUMNS])
    for row in sorted(sheet().rows.values(), key=lambda row: (row.page, row.method)):
        writer.writerow([row.page, row.method, *(row.cells[column] for column in COLUMNS)])
    writer.writerows([[], ["no: never; assigned: people assigned to them; same: own organisation;"
                      " network: organisations of the network; any: always"],
                      ["Read and agreed, for the organisation:"], ["Name, date, signature"]])  # fmt: skip
    if options.out:
        target.close()
        print(f"Written to {options.out}.")
