"""Keys held by people (decision: a seized server gives no name).

A person's key is sealed to the organisation's key; that is sealed to the key pair of each worker who may reveal;
and a worker's private key opens with their passphrase alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.lib import seal, shares
from pakhi.lib.clock import today
from pakhi.lib.prepared import Prepared
from pakhi.network.models import Account, Organisation
from pakhi.vault import memory, scope
from pakhi.vault.models import Grant, OrganisationKey, Person, Recovery, WorkerKey


class Refused(Exception):
    """What was asked cannot be; the message is a sentence for the screen."""


@dataclass(frozen=True)
class Unlocked:
    """A worker whose private key is open, in memory and for one request."""

    account: Account
    private: bytes


@dataclass(frozen=True)
class Fresh:
    """A new key pair, its private half locked with a passphrase already: the slow part is done, nothing is kept yet."""

    private: bytes
    public: bytes
    salt: bytes
    wrapped: bytes


def fresh_key(passphrase: str) -> Fresh:
    """A key pair for a worker; about a second, so hold nothing still meanwhile."""
    pair, salt = seal.new_pair(), seal.new_salt()
    return Fresh(pair.private, pair.public, salt, seal.wrap(seal.passphrase_key(passphrase, salt), pair.private))


def make_worker_key(account: Account, passphrase: str) -> WorkerKey:
    """Give an account its key pair at the first sign-in; what was granted to an older one is gone."""
    keep_worker_key(account, fresh_key(passphrase))
    return WorkerKey.objects.get(account=account.pk)


def keep_worker_key(account: Account, fresh: Fresh) -> list[str]:
    """Put a new key pair in the place of an older one. Codes of the organisations where access is gone with it."""
    kept = {"public": fresh.public, "salt": fresh.salt, "wrapped": fresh.wrapped}
    with scope.everywhere(), transaction.atomic(using="vault"):  # the key is theirs, wherever they work
        held = Grant.objects.filter(account=account.pk)
        keys = OrganisationKey.objects.filter(retired_on=None, pk__in=held.values("key")).order_by("pk")
        list(keys.select_for_update())  # a change of key that begins now seals nothing more to the older pair
        lost = sorted(set(held.values_list("key__organisation", flat=True)))
        held.delete()
        WorkerKey.objects.update_or_create(
            account=account.pk, defaults=kept | {"former_salt": None, "former_wrapped": None}
        )
    return lost


def salt_of(account: Account) -> bytes | None:
    """What changes whenever the key, or the passphrase that opens it, changes; None where there is no key."""
    salt = WorkerKey.objects.filter(account=account.pk).values_list("salt", flat=True).first()
    return None if salt is None else bytes(salt)


def unlock(account: Account, passphrase: str) -> Unlocked:
    """Open a worker's private key. Raises Refused.

    A former passphrase opens it, too, while it is not sure that the account has the new one.
    """
    private, salt, _wrapped = opening(account, passphrase)
    forget_former(account, salt)
    return Unlocked(account, private)


def opening(account: Account, passphrase: str) -> tuple[bytes, bytes, bytes]:
    """A worker's private key, and the salt and the wrapping that the passphrase opened. Raises Refused."""
    key = WorkerKey.objects.filter(account=account.pk).first()
    if key is None:
        raise Refused(_("There is no key for this account yet."))
    for salt, wrapped in ((key.salt, key.wrapped), (key.former_salt, key.former_wrapped)):
        if salt is not None and wrapped is not None:
            with contextlib.suppress(seal.CannotOpen):
                private = seal.unwrap(seal.passphrase_key(passphrase, bytes(salt)), bytes(wrapped))
                return private, bytes(salt), bytes(wrapped)
    raise Refused(_("The password does not open your key. A colleague can give you access again."))


@dataclass(frozen=True)
class Relocked:
    """A private key under a new passphrase, and how the one before opens it."""

    account: Account
    salt: bytes
    wrapped: bytes
    former_salt: bytes
    former_wrapped: bytes

    def keep(self) -> None:
        """From now on both open it; `forget_former` ends that, when the account has its new password."""
        WorkerKey.objects.filter(account=self.account.pk).update(
            salt=self.salt, wrapped=self.wrapped, former_salt=self.former_salt, former_wrapped=self.former_wrapped
        )

    def forget_former(self) -> None:
        """The new passphrase alone opens it."""
        forget_former(self.account, self.salt)


def relock(account: Account, old: str, new: str) -> Relocked:
    """Lock the same private key with a new passphrase; every grant stays. Nothing is kept yet. Raises Refused.

    Takes two seconds: hold nothing still meanwhile.
    """
    private, former_salt, former_wrapped = opening(account, old)
    salt = seal.new_salt()
    wrapped = seal.wrap(seal.passphrase_key(new, salt), private)
    return Relocked(account, salt, wrapped, former_salt, former_wrapped)


def forget_former(account: Account, salt: bytes) -> None:
    """The passphrase of this salt is the account's: if it is the newest, the one before opens nothing any more."""
    left = WorkerKey.objects.filter(account=account.pk, salt=salt, former_salt__isnull=False)
    if left.exists():  # nearly never: nobody should wait for a write then
        left.update(former_salt=None, former_wrapped=None)


