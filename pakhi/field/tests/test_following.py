"""A change of the organisation's key takes what arrived along: afterwards it opens as before, and under the new key."""

from __future__ import annotations

from pakhi.field import opening
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import CANARY, record
from pakhi.vault import keys, rotation
from tests.village import PASSWORD


def test_what_arrived_opens_after_the_key_was_changed(ready, phone, visit) -> None:
    sent = record(who=CANARY, picture="1.jpg")
    phone.send(sent, **{"1__jpg": b"a picture"})
    salma = keys.unlock(ready.accounts["salma"], PASSWORD)
    rotation.begin(salma, phone.organisation)
    phone.send(record(who=CANARY, children="3"))  # comes in meanwhile, under the new key
    rotation.rotate(salma, phone.organisation)
    assert not keys.changing(phone.organisation)
    first = Arrival.objects.order_by("pk").first()
    assert first.key == keys.current(phone.organisation).generation == 2
    assert opening.content(salma, first) == sent.encode()
    assert opening.attached(salma, first) == {"1.jpg": b"a picture"}


def test_a_file_that_comes_after_the_change_opens_too(ready, phone, visit) -> None:
    sent = record(who=CANARY, picture="1.jpg")
    phone.send(sent)
    salma = keys.unlock(ready.accounts["salma"], PASSWORD)
    rotation.begin(salma, phone.organisation)
    phone.send(sent, **{"1__jpg": b"a picture"})
    rotation.rotate(salma, phone.organisation)
    assert opening.attached(salma, Arrival.objects.get()) == {"1.jpg": b"a picture"}
