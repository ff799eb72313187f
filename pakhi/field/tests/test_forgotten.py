"""What arrived about somebody who was forgotten: closed at the desk at once, destroyed with her key, files and all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from pakhi.field import calls, forgotten, opening
from pakhi.field.models import Arrival, Attachment, Call
from pakhi.field.tests.conftest import CANARY, record, words
from pakhi.field.tests.hotline import call, filled
from pakhi.field.tests.test_calls import NEW, NOTE, asha
from pakhi.lib.clock import today
from pakhi.vault import files, forget, keys, rotation
from pakhi.vault.models import Erasure, Person
from tests.village import PASSWORD

NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"
LATER = today() + dt.timedelta(days=5000)


@pytest.fixture
def salma(ready) -> keys.Unlocked:
    return keys.unlock(ready.accounts["salma"], PASSWORD)


def sent(**more: str) -> str:
    return filled("helpline_call", {"day": str(today()), **NEW, **ANSWERS, **more}, NUMBER)


ANSWERS = {
    "can_speak": "yes", "danger": "no", "call_for": "self", "under_18": "no", "category": "threat", "urgency": "week",
    "done": "listened", "follow_up": "no",
}  # fmt: skip


@pytest.fixture
def hers(phone, salma) -> tuple[Arrival, Arrival]:
    """Her call with a file, and another content under the same number that waits; then she is forgotten."""
    phone.send(sent(), **{"voice__wav": b"her voice"})
    phone.send(sent(note="x"))
    first, second = Arrival.objects.order_by("pk")
    assert (first.state, second.why) == (Arrival.State.TAKEN, "conflict")
    forget.forget(salma, Person.objects.get(), salma.account)
    return first, second


def left_on_disk() -> list[str]:
    return [one.name for one in files.folder().iterdir()]


def test_at_once_nobody_opens_what_arrived_and_the_inbox_says_so(salma, hers, signed_in) -> None:
    for arrival in hers:
        for door in (opening.content, opening.private_key):
            with pytest.raises(keys.Refused, match="closed"):
                door(salma, arrival)
    with pytest.raises(keys.Refused, match="closed"):
        opening.attached(salma, hers[0])
    desk, page = signed_in("salma"), f"/desk/inbox/{hers[1].pk}/"
    said = words(desk.get(page))
    assert "she was forgotten, or handed over" in said
    assert "Open both" not in said
    for action in ("look", "again", "keep"):
        answer = desk.post(page, {"action": action, "keep": str(hers[1].pk)})
        assert answer.status_code == 409
        assert CANARY not in words(answer)


def test_it_is_destroyed_with_her_key_and_what_the_phone_sends_again_brings_nothing_back(salma, hers, phone) -> None:
    other = record(who=CANARY)
    phone.send(other)
    assert forget.destroy_due(today()) == []
    assert left_on_disk()
    forget.destroy_due(LATER)
    assert [bytes(one.sealed) for one in Arrival.objects.filter(instance=NUMBER)] == [b"", b""]
    states = Arrival.objects.filter(instance=NUMBER).order_by("pk").values_list("state", flat=True)
    assert list(states) == [one.state for one in hers]
    assert opening.content(salma, Arrival.objects.get(form_id="visit")) == other.encode()
    phone.send(sent(), **{"voice__wav": b"her voice"})
    assert not Attachment.objects.exists()
    assert left_on_disk() == []
    with pytest.raises(keys.Refused, match="destroyed"):
        opening.content(salma, Arrival.objects.get(pk=hers[0].pk))


def test_a_crash_in_between_is_mended_by_the_next_night(salma, hers, monkeypatch) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(files, "remove", lambda token: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            forget.destroy_due(LATER)
    assert left_on_disk()
    assert forget.destroy_due(LATER) == []  # her key was destroyed; what arrived was not
    assert left_on_disk() == []
    assert not forgotten.hers(hers[0].person).exclude(sealed=b"").exists()


def test_a_change_of_key_passes_by_what_was_destroyed(salma, hers, phone) -> None:
    forget.destroy_due(LATER)
    rotation.begin(salma, phone.organisation)
    rotation.rotate(salma, phone.organisation)
    assert not keys.changing(phone.organisation)
    assert bytes(Arrival.objects.get(pk=hers[0].pk).sealed) == b""


def test_a_call_that_was_named_afterwards_is_reached_too(salma, phone, ready) -> None:
    person = asha(ready)
    arrival = call(phone, note=NOTE)
    calls.name(Call.objects.get(), person.code, salma.account)
    assert Arrival.objects.get().person == person.code
    Arrival.objects.update(person="")  # as it was with calls that were named before this was written there
    forget.forget(salma, person, salma.account)
    with pytest.raises(keys.Refused, match="closed"):
        opening.content(salma, Arrival.objects.get())
    forget.destroy_due(LATER)
    assert bytes(Arrival.objects.get(pk=arrival.pk).sealed) == b""


def test_who_gave_a_record_away_opens_nothing_more_of_what_arrived_and_loses_it_in_time(salma, phone, ready) -> None:
    person = asha(ready)
    arrival = call(phone, caller="known", person=person.code, note=NOTE)
    with transaction.atomic(using="vault"):  # as accepting a hand-over does
        forget.close(person, forget.hold(salma, person), Erasure.Occasion.HANDED_OVER, salma.account)
    with pytest.raises(keys.Refused, match="closed"):
        opening.content(salma, arrival)
    forget.destroy_due(LATER)
    assert bytes(Arrival.objects.get().sealed) == b""
