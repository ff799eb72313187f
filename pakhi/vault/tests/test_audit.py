"""The log: numbers without a gap, batches that are signed, and whatever was changed is named."""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from pakhi.lib import ledger
from pakhi.lib.clock import today
from pakhi.vault import audit, head
from pakhi.vault.models import Entry, SealedBatch
from pakhi.vault.tests import tampering
from pakhi.vault.tests.tampering import HELD, LINES, SEALED

DATABASES = ["default", "vault", "ballots"]
pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture
def log(django_capture_on_commit_callbacks):
    """Thirty lines, the first twenty of them in two batches."""
    tampering.write_log(django_capture_on_commit_callbacks)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(using="vault", execute=True)


def numbers() -> list[int]:
    return list(Entry.objects.order_by("number").values_list("number", flat=True))


def test_a_log_that_was_never_begun_is_whole(settings):
    assert audit.verify().whole
    assert not head.key_path().exists()


def test_lines_are_numbered_from_one(village):
    for _ in range(3):
        audit.record(Entry.Act.LOGIN, actor=village.mou, organisation=village.one.code)
    assert numbers() == [1, 2, 3]
    assert audit.verify().whole


def test_a_line_says_who_what_about_whom_and_never_a_name(village):
    entry = audit.record("consent", actor=village.mou, organisation="CBAONE", person="PERSON12", purpose="share")
    assert (entry.actor, entry.person, entry.detail) == (village.mou.pk, "PERSON12", {"purpose": "share"})


@pytest.mark.parametrize(
    "value",
    ["ঝিঙেফুল", "behind the pond", "9999900417", "99999-0041799", 9999900417, 1.5, {"a": 1}, ["ok", "not ok"], b"x"],
)
def test_what_could_be_a_name_a_telephone_or_a_sentence_is_refused_unsaid(value):
    with pytest.raises(ValueError, match="'what' is none of them") as refusal:
        audit.record("write", actor=0, what=value)
    assert str(value) not in str(refusal.value)
    assert numbers() == []


@pytest.mark.parametrize(
    "value", ["court", "2026-27_Q3", ["names", "address"], [], 12, True, None, dt.date(2026, 11, 21)]
)
def test_codes_kinds_counts_and_days_are_kept(value):
    entry = audit.record("write", actor=0, what=value)
    entry.refresh_from_db()
    assert entry.detail["what"] == (value.isoformat() if isinstance(value, dt.date) else value)
    assert audit.verify().whole


def test_a_line_of_what_did_not_happen_is_no_line(village):
    with transaction.atomic(using="vault"):
        audit.record("key", actor=village.mina)
        transaction.set_rollback(True, using="vault")
    audit.record("login", actor=village.mina)
    assert numbers() == [1]
    assert audit.verify().whole


def test_a_log_is_whole_and_tells_its_length(log):
    verdict = audit.verify()
    assert verdict.whole
    assert (verdict.lines, verdict.batches, verdict.waiting) == (LINES, HELD, SEALED)
    assert "30 lines, 2 batches, 10 lines wait" in str(verdict)


def test_each_batch_is_signed_over_its_lines_and_tied_to_the_one_before(log):
    one, two = SealedBatch.objects.order_by("number")
    assert (one.first, one.last, two.first, two.last) == (1, 10, 11, 20)
    assert bytes(two.before) == bytes(one.root)
    assert audit.seal_batch().last == LINES
    assert audit.seal_batch() is None


def test_many_lines_are_sealed_without_being_asked(committed, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 5)
    for _ in range(12):
        with committed():
            audit.record("login", actor=0)
    assert [(row.first, row.last) for row in SealedBatch.objects.order_by("number")] == [(1, 5), (6, 10)]
    assert audit.verify().whole


def test_the_key_and_the_head_are_for_the_owner_only_and_hold_no_more_than_they_must(log):
    assert {path.stat().st_mode & 0o777 for path in (head.key_path(), head.path())} == {0o600}
    assert head.read(audit.signing_key()).number == LINES
    assert head.read(audit.signing_key()).batch == HELD


# What is named


def test_a_changed_line_is_named(log):
    Entry.objects.filter(number=17).update(actor=99)
    verdict = audit.verify()
    assert (verdict.fault, verdict.number, str(verdict)) == ("line", 17, "Line 17 is not as it was written.")


def test_the_first_of_several_is_named(log):
    Entry.objects.filter(number__in=[23, 12, 28]).update(act="move")
    assert audit.verify().number == 12


def test_a_line_that_waits_to_be_sealed_is_protected_as_well(log):
    Entry.objects.filter(number=LINES).update(person="PERSONX")
    assert (audit.verify().fault, audit.verify().number) == ("line", LINES)


def test_a_missing_line_is_named(log):
    Entry.objects.filter(number=16).delete()
    assert str(audit.verify()) == "Line 16 is missing."


def test_a_cut_tail_is_named_also_with_its_batch(log):
    Entry.objects.filter(number__gte=15).delete()
    SealedBatch.objects.filter(last__gte=15).delete()
    assert str(audit.verify()) == "The end is cut off: from line 15 to line 30 nothing is left."


