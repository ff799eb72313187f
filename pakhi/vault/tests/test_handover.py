"""Handed to another organisation: with her consent, by both sides, and the old one keeps what the law asks."""

from __future__ import annotations

import io

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, consent, files, forget, halves, handover, identity, index, keys, merge, rotation
from pakhi.vault.models import Entry, Handover, Person, SealedFile
from pakhi.vault.tests.conftest import agree
from tests.village import LONG_AGO

SAID = "the seven-coloured pond"
UNSAID = "what stays with the first organisation"


@pytest.fixture
def two(keepers):
    """CBO Two, where Kabir is supervisor, too."""
    organisation = keepers.village.organisations["two"]
    Membership.objects.create(
        account=keepers.open["kabir"].account, organisation=organisation, role="supervisor", valid_from=LONG_AGO
    )
    return organisation


@pytest.fixture
def asha(keepers):
    person = keepers.register()
    mou = keepers.open["mou"].account
    index.update(person, {"contacts": {"contacts": [{"number": "99999 00417"}]}})
    assign.take_in(person, mou)
    for room, words in (("cbr", SAID), ("legal", UNSAID)):
        identity.note(person, room, words, mou)
        files.keep_file(person, io.BytesIO(words.encode()), f"{room}.txt", "scan", mou)
    return person


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(using="vault", execute=True)


@pytest.fixture
def offered(keepers, asha, two):
    """Mou offers Asha, with one of two notes and one of two files."""
    mou = keepers.open["mou"]
    agree(asha, mou.account, "transfer", two.code)
    return handover.offer(
        mou, asha, two, mou.account, notes=asha.notes.filter(room="cbr"), files=asha.files.order_by("id")[:1]
    )


def again(person):
    return Person.objects.get(pk=person.pk)


def on_disk() -> set[str]:
    return {path.name for path in files.folder().iterdir()}


def test_nothing_is_offered_without_her_consent_to_this_organisation(keepers, asha, two):
    mou = keepers.open["mou"]
    agree(asha, mou.account, "transfer", keepers.village.organisations["network"].code)
    before = on_disk()
    with pytest.raises(keys.Refused, match="has not agreed"):
        handover.offer(mou, asha, two, mou.account, files=asha.files.all())
    assert not Handover.objects.exists()
    assert on_disk() == before


def test_accepted_she_is_a_new_person_there_with_what_was_chosen(keepers, asha, two, offered, after):
    kabir = keepers.open["kabir"]
    names = identity.read(keepers.open["salma"], asha, ["names", "contacts", "address"])
    with after():
        arrived = handover.accept(offered, two, kabir.account)
    assert arrived.code != asha.code
    assert identity.read(kabir, arrived, ["names", "contacts", "address"]) == names
    assert [words for _note, words in identity.read_notes(kabir, arrived, "cbr")] == [SAID]
    assert not arrived.notes.filter(room="legal").exists()
    (paper,) = arrived.files.all()
    assert b"".join(files.open_file(kabir, paper)).decode() == SAID
    assert files.file_name(kabir, paper) == "cbr.txt"
    assert index.holders(two.code, "phone", {"9999900417"}) == {arrived.code}


def test_no_key_of_the_old_organisation_opens_the_new_record(keepers, offered, two, after):
    with after():
        arrived = handover.accept(offered, two, keepers.open["kabir"].account)
    for name in ("mou", "salma", "mina"):
        with pytest.raises(keys.Refused):
            identity.read(keepers.open[name], arrived, ["names"])


def test_the_old_organisation_keeps_it_sealed_away_and_no_more(keepers, asha, offered, two, after):
    copy = Person.objects.filter(pk=asha.pk).values().get()
    with after():
        handover.accept(offered, two, keepers.open["kabir"].account)
    salma, mou = keepers.open["salma"], keepers.open["mou"]
    with pytest.raises(keys.Refused, match="handed to another"):
        identity.read(salma, again(asha), ["names"])
    assert not assign.assigned(mou.account, again(asha))
    assert index.holders(asha.organisation, "phone", {"9999900417"}) == set()
    erasure = again(asha).erasure
    assert erasure.occasion == "handed_over"
    assert "Zorntree" in str(forget.read_held(erasure, keepers.shares["one"][:2], ["names"], salma.account))
    Person.objects.filter(pk=asha.pk).update(**copy)  # as an old copy of the database has it
    with pytest.raises(keys.Refused):
        identity.read(salma, again(asha), ["names"])


def test_until_it_is_accepted_she_is_nobody_there(keepers, asha, offered, two):
    assert Person.objects.filter(organisation=two.code).count() == 0
    assert identity.read(keepers.open["mou"], again(asha), ["names"])


@pytest.mark.parametrize("how", ["declined", "taken_back", "forgotten"])
def test_what_comes_to_nothing_leaves_nothing(keepers, asha, offered, two, after, how):
    mou, kabir = keepers.open["mou"], keepers.open["kabir"].account
    laid = {row["token"] for row in offered.parcel["files"]}
    assert laid <= on_disk()
    with after():
        if how == "declined":
            handover.decline(offered, two, kabir, "full")
        elif how == "taken_back":
            handover.take_back(offered, mou.account)
        else:
            forget.forget(keepers.open["salma"], asha, keepers.open["salma"].account)
    row = Handover.objects.get()
    assert row.state == ("taken_back" if how == "forgotten" else how)
    assert (row.parcel, bytes(row.sealed), bytes(row.holding), row.arrived) == ({}, b"", b"", "")
    assert not laid & on_disk()
    assert not halves.path(offered.arrived).exists()
    with pytest.raises(keys.Refused, match="not open any more"):
        handover.accept(offered, two, kabir)
    if how != "forgotten":
        assert identity.read(mou, again(asha), ["names"])
        assert handover.offer(mou, again(asha), two, mou.account)


