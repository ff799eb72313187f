"""Forgotten: out of everybody's reach at once, and destroyed when the law's time is over, also in old copies."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.vault import assign, certificate, files, forget, halves, identity, index, keys, merge, retention, rotation
from pakhi.vault.models import BlindIndex, Entry, Erasure, Note, Person, Section

LATER = today() + dt.timedelta(days=800)
SECRET = "the seven-coloured pond"


@pytest.fixture
def asha(keepers):
    """A person with a note, a file, a worker and a telephone that can be found."""
    person = keepers.register()
    mou = keepers.open["mou"]
    identity.note(person, "cbr", SECRET, mou.account)
    files.keep_file(person, io.BytesIO(SECRET.encode()), "paper.txt", "scan", mou.account)
    assign.take_in(person, mou.account)
    index.update(person, {"contacts": {"contacts": [{"number": "99999 00417"}]}})
    return person


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """What happens when a transaction is done, in a test that is one itself."""
    return lambda: django_capture_on_commit_callbacks(using="vault", execute=True)


@pytest.fixture
def forgotten(keepers, asha, after):
    with after():
        return forget.forget(keepers.open["salma"], asha, keepers.open["salma"].account)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_nobody_who_works_there_can_open_anything_any_more(keepers, asha, forgotten):
    for name in ("salma", "mou", "mina"):
        for door in (
            identity.person_key,
            lambda u, p: identity.read(u, p, ["names"]),
            lambda u, p: identity.read_notes(u, p, "cbr"),
            lambda u, p: files.open_file(u, p.files.get()),
        ):
            with pytest.raises(keys.Refused):
                door(keepers.open[name], again(asha))


def test_nothing_new_is_written_about_somebody_forgotten(keepers, asha, forgotten):
    mou = keepers.open["mou"].account
    for write in (
        lambda p: identity.write(p, {"gender": {}}, mou),
        lambda p: identity.note(p, "cbr", "words", mou),
        lambda p: files.keep_file(p, io.BytesIO(b"words"), "x", "scan", mou),
    ):
        with pytest.raises(keys.Refused, match="closed"):
            write(again(asha))


def test_no_number_and_no_worker_leads_there(keepers, asha, forgotten):
    assert not BlindIndex.objects.filter(person=asha).exists()
    assert not assign.assigned(keepers.open["mou"].account, again(asha))
    assert assign.caseload(keepers.open["mou"].account) == []


def test_an_old_copy_of_the_row_opens_nothing_at_once(keepers, asha, after):
    copy = Person.objects.filter(pk=asha.pk).values().get()
    names = identity.read(keepers.open["salma"], asha, ["names"])
    assert names
    with after():
        forget.forget(keepers.open["salma"], asha, keepers.open["salma"].account)
    Person.objects.filter(pk=asha.pk).update(**copy)
    with pytest.raises(keys.Refused):
        identity.read(keepers.open["salma"], again(asha), ["names"])


def test_two_printed_shares_open_it_for_the_law_and_one_does_not(keepers, asha, forgotten):
    mina, shares = keepers.open["mina"].account, keepers.shares["one"]
    for typed in ([shares[0]], [], keepers.shares["two"][:2]):
        with pytest.raises(keys.Refused, match="do not open"):
            forget.read_held(forgotten, typed, ["names"], mina)
    assert not Entry.objects.filter(act="reveal").exists()
    found = forget.read_held(forgotten, shares[1:], ["names", "kin"], mina)
    assert "Zorntree" in str(found["names"])
    assert Entry.objects.get(act="reveal").detail["step"] == "sealed"


def test_the_shares_still_open_it_after_the_keys_changed(keepers, asha, forgotten):
    rotation.begin(keepers.open["salma"], keepers.village.organisations["one"])
    rotation.rotate(keepers.open["salma"], keepers.village.organisations["one"])
    assert forget.read_held(forgotten, keepers.shares["one"][:2], ["names"], keepers.open["mina"].account)


def test_the_end_comes_the_day_after_the_time_is_over(asha, forgotten):
    assert forgotten.destroy_after == retention.rule("forgotten", today()).until(today())
    assert forget.destroy_due(forgotten.destroy_after) == []
    assert [done.person for done in forget.destroy_due(forgotten.destroy_after + dt.timedelta(days=1))] == [asha]
    assert forget.destroy_due(LATER) == []


def test_destroyed_means_rows_files_and_both_halves(keepers, asha, forgotten):
    before = Erasure.objects.filter(pk=forgotten.pk).values().get()
    rows = [Section.objects.filter(person=asha), Note.objects.filter(person=asha)]
    assert all(row.exists() for row in rows)
    forget.destroy_due(LATER)
    assert not any(row.exists() for row in rows)
    assert list(files.folder().iterdir()) == []
    assert Person.objects.get(code=asha.code).state == "forgotten"  # its code stays, for the counts
    for name in (asha.code, halves.held(asha.code)):
        with pytest.raises(seal.CannotOpen):
            halves.read(name)
    Erasure.objects.filter(pk=forgotten.pk).update(holding=before["holding"])  # as a copy of that year has it
    with pytest.raises(keys.Refused):
        forget.read_held(Erasure.objects.get(), keepers.shares["one"][:2], ["names"], keepers.open["mina"].account)


def test_records_merged_with_hers_are_forgotten_with_her(keepers, asha, after):
    double, stranger = keepers.register(), keepers.register()
    mou, salma = keepers.open["mou"].account, keepers.open["salma"]
    merge.confirm(merge.propose(double, asha, mou), salma.account)
    merge.propose(double, stranger, mou)
    with after():
        forget.forget(salma, again(asha), salma.account)
    assert again(double).state == again(asha).state == "forgotten"
    assert identity.read(salma, again(stranger), ["names"])


def test_asked_twice_nothing_more_happens(keepers, asha, forgotten):
    same = forget.forget(keepers.open["salma"], again(asha), keepers.open["mina"].account)
    assert same == forgotten
    assert forget.read_held(same, keepers.shares["one"][:2], ["names"], keepers.open["mina"].account)


def test_who_may_not_open_a_record_cannot_make_it_forgotten(keepers, asha, after):
    with after(), pytest.raises(keys.Refused):
        forget.forget(keepers.open["kabir"], asha, keepers.open["kabir"].account)
    assert identity.read(keepers.open["salma"], again(asha), ["names"])


def test_only_a_supervisor_or_manager_lets_somebody_be_forgotten(keepers, asha, after):
    mou = keepers.open["mou"]
    with pytest.raises(keys.Refused, match="supervisor or manager"), after():
        forget.forget(mou, asha, mou.account)
    assert again(asha).state == "here"


def test_a_crash_before_the_old_half_is_gone_is_mended_at_night(keepers, asha):
    copy = Person.objects.filter(pk=asha.pk).values().get()
    forget.forget(keepers.open["salma"], asha, keepers.open["salma"].account)  # the power goes: nothing runs after
    assert halves.read(asha.code)
    forget.destroy_due(today())
    Person.objects.filter(pk=asha.pk).update(**copy)
    with pytest.raises(keys.Refused):
        identity.read(keepers.open["salma"], again(asha), ["names"])


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_the_certificate_has_code_dates_and_rule_and_no_name(asha, forgotten, language):
    page = certificate.words(forgotten, language)
    rule = retention.named(forgotten.rule)
    assert rule.cite in page
    assert f"{asha.code[:4]} {asha.code[4:]}" in page
    assert str(forgotten.destroy_after.year) in page
    for hidden in ("Zorntree", "CBO One", "Salma", SECRET):
        assert hidden not in page
    assert len(PdfReader(io.BytesIO(certificate.certificate(forgotten, language))).pages) == 1


def test_every_day_has_one_rule_with_a_source_and_a_mark():
    for occasion in Erasure.Occasion.values:
        for day in ("2026-11-21", "2027-05-12", "2027-05-13", "2040-02-29"):
            rule = retention.rule(occasion, dt.date.fromisoformat(day))
            assert rule.source
            assert rule.cite
            assert not rule.signed  # the day a lawyer signs, this line is changed with the row
    assert retention.rule("forgotten", dt.date(2027, 5, 12)).id != retention.rule("forgotten", dt.date(2027, 5, 13)).id
    assert not retention.rule("forgotten", dt.date(2026, 11, 21)).verified


def test_a_year_from_a_leap_day_ends_on_the_first_of_march():
    assert retention.named("handed-over").until(dt.date(2028, 2, 29)) == dt.date(2029, 3, 1)


@pytest.mark.parametrize("name", ["../../django", "", "ABC", "ABCDEFGH.other", "ABCDEFGH\n"])
def test_a_half_has_the_name_of_a_code_and_no_other(name):
    with pytest.raises(ValueError, match="not the code"):
        halves.make(name)