@pytest.mark.parametrize(("first", "sentence"), [(15, "Batch 2 is missing."), (25, "Line 25 is missing.")])
def test_a_cut_tail_is_still_named_when_the_log_went_on(log, committed, first, sentence):
    Entry.objects.filter(number__gte=first).delete()
    SealedBatch.objects.filter(last__gte=first).delete()
    with committed():
        for _ in range(20):
            audit.record("login", actor=0)
    with committed():
        assert audit.seal_batch().number == 3
    assert str(audit.verify()) == sentence


def test_a_log_that_was_emptied_is_named(log):
    Entry.objects.all().delete()
    SealedBatch.objects.all().delete()
    assert audit.verify().fault == "tail"


def test_a_changed_batch_is_named(log):
    SealedBatch.objects.filter(number=2).update(at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    assert str(audit.verify()) == "Batch 2 is not as it was sealed."


@pytest.mark.parametrize("number", [1, 2])
def test_a_missing_batch_is_named(log, number):
    SealedBatch.objects.filter(number=number).delete()
    assert str(audit.verify()) == f"Batch {number} is missing."


def test_a_lost_batch_stays_lost_when_its_lines_are_sealed_again(log, committed):
    SealedBatch.objects.filter(number=2).delete()
    with committed():
        assert audit.seal_batch().number == 3
    assert str(audit.verify()) == "Batch 2 is missing."


@pytest.mark.parametrize("content", [None, "", "{}", '{"number": 9}\nab\n', "\x00\n\x00"])
def test_a_head_that_is_gone_or_changed_is_named_and_stops_nobody(log, committed, content):
    if content is None:
        head.path().unlink()
    else:
        head.path().write_text(content)
    with committed():
        audit.record("login", actor=0)
    assert audit.verify().fault == "head"


def test_a_head_with_another_number_is_not_believed(log):
    tampering.forge_head(random.Random(1))
    assert audit.verify().fault == "head"


def test_a_lost_key_stops_the_log_until_it_is_back(log):
    kept = head.key_path().read_text()
    head.key_path().unlink()
    with pytest.raises(audit.KeyLost):
        audit.record("login", actor=0)
    assert audit.verify().fault == "key"
    head.key_path().write_text("half a key")
    with pytest.raises(audit.KeyLost):
        audit.record("login", actor=0)
    head.key_path().write_text(kept)
    assert audit.verify().whole


def test_only_an_emptied_demonstration_begins_again(log, settings):
    Entry.objects.all().delete()
    SealedBatch.objects.all().delete()
    settings.DEMONSTRATION = False
    audit.begin_again()
    assert audit.verify().fault == "tail"
    settings.DEMONSTRATION = True
    audit.begin_again()
    assert audit.verify().whole
    assert audit.record("login", actor=0).number == 1


def test_whoever_holds_the_key_is_bound_by_the_roots_on_paper(log):
    paper = {root.batch: root.written for root in audit.roots(today())}
    forged = Entry.objects.get(number=5)
    forged.actor = 42
    Entry.objects.filter(number=5).update(actor=42)
    mend(audit.signing_key())
    assert audit.verify().whole
    assert str(audit.verify(paper)) == "Batch 1 is not the one whose root is on paper."
    assert audit.verify({7: "ab" * 32}).fault == "batch-missing"


def mend(key: bytes) -> None:
    """What only the key can do: all marks, batches and the head made anew."""
    before = b""
    for entry in Entry.objects.order_by("number"):
        entry.mark = before = audit.lines.mark(key, before, entry)
        entry.save()
    root = b""
    for batch in SealedBatch.objects.order_by("number"):
        lines = Entry.objects.filter(number__gte=batch.first, number__lte=batch.last).order_by("number")
        batch.root, batch.before = ledger.root([audit.lines.leaf(entry) for entry in lines]), root
        batch.signature = ledger.sign(key, audit.lines.statement(batch))
        batch.save()
        root = batch.root
    head.write(key, head.Head(LINES, before.hex(), HELD, root.hex()))


def test_roots_are_listed_by_the_month_in_which_they_were_sealed(log):
    before = today().replace(day=1) - dt.timedelta(days=1)
    assert [(root.batch, root.first, root.last) for root in audit.roots(today())] == [(1, 1, 10), (2, 11, 20)]
    assert audit.roots(before) == []
    assert audit.roots(today().replace(year=today().year + 1, month=12)) == []
    assert len(audit.roots(today())[0].written.split()) == 16


def test_no_way_of_changing_the_log_goes_unseen(log):
    for seed, attack in enumerate(tampering.ATTACKS * 3):
        assert not tampering.after(attack, seed).whole, (attack.__name__, seed)
    assert audit.verify().whole


# Several writers at once


@pytest.mark.django_db(transaction=True, databases=DATABASES)
def test_writers_at_the_same_moment_leave_no_gap():
    def write(writer: int) -> None:
        try:
            for step in range(10):
                try:
                    with transaction.atomic(using="vault"):
                        audit.record("login", actor=writer, step=step)
                        if step % 5 == 4:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert numbers() == list(range(1, 6 * 8 + 1))
    assert audit.verify().whole
    assert head.read(audit.signing_key()).number == 48
