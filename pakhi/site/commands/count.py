"""`pakhi count`: two people count at the keyboard, where no browser is at hand."""

from __future__ import annotations

import argparse
import getpass

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """The room and the two logins; passphrases are asked for."""
    parser.add_argument("--room", required=True, metavar="CODE", help="code of the network or organisation")
    parser.add_argument("--leader", required=True, metavar="LOGIN")
    parser.add_argument("--coordinator", required=True, metavar="LOGIN")


def run(options: argparse.Namespace) -> int:
    """Count, and print what was counted and what was not."""
    django.setup()
    from pakhi.network.models import Account, Organisation
    from pakhi.voice import count, keys
    from pakhi.voice.models import CountingKey

    room = Organisation.objects.filter(code=options.room.upper()).first()
    people = [Account.objects.filter(username=name).first() for name in (options.leader, options.coordinator)]
    if room is None or None in people or not CountingKey.objects.filter(room=room).exists():
        print("There is no such room with a counting key, or no such account.")
        return 1
    both = [(person, getpass.getpass(f"Counting passphrase of {person}: ")) for person in people]
    try:
        sitting = count.count(room, both[0], both[1], progress=lambda s, d, t: print(f"  {s} {d}/{t}", end="\r"))  # type: ignore[arg-type]
    except (keys.WrongPassphrase, count.CannotCount) as refusal:
        print(refusal)
        return 1
    print(f"{sitting.counted} ballots counted.")
    for key, many in sitting.refused.items():
        print(f"  not counted: {many} {count.REASONS[key]}")
    return 0
