"""`pakhi vault`: what is done with the vault from the keyboard. One row of ACTIONS for each action."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pakhi.network.models import Account, Organisation

YES = {"1", "yes", "y", "true", "same"}
NO = {"0", "no", "n", "false", "different"}


@dataclass(frozen=True)
class Action:
    """An action: its line of help, its own arguments, and what it does; it returns the exit status."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The action and its own arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, action in ACTIONS.items():
        action.arguments(
            actions.add_parser(name, help=action.help, description=action.help[:1].upper() + action.help[1:] + ".")
        )


def run(options: argparse.Namespace) -> int:
    """Do it."""
    return ACTIONS[options.action].run(options)


def match_test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="columns a, b (names, any script) and same (1 or 0)"
    )


def match_test(options: argparse.Namespace) -> int:
    """Print precision, recall, and every pair that the matching got wrong."""
    from pakhi.vault.trial import trial

    try:
        result = trial(pairs(options.file))
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{result.pairs} pairs, {result.same} of them the same name.")
    print(f"precision {result.precision:.3f}  of the pairs it called the same, so many are")
    print(f"recall    {result.recall:.3f}  of the pairs that are the same, so many it found")
    for line, wrong in (("called the same, and are not", result.too_many), ("the same, and not found", result.missed)):
        print(f"\n{len(wrong)} {line}:")
        for one, other, score in wrong:
            print(f"  {score:.2f}  {one} | {other}")
    return 0


def pairs(path: Path) -> list[tuple[str, str, bool]]:
    """The rows of a list of pairs. Raises OSError, or ValueError with a sentence."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if not {"a", "b", "same"} <= set(reader.fieldnames or ()):
            raise ValueError(f"{path} needs the columns a, b and same.")
        rows = []
        for row in reader:
            said = (row["same"] or "").strip().lower()
            if said not in YES | NO:
                raise ValueError(f"{path}, line {reader.line_num}: same must be 1 or 0.")
            rows.append((row["a"] or "", row["b"] or "", said in YES))
    if not rows:
        raise ValueError(f"{path} has no pairs.")
    return rows


def plant_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=200, help="how many people (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--organisation", metavar="CODE", help="default: the first whose key is set up and rehearsed")
    parser.add_argument("--by", metavar="LOGIN", help="default: a worker, supervisor or manager there")


def plant(options: argparse.Namespace) -> int:
    """Put invented people into the vault and print them, on standard output and nowhere else."""
    import django

    django.setup()
    from pakhi.site.demo import planted

    found = planter(options.organisation, options.by)
    if isinstance(found, str):
        print(found, file=sys.stderr)
        return 1
    out = csv.writer(sys.stdout)
    out.writerow(["code", "script", "part", "value"])
    for row in planted.plant(*found, options.count, options.seed):
        out.writerow([row.code, row.script, row.part, row.value])
    return 0


def planter(code: str | None, login: str | None) -> tuple[Organisation, Account] | str:
    """The organisation and the account that plants, or a sentence why there is none."""
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.vault import keys, scope, standing

    for organisation in Organisation.objects.filter(**{"code": code.upper()} if code else {}).order_by("pk"):
        with scope.bound(organisation.code):
            if not keys.ready(organisation):
                continue
        held = Membership.objects.current().filter(organisation=organisation, role__in=standing.CARERS)
        people = Account.objects.filter(pk__in=held.values("account"), is_active=True)
        who = people.filter(**{"username": login} if login else {}).order_by("pk").first()
        if who is not None:
            return organisation, who
    return "There is no such organisation whose key is set up and rehearsed, or nobody there who works with people."


def destroy_due_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: a day other than today would only be too early."""


def destroy_due(options: argparse.Namespace) -> int:
    """Destroy the keys of forgotten and handed-over people whose time is over; drop old notes, calls' marks and keys,
    sessions; end what two organisations share without her yes, and names in lists of groups that nobody stands by.

    Safe to run as often as one likes.
    """
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore

    from pakhi.cbr import named
    from pakhi.field import lines, passing, visits, whereabouts
    from pakhi.legal import joint
    from pakhi.lib.clock import today
    from pakhi.vault import forget

    SessionStore.clear_expired()
    lines.forget_calls()
    whereabouts.destroy_old()
    passing.drop_old()
    visits.drop_old()
    done = forget.destroy_due(today())
    joint.again()
    named.tidy()
    print(f"{len(done)} {'key' if len(done) == 1 else 'keys'} destroyed." if done else "No key is due.")
    return 0


ACTIONS = {
    "destroy-due": Action(
        "destroy the keys of forgotten people whose legal time is over (each night)", destroy_due_arguments, destroy_due
    ),
    "plant": Action("put invented people into the vault and print them as CSV", plant_arguments, plant),
    "match-test": Action("how well names are matched, on a list of pairs", match_test_arguments, match_test),
}
