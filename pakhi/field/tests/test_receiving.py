"""Records that were sealed on a phone: opened in memory with a key that is renewed, from whoever carries them."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from pakhi.field import devices, package, receiving
from pakhi.field.models import Arrival, ReceivingKey
from pakhi.field.tests.app import ask, bring, digest, packed, sealed, with_app, write
from pakhi.field.tests.conftest import CANARY, Phone, record
from pakhi.lib.clock import today
from pakhi.lib.transport import PRIVATE
from tests.canaries import found, tables

NOISE = b"\xff" * 64


@pytest.fixture
def app(phone: Phone, visit) -> Phone:
    """Mou's phone with the app."""
    return with_app(phone)


@pytest.fixture
def salmas(ready, visit) -> Phone:
    """The phone of her supervisor."""
    one = ready.organisations["one"]
    return with_app(Phone(*devices.add(ready.accounts["salma"], one), one))


def age(days: int) -> None:
    """All keys were made so many days earlier."""
    for key in ReceivingKey.objects.all():
        key.made_on -= dt.timedelta(days=days)
        key.save()


def keys(data: Path) -> list[Path]:
    return sorted((data / "receiving").glob("*"))


def test_the_private_half_is_a_file_of_the_owners_and_in_no_database(app, settings) -> None:
    write(app, record())
    (path,) = keys(settings.DATA)
    private = path.read_bytes()
    assert len(private) == PRIVATE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for place, held in tables().items():
        assert private not in held, place
        assert private.hex().encode() not in held, place


def test_a_key_is_renewed_each_month_and_destroyed_when_nothing_is_on_the_way(app, settings) -> None:
    first = receiving.current()
    assert receiving.current() == first
    age(31)
    second = receiving.current()
    assert second != first
    assert receiving.private(first.code) is not None
    assert receiving.until(second) == today() + dt.timedelta(days=60)
    age(90)
    receiving.current()
    assert receiving.private(first.code) is None
    assert not ReceivingKey.objects.filter(code=first.code).exists()
    assert first.code not in [path.name for path in keys(settings.DATA)]


def test_what_was_sealed_on_the_last_day_of_a_key_is_opened_sixty_days_later(app) -> None:
    late = write(app, record())
    age(120)
    assert bring(app, late).status_code == 201
    later = write(app, record())
    age(121)
    receiving.renew()
    answer = bring(app, later)
    assert answer.status_code == 410
    assert "stays on the phone" in answer.content.decode()
    assert Arrival.objects.count() == 1


def test_a_lost_file_makes_a_new_key_and_says_so_to_phones(app, settings) -> None:
    record_of_before = write(app, record())
    keys(settings.DATA)[0].unlink()
    assert bring(app, record_of_before).status_code == 410
    assert bring(app, write(app, record())).status_code == 201


def test_it_comes_with_its_files_and_however_often_it_comes_it_is_one_row(app) -> None:
    said = write(app, record(who=CANARY, picture="1.jpg"), **{"1__jpg": b"jhikimiki"})
    for _time in range(3):
        assert bring(app, said).status_code == 201
    (arrival,) = Arrival.objects.all()
    assert arrival.state == "taken"
    assert [(one.name, one.size) for one in arrival.attachments.all()] == [("1.jpg", 9)]
    assert [place for place, held in tables().items() if found([CANARY, "jhikimiki"], held)] == []


def test_other_answers_under_the_same_number_are_a_conflict(app) -> None:
    assert bring(app, write(app, record("uuid:one-and-the-same", came="yes"))).status_code == 201
    assert bring(app, write(app, record("uuid:one-and-the-same", came="no"))).status_code == 409
    assert Arrival.objects.count() == 2


def test_another_phone_of_the_organisation_may_carry_it_and_it_stays_hers_who_wrote_it(app, salmas) -> None:
    assert bring(salmas, write(app, record())).status_code == 201
    (arrival,) = Arrival.objects.all()
    assert (arrival.device, arrival.account) == (app.device, app.device.account)


