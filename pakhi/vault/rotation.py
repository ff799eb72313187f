"""A change of an organisation's key: who holds the old one holds the new, and every person is sealed to it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Organisation
from pakhi.vault import scope
from pakhi.vault.keys import Refused, Unlocked, current, held_still, left, open_organisation
from pakhi.vault.models import Grant, Handover, JointKey, OrganisationKey, Person, Recovery, WorkerKey

BATCH = 200


@dataclass(frozen=True)
class Along:
    """What a room above keeps sealed to an organisation's key.

    `left`: how much is under an older key still. `move`: seals some of it anew, with the private key of a generation
    from the function it is given, and says how much.
    """

    left: Callable[[Organisation, OrganisationKey], int]
    move: Callable[[Organisation, OrganisationKey, Callable[[int], bytes]], int]


ALONG: list[Along] = []


def begin(unlocked: Unlocked, organisation: Organisation) -> OrganisationKey:
    """A new generation of the key for everybody who holds the old one, and for the same recovery shares.

    Raises Refused, also while the key is changing already.
    """
    with transaction.atomic(using="vault"):
        held, pair = held_still(organisation), seal.new_pair()
        if not held:
            raise Refused(_("This organisation has no key yet."))
        if len(held) > 1:
            raise Refused(_("The key is changing already. That has to end first."))
        old = held[0]
        open_organisation(unlocked, old)
        fresh = OrganisationKey.objects.create(
            organisation=organisation.code, generation=old.generation + 1, public=pair.public
        )
        for one in Grant.objects.filter(key=old):
            worker = WorkerKey.objects.get(account=one.account)
            sealed = seal.seal_to(bytes(worker.public), pair.private)
            since = {"given_by": one.given_by, "given_on": one.given_on}
            Grant.objects.create(key=fresh, account=one.account, sealed=sealed, **since)
        for kept in Recovery.objects.filter(key=old):
            sealed = seal.seal_to(bytes(kept.public), pair.private)
            kept.pk, kept.key, kept.sealed = None, fresh, sealed
            kept.save(force_insert=True)
    return fresh


@scope.whole()
def moved(organisation: Organisation) -> tuple[int, int]:
    """How many people are sealed to the newest key, and how many there are."""
    fresh, people = current(organisation), Person.objects.filter(organisation=organisation.code).exclude(sealed=b"")
    return people.filter(key=fresh).count(), people.count()


def rotate(
    unlocked: Unlocked, organisation: Organisation, progress: Callable[[int, int], None] = lambda done, total: None,
    *, seconds: float = math.inf,
) -> int:  # fmt: skip
    """Seal every person's key to the newest generation, some at a time; called again, it goes on where it stopped.

    Whoever holds access keeps it at every moment: they hold both generations until nothing is left under the old,
    and then the old private key is destroyed with its grants. `seconds`: stop after the batch in which they are over.
    Returns how many were moved. Raises Refused.
    """
    fresh, until = current(organisation), time.monotonic() + seconds
    if fresh is None:
        raise Refused(_("This organisation has no key yet."))
    total, done, opened = left(organisation, fresh).count(), 0, dict[int, bytes]()
    while True:
        some = move_some(unlocked, organisation, fresh, opened) or move_along(unlocked, organisation, fresh, opened)
        done += some
        progress(done, max(done, total))
        if (not some and retire(unlocked, organisation, fresh, opened)) or time.monotonic() >= until:
            return done


@scope.whole()
def move_some(unlocked: Unlocked, organisation: Organisation, fresh: OrganisationKey, opened: dict[int, bytes]) -> int:
    """One transaction's worth of people. Their own keys stay as they are; only what these are sealed to changes."""
    with transaction.atomic(using="vault"):
        batch = list(left(organisation, fresh).select_related("key").select_for_update(of=("self",))[:BATCH])
        for person in batch:
            try:
                person.sealed = reseal(unlocked, person.key, fresh, bytes(person.sealed), opened)
            except seal.CannotOpen:
                raise Refused(_("The record %(code)s cannot be opened.") % {"code": person.code}) from None
            person.key = fresh
        Person.objects.bulk_update(batch, ["sealed", "key"])
    return len(batch)


def move_along(unlocked: Unlocked, organisation: Organisation, fresh: OrganisationKey, opened: dict[int, bytes]) -> int:
    """Some of what other rooms keep, after the people."""

    def private(generation: int) -> bytes:
        key = OrganisationKey.objects.get(organisation=organisation.code, generation=generation)
        if key.pk not in opened:
            opened[key.pk] = open_organisation(unlocked, key)
        return opened[key.pk]

    return next((moved for along in ALONG if (moved := along.move(organisation, fresh, private))), 0)


def reseal(
    unlocked: Unlocked, old: OrganisationKey, fresh: OrganisationKey, sealed: bytes, opened: dict[int, bytes]
) -> bytes:
    """What was sealed to an old generation, sealed to the new; `opened` remembers the old private keys."""
    if old.pk not in opened:
        opened[old.pk] = open_organisation(unlocked, old)
    return seal.seal_to(bytes(fresh.public), seal.open_with(opened[old.pk], sealed))


@scope.whole()
def retire(unlocked: Unlocked, organisation: Organisation, fresh: OrganisationKey, opened: dict[int, bytes]) -> bool:
    """End the older generations and destroy their private keys; False when somebody came in under one meanwhile.

    What other organisations have offered, or share, is sealed to the key of its day, and is moved with the people.
    """
    with transaction.atomic(using="vault"):
        keys = OrganisationKey.objects.filter(organisation=organisation.code, generation__lt=fresh.generation)
        old = {key.generation: key for key in keys.select_for_update()}
        if left(organisation, fresh).exists() or any(along.left(organisation, fresh) for along in ALONG):
            return False
        offers = Handover.objects.filter(to=organisation.code, state=Handover.State.OFFERED, key__in=old)
        joints = JointKey.objects.filter(to=organisation.code, key__in=old)
        sealed: list[Handover | JointKey] = [*offers.select_for_update(), *joints.select_for_update()]
        for one in sealed:
            one.sealed = reseal(unlocked, old[one.key], fresh, bytes(one.sealed), opened)
            one.key = fresh.generation
            one.save(update_fields=["sealed", "key"])
        Grant.objects.filter(key__in=old.values()).delete()
        Recovery.objects.filter(key__in=old.values()).delete()
        keys.filter(retired_on=None).update(retired_on=today())
    return True
