"""What keepers, and nobody else, do with an organisation's key: the verbs of `keys`, each with its line in the log.

Both happen, or neither. The log is held first and the keys after it, as whoever registers somebody does: so nobody
waits in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, keys, rotation, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, Grant, OrganisationKey, Person


def note(organisation: Organisation, by: Account | int, step: str, **detail: Any) -> Entry:
    """The line in the log: what was done with which key, to which account, by whom (0: from the keyboard)."""
    return audit.record(Entry.Act.KEY, actor=by, organisation=organisation.code, step=step, **detail)


def set_up(organisation: Organisation, by: Account) -> list[str]:
    """Make the key; the three recovery shares are given back once. Raises Refused."""
    standing.need_keeper(by, organisation.code)
    with audit.locked():
        shares = keys.set_up(organisation, by)
        note(organisation, by, "setup")
    return shares


def print_again(unlocked: Unlocked, organisation: Organisation) -> list[str]:
    """Three new shares in place of the old ones. Raises Refused."""
    standing.need_keeper(unlocked.account, organisation.code)
    with audit.locked():
        shares = keys.print_again(unlocked, organisation)
        note(organisation, unlocked.account, "print")
    return shares


def rehearse(organisation: Organisation, typed: Iterable[str], by: Account) -> None:
    """Two shares were typed and open the key: real records may begin. Raises Refused."""
    standing.need_keeper(by, organisation.code)
    with audit.locked():
        keys.rehearse(organisation, typed)
        note(organisation, by, "rehearse")


def recover(organisation: Organisation, typed: Iterable[str], by: Account) -> None:
    """Two shares give access to somebody who works here. Raises Refused."""
    standing.need_keeper(by, organisation.code)
    with audit.locked():
        keys.recover(organisation, typed, by)
        note(organisation, by, "recover")


def give(unlocked: Unlocked, organisation: Organisation, to: Account) -> None:
    """Let a colleague open names. Raises Refused for who does not work with people here."""
    standing.need_keeper(unlocked.account, organisation.code)
    if not standing.roles(to, organisation.code) & standing.CARERS:
        raise Refused(_("Only workers, supervisors and managers of the organisation can be given access."))
    with audit.locked():
        key = keys.give(unlocked, organisation, to)
        note(organisation, unlocked.account, "give", account=to.pk, key=key.generation)


def take(organisation: Organisation, account: int, by: Account, sure: bool = False) -> None:
    """End somebody's access at once.

    Raises Refused when nobody else who works here could open names then: without rehearsed shares always, with them
    unless the keeper is `sure`.
    """
    standing.need_keeper(by, organisation.code)
    with audit.locked():
        keys.held_still(organisation)  # two keepers who take each other's access do not both leave the other one
        if (
            not set(openers(organisation)) - {account}
            and Person.objects.filter(organisation=organisation.code).exists()
        ):
            if not keys.ready(organisation):
                text = _("Nobody else can open names, and the recovery shares were not rehearsed. Do that first.")
                raise Refused(text)
            if not sure:
                raise Refused(_("Nobody else can open names. Give somebody access first, or have two shares ready."))
        end(organisation, account, by)


def end(organisation: Organisation, account: int, by: Account | int) -> bool:
    """Take every grant away, whatever follows from that. Whether there was one."""
    with audit.locked():
        held = keys.holds(organisation, account)
        keys.withdraw(organisation, account)
        if held:
            note(organisation, by, "take", account=account)
    return held


def openers(organisation: Organisation) -> list[int]:
    """The accounts that can open the newest key and still work here."""
    key = keys.current(organisation)
    held = holders(key) if key else set()
    return [one.pk for one in Account.objects.filter(pk__in=held) if works_here(one, organisation)]


def holders(key: OrganisationKey) -> set[int]:
    """The accounts that can open a key, whether they work here or not."""
    return set(Grant.objects.filter(key=key).values_list("account", flat=True))


def works_here(account: Account, organisation: Organisation) -> bool:
    """Whether somebody works with people here today."""
    return bool(standing.roles(account, organisation.code) & standing.CARERS)


def begin(unlocked: Unlocked, organisation: Organisation) -> OrganisationKey:
    """Begin to change the key. Who does not work here any more does not get the new one. Raises Refused."""
    standing.need_keeper(unlocked.account, organisation.code)
    with audit.locked():
        keys.held_still(organisation)
        key = keys.current(organisation)
        for account in holders(key) - set(openers(organisation)) if key else ():
            end(organisation, account, unlocked.account)
        fresh = rotation.begin(unlocked, organisation)
        note(organisation, unlocked.account, "begin", key=fresh.generation)
    return fresh


def go_on(unlocked: Unlocked, organisation: Organisation, seconds: float) -> bool:
    """Move people to the new key for so long. Whether the change is over. Raises Refused."""
    standing.need_keeper(unlocked.account, organisation.code)
    before = keys.changing(organisation)
    rotation.rotate(unlocked, organisation, seconds=seconds)
    over = not keys.changing(organisation)
    if before and over:
        newest = keys.current(organisation)
        note(organisation, unlocked.account, "rotated", key=newest.generation if newest else 0)
    return over
