"""Two organisations on one case: copies that the other one opens, as long as she agrees, and nobody else ever."""

from __future__ import annotations

import contextlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pakhi.vault import assign, audit, consent, files, halves, joint, keys, limits, merge, reveal, rotation, scope
from pakhi.vault.models import Entry, JointCopy, JointKey, Reveal
from pakhi.vault.models.person import person_code
from pakhi.vault.tests.conftest import share
from tests.canaries import found, tables

FIR = b"FIR kingfisher-nine, told by Quillabeth Zorntree"
NAME = "Zorntree FIR.txt"
SOUND = b"ID3" + bytes(400)


@pytest.fixture
def two(keepers):
    return keepers.village.organisations["two"]


@pytest.fixture
def asha(keepers):
    person, mou = keepers.register(), keepers.village.accounts["mou"]
    assign.take_in(person, mou)
    return person


@pytest.fixture
def paper(keepers, asha):
    return files.keep_file(asha, io.BytesIO(FIR), NAME, "court", keepers.village.accounts["mou"])


@pytest.fixture
def laid(keepers, asha, two):
    """The code under which CBO Two works with CBO One on Asha's case."""
    mou, code = keepers.village.accounts["mou"], person_code()
    share(asha, two, mou)
    joint.lay(code, asha, two, mou)
    return code


@pytest.fixture
def given(keepers, laid, paper):
    joint.give(keepers.mou, laid, paper, "n1")
    return laid


@contextlib.contextmanager
def as_two(keepers):
    """As on a page of somebody of CBO Two: their own organisation is bound, and no other."""
    with scope.bound(keepers.village.organisations["two"].code):
        yield keepers.kabir


def read(keepers, code, number="n1", **more):
    with as_two(keepers) as kabir:
        content, kind = joint.open_copy(kabir, code, number, "court", **more)
        return b"".join(content), kind


def on_disk():
    return {path.name for path in files.folder().iterdir()}


def test_nothing_is_laid_without_her_consent_to_this_organisation_and_to_court_papers(keepers, asha, two):
    mou = keepers.village.accounts["mou"]
    share(asha, keepers.village.organisations["network"], mou)
    share(asha, two, mou, ("papers", "case"))
    code = person_code()
    with pytest.raises(keys.Refused, match="has not agreed"):
        joint.lay(code, asha, two, mou)
    assert not JointKey.objects.exists()
    assert not halves.path(halves.joint(code)).exists()


def test_to_whom_she_agreed_can_be_asked_and_nobody_else(keepers, asha, two):
    mou = keepers.village.accounts["mou"]
    for home, parts in (("two", ("papers",)), ("network", ("court",)), ("funder", ("court",))):
        share(asha, keepers.village.organisations[home], mou, parts)
    assert joint.partners(asha) == []  # the network has no key, a funder never gets anything
    share(asha, two, mou)
    assert joint.partners(asha) == [two]
    for home in ("network", "funder", "one"):
        with pytest.raises(keys.Refused):
            joint.lay(person_code(), asha, keepers.village.organisations[home], mou)


def test_only_who_may_read_all_of_her_lays_it(keepers, asha, two):
    mina = keepers.village.accounts["mina"]
    share(asha, two, mina)
    for name in ("kabir", "ravi"):
        with pytest.raises(keys.Refused):
            joint.lay(person_code(), asha, two, keepers.village.accounts[name])
    assert not JointKey.objects.exists()


def test_laying_it_twice_is_once(keepers, asha, two, laid):
    joint.lay(laid, asha, two, keepers.village.accounts["mou"])
    assert JointKey.objects.count() == 1
    assert Entry.objects.filter(act="share", detail__step="offered").count() == 2


def test_they_open_what_was_given_and_it_says_nothing_else(keepers, asha, given):
    assert read(keepers, given) == (FIR, "text/plain")
    held = tables()
    assert [place for place, inside in held.items() if found(["kingfisher-nine", "Zorntree"], inside)] == []
    whole = b"".join(path.read_bytes() for path in files.folder().iterdir())
    assert found(["kingfisher-nine"], whole) == []


def test_giving_is_a_look_of_hers_and_twice_is_once(keepers, asha, given, paper):
    joint.give(keepers.mou, given, paper, "n1")
    assert JointCopy.objects.count() == 1
    assert Reveal.objects.get(person=asha.code).account == keepers.mou.account.pk