def test_consent_that_was_withdrawn_since_the_offer_holds(keepers, asha, offered, two):
    consent.withdraw(asha.consents.get(purpose="transfer"), keepers.open["mou"].account)
    with pytest.raises(keys.Refused, match="has not agreed"):
        handover.accept(offered, two, keepers.open["kabir"].account)
    assert identity.read(keepers.open["mou"], again(asha), ["names"])


def test_who_is_there_for_one_visit_does_not_offer_her(keepers, asha, two):
    mina, salma = keepers.open["mina"], keepers.open["salma"]
    agree(asha, salma.account, "transfer", two.code)
    Membership.objects.filter(account=mina.account).update(role="worker")
    assign.one_visit(asha, mina.account, salma.account, today())
    with pytest.raises(keys.Refused, match="For what you do for this person, these stay closed"):
        handover.offer(mina, asha, two, mina.account, sections=["names"])
    assert not Handover.objects.exists()
    assign.end_all(asha, salma.account)
    with pytest.raises(keys.Refused, match="not assigned to you"):
        handover.offer(mina, asha, two, mina.account, sections=["names"])
    assign.stand_in(asha, mina.account, salma.account, today(), today())
    assert handover.offer(mina, asha, two, mina.account, sections=["names"])


def test_each_side_may_do_its_own_part_only(keepers, asha, offered, two):
    one, mou, kabir = keepers.village.organisations["one"], keepers.open["mou"].account, keepers.open["kabir"].account
    for wrong in (
        lambda: handover.accept(offered, two, mou),
        lambda: handover.accept(offered, one, keepers.open["salma"].account),
        lambda: handover.decline(offered, two, mou, "full"),
        lambda: handover.decline(offered, two, kabir, "because she is Quillabeth"),
        lambda: handover.take_back(offered, kabir),
        lambda: handover.offer(keepers.open["kabir"], asha, two, kabir),
    ):
        with pytest.raises(keys.Refused):
            wrong()
    assert Handover.objects.get().state == "offered"


def test_who_works_for_both_hands_nobody_to_themselves(keepers, asha, offered, two):
    mou = keepers.open["mou"].account
    Membership.objects.create(account=mou, organisation=two, role="supervisor", valid_from=LONG_AGO)
    with pytest.raises(keys.Refused, match="Somebody else"):
        handover.accept(offered, two, mou)
    assert Handover.objects.get().state == "offered"


def test_one_offer_at_a_time_and_not_to_oneself(keepers, asha, offered, two):
    mou = keepers.open["mou"]
    for to in (two, keepers.village.organisations["one"], keepers.village.organisations["network"]):
        agree(asha, mou.account, "transfer", to.code)
        with pytest.raises(keys.Refused):
            handover.offer(mou, asha, to, mou.account)


def test_keys_that_change_meanwhile_do_no_harm(keepers, asha, offered, two, after):
    kabir, salma = keepers.open["kabir"], keepers.open["salma"]
    for who, home in ((kabir, two), (salma, keepers.village.organisations["one"])):
        rotation.begin(who, home)
        rotation.rotate(who, home)
    with after():
        arrived = handover.accept(offered, two, kabir.account)
    assert identity.read(kabir, arrived, ["names"])
    assert forget.read_held(again(asha).erasure, keepers.shares["one"][:2], ["names"], salma.account)


def test_records_merged_with_hers_end_with_hers(keepers, asha, two, after):
    mou, kabir, salma = keepers.open["mou"], keepers.open["kabir"], keepers.open["salma"]
    double = keepers.register()
    merge.confirm(merge.propose(asha, double, mou.account), salma.account)
    agree(asha, mou.account, "transfer", two.code)
    laid = handover.offer(mou, again(asha), two, mou.account)
    with after():
        handover.accept(laid, two, kabir.account)
    assert again(double).state == again(asha).state == "moved"
    with pytest.raises(keys.Refused):
        identity.read(mou, again(double), ["names"])


def test_what_is_about_somebody_else_does_not_go_along(keepers, asha, two):
    mou, rina = keepers.open["mou"], keepers.register()
    agree(asha, mou.account, "transfer", two.code)
    other = identity.note(rina, "cbr", "hers", mou.account)
    paper = files.keep_file(rina, io.BytesIO(b"hers"), "x", "scan", mou.account)
    before = on_disk()
    for more in ({"notes": [other]}, {"files": [*asha.files.all(), paper]}):
        with pytest.raises(keys.Refused, match="somebody else"):
            handover.offer(mou, asha, two, mou.account, **more)
    assert on_disk() == before
    assert SealedFile.objects.count() == 3


def test_both_sides_have_a_line_with_their_own_code_of_her(keepers, asha, offered, two, after):
    with after():
        arrived = handover.accept(offered, two, keepers.open["kabir"].account)
    lines = Entry.objects.filter(act="move", detail__step="accepted")
    assert set(lines.values_list("organisation", "person")) == {
        (asha.organisation, asha.code), (two.code, arrived.code),
    }  # fmt: skip
