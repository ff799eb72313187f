"""What cases put on somebody's page of today: one line each; the work itself stands on the page of the day."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.cbr import danger, out_there, work
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.network.models.account import Role
from pakhi.vault.standing import CARERS, KEEPERS

OVERSEE = KEEPERS - {Role.WORKER.value}


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Who is in danger; who is not back from a visit; what is due for a worker, and what is overdue in a team."""
    held = list(memberships)
    return [*in_danger(held), *out_there.items(held), *my_day(held), *team(held)]


def in_danger(memberships: list[Membership]) -> list[Item]:
    """Who supervises is told of everybody in the organisation; of others, whoever is there for them."""
    found = []
    keeps = [held for held in memberships if held.role in OVERSEE]
    for home in sorted({held.organisation for held in keeps}, key=lambda one: one.pk):
        found += said(len(danger.of_organisation(home)), "desk:board")
    account = next((held.account for held in memberships if held.role in CARERS), None)
    if account is not None:
        kept = {held.organisation_id for held in keeps}
        mine = {one.person for one in danger.of_worker(account) if one.book.organisation_id not in kept}
        found += said(len(mine), "desk:day")
    return found


def said(many: int, page: str) -> list[Item]:
    if not many:
        return []
    title = ngettext("%(n)s survivor is in danger", "%(n)s survivors are in danger", many) % {"n": many}
    return [Item(page, title, _("First of all: read what it is, and what is to be done today."), "siren")]


def my_day(memberships: list[Membership]) -> list[Item]:
    account = next((held.account for held in memberships if held.role in CARERS), None)
    found = work.of_worker(account, 0) if account else []
    if not found:
        return []
    late = sum(1 for one in found if one.late > 0)
    title = ngettext("%(n)s thing is due in your cases", "%(n)s things are due in your cases", len(found))
    more = ngettext("%(n)s of them is overdue.", "%(n)s of them are overdue.", late) % {"n": late}
    return [Item("desk:day", title % {"n": len(found)}, more if late else _("All of it is for today."), "list-checks")]


def team(memberships: list[Membership]) -> list[Item]:
    found = []
    for held in (one for one in memberships if one.role in OVERSEE):
        late = [one for one in work.of_organisation(held.organisation) if one.late > 0]
        if late:
            title = ngettext("%(n)s thing is overdue in the team", "%(n)s things are overdue in the team", len(late))
            text = _("See who needs help, and share the work out.")
            found.append(Item("desk:board", title % {"n": len(late)}, text, "users-round"))
    return list(dict.fromkeys(found))
