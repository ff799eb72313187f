"""What shared cases put on somebody's page of today: an organisation that asks, and what this side has to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.legal import joint_lists
from pakhi.network.due import Item
from pakhi.network.models import Account, Membership
from pakhi.vault.standing import CARERS

PAGE, ICON = "legal:shared", "handshake"


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Offers to answer, for those who decide; tasks of a week, for whoever works on the case on their side."""
    account = next((one.account for one in memberships if one.role in CARERS), None)
    return [*offers(account), *tasks(account)] if account else []


def offers(account: Account) -> list[Item]:
    waiting = len(joint_lists.waiting(account))
    if not waiting:
        return []
    title = ngettext("%(n)s case is offered to be shared", "%(n)s cases are offered to be shared", waiting)
    text = _("Another organisation asks you to work on a case with them. Say yes, or no with a reason.")
    return [Item(PAGE, title % {"n": waiting}, text, ICON)]


def tasks(account: Account) -> list[Item]:
    found = joint_lists.to_do(account)
    if not found:
        return []
    title = ngettext("%(n)s thing to do in a shared case", "%(n)s things to do in shared cases", len(found))
    late = sum(1 for one in found if one.late)
    more = ngettext("%(n)s of them is overdue.", "%(n)s of them are overdue.", late) % {"n": late}
    return [Item(PAGE, title % {"n": len(found)}, more if late else _("Another organisation counts on it."), ICON)]
