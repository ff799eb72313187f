"""Keys are held by people: given, taken away, changed and recovered, and nobody who may is locked out."""

from __future__ import annotations

import contextvars
import itertools
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connections, transaction

from pakhi.lib import seal
from pakhi.vault import halves, identity, keeping, keys, rotation
from pakhi.vault.models import Grant, OrganisationKey, Person, Recovery
from tests.village import PASSWORD


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


@pytest.fixture
def people(keepers):
    return [keepers.register() for _ in range(5)]


def readers(keepers, people) -> list[str]:
    """Who can read everybody now."""
    found = []
    for name in ("salma", "mou", "mina", "kabir"):
        try:
            assert all(identity.read(keepers.open[name], Person.objects.get(pk=p.pk), ["names"]) for p in people)
        except keys.Refused:
            continue
        found.append(name)
    return found


def test_who_was_given_access_reads_and_nobody_else(keepers, people):
    assert readers(keepers, people) == ["salma", "mou", "mina"]


def test_a_new_passphrase_opens_the_same_key_and_the_old_one_nothing(keepers, people):
    mou = keepers.open["mou"].account
    keys.relock(mou, PASSWORD, "three slow boats").keep()
    assert keys.unlock(mou, "three slow boats").private == keepers.open["mou"].private
    with pytest.raises(keys.Refused):
        keys.unlock(mou, PASSWORD)


def test_who_leaves_reads_nothing_more_at_once(keepers, people, one):
    keys.withdraw(one, keepers.open["mou"].account)
    assert readers(keepers, people) == ["salma", "mina"]


def test_a_password_set_by_somebody_else_makes_a_new_key_without_access(keepers, people, one):
    mou = keepers.open["mou"].account
    keys.make_worker_key(mou, "set by a manager")
    keepers.open["mou"] = keys.unlock(mou, "set by a manager")
    assert readers(keepers, people) == ["salma", "mina"]
    keys.grant(keepers.open["salma"], keys.current(one), mou)
    assert readers(keepers, people) == ["salma", "mou", "mina"]


