"""The command `pakhi`: one table of sub-commands, each in a file of its own that is read only when called."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

COMMANDS = {
    "serve": "serve the product on 127.0.0.1 (make databases, and with --demo the demonstration network)",
    "migrate": "bring the three databases up to date",
    "demo": "load the demonstration network from nothing",
    "import": "read official files: `pakhi import lgd FILE…` (places of the Local Government Directory)",
    "account": "add an account, set a password, or make a token for programs",
    "organisation": "add an organisation, and put it into a network",
    "field": "phones that send records, and forms: `pakhi field device --worker LOGIN`, `pakhi field upload FILE`",
    "count": "count the sealed ballots with two people's passphrases, at the keyboard",
    "snapshot": "write the nameless facts to Parquet for reports",
    "rate": "honest ratings from any file of ratings an organisation has",
    "entitlements": "what somebody can claim on a day (check), whether the rules hold together, what changed, states",
    "access": "print the access sheet, for an organisation to read and sign",
    "settings": "list the settings, what they may be and what they are now",
    "audit": "whether the log of what people did with names is whole (verify); seal it, print its roots",
    "vault": "match-test: how well names are matched; plant: invented people to look for; destroy-due: keys",
    "bench": "measure speed, as ratios within one run",
}
MODULES = {"import": "import_files"}


def parser() -> argparse.ArgumentParser:
    """The command line, with one line for each sub-command."""
    top = argparse.ArgumentParser(prog="pakhi", description="Survivors rate the offices they meet.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, line in COMMANDS.items():
        commands.add_parser(name, help=line, description=line.capitalize() + ".", add_help=False)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a sub-command. Returns the exit status: 0 done, 1 a sentence says what is wrong."""
    words = sys.argv[1:] if arguments is None else arguments
    known, rest = parser().parse_known_args(words[:1])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several processes share the cores
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhi.site.settings")
    module = import_module(f"pakhi.site.commands.{MODULES.get(known.command, known.command)}")
    own = argparse.ArgumentParser(prog=f"pakhi {known.command}", description=COMMANDS[known.command].capitalize() + ".")
    module.arguments(own)
    try:
        return int(module.run(own.parse_args([*rest, *words[1:]])) or 0)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
