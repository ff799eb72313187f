"""A record that was corrected on the phone (`deprecatedID`): a new version, which replaces the earlier one.

It does not matter which of the two comes first. What the earlier one has written in a room by a form of the product
is not undone from a phone: such a correction waits in quarantine for somebody who makes it there.

Records are found by their numbers alone, and their states are looked at afterwards: asked for both, SQLite takes the
index of states, and reads every record of the organisation for each that comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from pakhi.field import publish
from pakhi.field.handlers import HANDLERS, Refusal
from pakhi.field.models import Answer, Arrival
from pakhi.lib.prepared import planned

State = Arrival.State
STANDS = (State.TAKEN, State.REPLACED)


def is_replaced(arrival: Arrival) -> bool:
    """Whether a correction of it is here already, and stands."""
    later = Arrival.objects.filter(replaces=arrival.instance).exclude(pk=arrival.pk)
    home = (arrival.organisation_id, arrival.form_id)
    rows = later.values_list("organisation_id", "form_id", "state")
    return any((organisation, form) == home and state in STANDS for organisation, form, state in rows)


def same_form(arrival: Arrival) -> QuerySet[Arrival]:
    rows = Arrival.objects.filter(organisation=arrival.organisation, form_id=arrival.form_id)
    return rows.exclude(pk=arrival.pk)


def alone(organisation: int, *instances: str) -> None:
    """Nobody else writes something under these numbers until the transaction ends. SQLite has one writer anyway."""
    alone_each((organisation, one) for one in instances if one)


def alone_each(numbers: Iterable[tuple[int, str]]) -> None:
    """The same for numbers of several organisations."""
    if connection.vendor == "postgresql":
        texts = [f"{organisation}|{instance}".encode() for organisation, instance in numbers]
        marks = {int.from_bytes(hashlib.blake2b(one, digest_size=8).digest(), "big", signed=True) for one in texts}
        with planned(connection) as cursor:  # always in the same order: nobody waits for somebody who waits
            cursor.execute("SELECT pg_advisory_xact_lock(one) FROM unnest(%s::bigint[]) AS one", [sorted(marks)])


def refuse(arrival: Arrival) -> None:
    """Raises Refusal for a correction of what a room has taken in already."""
    if not arrival.replaces:
        return
    version = publish.known(arrival.organisation, arrival.form_id, arrival.version)
    in_a_room = version is not None and version.form.organisation_id is None and arrival.form_id in HANDLERS
    older = same_form(arrival).filter(instance=arrival.replaces) if in_a_room else Arrival.objects.none()
    if State.TAKEN in older.values_list("state", flat=True):
        raise Refusal("edited")


def hold(arrival: Arrival) -> None:
    """Versions of one record are settled one after the other. Inside a transaction. SQLite has one writer anyway."""
    if not connection.features.has_select_for_update:
        return
    alone(arrival.organisation_id, arrival.instance, arrival.replaces)
    family = Q(pk=arrival.pk) | Q(instance=arrival.replaces or "-") | Q(replaces=arrival.instance)
    rows = Arrival.objects.filter(family, organisation=arrival.organisation, form_id=arrival.form_id)
    list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def replace(arrival: Arrival) -> None:
    """Mark what this one corrects; its codes are no longer counted. One that is in conflict waits for a person."""
    if arrival.replaces:
        older = same_form(arrival).filter(instance=arrival.replaces).values_list("pk", "state", "why")
        waits = (State.TAKEN, State.QUARANTINE)
        found = [pk for pk, state, why in older if state in waits and why != "conflict"]
        Answer.objects.filter(arrival__in=found).delete()
        Arrival.objects.filter(pk__in=found).update(state=State.REPLACED, why="", what="")