def current(organisation: Organisation, *, still: bool = False) -> OrganisationKey | None:
    """The organisation's key of today; `still` keeps it from being retired until the transaction ends."""
    keys = OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None)
    return (keys.select_for_update() if still else keys).order_by("-generation").first()


def held_still(organisation: Organisation) -> list[OrganisationKey]:
    """The keys that are not retired, the oldest first: nobody gives, takes or changes them until the transaction ends.

    Whoever waited here for a change that began meanwhile has to ask once more, to hold the fresh key too.
    """
    keys = OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None).order_by("generation")
    while True:
        held = list(keys.select_for_update())
        if held == list(keys):
            return held


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
        old = next(reversed(held_still(organisation)), None)
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


@scope.whole()
def idle(key: OrganisationKey) -> bool:
    """Whether a key opens nothing and can be opened by nobody: its set-up broke off before it was of any use."""
    locks = Person.objects.filter(organisation=key.organisation).exclude(sealed=b"").exists()
    return not (locks or key.grants.exists() or Recovery.objects.filter(key=key, rehearsed_on__isnull=False).exists())


def print_again(unlocked: Unlocked, organisation: Organisation) -> list[str]:
    """New recovery shares, because one was lost or somebody who holds one left. Real records wait for a rehearsal.

    The old shares open nothing new; what was forgotten before stays sealed to them. Raises Refused.
    """
    with transaction.atomic(using="vault"):
        key = next(reversed(held_still(organisation)), None)
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
    words = list(typed)
    with transaction.atomic(using="vault"):
        newest = next(reversed(held_still(organisation)), None)
        worker = WorkerKey.objects.filter(account=account.pk).first()
        found = [(key, recovered(key, words)) for key in OrganisationKey.objects.filter(organisation=organisation.code)]
        opened = [(key, private) for key, private in found if private is not None]
        if worker is None or newest not in [key for key, _private in opened]:
            raise Refused(_("These two shares do not open the key. Look at each word again."))
        for key, private in opened:
            sealed = seal.seal_to(bytes(worker.public), private)
            Grant.objects.update_or_create(key=key, account=account.pk, defaults={"sealed": sealed})


def ready(organisation: Organisation) -> bool:
    """Whether real records may begin: there is a key, and recovery was rehearsed."""
    return ready_key(organisation) is not None


def newest(organisation: str) -> QuerySet[OrganisationKey, Any]:
    """The key of today as values, and the day on which its recovery was rehearsed."""
    with scope.bound(organisation):
        keys = OrganisationKey.objects.filter(organisation=organisation, retired_on=None)
    return keys.order_by("-generation").values_list(*COLUMNS, "recovery__rehearsed_on")[:1]


COLUMNS = [field.attname for field in OrganisationKey._meta.concrete_fields]
# To hold a key still for each of many records at once takes a lock that these share and that a change of it waits for.
NEWEST = Prepared(newest, organisation=str)
HELD = Prepared(newest, {"postgresql": ' FOR SHARE OF "vault_organisationkey"'}, organisation=str)


def ready_key(organisation: Organisation, *, still: bool = False) -> OrganisationKey | None:
    """The organisation's key of today, once its recovery was rehearsed; `still` as in `current`."""
    if not scope.codes() & {organisation.code, scope.EVERY}:
        return None  # the manager of these rows would show none
    rows = (HELD if still else NEWEST).rows(organisation=organisation.code)
    return OrganisationKey.from_db("vault", COLUMNS, rows[0][:-1]) if rows and rows[0][-1] else None


def open_organisation(unlocked: Unlocked, key: OrganisationKey) -> bytes:
    """The organisation's private key, for a worker to whom it was granted. Raises Refused."""
    grant = Grant.objects.filter(key=key, account=unlocked.account.pk).first()
    try:
        return seal.open_with(unlocked.private, bytes(grant.sealed) if grant else b"")
    except seal.CannotOpen:
        raise Refused(_("You have not been given access to names here. A colleague who has it can give it.")) from None


def grant(unlocked: Unlocked, key: OrganisationKey, to: Account) -> Grant:
    """A permitted colleague lets another worker open one generation of a key. Raises Refused."""
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
    with transaction.atomic(using="vault"):
        held = held_still(organisation)
        if not held:
            raise Refused(_("This organisation has no key yet."))
        newest = held[-1]
        for key in held:
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
    with transaction.atomic(using="vault"):
        held_still(organisation)  # a change that begins now either leaves them out, or is waited for
        Grant.objects.filter(key__organisation=organisation.code, account=number).delete()
    memory.drop(number, organisation.code)


@scope.whole()  # whoever changes the key: everybody is sealed to the new one
def left(organisation: Organisation, fresh: OrganisationKey) -> QuerySet[Person]:
    """The people whose keys are sealed to an older generation still."""
    return Person.objects.filter(organisation=organisation.code).exclude(key=fresh).exclude(sealed=b"")


def changing(organisation: Organisation) -> bool:
    """Whether a change of the key has begun and not ended."""
    return OrganisationKey.objects.filter(organisation=organisation.code, retired_on=None).count() > 1
