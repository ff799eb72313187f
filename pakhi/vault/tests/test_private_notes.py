"""A note for its writer alone: two locks, and no colleague, no copy of the database and no later key opens both."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from pakhi.lib import envelope, seal
from pakhi.vault import assign, forget, handover, identity, keys, passwords, private_notes, reveal, rotation, scope
from pakhi.vault.models import Entry, Erasure, Note, OrganisationKey, Reveal
from pakhi.vault.tests.conftest import agree
from tests.canaries import found, tables
from tests.village import PASSWORD

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "She told me of the Zorntree night."


@pytest.fixture
def rina(keepers):
    person = keepers.register()
    assign.take_in(person, keepers.mou.account)
    private_notes.keep(person, WORDS, keepers.mou.account, "v1")
    return person


def texts(rows):
    return [row.text for row in rows]


def test_its_writer_reads_it_and_the_log_has_a_line(keepers, rina):
    assert texts(private_notes.read(keepers.mou, rina, "health", ["v1"])) == [WORDS]
    assert Reveal.objects.get().fields == "notes"
    assert Entry.objects.filter(act="reveal", person=rina.code, actor=keepers.mou.account.pk).count() == 1


@pytest.mark.parametrize("who", ["salma", "mina"])
def test_supervisor_and_manager_do_not_and_the_log_says_that_they_tried(keepers, rina, who):
    with pytest.raises(reveal.NotYours, match="Only the one who wrote"):
        private_notes.read(keepers.open[who], rina, "supervision", ["v1"])
    assert Entry.objects.get(act="refused").actor == keepers.open[who].account.pk
    assert not Reveal.objects.exists()


def test_whoever_holds_the_keys_of_the_organisation_finds_a_second_lock(keepers, rina):
    row = Note.objects.get()
    content = identity.opened(identity.person_key(keepers.salma, rina), rina, "note", row.room, bytes(row.sealed))
    inner = base64.b64decode(content)
    assert not found([WORDS, "Zorntree"], inner)
    about = private_notes.bound(rina, row.by, "v1")
    for private in (keepers.salma.private, keepers.mina.private, identity.person_key(keepers.salma, rina)):
        with pytest.raises(seal.CannotOpen):
            envelope.open_for(private, inner, about)
    assert [place for place, held in tables().items() if found([WORDS, "Zorntree"], held)] == []


def test_a_row_in_a_colleagues_name_does_not_open_for_them(keepers, rina):
    Note.objects.update(by=keepers.salma.account.pk)
    assert texts(private_notes.read(keepers.salma, rina, "supervision", ["v1"])) == [None]


def test_moved_beside_another_thing_or_another_person_it_does_not_open(keepers, rina):
    other = keepers.register()
    Note.objects.update(about="v2")
    assert texts(private_notes.read(keepers.mou, rina, "health", ["v2"])) == [None]
    Note.objects.update(about="v1", person=other)
    with pytest.raises(keys.Refused):
        private_notes.read(keepers.salma, other, "health", ["v1"])


def test_who_is_not_there_for_her_any_more_does_not_read_their_own(keepers, rina):
    assign.assign(rina, keepers.salma.account, keepers.salma.account)
    with pytest.raises(reveal.NotYours, match="not assigned"):
        private_notes.read(keepers.mou, rina, "health", ["v1"])


def test_a_password_of_ones_own_changes_nothing(keepers, rina):
    fresh = keys.relock(keepers.mou.account, PASSWORD, "four calm herons wade")
    fresh.keep()
    again = keys.unlock(keepers.mou.account, "four calm herons wade")
    assert texts(private_notes.read(again, rina, "health", ["v1"])) == [WORDS]


def test_a_password_that_somebody_else_has_set_ends_them(keepers, rina):
    """A new key pair: the notes are lost, which is the price of nobody else having a key to them."""
    one = keepers.village.organisations["one"]
    temporary = passwords.reset(keepers.salma, one, keepers.mou.account)
    fresh = keys.make_worker_key(keepers.mou.account, "four calm herons wade")
    assert fresh
    assert temporary
    keys.give(keepers.salma, one, keepers.mou.account)
    again = keys.unlock(keepers.mou.account, "four calm herons wade")
    assert texts(private_notes.read(again, rina, "health", ["v1"])) == [None]
    private_notes.keep(rina, "From now on.", keepers.mou.account, "v2")
    assert texts(private_notes.read(again, rina, "health", ["v2"])) == ["From now on."]


def test_a_new_key_of_the_organisation_changes_nothing(keepers, rina):
    one = keepers.village.organisations["one"]
    rotation.begin(keepers.salma, one)
    rotation.rotate(keepers.salma, one, seconds=60)
    assert OrganisationKey.objects.filter(organisation=one.code, retired_on=None).count() == 1
    rina.refresh_from_db()
    assert texts(private_notes.read(keepers.mou, rina, "health", ["v1"])) == [WORDS]


def test_forgetting_shuts_it_at_once_and_destroys_it_in_the_end(keepers, rina):
    forget.forget(keepers.salma, rina, keepers.salma.account)
    with pytest.raises(keys.Refused, match="closed"):
        private_notes.read(keepers.mou, rina, "health", ["v1"])
    row = Note.objects.get()
    with pytest.raises(keys.Refused, match="forgotten"):
        private_notes.open_one(keepers.mou, Note.objects.select_related("person__key").get())
    with pytest.raises(seal.CannotOpen):  # her half is gone: the outer lock stays shut for the counsellor, too
        envelope.open_for(keepers.mou.private, bytes(row.sealed), identity.bound("note", row.room, rina))
    forget.destroy_due(Erasure.objects.get().destroy_after + dt.timedelta(days=1))
    assert not Note.objects.exists()


def test_it_is_not_handed_to_another_organisation(keepers, rina):
    two, salma = keepers.village.organisations["two"], keepers.salma
    agree(rina, salma.account, "transfer", two.code)
    with scope.bound(rina.organisation, two.code):
        with pytest.raises(keys.Refused, match="not handed over"):
            handover.offer(salma, rina, two, salma.account, notes=list(Note.objects.all()))
        assert handover.offer(salma, rina, two, salma.account).parcel["notes"] == []


def test_without_a_key_nothing_is_kept_in_another_lock(keepers, rina):
    ravi = keepers.village.accounts["ravi"]
    with pytest.raises(keys.Refused, match="Sign in once"):
        private_notes.keep(rina, "words", ravi, "v9")
    assert Note.objects.count() == 1


def test_what_there_is_can_be_told_without_opening_anything(keepers, rina):
    assert private_notes.written(rina, ["v1", "v2"], "cbr") == {"v1": keepers.mou.account.pk}
    assert not Reveal.objects.exists()
