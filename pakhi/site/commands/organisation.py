"""`pakhi organisation`: organisations and networks from the keyboard."""

from __future__ import annotations

import argparse

import django

from pakhi.site.commands.migrate import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """Actions: list, add, second-step, join."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="codes and names")
    add = actions.add_parser("add", help="a new organisation")
    add.add_argument("name")
    add.add_argument("--kind", default="cbo", help="cbo, ngo, network, funder or government")
    add.add_argument("--darpan", default="")
    add.add_argument("--fcra", default="")
    second = actions.add_parser("second-step", help="everybody who works there needs a second step at sign-in")
    second.add_argument("code", metavar="CODE")
    second.add_argument("wanted", choices=["yes", "no"])
    join = actions.add_parser("join", help="an organisation joins a network")
    join.add_argument("member", metavar="CODE")
    join.add_argument("network", metavar="NETWORK")


def run(options: argparse.Namespace) -> int:
    """Do it, or say in a sentence why not."""
    django.setup()
    from django.core.exceptions import ValidationError

    from pakhi.network.models import Organisation

    migrate()
    if options.action == "list":
        for organisation in Organisation.objects.order_by("kind", "name"):
            print(f"{organisation.code}  {organisation.get_kind_display():<32} {organisation.name}")
        return 0
    if options.action == "add":
        fresh = Organisation(name=options.name, kind=options.kind, darpan=options.darpan, fcra=options.fcra)
        try:
            fresh.full_clean()
        except ValidationError as problem:
            print(" ".join(f"{field}: {' '.join(lines)}" for field, lines in problem.message_dict.items()))
            return 1
        fresh.save()
        print(fresh.code)
        return 0
    if options.action == "second-step":
        changed = Organisation.objects.filter(code=options.code.upper()).update(second_factor=options.wanted == "yes")
        print("Done." if changed else "There is no organisation with that code.")
        return 0 if changed else 1
    return join(options)


def join(options: argparse.Namespace) -> int:
    """An organisation joins a network; it can belong to one."""
    from pakhi.network.models import Affiliation, Organisation

    member = Organisation.objects.filter(code=options.member.upper()).first()
    network = Organisation.objects.filter(code=options.network.upper(), kind=Organisation.Kind.NETWORK).first()
    if member is None or network is None or member == network:
        print("Give the code of an organisation and the code of a network (`pakhi organisation list`).")
        return 1
    if member.affiliations.current().exists():
        print(f"{member.name} belongs to {member.room().name} already.")
        return 1
    Affiliation.objects.create(member=member, network=network)
    print(f"{member.name} belongs to {network.name} now.")
    return 0
