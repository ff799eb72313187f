"""How an account stands to an organisation's people: its roles there today, and who decides about access."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from pakhi.network.models import Account, Membership
from pakhi.network.models.account import Role
from pakhi.vault.keys import Refused

KEEPERS = frozenset({Role.SUPERVISOR.value, Role.MANAGER.value})
CARERS = KEEPERS | {Role.WORKER.value}


def roles(account: Account, organisation: str, on: dt.date | None = None) -> set[str]:
    """What an account is in an organisation (by its code) on a day; nothing if the account is closed."""
    if not account.is_active:
        return set()
    held = Membership.objects.current(on).filter(account=account, organisation__code=organisation)
    return set(held.values_list("role", flat=True))


def is_keeper(account: Account, organisation: str) -> bool:
    """Supervisor or manager of the organisation: sees all its people, assigns, raises limits, is told."""
    return bool(roles(account, organisation) & KEEPERS)


def need_keeper(account: Account, organisation: str) -> None:
    """Raises Refused for everybody else."""
    if not is_keeper(account, organisation):
        raise Refused(_("A supervisor or manager of the organisation decides this."))


def need_carer(account: Account, organisation: str) -> None:
    """Raises Refused for who is neither worker, supervisor nor manager of the organisation."""
    if not roles(account, organisation) & CARERS:
        raise Refused(_("Workers, supervisors and managers of the organisation do this."))