def test_at_every_moment_of_a_change_of_key_everybody_who_may_reads(keepers, people, one, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rotation.begin(keepers.open["salma"], one)
    assert readers(keepers, people) == ["salma", "mou", "mina"]
    said = []

    def look(done: int, total: int) -> None:
        said.append((done, total))
        assert readers(keepers, people) == ["salma", "mou", "mina"]

    assert rotation.rotate(keepers.open["mou"], one, look) == 5
    assert said == [(2, 5), (4, 5), (5, 5), (5, 5)]
    assert readers(keepers, people) == ["salma", "mou", "mina"]


def test_a_change_that_was_stopped_goes_on(keepers, people, one, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rotation.begin(keepers.open["salma"], one)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(keepers.open["salma"], one, stop)
    assert readers(keepers, people) == ["salma", "mou", "mina"]
    late = keepers.register()
    assert rotation.rotate(keepers.open["mina"], one) == 3
    assert readers(keepers, [*people, late]) == ["salma", "mou", "mina"]


def test_the_old_private_key_is_destroyed_and_opens_nothing_that_was_moved(keepers, people, one):
    old = keys.current(one)
    kept = keys.open_organisation(keepers.open["mou"], old)  # somebody wrote it down
    keys.withdraw(one, keepers.open["mou"].account)
    rotation.begin(keepers.open["salma"], one)
    rotation.rotate(keepers.open["salma"], one)
    assert not Grant.objects.filter(key=old).exists()
    assert not Recovery.objects.filter(key=old).exists()
    assert OrganisationKey.objects.get(pk=old.pk).retired_on
    for person in Person.objects.filter(organisation=one.code):
        with pytest.raises(seal.CannotOpen):
            identity.key_under(kept, person)
    assert readers(keepers, people) == ["salma", "mina"]


def test_real_records_go_on_after_a_change_of_key(keepers, people, one):
    rotation.begin(keepers.open["salma"], one)
    assert keys.ready(one)
    rotation.rotate(keepers.open["salma"], one)
    assert keys.ready(one)
    assert readers(keepers, [keepers.register()]) == ["salma", "mou", "mina"]


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_two_of_three_shares_give_access_back_and_one_does_not(keepers, people, one, changed):
    for _time in range(changed):
        rotation.begin(keepers.open["salma"], one)
        rotation.rotate(keepers.open["salma"], one)
    shares = keepers.shares["one"]
    for typed in ([shares[0]], [shares[1]], [], [shares[0], shares[0]], keepers.shares["two"][:2], ["some", "words"]):
        Grant.objects.filter(key__organisation=one.code).delete()
        with pytest.raises(keys.Refused, match="do not open the key"):
            keys.recover(one, typed, keepers.open["mou"].account)
        assert readers(keepers, people) == []
    for pair in itertools.permutations(shares, 2):
        Grant.objects.filter(key__organisation=one.code).delete()
        keys.recover(one, pair, keepers.open["mou"].account)
        assert readers(keepers, people) == ["mou"]


def test_shares_work_in_the_middle_of_a_change_of_key(keepers, people, one, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rotation.begin(keepers.open["salma"], one)
    rotation.move_some(keepers.open["salma"], one, keys.current(one), {})
    Grant.objects.filter(key__organisation=one.code).delete()
    keys.recover(one, keepers.shares["one"][:2], keepers.open["mina"].account)
    assert readers(keepers, people) == ["mina"]
    with pytest.raises(keys.Refused, match="Finish the change"):
        keys.print_again(keepers.open["mina"], one)


def test_new_shares_replace_the_old_ones_and_wait_for_a_rehearsal(keepers, people, one):
    fresh = keys.print_again(keepers.open["mina"], one)
    assert not keys.ready(one)
    with pytest.raises(keys.Refused, match="Set-up is not finished"):
        keepers.register()
    keys.rehearse(one, fresh[1:])
    assert keepers.register()
    with pytest.raises(keys.Refused):
        keys.recover(one, keepers.shares["one"][:2], keepers.open["mou"].account)
    keys.recover(one, fresh[:2], keepers.open["mou"].account)
    with pytest.raises(keys.Refused, match="given access"):
        keys.print_again(keepers.open["kabir"], one)


def test_without_its_half_a_persons_key_opens_for_nobody(keepers, people):
    kept = halves.read(people[0].code)
    halves.destroy(people[0].code)
    assert readers(keepers, people[:1]) == []
    assert readers(keepers, people[1:]) == ["salma", "mou", "mina"]
    halves.path(people[0].code).write_bytes(kept[::-1])
    assert readers(keepers, people[:1]) == []
    halves.path(people[0].code).write_bytes(kept)
    assert readers(keepers, people[:1]) == ["salma", "mou", "mina"]


def test_a_public_key_that_was_exchanged_is_noticed(keepers, people):
    Person.objects.filter(pk=people[0].pk).update(public=seal.new_pair().public)
    assert readers(keepers, people[:1]) == []


def test_a_half_is_for_the_owner_alone(keepers, people):
    where = halves.path(people[0].code)
    assert where.stat().st_mode & 0o777 == 0o600
    assert where.parent.stat().st_mode & 0o777 == 0o700
    assert where.read_bytes() not in bytes(people[0].sealed)


at_once = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["vault"]["ENGINE"],
    reason="SQLite lets one write at a time. `ops/with-postgres` runs these.",
)
three = pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """`first` in a transaction that ends half a second after `second` began elsewhere; what was raised."""
    begun, raised, context = threading.Event(), [], contextvars.copy_context()

    def other() -> None:
        begun.wait(5)
        try:
            context.run(second)
        except keys.Refused as refusal:
            raised.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    with transaction.atomic(using="vault"):
        first()
        begun.set()
        thread.join(0.5)
    thread.join(10)
    return raised


@at_once
@three
def test_who_is_taken_out_while_a_change_begins_does_not_hold_the_fresh_key(keepers, one):
    mou = keepers.open["mou"].account
    assert meanwhile(lambda: rotation.begin(keepers.open["salma"], one), lambda: keys.withdraw(one, mou)) == []
    assert not keys.holds(one, mou)


@at_once
@three
def test_what_is_given_while_a_change_begins_opens_the_fresh_key_too(keepers, one):
    mina = keepers.open["mina"]
    keys.withdraw(one, mina.account)
    salma = keepers.open["salma"]
    assert meanwhile(lambda: rotation.begin(salma, one), lambda: keys.give(salma, one, mina.account)) == []
    assert all(keys.open_organisation(mina, key) for key in OrganisationKey.objects.filter(organisation=one.code))
    assert keys.changing(one)


@at_once
@three
def test_two_set_ups_at_once_make_one_key(keepers):
    salma, mina = keepers.open["salma"].account, keepers.open["mina"].account
    home = keepers.village.organisations["one"]
    OrganisationKey.objects.filter(organisation=home.code).delete()
    raised = meanwhile(lambda: keeping.set_up(home, mina), lambda: keeping.set_up(home, salma))
    assert len(raised) == 1
    assert OrganisationKey.objects.filter(organisation=home.code, retired_on=None).count() == 1
