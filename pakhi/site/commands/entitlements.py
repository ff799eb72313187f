"""`pakhi entitlements`: what somebody can claim (check); whether the rules hold together; what changed; states."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from pathlib import Path

from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Sort

FOLDER = "a folder with rows of a state or an organisation, read besides our own (again for more)"


def day(written: str) -> dt.date:
    """A day of the command line."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day; write it like 2026-11-22") from None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Actions: check, validate, changes, states."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="what a person can claim: one as YAML, many as JSON lines")
    check.add_argument("file", metavar="FILE", help="the file, or - for what comes in")
    check.add_argument("--on", type=day, metavar="DATE", help="the day (default: the file's, else today in India)")
    check.add_argument("--state", default="", metavar="CODE", help="the state, like IN-WB (default: the file's)")
    check.add_argument("--format", choices=("json", "table"), default="table", help="default: table")
    check.add_argument("--folder", action="append", default=[], type=Path, metavar="FOLDER", help=FOLDER)
    validate = actions.add_parser("validate", help="whether the catalogue holds together")
    validate.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help=FOLDER)
    changes = actions.add_parser("changes", help="what changed in the law between two days")
    changes.add_argument("--since", type=day, required=True, metavar="DATE")
    changes.add_argument("--until", type=day, metavar="DATE", help="default: today in India")
    actions.add_parser("states", help="which states have rows, and which are not researched yet")


def run(options: argparse.Namespace) -> int:
    """Do it; exit status 1 where a sentence says what is wrong."""
    try:
        return {"check": check, "validate": validate, "changes": changes, "states": states}[options.action](options)
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def check(options: argparse.Namespace) -> int:
    """Print the findings of everyone in the file. What cannot be read is told; the others are still judged."""
    from pakhi.entitlements import asking, eligibility, handed_on
    from pakhi.lib.clock import today

    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return wrong(f"There is no file {options.file}.")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not written in UTF-8"
        return wrong(f"{options.file} cannot be read: {reason}.")
    catalogue = read(options.folder)
    for unread in catalogue.unread:
        wrong(str(unread))
    try:
        state = asking.state_code(catalogue, options.state)
    except asking.Unreadable as problem:
        return wrong(f"--state: {problem}")
    many = True if Path(options.file).suffix in (".jsonl", ".ndjson") else None
    lines = many or asking.looks_like_lines(text)
    status = 0
    for one in asking.people(text, catalogue, lines):
        if isinstance(one, asking.Unreadable):
            status = wrong(f"{options.file}: {one}")
            continue
        for note in one.notes:
            wrong(f"{options.file}: {note}")
        on = options.on or one.on or today()
        found = eligibility.evaluate(catalogue, one.person, on, state or one.state)
        if options.format == "json":
            person = {"person": one.id} if one.id else {}
            objects = [{**person, **handed_on.as_object(finding, catalogue)} for finding in found]
            print(json.dumps(objects, ensure_ascii=False, indent=None if lines else 1))
        else:
            print("\n".join([headline(one.id, on, state or one.state), *handed_on.as_table(found), ""]))
    return status


def headline(person: str, on: dt.date, state: str) -> str:
    """What the table is about."""
    about = f"{person}, " if person else ""
    return f"{about}{on}, {state or 'no state given'}   (* not signed by a lawyer; a range is never a promise)"


def wrong(sentence: str) -> int:
    """A sentence for whoever sits there; exit status 1."""
    print(sentence, file=sys.stderr)
    return 1


def validate(options: argparse.Namespace) -> int:
    """Print everything that is wrong with the catalogue."""
    from pakhi.entitlements.validating import problems

    catalogue = read(options.folders)
    found = problems(catalogue)
    for one in found:
        wrong(str(one))
    names = sum(row.sort is Sort.NAME for row in catalogue.rows)
    signed = sum(row.signed is not None for row in catalogue.rows)
    print(
        f"{len(catalogue.rows) - names} rows, {names} that are only a name, {len(catalogue.processes)} processes, "
        f"{len(catalogue.offices)} kinds of office; {signed} signed by a lawyer; {len(found)} problems."
    )
    return 1 if found else 0


def changes(options: argparse.Namespace) -> int:
    """Print what is otherwise after one day, up to another."""
    from pakhi.entitlements.history import changed
    from pakhi.lib.clock import today

    until = options.until or today()
    if until < options.since:
        return wrong("The day of --until lies before that of --since.")
    found = changed(options.since, until)
    for one in found:
        row = one.new or one.old
        old = f" (was {one.old.id})" if one.old and one.new else ""
        after = f"; in its place: {one.followed_by}" if one.followed_by else ""
        if row is not None:
            print(f"{one.day}  {one.jurisdiction:<6} {one.turn.value:<9} {row.id}{old}: {row.name}{after}")
    if not found:
        print("Nothing changed between these days.")
    return 0


def states(_options: argparse.Namespace) -> int:
    """Print each state with what is known of it."""
    from pakhi.entitlements.coverage import coverage

    for one in coverage():
        rows = f"{one.rows} rows, {one.signed} signed by a lawyer" if one.researched else "not yet researched"
        names = f"; {one.names} names" if one.names else ""
        print(f"{one.code:<6} {one.name:<45} {rows}{names}")
    return 0
