"""Keys held by people (decision: a seized server gives no name).

A person's key is sealed to the organisation's key; that is sealed to the key pair of each worker who may reveal;
and a worker's private key opens with their passphrase alone.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.lib import seal, shares
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import memory, scope
from pakhi.vault.models import Grant, Handover, OrganisationKey, Person, Recovery, WorkerKey

BATCH = 200


class Refused(Exception):
    """What was asked cannot be; the message is a sentence for the screen."""


@dataclass(frozen=True)
class Unlocked:
    """A worker whose private key is open, in memory and for one request."""

    account: Account
    private: bytes


def make_worker_key(account: Account, passphrase: str) -> WorkerKey:
    """Give an account its key pair at the first sign-in; what was granted to an older one is gone."""
    pair, salt = seal.new_pair(), seal.new_salt()
    wrapped = seal.wrap(seal.passphrase_key(passphrase, salt), pair.private)
    with scope.everywhere(), transaction.atomic(using="vault"):  # the key is theirs, wherever they work
        Grant.objects.filter(account=account.pk).delete()
        key, _made = WorkerKey.objects.update_or_create(
            account=account.pk, defaults={"public": pair.public, "salt": salt, "wrapped": wrapped}
        )
    return key


def unlock(account: Account, passphrase: str) -> Unlocked:
    """Open a worker's private key. Raises Refused."""
    key = WorkerKey.objects.filter(account=account.pk).first()
    if key is None:
        raise Refused(_("There is no key for this account yet."))
    try:
        private = seal.unwrap(seal.passphrase_key(passphrase, bytes(key.salt)), bytes(key.wrapped))
    except seal.CannotOpen:
        raise Refused(_("The password does not open your key. A colleague can give you access again.")) from None
    return Unlocked(account, private)


def change_passphrase(account: Account, old: str, new: str) -> None:
    """Lock the same private key with a new passphrase; every grant stays. Raises Refused."""
    opened, salt = unlock(account, old), seal.new_salt()
    wrapped = seal.wrap(seal.passphrase_key(new, salt), opened.private)
    WorkerKey.objects.filter(account=account.pk).update(salt=salt, wrapped=wrapped)


def current(organisation: Organisation, *, still: bool = False) -> OrganisationKey | None:
    """The organisation's key of today; `still` keeps it from being retired until the transaction ends."""
    keys = OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None)
    return (keys.select_for_update() if still else keys).order_by("-generation").first()


def set_up(organisation: Organisation, first: Account) -> list[str]:
    """Make an organisation's key for its first keeper, and give the three recovery shares, once, for printing.

    A key that nobody holds, was never rehearsed and locks nobody is made anew.
    Raises Refused when there is any other key, or the keeper has none.
    """
    worker = WorkerKey.objects.filter(account=first.pk).first()
    if worker is None:
        raise Refused(_("Sign in again first: your own key is made then."))
    pair, recovery = seal.new_pair(), seal.new_pair()
    with transaction.atomic(using="vault"):
        old = current(organisation, still=True)
        if old is not None and not idle(old):
            raise Refused(_("This organisation has its key already."))
        if old is not None:
            Recovery.objects.filter(key=old).delete()
            OrganisationKey.objects.filter(pk=old.pk).update(retired_on=today())
        generation = old.generation + 1 if old else 1
        key = OrganisationKey.objects.create(organisation=organisation.code, generation=generation, public=pair.public)
        Grant.objects.create(key=key, account=first.pk, sealed=seal.seal_to(bytes(worker.public), pair.private))
        sealed = seal.seal_to(recovery.public, pair.private)
        Recovery.objects.create(key=key, public=recovery.public, sealed=sealed)
    return shares.split(recovery.private)


def idle(key: OrganisationKey) -> bool:
    """Whether a key opens nothing and can be opened by nobody: its set-up broke off before it was of any use."""
    locks = Person.objects.filter(organisation=key.organisation).exclude(sealed=b"").exists()
    return not (locks or key.grants.exists() or Recovery.objects.filter(key=key, rehearsed_on__isnull=False).exists())


