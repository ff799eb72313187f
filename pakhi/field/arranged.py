"""Where a form stands on the first screen of our own app: its group, whether it is about one person, and for whom.

One table, for the forms of the product. A form of an organisation's own is in the group `other`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.field.models import Version

GROUPS = ("visit", "people", "village", "group", "office", "talk")
OTHER = "other"
ROLES = ("worker", "supervisor", "manager", "coordinator", "researcher", "leader")
# `person`: the form asks for one code under the name `person`. Under a role: which comes first before there is use.
TABLE = """
form                 group   person worker supervisor manager coordinator researcher leader
case_visit           visit   yes    1      1          3       -           -          -
assessment           visit   yes    -      5          -       -           -          -
mapping              visit   yes    -      -          -       -           -          -
risk                 visit   yes    5      -          -       -           -          -
incident             visit   yes    2      2          2       -           -          -
home_investigation   visit   yes    -      -          -       -           -          -
changes              visit   yes    -      -          -       -           -          -
safety_plan          visit   yes    -      -          -       -           -          -
support              visit   yes    -      -          -       -           -          -
referral             visit   yes    -      -          -       -           -          -
person               people  no     3      3          -       -           -          -
consent              people  yes    4      4          -       -           -          -
identification       people  yes    -      -          -       -           -          -
missing_person       people  yes    -      -          -       -           -          -
rescue               people  yes    -      -          -       -           -          -
migration_register   village yes    -      -          -       -           -          -
vulnerability_survey village no     -      -          -       -           -          -
awareness            village no     -      -          5       -           -          -
meeting              group   no     -      -          4       -           -          -
training             group   no     -      -          -       -           -          -
office_report        office  no     -      -          1       -           -          -
helpdesk_day         office  yes    -      -          -       -           -          -
helpline_call        office  yes    -      -          -       -           -          -
focus_group          talk    no     -      -          -       1           1          1
key_informant        talk    no     -      -          -       2           2          -
programme_staff      talk    no     -      -          -       3           3          -
duty_bearer          talk    no     -      -          -       4           4          -
"""


@dataclass(frozen=True)
class Place:
    """Where a form stands. `first`: role -> its place from 1; the roles that need it seldom are not in it."""

    group: str = OTHER
    person: bool = False
    first: tuple[tuple[str, int], ...] = ()


def table(text: str) -> dict[str, Place]:
    """Form -> its place. Raises ValueError on another head, an unknown group or a cell that says nothing."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    if tuple(head) != ("form", "group", "person", *ROLES):
        raise ValueError("These are not the columns of this table.")
    out = {}
    for name, *cells in lines:
        group, person, *numbers = cells
        said = all(cell == "-" or cell.isdecimal() for cell in numbers)
        if group not in GROUPS or person not in {"yes", "no"} or len(numbers) != len(ROLES) or not said:
            raise ValueError(f"The row {name} leaves a cell undecided.")
        first = tuple((role, int(cell)) for role, cell in zip(ROLES, numbers, strict=True) if cell != "-")
        out[name] = Place(group, person == "yes", first)
    return out


PLACES = table(TABLE)


def place(version: Version) -> Place:
    """Of one form. An organisation's own that is called like one of ours is not ours."""
    return PLACES.get(version.form.form_id, Place()) if version.form.organisation_id is None else Place()


def told(versions: Iterable[Version], roles: Iterable[str]) -> dict[str, dict[str, object]]:
    """What a phone hears, by id and version: `group`; `person` where it is about one; `first`, its place from 1."""
    held, out = set(roles), dict[str, dict[str, object]]()
    for version in versions:
        found = place(version)
        row: dict[str, object] = {"group": found.group}
        if found.person:
            row["person"] = True
        if first := [number for role, number in found.first if role in held]:
            row["first"] = min(first)
        out[f"{version.form.form_id} {version.version}"] = row
    return out