def test_opening_counts_on_their_side_and_stands_in_her_own_log(keepers, asha, given):
    read(keepers, given)
    kabir = keepers.village.accounts["kabir"]
    with as_two(keepers):
        assert limits.opened(kabir) == 1
        assert [row.person for row in Reveal.objects.all()] == [given]
        assert not Entry.objects.filter(organisation=kabir.memberships.get().organisation.code, person=asha.code)
    line = Entry.objects.get(act="reveal", detail__step="joint", organisation=asha.organisation)
    assert (line.detail["other"], line.detail["ground"]) == (kabir.memberships.get().organisation.code, "joint")
    with scope.bound(asha.organisation):
        assert [look.who for look in reveal.who_looked(asha)] == ["Kabir", "Mou"]
    assert audit.verify().whole


def test_their_log_does_not_say_who_works_at_her_home_nor_her_code(keepers, asha, given, two):
    lines = Entry.objects.filter(organisation=two.code, act="share")
    assert {(line.actor, line.person, line.detail["other"]) for line in lines} == {(0, given, asha.organisation)}


def test_a_day_that_is_used_up_opens_nothing(keepers, given, monkeypatch):
    monkeypatch.setattr(limits, "allowed", lambda *_any: 0)
    with pytest.raises(reveal.LimitReached):
        read(keepers, given)
    assert Entry.objects.filter(act="refused", person=given).exists()


def test_without_a_reason_or_for_an_unknown_paper_nothing_opens(keepers, given):
    with as_two(keepers) as kabir:
        for number, reason in (("n1", "because"), ("n2", "court")):
            with pytest.raises(keys.Refused):
                joint.open_copy(kabir, given, number, reason)
    assert Reveal.objects.filter(person=given).count() == 0


def test_nobody_of_her_home_and_nobody_of_a_third_opens_it_as_theirs(keepers, given):
    for name in ("mou", "salma", "mina"):
        with pytest.raises(keys.Refused):
            joint.open_copy(keepers.open[name], given, "n1", "court")
    with scope.bound(keepers.village.organisations["network"].code):
        assert not JointKey.objects.exists()
        assert not JointCopy.objects.exists()
        with pytest.raises(keys.Refused, match="not shared any more"):
            joint.open_copy(keepers.kabir, given, "n1", "court")


def test_the_other_organisation_finds_nothing_else_of_her(keepers, asha, given):
    from pakhi.vault.models import Note, Person, SealedFile, Section

    with as_two(keepers):
        assert [model.objects.count() for model in (Person, SealedFile, Section, Note)] == [0, 0, 0, 0]
        assert JointKey.objects.get().code == given


def test_taken_back_nothing_opens_from_that_moment(keepers, asha, given, two):
    consent.withdraw(consent.holding(asha, "share").get(), None)
    with pytest.raises(keys.Refused, match="has not agreed"):
        read(keepers, given)


def test_a_part_that_she_did_not_agree_to_is_neither_given_nor_opened(keepers, asha, given, paper, two):
    with pytest.raises(keys.Refused, match="has not agreed"):
        joint.give(keepers.mou, given, paper, "n2", ("health",))
    with pytest.raises(keys.Refused, match="has not agreed"):
        read(keepers, given, more=("health",))
    assert JointCopy.objects.count() == 1
    assert len(on_disk()) == 2


def test_what_she_takes_back_while_it_is_given_is_not_given(keepers, asha, laid, paper, monkeypatch):
    real = reveal.reveal_file

    def meanwhile(*any_, **more):
        content = list(real(*any_, **more))
        consent.withdraw(consent.holding(asha, "share").get(), None)
        return content

    monkeypatch.setattr(reveal, "reveal_file", meanwhile)
    with pytest.raises(keys.Refused, match="has not agreed"):
        joint.give(keepers.mou, laid, paper, "n1")
    assert not JointCopy.objects.exists()
    assert len(on_disk()) == 1


