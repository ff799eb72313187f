"""The receipt of an entry: photographed with it, sealed in her record, and linked; what cannot be kept is said."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pakhi.cbr import support
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault.models import SealedFile

pytestmark = pytest.mark.django_db(databases="__all__")
FARE = {"given": "money", "amount": "300", "purpose": "travel", "taker": "she", "paper": "signed", "seen": ""}


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "white").save(out, "JPEG")
    return SimpleUploadedFile("receipt.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def send(keepers, rina, book):
    """Sends an entry as Mou."""
    browser = client(keepers, "mou")
    page = f"/desk/people/{rina.code}/case/ledger"
    return lambda **more: browser.post(page, {**FARE, "day": today().isoformat(), "number": "e1", **more})


@pytest.mark.parametrize("field", ["camera", "file"])
def test_a_photograph_is_sealed_and_stands_with_the_entry(send, rina, book, field):
    assert send(**{field: photo()}).status_code == 302
    [kept], [entry] = SealedFile.objects.filter(person__code=rina.code), support.ledger([book])
    assert (entry.values["receipt"], kept.kind) == (kept.token, "scan")


def test_a_second_touch_keeps_no_second_file(send, rina, book):
    assert send(camera=photo()).status_code == 302
    assert send(camera=photo()).status_code == 302
    assert SealedFile.objects.filter(person__code=rina.code).count() == 1
    assert len(support.ledger([book])) == 1


def test_what_is_no_file_that_can_be_kept_is_said_and_what_was_typed_stays(send, rina, book):
    bad = SimpleUploadedFile("receipt.jpg", b"MZ\x90\x00 not a picture" * 9, "image/jpeg")
    answer = send(file=bad, words="For the bus")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'value="300"' in text
    assert "For the bus" in text
    assert support.ledger([book]) == []
    assert not SealedFile.objects.filter(person__code=rina.code).exists()


def test_a_file_is_not_kept_for_an_entry_that_is_none(send, rina, book):
    assert send(amount="0", camera=photo()).status_code == 400
    assert send(taker="", camera=photo()).status_code == 400
    assert not SealedFile.objects.filter(person__code=rina.code).exists()


def test_a_photograph_comes_with_a_correction_too(send, rina, book):
    assert send().status_code == 302
    assert send(number="e2", entry="e1", amount="40", camera=photo()).status_code == 302
    [kept], [entry] = SealedFile.objects.filter(person__code=rina.code), support.ledger([book])
    assert (entry.values["receipt"], entry.values["amount"]) == (kept.token, 40)
