"""Which forms are for whom. Who works with people has every form; the others have the study's talks, and nobody's name.

One table: a form that has no row is for workers, supervisors and managers only, and so is every form of an
organisation's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.field.handlers import Refusal
from pakhi.field.models import Device, Version
from pakhi.lib import cells
from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import standing
from pakhi.vault.standing import CARERS

OTHERS = (Role.LEADER.value, Role.COORDINATOR.value, Role.RESEARCHER.value)
PHONES = CARERS | set(OTHERS)
TABLE = """
form             leader coordinator researcher
focus_group      yes    yes         yes
key_informant    no     yes         yes
programme_staff  no     yes         yes
duty_bearer      no     yes         yes
"""


def table(text: str) -> dict[str, frozenset[str]]:
    """Form -> the roles besides the carers that have it. Raises ValueError on an undecided cell."""
    return cells.read(text, "form", OTHERS)


FORMS = table(TABLE)


def allowed(roles: Iterable[str], version: Version) -> bool:
    """Whether somebody in these roles has a form. An organisation's own that is called like one of ours is not ours."""
    held = set(roles)
    others = frozenset[str]() if version.form.organisation_id else FORMS.get(version.form.form_id, frozenset())
    return bool(held & (CARERS | others))


def roles_of(device: Device) -> frozenset[str]:
    """What a phone's worker is today in its organisation."""
    return device.roles or frozenset(standing.roles(device.account, device.organisation.code))


def check(account: Account | None, organisation: Organisation, version: Version) -> None:
    """Raises Refusal for a record of a form that is not its sender's.

    What an ended phone has left may be of somebody who works here no more; then whatever is about people is written
    anew by somebody who is there for them.
    """
    roles = standing.roles(account, organisation.code) if account else set()
    if roles and not allowed(roles, version):
        raise Refusal("role")
    ours = version.form.organisation_id is None
    if account and not roles and ours and version.form.form_id not in {*FORMS, "office_report"}:
        raise Refusal("left")