def print_again(unlocked: Unlocked, organisation: Organisation) -> list[str]:
    """New recovery shares, because one was lost or somebody who holds one left. Real records wait for a rehearsal.

    The old shares open nothing new; what was forgotten before stays sealed to them. Raises Refused.
    """
    key = current(organisation)
    if key is None:
        raise Refused(_("This organisation has no key yet."))
    if left(organisation, key).exists():
        raise Refused(_("Finish the change of the key first."))
    private, recovery = open_organisation(unlocked, key), seal.new_pair()
    fresh = {"public": recovery.public, "sealed": seal.seal_to(recovery.public, private), "printed_on": today()}
    Recovery.objects.update_or_create(key=key, defaults=fresh | {"rehearsed_on": None})
    return shares.split(recovery.private)


def rehearse(organisation: Organisation, typed: Iterable[str]) -> None:
    """Two printed shares are typed in; only when they open the key may real records begin. Raises Refused."""
    key = current(organisation)
    if key is None or recovered(key, list(typed)) is None:
        raise Refused(_("These two shares do not open the key. Look at each word again."))
    Recovery.objects.filter(key=key).update(rehearsed_on=today())


def recovered(key: OrganisationKey, typed: list[str]) -> bytes | None:
    """The organisation's private key from shares, or None if they are not its shares."""
    recovery, probe = Recovery.objects.filter(key=key).first(), seal.new_key()
    try:
        private = seal.open_with(shares.join(typed), bytes(recovery.sealed) if recovery else b"")
        opened = seal.open_with(private, seal.seal_to(bytes(key.public), probe))
    except seal.CannotOpen:
        return None
    return private if opened == probe else None


def recover(organisation: Organisation, typed: Iterable[str], account: Account) -> None:
    """Nobody can open the key any more: two shares give it to a keeper's own key pair. Raises Refused.

    While a rotation is under way that is the old key and the new one.
    """
    words, worker, newest = list(typed), WorkerKey.objects.filter(account=account.pk).first(), current(organisation)
    found = [(key, recovered(key, words)) for key in OrganisationKey.objects.filter(organisation=organisation.code)]
    opened = [(key, private) for key, private in found if private is not None]
    if worker is None or newest not in [key for key, _private in opened]:
        raise Refused(_("These two shares do not open the key. Look at each word again."))
    with transaction.atomic(using="vault"):
        for key, private in opened:
            sealed = seal.seal_to(bytes(worker.public), private)
            Grant.objects.update_or_create(key=key, account=account.pk, defaults={"sealed": sealed})


def ready(organisation: Organisation) -> bool:
    """Whether real records may begin: there is a key, and recovery was rehearsed."""
    key = current(organisation)
    return key is not None and Recovery.objects.filter(key=key, rehearsed_on__isnull=False).exists()


def open_organisation(unlocked: Unlocked, key: OrganisationKey) -> bytes:
    """The organisation's private key, for a worker to whom it was granted. Raises Refused."""
    grant = Grant.objects.filter(key=key, account=unlocked.account.pk).first()
    try:
        return seal.open_with(unlocked.private, bytes(grant.sealed) if grant else b"")
    except seal.CannotOpen:
        raise Refused(_("You have not been given access to names here. A colleague who has it can give it.")) from None


def grant(unlocked: Unlocked, key: OrganisationKey, to: Account) -> Grant:
    """A permitted colleague lets another worker open the organisation's key. Raises Refused."""
    private, worker = open_organisation(unlocked, key), WorkerKey.objects.filter(account=to.pk).first()
    if worker is None:
        raise Refused(_("%(name)s has not signed in yet; their key is made then.") % {"name": to.name})
    sealed = seal.seal_to(bytes(worker.public), private)
    given, _made = Grant.objects.update_or_create(
        key=key, account=to.pk, defaults={"sealed": sealed, "given_by": unlocked.account.pk}
    )
    return given


def give(unlocked: Unlocked, organisation: Organisation, to: Account) -> OrganisationKey:
    """Access to all names of an organisation; while its key changes, that takes both generations. Raises Refused."""
    newest = current(organisation)
    if newest is None:
        raise Refused(_("This organisation has no key yet."))
    with transaction.atomic(using="vault"):
        for key in OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None):
            if key == newest or key.grants.filter(account=unlocked.account.pk).exists():
                grant(unlocked, key, to)
    return newest