def test_nobody_writes_in_anothers_name(app, salmas) -> None:
    forger = Phone(app.device, "cd" * 20, app.organisation)  # she knows Mou's code, and not the password
    key = ask(salmas, "state").json()["key"]
    assert bring(salmas, sealed(key, packed(forger, record().encode(), {}))).status_code == 403
    assert not Arrival.objects.exists()


def test_what_an_ended_phone_wrote_is_kept_from_another_and_not_taken_in(app, salmas) -> None:
    said = write(app, record(came="yes"))
    devices.revoke(app.device)
    assert bring(app, said).status_code == 401
    assert bring(salmas, said).status_code == 201
    (arrival,) = Arrival.objects.all()
    assert (arrival.state, arrival.why, arrival.device) == ("quarantine", "ended", app.device)
    assert not arrival.answers.exists()


def test_another_organisation_cannot_bring_it(app, ready) -> None:
    two = ready.organisations["two"]
    kabirs = with_app(Phone(*devices.add(ready.accounts["kabir"], two), two))
    assert bring(kabirs, write(app, record())).status_code == 403
    assert not Arrival.objects.exists()


def test_while_the_organisations_key_is_not_ready_the_phone_keeps_it(village, visit) -> None:
    one = village.organisations["one"]
    phone = with_app(Phone(*devices.add(village.accounts["mou"], one), one))
    assert bring(phone, write(phone, record())).status_code == 503


def heads(app: Phone) -> dict[str, bytes]:
    """Sealed rightly, and wrong inside."""
    key, good = ask(app, "state").json()["key"], record().encode()
    sums = {
        "a size too long": packed(app, good, {}, parts=[["xml_submission_file", 10**9]]),
        "a size below nothing": packed(app, good, {}, parts=[["xml_submission_file", -1]]),
        "no record": packed(app, good, {}, parts=[]),
        "parts that are none": packed(app, good, {}, parts="all"),
        "a part without a size": packed(app, good, {}, parts=[["xml_submission_file"]]),
        "too many parts": packed(app, good, {}, parts=[[f"a{n}", 0] for n in range(200)]),
        "nothing": bytes(36),
        "no head": hmac.digest(digest(app.password).encode(), b"field record|" + NOISE, hashlib.sha256) + NOISE,
    }  # fmt: skip
    made = {name: sealed(key, inside) for name, inside in sums.items()}
    whole = write(app, record())
    return made | {
        "cut": whole[:-1], "changed": whole[:-1] + bytes([whole[-1] ^ 1]), "empty": b"", "short": whole[:30],
        "another version": b"\x02" + whole[1:], "a code of no key": whole[:1] + b"../../..", "zeros": bytes(5000),
        "turned": whole[::-1],
    }  # fmt: skip


def test_what_cannot_be_opened_gets_a_sentence_and_stays_on_the_phone(app) -> None:
    for name, content in heads(app).items():
        answer = bring(app, content)
        assert answer.status_code in {400, 403, 410}, name
        assert b"stays on" in answer.content, name
    assert not Arrival.objects.exists()


def test_no_sum_no_entry(app) -> None:
    inside = packed(app, record().encode(), {})
    key = ask(app, "state").json()["key"]
    assert bring(app, sealed(key, bytes(32) + inside[32:])).status_code == 403


def test_someone_unknown_inside_gets_the_same_answer(app) -> None:
    key = ask(app, "state").json()["key"]
    for by in ("NOBODY22", None, 7, "", ["a"]):
        answer = bring(app, sealed(key, packed(app, record().encode(), {}, by=by)))
        assert answer.status_code == 403, by


@how(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inside=st.binary(max_size=600))
def test_any_bytes_inside_are_refused_in_order(app, inside: bytes) -> None:
    with pytest.raises(package.Unopened):
        package.read(inside, app.organisation)


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(st.text("abcdef.", min_size=1, max_size=8), st.binary(max_size=50), max_size=5))
def test_what_was_packed_is_unpacked(app, files: dict[str, bytes]) -> None:
    files.pop(package.RECORD, None)
    got = package.read(packed(app, b"<record/>", files), app.organisation)
    assert (got.author, got.record, got.files) == (app.device, b"<record/>", files)
