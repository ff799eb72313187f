"""`pakhi audit`: whether the log of what people did with names is whole; the roots to print; sealing by hand."""

from __future__ import annotations

import argparse
import datetime as dt

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """Actions: verify, seal, roots."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="name the first line or batch that is not as it was written")
    verify.add_argument(
        "--root", action="append", default=[], metavar="NUMBER:ROOT", help="a root as it was printed, like 2:ab12…"
    )
    actions.add_parser("seal", help="seal the lines that wait")
    roots = actions.add_parser("roots", help="the batches of a month and their roots, to print")
    roots.add_argument("month", nargs="?", default="", metavar="YYYY-MM", help="default: this month")


def run(options: argparse.Namespace) -> int:
    """Do it; exit status 1 if the log is not whole."""
    django.setup()
    from django.db import Error

    try:
        return main(options)
    except Error:  # nothing is made here: what is looked at may be a copy
        print("There is no log of the product in this data directory. Choose another (DATA=…), or run `pakhi migrate`.")
        return 1


def main(args: argparse.Namespace) -> int:
    """The same in a process where Django is set up."""
    return {"verify": verify, "seal": seal, "roots": roots}[args.action](args)


def verify(args: argparse.Namespace) -> int:
    """Print the verdict."""
    from pakhi.vault import audit

    paper = dict(root.split(":", 1) for root in args.root if ":" in root)
    if len(paper) != len(args.root) or not all(number.isdigit() for number in paper):
        print("Write a root with the number of its batch, like 2:ab12…")
        return 1
    verdict = audit.verify({int(number): root for number, root in paper.items()})
    print(verdict)
    return 0 if verdict.whole else 1


def seal(args: argparse.Namespace) -> int:
    """Seal whatever waits, and print each new batch."""
    from pakhi.vault import audit

    sealed = 0
    while batch := audit.seal_batch():
        print(f"Batch {batch.number}: lines {batch.first} to {batch.last}")
        sealed += 1
    if not sealed:
        print("No line waits to be sealed.")
    return 0


def roots(args: argparse.Namespace) -> int:
    """Print a month's batches, with their roots in groups of four."""
    from pakhi.lib.clock import today
    from pakhi.vault import audit

    try:
        month = dt.date.fromisoformat(f"{args.month}-01") if args.month else today()
    except ValueError:
        print(f"{args.month!r} is not a month; write it like 2026-11.")
        return 1
    found = audit.roots(month)
    for root in found:
        print(f"Batch {root.batch}: lines {root.first} to {root.last}, {root.on}\n  {root.written}")
    if not found:
        print("No batch was sealed in that month.")
    return 0
