"""Entries of lists, made and changed by records from phones, whose order of arrival does not matter.

A record's changes are written down with it, in one transaction, and the entry is folded anew (branches.py). Two changes
that did not know of each other are shown at the desk until somebody decides; nothing is merged unseen.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from pakhi.field import caseload, declared, publish
from pakhi.field.branches import Said, Tree
from pakhi.field.declared import Declaration
from pakhi.field.extras import a_day, coded, numeric, plain
from pakhi.field.handlers import Refusal
from pakhi.field.labelled import label_of
from pakhi.field.models import Arrival, Change, Dataset, Entity
from pakhi.field.records import EntityNote, Record
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import scope
from pakhi.vault.keys import Refused

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
MOST = 1000  # entries that one record writes
LONGEST = 200  # characters of a value: several choices at once
STANDS = (Arrival.State.TAKEN, Arrival.State.REPLACED)


def take_in(arrival: Arrival, record: Record) -> None:
    """Write down what a record says about entries, once, and fold these. Inside a transaction. Raises Refusal."""
    said = [(place, one) for place, one in enumerate(record.entities) if one.create or one.update]
    version = publish.known(arrival.organisation, record.form_id, record.version) if said or record.deprecated else None
    touched = set(earlier(arrival))
    if version is not None and said:
        writes = declared.of(version).writes
        if len(said) > MOST:
            raise Refusal("entity_list")
        about_people = any(each.person for one in writes for each in one.properties)
        mine = set(caseload.of(arrival.account, arrival.organisation)) if about_people else set[str]()
        touched |= {change(arrival, place, one, writes, mine).entity_id for place, one in said}
    for number in sorted(touched):
        again(number)


def earlier(arrival: Arrival) -> Iterable[int]:
    """Entries that a corrected record speaks of in its older version: they are folded anew, too."""
    if not arrival.replaces:
        return []
    return Change.objects.filter(
        entity__dataset__organisation=arrival.organisation, instance=arrival.replaces
    ).values_list("entity", flat=True)


def change(arrival: Arrival, place: int, note: EntityNote, writes: Iterable[Declaration], mine: set[str]) -> Change:
    """One change, written down once; `mine`: codes of those the sender is there for. Raises Refusal."""
    declaration = next((one for one in writes if one.dataset == note.dataset and one.path == note.path), None)
    if declaration is None or note.dataset.casefold() in declared.BUILT_IN:
        raise Refusal("entity_list", note.dataset)
    if not UUID.fullmatch(note.id):
        raise Refusal("entity_id", note.dataset)
    values = values_of(note, declaration, mine)
    dataset, _new = Dataset.objects.get_or_create(organisation=arrival.organisation, name=note.dataset)
    entity, _new = Entity.objects.get_or_create(dataset=dataset, key=note.id.lower())
    made, _new = Change.objects.get_or_create(
        arrival=arrival, place=place,
        defaults={
            "entity": entity, "instance": arrival.instance, "replaces": arrival.replaces,
            "makes": note.create and (not note.update or not note.base), "base": note.base, "trunk": note.trunk,
            "branch": note.branch[:64], "values": values, "account": arrival.account,
            "label": label_of(declaration, note.label.strip(), values, entity.key),
        },
    )  # fmt: skip
    return made


def values_of(note: EntityNote, declaration: Declaration, mine: set[str]) -> dict[str, str]:
    """The coded values of a change; an empty one takes a value away. Raises Refusal for what is no code."""
    answers = {one.path: one.value for one in note.leaves()}
    out = dict[str, str]()
    for one in declaration.properties:
        if one.path not in answers:
            continue  # not asked: it stays what it was
        value = plain(answers[one.path]) if one.kind in {"integer", "decimal"} else answers[one.path]
        if value and not fits(one.kind, one.allowed, value):
            raise Refusal("answer", one.path[-1])
        if value and one.person and value not in mine:
            raise Refusal("person", one.path[-1])
        out[one.name] = value
    return out


def fits(kind: str, allowed: frozenset[str], value: str) -> bool:
    """Whether a value is what its question can give, so that no text slips through."""
    if len(value) > LONGEST:
        return False
    if kind in {"integer", "decimal"}:
        return numeric(value)
    if kind == "date":
        return a_day(value)
    if kind == "tick":
        return coded("trigger", value)
    chosen = value.split() if kind in {"many", "rank"} else [value]
    return all(one in allowed if allowed else coded("select one", one) for one in chosen)


def again(number: int) -> None:
    """Fold an entry, with each change that has not been taken in yet under a version of its own."""
    entity = Entity.objects.select_for_update().get(pk=number)
    changes = list(entity.changes.order_by("pk"))
    gone = replaced(entity, changes)
    taken = [read(one) for one in changes if one.number is not None]
    waits = sorted((read(one) for one in changes if one.number is None), key=lambda one: (not one.makes, one.rank))
    if not any(one.makes for one in [*taken, *waits]):
        return unmade(entity)
    for one in waits:
        taken.append(one)
        entity.number += 1
        Change.objects.filter(pk=one.number).update(number=entity.number)
        show(entity, Tree(taken, entity.shown, gone))
    if not waits:  # something was taken away, or replaced by what says nothing
        entity.number += 1
        show(entity, Tree(taken, entity.shown, gone))
    entity.save()
    Dataset.objects.filter(pk=entity.dataset_id).update(revision=F("revision") + 1)


def unmade(entity: Entity) -> None:
    """Nothing has made it yet, and its changes wait; or what made it was set aside, and phones lose it."""
    if entity.number and entity.gone_on is None:
        entity.gone_on = today()
        entity.save(update_fields=["gone_on"])
        Dataset.objects.filter(pk=entity.dataset_id).update(revision=F("revision") + 1)


def replaced(entity: Entity, changes: Iterable[Change]) -> set[str]:
    """The instances among these that a corrected record has replaced."""
    rows = Arrival.objects.filter(organisation=entity.dataset.organisation_id, state__in=STANDS)
    return set(rows.filter(replaces__in={one.instance for one in changes}).values_list("replaces", flat=True))


def read(one: Change) -> Said:
    return Said(
        one.pk, one.instance, one.makes, one.base, one.trunk, one.branch, one.label, one.values, one.replaces,
        tuple(one.ends), one.keeps, one.place,
    )  # fmt: skip


def show(entity: Entity, tree: Tree) -> None:
    """Write on the entry what phones see of it under its present number."""
    newest = tree.newest
    state = tree.state(newest) if newest else None
    entity.label = state.label if state else ""
    entity.values = dict(state.values) if state else {}
    entity.conflict = len(tree.leaves) > 1
    entity.shown = [*entity.shown, newest.number if newest else 0]


def tree_of(entity: Entity) -> Tree:
    """The tree as it stands, for a page."""
    changes = list(entity.changes.order_by("pk"))
    return Tree([read(one) for one in changes], entity.shown, replaced(entity, changes))


def withdraw(arrival: Arrival) -> None:
    """A record is set aside: what it said about entries is no more. Inside a transaction."""
    touched = set(arrival.changes.values_list("entity", flat=True)) | set(earlier(arrival))
    arrival.changes.all().delete()
    for number in sorted(touched):
        again(number)


def decide(entity: Entity, keeps: int, ends: Iterable[int], by: Account) -> None:
    """Of the changes that contradict each other, one is right. `ends`: those that were looked at. Raises Refused."""
    with transaction.atomic():
        held = Entity.objects.select_for_update().get(pk=entity.pk)
        leaves = {one.number for one in tree_of(held).leaves}
        if leaves != set(ends) or keeps not in leaves or len(leaves) < 2:
            raise Refused(_("Something has arrived or was decided meanwhile. Look at it again."))
        Change.objects.create(
            entity=held, instance=f"desk:{secrets.token_hex(16)}", base=held.number, ends=sorted(leaves), keeps=keeps,
            account=by,
        )  # fmt: skip
        again(held.pk)


def take_out(entity: Entity, by: Account) -> None:
    """Phones lose the entry the next time they ask; what still arrives about it is kept. Raises Refused."""
    with transaction.atomic():
        held = Entity.objects.select_for_update().get(pk=entity.pk)
        if held.gone_on:
            raise Refused(_("A colleague has taken it out meanwhile."))
        held.gone_on, held.gone_by = today(), by
        held.save(update_fields=["gone_on", "gone_by"])
        Dataset.objects.filter(pk=held.dataset_id).update(revision=F("revision") + 1)


def conflicts(organisations: Iterable[int]) -> int:
    """How many entries of these organisations (by their numbers) wait for a decision of whoever reads."""
    rows = Entity.objects.filter(dataset__organisation__in=organisations, conflict=True, gone_on=None)
    return rows.exclude(pk__in=not_there()).count()


def not_there() -> list[int]:
    """Entries, by their numbers, of which a change names somebody who is kept apart from whoever reads."""
    codes = scope.hidden_codes()
    if not codes:
        return []
    rows = Change.objects.annotate(text=Cast("values", TextField()))
    told = rows.filter(reduce(or_, (Q(text__contains=f'"{code}') | Q(text__contains=f" {code}") for code in codes)))
    return list(told.order_by("entity").values_list("entity", flat=True).distinct())