def holds(organisation: Organisation, account: Account | int) -> bool:
    """Whether somebody has access to names, in part at least."""
    number = account if isinstance(account, int) else account.pk
    return Grant.objects.filter(key__organisation=organisation.code, account=number).exists()


def withdraw(organisation: Organisation, account: Account | int) -> None:
    """A worker leaves: no grant of theirs is left, at once. Rotation then makes what they may have kept useless."""
    number = account if isinstance(account, int) else account.pk
    Grant.objects.filter(key__organisation=organisation.code, account=number).delete()
    memory.drop(number, organisation.code)


def begin_rotation(unlocked: Unlocked, organisation: Organisation) -> OrganisationKey:
    """A new generation of the key for everybody who holds the old one, and for the same recovery shares.

    Raises Refused, also while the key is changing already.
    """
    with transaction.atomic(using="vault"):
        old, pair = current(organisation, still=True), seal.new_pair()
        if old is None:
            raise Refused(_("This organisation has no key yet."))
        if changing(organisation):
            raise Refused(_("The key is changing already. That has to end first."))
        open_organisation(unlocked, old)
        fresh = OrganisationKey.objects.create(
            organisation=organisation.code, generation=old.generation + 1, public=pair.public
        )
        for held in Grant.objects.filter(key=old):
            worker = WorkerKey.objects.get(account=held.account)
            sealed = seal.seal_to(bytes(worker.public), pair.private)
            since = {"given_by": held.given_by, "given_on": held.given_on}
            Grant.objects.create(key=fresh, account=held.account, sealed=sealed, **since)
        for kept in Recovery.objects.filter(key=old):
            sealed = seal.seal_to(bytes(kept.public), pair.private)
            kept.pk, kept.key, kept.sealed = None, fresh, sealed
            kept.save(force_insert=True)
    return fresh


def left(organisation: Organisation, fresh: OrganisationKey) -> QuerySet[Person]:
    """The people whose keys are sealed to an older generation still."""
    return Person.objects.filter(organisation=organisation.code).exclude(key=fresh).exclude(sealed=b"")


def changing(organisation: Organisation) -> bool:
    """Whether a change of the key has begun and not ended."""
    return OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None).count() > 1


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
        some = move_some(unlocked, organisation, fresh, opened)
        done += some
        progress(done, max(done, total))
        if (not some and retire(unlocked, organisation, fresh, opened)) or time.monotonic() >= until:
            return done


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


def reseal(
    unlocked: Unlocked, old: OrganisationKey, fresh: OrganisationKey, sealed: bytes, opened: dict[int, bytes]
) -> bytes:
    """What was sealed to an old generation, sealed to the new; `opened` remembers the old private keys."""
    if old.pk not in opened:
        opened[old.pk] = open_organisation(unlocked, old)
    return seal.seal_to(bytes(fresh.public), seal.open_with(opened[old.pk], sealed))


def retire(unlocked: Unlocked, organisation: Organisation, fresh: OrganisationKey, opened: dict[int, bytes]) -> bool:
    """End the older generations and destroy their private keys; False when somebody came in under one meanwhile.

    What other organisations have offered is sealed to the key of its day, and is moved with the people.
    """
    with transaction.atomic(using="vault"):
        keys = OrganisationKey.objects.filter(organisation=organisation.code, generation__lt=fresh.generation)
        old = {key.generation: key for key in keys.select_for_update()}
        if left(organisation, fresh).exists():
            return False
        offers = Handover.objects.filter(to=organisation.code, state=Handover.State.OFFERED, key__in=old)
        for offer in offers.select_for_update():
            offer.sealed = reseal(unlocked, old[offer.key], fresh, bytes(offer.sealed), opened)
            offer.key = fresh.generation
            offer.save(update_fields=["sealed", "key"])
        Grant.objects.filter(key__in=old.values()).delete()
        Recovery.objects.filter(key__in=old.values()).delete()
        keys.filter(retired_on=None).update(retired_on=today())
    return True