def test_the_end_destroys_the_half_the_row_and_the_copies_and_can_be_repeated(keepers, asha, given, two):
    copy = JointKey.objects.filter(code=given).values().get(), JointCopy.objects.values().get()
    content = (files.folder() / copy[1]["token"]).read_bytes()
    for _again in range(2):
        joint.end(given, asha.organisation, two.code, keepers.village.accounts["mou"])
    assert not JointKey.objects.exists()
    assert not halves.path(halves.joint(given)).exists()
    assert len(on_disk()) == 1
    assert Entry.objects.filter(act="share", detail__step="ended").count() == 2
    JointKey.objects.create(**copy[0])  # as an old copy of database and disk has it
    JointCopy.objects.create(**copy[1])
    (files.folder() / copy[1]["token"]).write_bytes(content)
    with pytest.raises(keys.Refused, match="cannot be opened"):
        read(keepers, given)


def test_one_paper_is_taken_back_and_the_others_stay(keepers, given, paper):
    joint.give(keepers.mou, given, paper, "n2")
    mou = keepers.village.accounts["mou"]
    joint.take_back(given, "n1", mou)
    joint.take_back(given, "n1", mou)
    with pytest.raises(keys.Refused, match="not there any more"):
        read(keepers, given)
    assert read(keepers, given, "n2")[0] == FIR
    with pytest.raises(keys.Refused):
        joint.take_back(given, "n2", keepers.village.accounts["kabir"])


def test_what_they_send_is_sealed_into_her_record_and_they_cannot_open_it(keepers, asha, laid):
    with as_two(keepers) as kabir:
        kept = joint.send(laid, SimpleUploadedFile("order of Pune.txt", b"an order of kingfisher-ten"), kabir.account)
        with pytest.raises(keys.Refused):
            joint.open_copy(kabir, laid, kept.token, "court")
    assert kept.person_id == asha.pk
    assert b"".join(files.open_file(keepers.salma, kept)) == b"an order of kingfisher-ten"
    lines = Entry.objects.filter(detail__step="sent")
    assert {(line.organisation, line.person) for line in lines} == {
        (asha.organisation, asha.code), (keepers.village.organisations["two"].code, laid),
    }  # fmt: skip


def test_nothing_is_sent_by_somebody_else_or_against_her_will(keepers, asha, laid):
    upload = SimpleUploadedFile("x.txt", b"x")
    with pytest.raises(keys.Refused):
        joint.send(laid, upload, keepers.village.accounts["salma"])
    consent.withdraw(consent.holding(asha, "share").get(), None)
    with as_two(keepers) as kabir, pytest.raises(keys.Refused, match="has not agreed"):
        joint.send(laid, upload, kabir.account)
    assert not asha.files.exists()


def test_a_paper_of_somebody_else_or_a_photograph_is_not_given(keepers, asha, laid):
    mou, rina = keepers.village.accounts["mou"], keepers.register()
    hers = files.keep_file(rina, io.BytesIO(b"hers"), "x", "court", mou)
    never = [files.store(asha, b"hers", "x", kind, "text/plain", mou) for kind in ("proof", "photo", "recording")]
    for wrong in (hers, *never):
        with pytest.raises(keys.Refused, match="paper of hers"):
            joint.give(keepers.mou, laid, wrong, "n1", ("health",))
    assert not JointCopy.objects.exists()


def test_a_scan_never_goes_with_her_yes_to_court_papers_alone(keepers, asha, laid, two):
    mou = keepers.village.accounts["mou"]
    scan = files.keep_file(asha, io.BytesIO(b"a report of a hospital"), "x", "scan", mou)
    with pytest.raises(keys.Refused, match="A scan goes as"):
        joint.give(keepers.mou, laid, scan, "n1")
    assert not Reveal.objects.exists()
    share(asha, two, mou, ("court", "health"))
    joint.give(keepers.mou, laid, scan, "n1", ("health",))
    assert read(keepers, laid, more=("health",))[0] == b"a report of a hospital"


def test_a_voice_never_goes_whatever_it_was_kept_as(keepers, asha, laid):
    mou = keepers.village.accounts["mou"]
    voice = files.store(asha, SOUND, "x", "court", "audio/mpeg", mou)
    with pytest.raises(keys.Refused, match="recording does not go"):
        joint.give(keepers.mou, laid, voice, "n1")
    with as_two(keepers) as kabir, pytest.raises(keys.Refused, match="recording does not go"):
        joint.send(laid, SimpleUploadedFile("order.pdf", SOUND), kabir.account)
    assert (asha.files.count(), JointCopy.objects.count()) == (1, 0)


