"""Somebody asks to be forgotten: out of everybody's reach at once, destroyed when the law's time is over.

At once: the person's key is sealed to the recovery key, which no session opens, under a new half; the old half is
destroyed, and with it what every older copy of the database could open. At the end: the new half too. Decision 0021
says what this reaches and what it does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal, shares
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import (
    assign,
    audit,
    files,
    halves,
    heard,
    identity,
    index,
    listed,
    merge,
    parcel,
    retention,
    scope,
    standing,
)
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry, Erasure, Handover, Person, Recovery

ALONG: list[Callable[[str], None]] = []  # rooms above destroy what they keep under a code; each is safe to repeat


@dataclass(frozen=True)
class Holding:
    """Half of a person's key, sealed to the recovery key whose public half is `by`."""

    sealed: bytes
    by: bytes


def hold(unlocked: Unlocked, person: Person) -> Holding:
    """Seal a person's key away from every session; only two recovery shares open it then. Raises Refused."""
    newest = Recovery.objects.filter(key__organisation=person.organisation).order_by("-key__generation").first()
    if newest is None:
        raise Refused(_("Print the recovery shares first: what is forgotten is sealed to them."))
    private, half = identity.person_key(unlocked, person), halves.make(halves.held(person.code))
    return Holding(seal.seal_to(bytes(newest.public), seal.both(private, half)), bytes(newest.public))


def forget(unlocked: Unlocked, person: Person, by: Account) -> Erasure:
    """Put a person, and every record merged with theirs, out of everybody's reach. Asked twice, nothing more happens.

    Raises Refused for a record that was handed over, or that the worker may not open; a supervisor or manager decides.
    """
    standing.need_keeper(by, person.organisation)
    if person.state == Person.State.MOVED:
        raise Refused(_("This record was handed to another organisation. Ask there, too."))
    with transaction.atomic(using="vault"):
        everybody = Person.objects.filter(pk__in=[one.pk for one in merge.together(person)]).select_for_update()
        for one in everybody.exclude(state=Person.State.FORGOTTEN):
            close(one, hold(unlocked, one), Erasure.Occasion.FORGOTTEN, by)
    person.refresh_from_db()
    return Erasure.objects.get(person=person)


def close(person: Person, holding: Holding, occasion: Erasure.Occasion, by: Account) -> Erasure:
    """End a record inside a transaction; when that is done, the half that older copies need is destroyed."""
    rule = retention.rule(occasion, today())
    erasure = Erasure.objects.create(
        person=person, occasion=occasion, by=by.pk, rule=rule.id, holding=holding.sealed, held_by=holding.by,
        destroy_after=rule.until(today()),
    )  # fmt: skip
    forgotten = occasion == Erasure.Occasion.FORGOTTEN
    person.state = Person.State.FORGOTTEN if forgotten else Person.State.MOVED
    person.sealed, person.destroy_after = b"", erasure.destroy_after
    person.save(update_fields=["state", "sealed", "destroy_after"])
    index.drop(person)
    assign.end_all(person, by)
    withdraw_offers(person, by)
    listed.end_of(person, by)
    audit.record(
        Entry.Act.FORGET if forgotten else Entry.Act.MOVE, actor=by, organisation=person.organisation,
        person=person.code, step="closed", rule=rule.id, until=erasure.destroy_after,
    )  # fmt: skip
    transaction.on_commit(lambda: halves.destroy(person.code), using="vault", robust=True)
    heard.told_later(person.code)
    return erasure


def withdraw_offers(person: Person, by: Account) -> None:
    """What still lies open for another organisation is taken back."""
    offers = Handover.objects.filter(person=person, state=Handover.State.OFFERED)
    for offer in offers:
        clear(offer)
    offers.update(
        state=Handover.State.TAKEN_BACK, parcel={}, sealed=b"", holding=b"", held_by=b"", arrived="",
        answered_by=by.pk, answered_on=today(),
    )  # fmt: skip


def clear(offer: Handover) -> None:
    """An offer comes to nothing: when the transaction is done, the files and the half it had laid ready are gone."""
    tokens, code = parcel.tokens(offer.parcel), offer.arrived
    transaction.on_commit(lambda: drop(tokens, code), using="vault", robust=True)


def drop(tokens: Iterable[str], code: str) -> None:
    """Take away files and a half that nothing leads to."""
    for token in tokens:
        files.remove(token)
    if code:
        halves.destroy(code)


def destroy_due(on: dt.date) -> list[Erasure]:
    """Destroy every key whose time was over before this day; nobody's key is needed. Safe to repeat after a crash.

    What a crash left of an earlier closing (the old half) is taken away too, and what rooms above keep about anybody
    whose time was over, now or on an earlier day.
    """
    with scope.everywhere():
        for code in Person.objects.filter(erasure__isnull=False).values_list("code", flat=True):
            halves.destroy(code)
        listed.destroy_due(on)
        due = Erasure.objects.filter(destroyed_on=None, destroy_after__lt=on).select_related("person").order_by("id")
        done = [destroy(erasure, on) for erasure in due]
        for code in Erasure.objects.filter(destroy_after__lt=on).values_list("person__code", flat=True):
            for along in ALONG:
                along(code)
            listed.let_go(code)  # last: rooms above ask where she stood
        return done


def destroy(erasure: Erasure, on: dt.date) -> Erasure:
    """The half first: from then on nothing of it opens, here or in any copy. Then the sealed rows and files."""
    person = erasure.person
    halves.destroy(halves.held(person.code))
    tokens = list(person.files.values_list("token", flat=True))
    with transaction.atomic(using="vault"):
        for rows in (
            person.sections, person.notes, person.files, person.indexes, person.consents, person.assignments,
            person.apart,
        ):  # fmt: skip
            rows.all().delete()
        erasure.holding, erasure.destroyed_on = b"", on
        erasure.save(update_fields=["holding", "destroyed_on"])
        audit.record(
            Entry.Act.FORGET, actor=0, organisation=person.organisation, person=person.code, step="destroyed",
            rule=erasure.rule,
        )  # fmt: skip
    for token in tokens:
        files.remove(token)
    return erasure


def read_held(erasure: Erasure, typed: list[str], fields: list[str], by: Account) -> dict[str, Any]:
    """What is sealed away, for a demand that the law makes: two printed shares open it, and it is logged.

    Raises Refused. This is the only way, and it ends when the key is destroyed.
    """
    person = erasure.person
    try:
        half = halves.read(halves.held(person.code))
        private = seal.both(seal.open_with(shares.join(typed), bytes(erasure.holding)), half)
    except seal.CannotOpen:
        raise Refused(_("These two shares do not open it. Look at each word again.")) from None
    audit.record(
        Entry.Act.REVEAL, actor=by, organisation=person.organisation, person=person.code, step="sealed", fields=fields
    )
    found = {}
    for field in fields:
        content = identity.newest(private, person, field)
        if content is not None:
            found[field] = content
    return found
