"""Whom a phone may know of: who is assigned to its worker today, by code. Nobody, on phones of other roles."""

from __future__ import annotations

from pakhi.network.models import Account, Organisation
from pakhi.vault import assign, scope, standing
from pakhi.vault.assign import Held


def of(account: Account | None, organisation: Organisation) -> list[str]:
    """Codes of the people of an organisation for whom a worker is there today; nobody while they are on leave."""
    return sorted({held.code for held in held_by(account, organisation)})


def held_by(account: Account | None, organisation: Organisation) -> list[Held]:
    """The same, with how they are there for them."""
    if account is None or not standing.roles(account, organisation.code) & standing.CARERS:
        return []
    with scope.bound(organisation.code):
        return [] if assign.away(account, organisation.code) else assign.caseload(account)
