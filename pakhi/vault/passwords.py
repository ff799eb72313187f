"""A colleague forgot the password: a keeper who can open names gives one for one sign-in, and access again."""

from __future__ import annotations

import secrets

from axes.utils import reset as forget_failures
from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import audit, keeping, keys, memory, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Grant

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without look-alikes, small: quick to type on a phone
GROUPS, LENGTH = 3, 4  # 59 bits


def temporary() -> str:
    """A random password to be read aloud once: three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def hindrance(keeper: Account, colleague: Account, organisation: Organisation) -> str:
    """Why this keeper may not set this colleague's password, as a sentence; nothing if they may.

    A password opens everything that its owner is: so it is set only by who decides about all of that.
    """
    if colleague == keeper:
        return _("Change your own password in the menu under your name.")
    if not keeping.works_here(colleague, organisation):
        return _("This account does not work with people in this organisation.")
    for held in Membership.objects.current().filter(account=colleague).select_related("organisation"):
        if held.role not in standing.CARERS or not standing.is_keeper(keeper, held.organisation.code):
            return _("This colleague has another role too. Whoever runs the machine sets a new password.")
    return ""


def reset(unlocked: Unlocked, organisation: Organisation, colleague: Account) -> str:
    """Set a temporary password and give it back, once. Access to names is given again where there was any.

    Open sessions of the colleague end. The account comes first and the key after it: what breaks off between them
    leaves a password that nobody knows, and is done once more. Raises Refused.
    """
    key, refusal = keys.current(organisation), hindrance(unlocked.account, colleague, organisation)
    if key is None or refusal:
        raise Refused(refusal or _("This organisation has no key yet."))
    keys.open_organisation(unlocked, key)
    password = temporary()
    fresh, before = keys.fresh_key(password), (colleague.password, colleague.temporary)
    colleague.set_password(password)
    colleague.temporary = True
    colleague.save(update_fields=["password", "temporary"])
    try:
        replace(unlocked, organisation, colleague, fresh)
    except BaseException:
        mine = Account.objects.filter(pk=colleague.pk, password=colleague.password)
        mine.update(password=before[0], temporary=before[1])
        raise
    memory.drop(colleague.pk)
    forget_failures(username=colleague.username)
    return password


def replace(unlocked: Unlocked, organisation: Organisation, colleague: Account, fresh: keys.Fresh) -> None:
    """The new key in the place of the old one, with its access. Raises Refused if the password changed meanwhile."""
    with transaction.atomic(), audit.locked():
        now = Account.objects.select_for_update().get(pk=colleague.pk)
        if now.password != colleague.password:
            raise Refused(_("Somebody else changed this meanwhile. Nothing was written yet, and nothing is lost."))
        homes = set(Grant.objects.filter(account=colleague.pk).values_list("key__organisation", flat=True))
        keys.keep_worker_key(colleague, fresh)
        for home in Organisation.objects.filter(code__in=homes | {organisation.code}).order_by("code"):
            give_again(unlocked, home, colleague, home.code in homes)


def give_again(unlocked: Unlocked, home: Organisation, colleague: Account, had: bool) -> None:
    """In one organisation: the line in the log, and access where the keeper has it to give."""
    given = had
    try:
        if had:
            keys.give(unlocked, home, colleague)
    except Refused:
        given = False
    keeping.note(home, unlocked.account, "reset", account=colleague.pk, given=int(given))
