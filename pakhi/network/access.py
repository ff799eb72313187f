"""Who may open which page: one table for the whole product, read by a gate before any page runs.

A room writes its rows in its own access.py as text that an organisation can read and sign. A cell says how far a
role reaches: `no`, `assigned` (people assigned to them), `same` (their organisation), `network` (organisations of
their network, and the network itself) or `any`. An empty or unknown cell stops the start: nothing is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Q

from pakhi.network.models import Account, Affiliation, Membership, Organisation
from pakhi.network.models.account import Role


class Relation(StrEnum):
    """How somebody stands to the organisation (or person) that a page is about."""

    ASSIGNED = "assigned"
    SAME = "same"
    NETWORK = "network"
    OTHER = "other"


ANYONE = "anyone"
COLUMNS = (ANYONE, *[role.value for role in Role])
REACH = {
    "no": frozenset[Relation](),
    "assigned": frozenset({Relation.ASSIGNED}),
    "same": frozenset({Relation.ASSIGNED, Relation.SAME}),
    "network": frozenset({Relation.ASSIGNED, Relation.SAME, Relation.NETWORK}),
    "any": frozenset(Relation),
}
Owner = Callable[[str], Organisation | None]
Assigned = Callable[[Account, str], bool]


@dataclass(frozen=True)
class Row:
    """One page and method, and the reach of each role."""

    page: str
    method: str
    cells: dict[str, str]

    def allows(self, role: str, relation: Relation | None) -> bool:
        """Whether a role in a relation may; without a relation (a page about no organisation) any reach will do."""
        reach = REACH[self.cells[role]]
        return bool(reach) if relation is None else relation in reach


def table(text: str) -> list[Row]:
    """Read rows from aligned text whose first line names the columns. Raises ValueError on an undecided cell."""
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    head = lines[0]
    if tuple(head) != ("page", "method", *COLUMNS):
        raise ValueError(f"The columns of an access table are: page method {' '.join(COLUMNS)}.")
    rows = []
    for cells in lines[1:]:
        named = dict(zip(head, cells, strict=True)) if len(cells) == len(head) else {}
        if not named or any(named[column] not in REACH for column in COLUMNS):
            raise ValueError(f"The access row {' '.join(cells[:2])} leaves a cell undecided.")
        rows.append(Row(cells[0], cells[1], {column: named[column] for column in COLUMNS}))
    return rows


def rooms() -> Iterable[str]:
    """The access modules of the rooms that are installed."""
    for config in apps.get_app_configs():
        if config.name.startswith("pakhi.") and config.name != "pakhi.network":
            name = f"{config.name}.access"
            if find_spec(name):
                yield name
    yield "pakhi.network.doors"


class Sheet:
    """All rows of all rooms, how to find the organisation that owns what an address names, and who is there for it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.owners: dict[str, Owner] = {}
        self.assigned: dict[str, Assigned] = {}
        for name in rooms():
            module = import_module(name)
            for row in module.ROWS:
                if (row.page, row.method) in self.rows:
                    raise ValueError(f"The access row {row.page} {row.method} stands twice.")
                self.rows[row.page, row.method] = row
            self.owners.update(getattr(module, "OWNERS", {}))
            self.assigned.update(getattr(module, "ASSIGNED", {}))

    def row(self, page: str, method: str) -> Row | None:
        return self.rows.get((page, "GET" if method == "HEAD" else method))

    def owner(self, captured: dict[str, str]) -> tuple[bool, Organisation | None]:
        """(whether the address names something owned, its organisation or None if there is no such thing)."""
        for name, value in captured.items():
            if name in self.owners:
                return True, self.owners[name](str(value))
        return False, None

    def is_assigned(self, account: Account, captured: dict[str, str]) -> bool:
        """Whether somebody is there for the person that an address names."""
        return any(
            self.assigned[name](account, str(value)) for name, value in captured.items() if name in self.assigned
        )


_sheet: Sheet | None = None


def sheet() -> Sheet:
    """The one access sheet, read once."""
    global _sheet
    if _sheet is None:
        _sheet = Sheet()
    return _sheet


def relation(membership: Membership, owner: Organisation) -> Relation:
    """How a member of one organisation stands to another."""
    mine = membership.organisation
    if mine.pk == owner.pk:
        return Relation.SAME
    links = Affiliation.objects.current()
    if links.filter(Q(network=mine, member=owner) | Q(network=owner, member=mine)).exists():
        return Relation.NETWORK
    return Relation.OTHER


def permit(
    row: Row, memberships: Iterable[Membership], owned: bool, owner: Organisation | None, assigned: bool = False
) -> list[Membership]:
    """The memberships by which somebody may open a page; none means no."""
    if owned and owner is None:
        return []
    return [
        membership
        for membership in memberships
        if row.allows(membership.role, standing(membership, owner, assigned) if owner else None)
    ]


def standing(membership: Membership, owner: Organisation, assigned: bool) -> Relation:
    """The relation, with assignment: that is always to somebody of one's own organisation."""
    found = relation(membership, owner)
    return Relation.ASSIGNED if assigned and found is Relation.SAME else found
