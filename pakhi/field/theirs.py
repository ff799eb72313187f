"""Which forms are for whom. Who works with people has every form; the others have the study's talks, and nobody's name.

One table: a form that has no row is for workers, supervisors and managers only. Of its own forms an organisation may
say who else fills them, but of none that is about a person.
"""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.field import clear, declared
from pakhi.field.handlers import Refusal
from pakhi.field.models import Device, Form, Version
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
    if held & CARERS:
        return True
    if version.form.organisation_id is None:
        return bool(held & FORMS.get(version.form.form_id, frozenset()))
    return bool(held & set(version.form.others) & set(OTHERS)) and not about_people(version)


def about_people(version: Version) -> bool:
    """Whether a form asks who somebody is, or has to do with a list: these lie in clear on phones, or name a person."""
    if clear.asks_who(version):
        return True
    lists = declared.of(version)
    return bool(lists.uses or lists.writes)


def give(form: Form, roles: Iterable[str]) -> bool:
    """Say who besides the carers fills a form of an organisation's own; False where a version is about people.

    Raises ValueError for a form of the product, whose table is above.
    """
    if form.organisation_id is None:
        raise ValueError("this is a form of the product")
    wanted = sorted(set(roles) & set(OTHERS))
    open_ones = form.versions.exclude(state=Version.State.CLOSED)
    if wanted and any(about_people(version) for version in open_ones):
        return False
    form.others = wanted
    form.save(update_fields=["others"])
    return True


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