def test_the_half_of_the_two_is_never_that_of_a_person(keepers, asha, paper, two):
    mou = keepers.village.accounts["mou"]
    share(asha, two, mou)
    joint.lay(asha.code, asha, two, mou)  # the same letters by chance
    joint.give(keepers.mou, asha.code, paper, "n1")
    joint.end(asha.code, asha.organisation, two.code, mou)
    assert b"".join(files.open_file(keepers.mou, paper)) == FIR


def test_a_half_that_is_there_already_is_not_destroyed(keepers, asha, two, laid):
    whole = JointKey.objects.values().get()
    JointKey.objects.all().delete()  # as the pair of two other organisations, which nobody here sees
    with pytest.raises(keys.Refused, match="Nothing was written"):
        joint.lay(laid, asha, two, keepers.village.accounts["mou"])
    assert halves.path(halves.joint(whole["code"])).exists()


def test_pressed_twice_at_once_it_is_given_once(keepers, laid, paper, monkeypatch):
    real = reveal.reveal_file

    def meanwhile(*any_, **more):
        content = list(real(*any_, **more))
        monkeypatch.setattr(reveal, "reveal_file", real)
        joint.give(keepers.mou, laid, paper, "n1")
        return content

    monkeypatch.setattr(reveal, "reveal_file", meanwhile)
    joint.give(keepers.mou, laid, paper, "n1")
    assert JointCopy.objects.count() == 1
    assert len(on_disk()) == 2
    assert read(keepers, laid)[0] == FIR


def test_another_paper_by_the_same_number_does_not_seem_to_go(keepers, asha, given):
    other = files.keep_file(asha, io.BytesIO(b"other"), "x", "court", keepers.village.accounts["mou"])
    with pytest.raises(keys.Refused, match="Nothing was written"):
        joint.give(keepers.mou, given, other, "n1")


def test_when_a_merge_is_undone_the_paper_of_the_other_woman_is_shut(keepers, asha, laid):
    mou, salma, rina = keepers.village.accounts["mou"], keepers.village.accounts["salma"], keepers.register()
    done = merge.confirm(merge.propose(asha, rina, mou), salma)
    hers = files.store(rina, b"hers", "x", "court", "text/plain", mou)
    joint.give(keepers.mou, laid, hers, "n1")
    assert read(keepers, laid)[0] == b"hers"
    line = Entry.objects.get(act="reveal", detail__step="joint", organisation=asha.organisation)
    assert line.detail["records"] == [rina.code]
    merge.undo(done, salma)
    with pytest.raises(keys.Refused, match="not there any more"):
        read(keepers, laid)
    assert [look.who for look in reveal.who_looked(rina)] == ["Kabir", "Mou"]


def test_what_they_send_after_a_merge_goes_to_the_record_that_answers(keepers, asha, laid):
    mou, salma, rina = keepers.village.accounts["mou"], keepers.village.accounts["salma"], keepers.register()
    merge.confirm(merge.propose(rina, asha, mou), salma)
    with as_two(keepers) as kabir:
        assert joint.send(laid, SimpleUploadedFile("x.txt", b"an order"), kabir.account).person_id == rina.pk


def test_both_lines_stand_or_none(keepers, laid, two, monkeypatch):
    real, before = audit.record, Entry.objects.count()

    def half(act, *, organisation, **more):
        if organisation == two.code:
            raise ZeroDivisionError
        return real(act, organisation=organisation, **more)

    monkeypatch.setattr(audit, "record", half)
    with pytest.raises(ZeroDivisionError):
        joint.note(laid, keepers.village.accounts["kabir"], "accepted")
    assert Entry.objects.count() == before


def test_what_no_case_uses_is_found_from_the_next_day_on(keepers, laid):
    assert joint.unused(set()) == []
    JointKey.objects.update(on="2020-01-01")
    assert joint.unused({laid}) == []
    assert [one.code for one in joint.unused(set())] == [laid]


def test_a_change_of_their_key_goes_along(keepers, given, two):
    rotation.begin(keepers.kabir, two)
    rotation.rotate(keepers.kabir, two)
    assert JointKey.objects.get().key == keys.current(two).generation
    assert read(keepers, given)[0] == FIR


def test_whoever_lost_access_to_the_key_opens_nothing(keepers, given, two):
    keys.withdraw(two, keepers.village.accounts["kabir"])
    with pytest.raises(keys.Refused, match="not been given access"):
        read(keepers, given)
