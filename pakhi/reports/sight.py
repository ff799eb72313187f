"""What a reader may see: rooms, and in each whether people and an organisation's own desk are among it.

The rule (circle *inside*): leaders, the coordinator and MIS staff see everything in their room but the workers of
organisations; workers are seen one by one by the leaders of their organisation and by the coordinator; the
manager sees them pooled to the team; supervisors and workers see public offices only. Who works in an organisation
herself never sees how it is rated, whatever else she is: a rated worker must not find her own figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.lib.circles import Circle
from pakhi.network.access import sheet
from pakhi.network.models import Membership
from pakhi.network.models.account import Role

NONE: frozenset[str] = frozenset()
RATED = (Role.WORKER, Role.SUPERVISOR)
Orgs = frozenset[str] | None  # codes of organisations; None: every one


@dataclass(frozen=True)
class View:
    """What one membership opens in the room where its organisation's voices are counted."""

    room: str
    people: bool = False  # holders of posts in public offices, each for themselves
    desks: Orgs = NONE  # organisations whose own desk may be seen, pooled over those who sit there
    workers: Orgs = NONE  # organisations whose workers may be seen one by one
    hidden: frozenset[str] = NONE  # organisations in which the reader is rated herself


@dataclass(frozen=True)
class Sight:
    """Everything that one reader may see, and in which circle."""

    views: tuple[View, ...] = ()
    circle: Circle = Circle.INSIDE

    @property
    def rooms(self) -> list[str]:
        return sorted({view.room for view in self.views})

    @property
    def teams(self) -> bool:
        """Whether any organisation's own desk or workers may be seen."""
        return any(view.desks != NONE or view.workers != NONE for view in self.views)


def view(role: str, organisation: str, room: str, hidden: frozenset[str] = NONE) -> View:
    """What a role in an organisation sees of the room in which its voices are counted."""
    own = frozenset({organisation})
    match role:
        case Role.COORDINATOR:
            return View(room, people=True, desks=None, workers=None, hidden=hidden)
        case Role.LEADER:
            return View(room, people=True, desks=None, workers=own, hidden=hidden)
        case Role.MIS:
            return View(room, people=True, desks=None, hidden=hidden)
        case Role.MANAGER:
            return View(room, desks=own, hidden=hidden)
        case _:
            return View(room, hidden=hidden)


def where_rated(account_id: int) -> frozenset[str]:
    """Codes of the organisations in which somebody is a worker or supervisor today."""
    own = Membership.objects.current().filter(account_id=account_id, role__in=RATED)
    return frozenset(own.values_list("organisation__code", flat=True))


def sight(memberships: Iterable[Membership], page: str) -> Sight:
    """What the memberships of one person open on a page; memberships that may not open it count for nothing."""
    row = sheet().row(page, "GET")
    may = [m for m in memberships if row is not None and row.allows(m.role, None)]
    if not may:
        return Sight()
    hidden = where_rated(may[0].account_id)
    views = [view(m.role, m.organisation.code, m.organisation.room().code, hidden) for m in may]
    return Sight(tuple(dict.fromkeys(views)))
