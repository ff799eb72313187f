"""What a phone sends is here when it is told so, once, whatever the line does; and nothing is dropped unseen."""

from __future__ import annotations

import json
import random

import pytest

from pakhi.field import handlers, inbox, mending, publish
from pakhi.field.handlers import Refusal, Taken, handles
from pakhi.field.models import Answer, Arrival, Attachment
from pakhi.field.refusals import SENTENCES
from pakhi.field.tests.conftest import CANARY, VISIT, record
from pakhi.lib import envelope, seal
from pakhi.vault import files, keys
from pakhi.vault.models import Grant, Recovery
from tests.canaries import found, tables
from tests.village import PASSWORD

State = Arrival.State
NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"


def opened(ready, arrival: Arrival) -> bytes:
    """What Salma reads of an arrival."""
    key = keys.current(arrival.organisation)
    unlocked = keys.unlock(ready.accounts["salma"], PASSWORD)
    private = keys.open_organisation(unlocked, key)
    return envelope.open_for(private, bytes(arrival.sealed), inbox.about(arrival.instance))


def test_a_record_is_taken_in_and_only_its_codes_are_in_clear(ready, phone, visit) -> None:
    sent = record(who=CANARY, came="yes", children="২", next="2026-12-24")
    assert phone.send(sent).status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.form_id, arrival.version) == (State.TAKEN, "visit", "1")
    assert {(one.question, one.value) for one in Answer.objects.all()} == {
        ("came", "yes"), ("children", "2"), ("next", "2026-12-24"),
    }  # fmt: skip
    assert opened(ready, arrival) == sent.encode()
    assert [place for place, held in tables().items() if found([CANARY], held)] == []


def test_an_organisations_own_form_comes_before_the_products(ready, phone, visit) -> None:
    product = publish.go_live(publish.upload(VISIT.encode(), "visit.md", None, None))
    assert publish.known(phone.organisation, "visit", "1") == visit
    assert publish.known(ready.organisations["two"], "visit", "1") == product


def test_the_same_record_again_is_the_same_row(phone, visit) -> None:
    sent = record(who=CANARY)
    assert [phone.send(sent).status_code for _ in range(3)] == [201, 201, 201]
    assert Arrival.objects.count() == 1


def test_other_answers_under_the_same_number_are_a_conflict_and_both_are_kept(ready, phone, visit) -> None:
    first, second = (record(NUMBER, who=CANARY, came=said) for said in ("yes", "no"))
    assert phone.send(first).status_code == 201
    assert [phone.send(second).status_code for _ in range(2)] == [409, 409]
    kept = {arrival.state: arrival for arrival in Arrival.objects.all()}
    assert set(kept) == {State.TAKEN, State.QUARANTINE}
    assert kept[State.QUARANTINE].why == "conflict"
    assert {opened(ready, arrival) for arrival in kept.values()} == {first.encode(), second.encode()}
    assert phone.send(first).status_code == 201  # the first stays what it was


def test_a_record_waits_until_its_files_have_come_in_any_order(phone, visit) -> None:
    sent = record(who=CANARY, picture="1700.jpg")
    assert phone.send(sent).status_code == 201
    assert Arrival.objects.get().state == State.WAITING
    assert phone.send(sent, other__jpg=b"somebody else's").status_code == 201
    assert Arrival.objects.get().state == State.WAITING
    assert phone.send(sent, **{"1700__jpg": b"a picture"}).status_code == 201
    assert Arrival.objects.get().state == State.TAKEN
    assert {one.name for one in Attachment.objects.exclude(token="")} == {"other.jpg", "1700.jpg"}
    for path in files.folder().iterdir():
        assert b"a picture" not in path.read_bytes()


def test_a_file_that_comes_twice_is_kept_once(phone, visit) -> None:
    sent = record(picture="1700.jpg")
    for content in (b"a picture", b"another picture"):
        phone.send(sent, **{"1700__jpg": content})
    assert Attachment.objects.get().size == len(b"a picture")
    assert len(list(files.folder().iterdir())) == 1


def test_a_form_that_is_not_known_waits_in_quarantine(phone, visit) -> None:
    for form, version, why in (("nowhere", "1", "unknown_form"), ("visit", "77", "unknown_version")):
        assert phone.send(record(form=form, version=version, who=CANARY)).status_code == 201
        assert Arrival.objects.latest("id").why == why


