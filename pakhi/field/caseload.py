"""Whom a phone may know of: who is assigned to its worker today, by code."""

from __future__ import annotations

from pakhi.network.models import Account, Organisation
from pakhi.vault import assign, scope


def of(account: Account | None, organisation: Organisation) -> list[str]:
    """Codes of the people of an organisation for whom a worker is there today; nobody while they are on leave."""
    if account is None:
        return []
    with scope.bound(organisation.code):
        if assign.away(account, organisation.code):
            return []
        return sorted({held.code for held in assign.caseload(account)})
