"""Registering and correcting, as the pages do it: one transaction, with its line in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import assign, audit, identity, standing
from pakhi.vault.identity import Content
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person


class CodeTaken(Refused):
    """The code that the form made is somebody's elsewhere: another one will do."""


@dataclass(frozen=True)
class Arrival:
    """Somebody who was registered. `again`: a moment ago already. `alone`: nobody is there for her yet."""

    person: Person
    again: bool = False
    alone: bool = False


def arrive(organisation: Organisation, sections: Mapping[str, Content], by: Account, code: str) -> Arrival:
    """Register somebody; a worker is there for her from now on. The same `code` a second time writes nothing.

    Raises Refused (no key yet, no rehearsal), CodeTaken.
    """
    standing.need_carer(by, organisation.code)
    try:
        with audit.locked():
            known = Person.objects.filter(code=code, organisation=organisation.code).first()
            person = known or identity.register(organisation, sections, by, code)
            if known is None:
                audit.record(
                    Entry.Act.WRITE, actor=by, organisation=organisation.code, person=person.code, step="register",
                    part=sorted(sections),
                )  # fmt: skip
            alone = known is None and not take_in(person, by)
    except IntegrityError:
        raise CodeTaken(_("Nothing was written yet. Please send it once more.")) from None
    return Arrival(person, known is not None, alone)


def take_in(person: Person, by: Account) -> bool:
    """A worker is there for whom they registered, unless they are on leave. Whoever only decides stays out of it."""
    if Role.WORKER.value not in standing.roles(by, person.organisation):
        return False
    try:
        assign.take_in(person, by)
    except Refused:
        return False
    return True


def correct(person: Person, sections: Mapping[str, Content], by: Account, after: Mapping[str, int]) -> None:
    """Write new versions of parts of which `after` (part -> version) is what the writer saw.

    Raises identity.Overtaken if somebody wrote one of them meanwhile, Refused for a closed record.
    """
    standing.need_carer(by, person.organisation)
    with audit.locked():
        identity.write(person, sections, by, after)
        audit.record(
            Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="correct",
            part=sorted(sections),
        )  # fmt: skip
