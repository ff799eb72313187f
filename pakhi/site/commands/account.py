"""`pakhi account`: accounts from the keyboard, for the first people of an installation and for repairs."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import secrets
import sys
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from pakhi.network.models import Account, Organisation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Actions: add, password, token, close."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="a new account, or one more role of an old one")
    add.add_argument("login")
    add.add_argument("--name", help="how colleagues call them")
    add.add_argument("--role", required=True)
    add.add_argument("--organisation", required=True, metavar="CODE")
    for name, line in (("password", "set a password"), ("close", "end every role today and refuse sign-in")):
        actions.add_parser(name, help=line).add_argument("login")
    token = actions.add_parser("token", help="a token for a program, printed once")
    token.add_argument("login")
    token.add_argument("--days", type=int, default=90)


def run(options: argparse.Namespace) -> int:
    """Do it, or say in a sentence why not."""
    django.setup()
    from pakhi.network.models import Account

    if options.action == "add":
        return add(options)
    account = Account.objects.filter(username=options.login).first()
    if account is None:
        print(f"There is no account {options.login!r}.")
        return 1
    return {"password": password, "close": close, "token": token}[options.action](account, options)


def add(options: argparse.Namespace) -> int:
    """A membership, with the account if it is new; it asks for the password."""
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.network.models.account import Role

    organisation = Organisation.objects.filter(code=options.organisation.upper()).first()
    if organisation is None or options.role not in Role.values:
        known = ", ".join(Role.values)
        print(f"Choose the code of an organisation (`pakhi organisation list`) and one of these roles: {known}.")
        return 1
    account = Account.objects.filter(username=options.login).first()
    if account is None:
        account = Account.objects.create_user(options.login, ask(), options.name or options.login)
    named = {"account": account, "organisation": organisation, "role": options.role, "valid_to": None}
    _held, fresh = Membership.objects.get_or_create(**named)
    print(f"{account.name} is {options.role} in {organisation.name}.")
    return line("role", organisation, step="add", account=account.pk, role=options.role) if fresh else 0


def line(act: str, organisation: Organisation, **detail: Any) -> int:
    """A line in the vault's log, by nobody who is known. Where its key is lost that is said; what was done stands."""
    from pakhi.vault import audit

    try:
        audit.record(act, actor=0, organisation=organisation.code, **detail)
    except audit.KeyLost as problem:
        print(f"It is done, but the log could not be written: {problem}", file=sys.stderr)
        return 1
    return 0


def ask() -> str:
    """A password, typed twice, that the rules accept."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    while True:
        first = getpass.getpass("Password: ")
        try:
            validate_password(first)
        except ValidationError as problem:
            print(" ".join(problem.messages))
            continue
        if first == getpass.getpass("Again: "):
            return first
        print("The two are not the same.")


def password(account: Account, options: argparse.Namespace) -> int:
    """Set it. The key to names was locked with the old one: a new one is made at the next sign-in, without access."""
    from pakhi.network.models import Membership, Organisation

    account.set_password(ask())
    account.temporary = False
    account.save()
    print("The password is set. It opens no names: a colleague who can open them gives access again, on the page Keys,")
    print("after the next sign-in. Who remembers the old password should rather change it after signing in.")
    held = Membership.objects.current().filter(account=account)
    homes = Organisation.objects.filter(pk__in=held.values("organisation")).order_by("pk")
    return max((line("key", home, step="reset", account=account.pk, given=0) for home in homes), default=0)


def close(account: Account, options: argparse.Namespace) -> int:
    """End every role today, and all access to names; the history stays."""
    from pakhi.lib.clock import today
    from pakhi.network.models import ApiToken, Membership

    yesterday = today() - dt.timedelta(days=1)
    held = Membership.objects.current().filter(account=account)
    ended = list(held.select_related("organisation").order_by("pk"))
    held.update(valid_to=yesterday)
    ApiToken.objects.filter(account=account).delete()
    account.is_active = False
    account.save()
    print("Closed. Every role ended, every token is void.")
    told = [line("role", one.organisation, step="close", account=account.pk, role=one.role) for one in ended]
    return max([*told, take_keys(account)])


def take_keys(account: Account) -> int:
    """No name opens for this account any more, in any organisation; says what its colleagues have to do now."""
    from pakhi.network.models import Organisation
    from pakhi.vault import keeping, keys, scope

    status = 0
    for organisation in Organisation.objects.order_by("name"):
        with scope.bound(organisation.code):
            if not keys.holds(organisation, account):
                continue
            keys.withdraw(organisation, account)
            status |= line("key", organisation, step="take", account=account.pk)
            print(f"Names of {organisation.name} do not open for {account.name} any more. Change the key (page Keys).")
            if not keeping.openers(organisation):
                print("Nobody else there can open them: two recovery shares are needed (page Keys).")
    return status


def token(account: Account, options: argparse.Namespace) -> int:
    """Print a new token; only its hash is kept."""
    from pakhi.lib.clock import today
    from pakhi.network.models import ApiToken

    fresh = secrets.token_urlsafe(32)
    until = today() + dt.timedelta(days=max(1, options.days))
    ApiToken.objects.create(account=account, digest=ApiToken.hash(fresh), valid_to=until)
    print(fresh)
    return 0