@pytest.mark.parametrize("content", [b"", b"not a record", b"<data id='visit'/>", b"\x00\xff"])
def test_what_is_no_record_is_kept_too(phone, visit, content) -> None:
    assert [phone.send(content).status_code for _ in range(2)] == [201, 201]
    arrival = Arrival.objects.get()
    assert arrival.state == State.QUARANTINE
    assert arrival.why in SENTENCES


def test_before_the_key_is_rehearsed_nothing_is_taken_and_the_phone_keeps_it(phone, visit) -> None:
    Recovery.objects.update(rehearsed_on=None)
    assert phone.send(record(who=CANARY)).status_code == 503
    assert not Arrival.objects.exists()


def test_nobody_of_another_organisation_opens_it(ready, phone, visit) -> None:
    phone.send(record(who=CANARY))
    kabir = keys.unlock(ready.accounts["kabir"], PASSWORD)
    private = keys.open_organisation(kabir, keys.current(ready.organisations["two"]))
    arrival = Arrival.objects.get()
    with pytest.raises(seal.CannotOpen):
        envelope.open_for(private, bytes(arrival.sealed), inbox.about(arrival.instance))
    assert Grant.objects.filter(account=kabir.account.pk).count() == 1


@pytest.fixture
def handler(monkeypatch, village):
    """A form of the product whose room does what a test wants."""
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", None, None))
    monkeypatch.setattr(handlers, "HANDLERS", dict(handlers.HANDLERS))
    monkeypatch.setattr(inbox, "HANDLERS", handlers.HANDLERS)
    seen: list[handlers.Sent] = []

    @handles("visit")
    def take(sent: handlers.Sent) -> Taken:
        seen.append(sent)
        if sent.record.get("who") == "nobody":
            raise Refusal("person", "who")
        if sent.record.get("who") == "broken":
            raise ZeroDivisionError(sent.record.get("who"))
        return Taken(person="4PXJ7QRA")

    return seen


def test_a_form_of_the_product_goes_to_its_room_once(phone, handler) -> None:
    sent = record(who="somebody", picture="1.jpg")
    for _ in range(3):
        phone.send(sent, **{"1__jpg": b"picture"})
    (seen,) = handler
    assert (seen.by, seen.organisation, dict(seen.files)) == (
        phone.device.account,
        phone.organisation,
        {"1.jpg": b"picture"},
    )
    assert Arrival.objects.get().person == "4PXJ7QRA"


def test_a_form_of_the_product_that_comes_in_parts_is_never_handed_over_half(ready, phone, handler, visit) -> None:
    visit.form.delete()  # what is left is the product's
    sent = record(who="somebody", picture="1.jpg").replace("<meta>", "<picture>2.jpg</picture><meta>")
    for name in ("1__jpg", "2__jpg"):
        assert phone.send(sent, **{name: b"picture"}).status_code == 201
    arrival = Arrival.objects.get()
    assert (handler, arrival.state, arrival.why) == ([], State.QUARANTINE, "parts")
    assert arrival.why in SENTENCES
    unlocked = keys.unlock(ready.accounts["salma"], PASSWORD)
    assert mending.again(unlocked, arrival).state == State.TAKEN
    assert dict(handler[0].files) == {"1.jpg": b"picture", "2.jpg": b"picture"}


@pytest.mark.parametrize(("who", "why", "what"), [("nobody", "person", "who"), ("broken", "fault", "")])
def test_what_its_room_refuses_or_fails_at_waits_in_quarantine(phone, handler, caplog, who, why, what) -> None:
    assert phone.send(record(who=who, children="3")).status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what) == (State.QUARANTINE, why, what)
    assert not Answer.objects.exists()


def test_any_schedule_of_a_bad_line_loses_and_doubles_nothing(phone, visit) -> None:
    """Sent, cut off, doubled, in any order, until all are acknowledged: each is here once."""
    rng = random.Random(7)
    records = [record(f"uuid:{number:032d}", children=str(number)) for number in range(12)]
    acknowledged: set[int] = set()
    while len(acknowledged) < len(records):
        number = rng.randrange(len(records))
        fate = rng.random()
        whole = records[number].encode()
        answer = phone.send(whole[: rng.randrange(len(whole))] if fate < 0.2 else whole)
        if fate >= 0.5:  # below, the answer was lost on its way back
            acknowledged |= {number} if answer.status_code == 201 else set()
    taken = Arrival.objects.filter(state=State.TAKEN)
    assert sorted(taken.values_list("instance", flat=True)) == [f"uuid:{number:032d}" for number in range(12)]
    assert sorted(int(one.value) for one in Answer.objects.all()) == list(range(12))
    assert json.dumps(list(Arrival.objects.values_list("why", flat=True)))
