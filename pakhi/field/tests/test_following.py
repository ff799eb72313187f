"""A change of the organisation's key takes what arrived along: afterwards it opens as before, and under the new key."""

from __future__ import annotations

import pytest

from pakhi.field import opening, passing
from pakhi.field.models import Arrival, Attachment, HandOverNote
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


@pytest.mark.parametrize("damaged", ["a record", "a file", "a note", "the number of its key"])
def test_a_damaged_row_is_named_and_not_an_error(ready, phone, visit, damaged) -> None:
    phone.send(record(who=CANARY, picture="1.jpg"), **{"1__jpg": b"a picture"})
    salma = keys.unlock(ready.accounts["salma"], PASSWORD)
    note = passing.write(phone.organisation, "words", salma.account)
    rotation.begin(salma, phone.organisation)
    row = {"a record": Arrival, "a file": Attachment, "a note": HandOverNote, "the number of its key": Arrival}[damaged]
    cut = {"a record": {"sealed": b"\x01cut"}, "a file": {"head": b"cut"}, "a note": {"sealed": b"cut"}}
    row.objects.update(**cut.get(damaged, {"key": 99}))
    number = note.pk if damaged == "a note" else Arrival.objects.get().pk
    with pytest.raises(keys.Refused, match=f" {number} .*cannot be opened"):
        rotation.rotate(salma, phone.organisation)
    assert keys.changing(phone.organisation)
