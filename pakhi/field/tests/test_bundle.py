"""A file from a phone, taken in at the desk: as if each record had been sent, whoever brings it and however often."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pakhi.field import bundle as files
from pakhi.field import devices
from pakhi.field.bundle import HEAD, What, home_of
from pakhi.field.models import Arrival, ReceivingKey
from pakhi.field.tests.app import ask, bring, packed, sealed, with_app, write
from pakhi.field.tests.conftest import CANARY, Phone, record, words
from pakhi.field.tests.filler import fill, in_use
from pakhi.network.models import Membership
from pakhi.vault import assign, identity
from pakhi.vault.models import Entry
from tests.canaries import found, tables

PAGE = "/desk/phone-file"
NUMBER = "uuid:one-and-the-same"


@pytest.fixture
def app(phone: Phone, visit) -> Phone:
    """Mou's phone with the app."""
    return with_app(phone)


def phone_of(village, name: str, home: str = "one") -> Phone:
    organisation = village.organisations[home]
    return with_app(Phone(*devices.add(village.accounts[name], organisation), organisation))


def bundled(phone: Phone, *records: bytes) -> bytes:
    """What the app makes (web/field/leaving.js)."""
    return HEAD + home_of(phone.organisation) + b"".join(len(one).to_bytes(4, "big") + one for one in records)


def give(client: Client, content: bytes) -> HttpResponse:
    sent = {"action": "take", "file": SimpleUploadedFile("notes-2026-11-22.bin", content)}
    return client.post(PAGE, sent)


def whats(app: Phone, content: bytes) -> list[str]:
    return [str(line.what) for line in files.take(content, app.organisation, app.device.account).lines]


def test_each_record_is_received_as_if_its_phone_had_sent_it(app, ready) -> None:
    said = [write(app, record(who=CANARY, came="yes")), write(app, record(picture="1.jpg"), **{"1__jpg": b"jhikimiki"})]
    page = give(ready.client("mou"), bundled(app, *said))
    assert page.status_code == 200
    assert "kept 2 were here already 0 not taken in 0" in words(page)
    assert {(one.state, one.account, one.device) for one in Arrival.objects.all()} == {
        ("taken", ready.accounts["mou"], app.device)
    }
    assert [place for place, held in tables().items() if found([CANARY, "jhikimiki"], held)] == []


def test_the_phone_hears_later_that_it_is_here_and_nothing_is_doubled(app, ready) -> None:
    one = write(app, record())
    assert "kept 1" in words(give(ready.client("salma"), bundled(app, one)))
    assert bring(app, one).status_code == 201
    assert "kept 0 were here already 1" in words(give(ready.client("mou"), bundled(app, one)))
    assert Arrival.objects.count() == 1


def test_what_was_sent_before_is_here_already(app) -> None:
    one = write(app, record())
    assert bring(app, one).status_code == 201
    assert whats(app, bundled(app, one, one)) == [What.HERE, What.HERE]


def test_a_file_holds_what_several_workers_wrote_and_each_stays_theirs(app, ready) -> None:
    salmas = phone_of(ready, "salma")
    page = give(ready.client("mou"), bundled(app, write(app, record()), write(salmas, record())))
    assert {one.account.name for one in Arrival.objects.all()} == {"Mou", "Salma"}
    text = words(page)
    assert "Visit Taken in. phone of Mou" in text
    assert "phone of Salma" not in text  # a worker reads of their own
    assert "phone of Salma" in words(give(ready.client("mina"), bundled(app, write(salmas, record()))))


def test_what_cannot_be_taken_in_is_kept_and_says_why(app, ready) -> None:
    same = [write(app, record(NUMBER, came=said)) for said in ("yes", "no")]
    strange = write(app, record(form="unknown"))
    page = words(give(ready.client("salma"), bundled(app, *same, strange)))
    assert "Kept, beside another record of the same number" in page
    assert "Kept, and waits in the inbox. This form is not known here" in page
    assert "kept 3" in page


def test_what_is_damaged_or_too_old_is_refused_with_its_reason_and_holds_nothing_back(app, ready, monkeypatch) -> None:
    whole = write(app, record())
    changed = whole[:-1] + bytes([whole[-1] ^ 1])
    monkeypatch.setattr(files, "LARGEST", 20_000)
    page = words(give(ready.client("mou"), bundled(app, changed, b"", bytes(30_000), whole)))
    assert "kept 1 were here already 0 not taken in 3" in page
    assert page.count("cut off or changed") == 2
    assert "larger than 10 MB" in page
    ReceivingKey.objects.update(made_on=dt.date(2020, 1, 1))
    late = write(app, record())
    ReceivingKey.objects.all().delete()
    assert "so long ago" in words(give(ready.client("mou"), bundled(app, late)))


def test_while_the_organisations_key_is_not_ready_it_says_so(village, visit) -> None:
    phone = phone_of(village, "mou")
    page = words(give(village.client("mou"), bundled(phone, write(phone, record()))))
    assert "Choose the file again later" in page
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("cut", ["one byte", "most of it", "in a length"])
def test_of_a_file_that_was_cut_off_what_is_whole_is_taken_in(app, ready, cut: str) -> None:
    first, second = write(app, record()), write(app, record())
    whole = bundled(app, first, second)
    lost = {"one byte": 1, "most of it": len(second) - 7, "in a length": len(second) + 2}[cut]
    assert "The end of the file is missing" in words(give(ready.client("mou"), whole[:-lost]))
    assert Arrival.objects.count() == 1
    assert "kept 1 were here already 1" in words(give(ready.client("mou"), whole))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", HEAD, HEAD[:-1], b"\0" * 5000], ids=str)
def test_another_file_gets_a_clear_sentence(ready, content: bytes) -> None:
    page = give(ready.client("mou"), content)
    assert page.status_code == 409
    assert "Choose the file first" in words(page) or "not a file that the app has made" in words(page)


def test_an_empty_file_of_the_app_says_so(app, ready) -> None:
    assert "There is no record in this file" in words(give(ready.client("mou"), bundled(app)))


def test_another_organisation_cannot_take_it_in(app, ready) -> None:
    page = give(ready.client("kabir"), bundled(app, write(app, record())))
    assert page.status_code == 409
    assert "for another organisation" in words(page)
    forged = HEAD + home_of(ready.organisations["two"]) + bundled(app, write(app, record()))[len(HEAD) + 16 :]
    assert "none of this organisation" in words(give(ready.client("kabir"), forged))
    assert not Arrival.objects.exists()


def test_a_file_that_is_too_large_loses_nothing(ready) -> None:
    page = give(ready.client("mou"), HEAD + bytes(26 * 1024 * 1024))
    assert page.status_code == 409
    assert "larger than 25 MB" in words(page)


def test_a_long_file_is_taken_in_bit_by_bit(app, ready, monkeypatch) -> None:
    monkeypatch.setattr(files, "FRESH", 2)
    whole = bundled(app, *(write(app, record()) for _n in range(5)))
    for here, left in ((2, "3 more records are"), (4, "1 more record is"), (5, "")):
        text = words(give(ready.client("mou"), whole))
        assert Arrival.objects.count() == here
        assert left in text
    assert "Choose the same file again" not in text


def test_it_is_in_the_log_that_somebody_brought_a_file(app, ready) -> None:
    give(ready.client("mou"), bundled(app, write(app, record())))
    (line,) = Entry.objects.filter(detail__step="bundle")
    assert (line.actor, line.organisation) == (ready.accounts["mou"].pk, app.organisation.code)


@pytest.mark.parametrize("name", ["asha", "devi", "ravi"])
def test_others_have_no_such_page(ready, name: str) -> None:
    assert ready.client(name).get(PAGE).status_code == 404


# What an ended phone has left


def accept(client: Client, *arrivals: Arrival, reason: str = "phone_lost") -> HttpResponse:
    return client.post(PAGE, {"action": "accept", "arrival": [one.pk for one in arrivals], "reason": reason})


def brought(app: Phone, ready, *records: bytes) -> list[Arrival]:
    """The phone is ended; somebody brings a file that was made on it."""
    devices.revoke(app.device)
    page = words(give(ready.client("mou"), bundled(app, *records)))
    assert "a supervisor or manager decides about it" in page
    return list(Arrival.objects.filter(why="ended").order_by("pk"))


def test_it_is_kept_and_waits_for_a_decision(app, ready, signed_in) -> None:
    (waits,) = brought(app, ready, write(app, record(who=CANARY, came="yes")))
    assert (waits.state, waits.account, waits.answers.count()) == ("quarantine", ready.accounts["mou"], 0)
    page = ready.client("salma").get(PAGE)
    assert "phone of Mou" in words(page)
    assert CANARY not in page.content.decode()
    assert "From phones that were ended" not in words(ready.client("mou").get(PAGE))


def test_a_supervisor_accepts_it_with_a_reason_and_it_is_the_workers(app, ready, signed_in) -> None:
    (waits,) = brought(app, ready, write(app, record(came="yes", picture="1.jpg"), **{"1__jpg": b"jhikimiki"}))
    assert accept(signed_in("salma"), waits).status_code == 302
    waits.refresh_from_db()
    assert (waits.state, waits.why, waits.account) == ("taken", "", ready.accounts["mou"])
    assert [(one.question, one.value) for one in waits.answers.all()] == [("came", "yes")]
    (line,) = Entry.objects.filter(detail__step="ended")
    assert (line.actor, line.detail["why"], line.detail["arrival"], line.detail["account"]) == (
        ready.accounts["salma"].pk, "phone_lost", waits.pk, ready.accounts["mou"].pk,
    )  # fmt: skip
    page = words(signed_in("salma").get("/desk/log"))
    assert "Salma accepted a record of an ended phone." in page
    assert "the phone was lost, or broke" in page


def test_another_phone_that_brings_it_later_hears_that_it_is_here(app, ready, signed_in) -> None:
    one = write(app, record())
    (waits,) = brought(app, ready, one)
    assert accept(signed_in("salma"), waits).status_code == 302
    assert bring(app, one).status_code == 401
    assert bring(phone_of(ready, "salma"), one).status_code == 201
    assert Arrival.objects.get().state == "taken"


def test_of_a_worker_who_left_what_needs_their_caseload_waits_with_its_sentence(app, ready, signed_in) -> None:
    one, mou = app.organisation, ready.accounts["mou"]
    names = {"names": {"names": [{"text": CANARY, "script": "latn", "kind": "usual"}]}}
    person = identity.register(one, names, mou)
    assign.take_in(person, mou)
    consent = fill(in_use("consent"), person=person.code, under_18="no", witness="", until="")
    named = {name.replace(".", "__"): b"%PDF-1.4" for name in consent.files}
    said = [write(app, record(came="yes")), write(app, consent.content, **named)]
    Membership.objects.filter(account=ready.accounts["mou"]).update(valid_to=dt.date(2021, 1, 1))
    page = words(give(ready.client("mina"), bundled(app, *said)))
    assert page.count("decides about it") == 2
    waits = Arrival.objects.filter(why="ended")
    answer = signed_in("salma").post(
        PAGE, {"action": "accept", "arrival": [one.pk for one in waits], "reason": "worker_left"}, follow=True
    )
    assert "1 record was taken in" in words(answer)
    assert "waits in the inbox, with its reason" in words(answer)
    assert sorted((one.state, one.why) for one in Arrival.objects.all()) == [("quarantine", "left"), ("taken", "")]


@pytest.mark.parametrize(("name", "status"), [("mou", 302), ("kabir", 409)])
def test_neither_its_worker_nor_another_organisation_accepts_it(app, ready, signed_in, name: str, status: int) -> None:
    (waits,) = brought(app, ready, write(app, record()))
    Membership.objects.filter(account=ready.accounts[name]).update(role="supervisor")
    accept(signed_in(name), waits)
    waits.refresh_from_db()
    assert (waits.state, waits.why) == ("quarantine", "ended")
    assert not Entry.objects.filter(detail__step="ended").exists()


def test_nothing_is_accepted_without_a_reason_or_an_open_key(app, ready, signed_in) -> None:
    (waits,) = brought(app, ready, write(app, record()))
    assert accept(signed_in("salma"), waits, reason="").status_code == 409
    assert accept(signed_in("salma"), waits, reason="because").status_code == 409
    assert accept(signed_in("salma")).status_code == 409
    assert accept(ready.client("salma"), waits).status_code == 423
    waits.refresh_from_db()
    assert waits.why == "ended"


def test_there_is_no_way_round_the_decision(app, ready, signed_in) -> None:
    first, second = (write(app, record(NUMBER, came=said)) for said in ("yes", "no"))
    assert bring(app, first).status_code == 201
    (waits,) = brought(app, ready, second)
    salma = signed_in("salma")
    for data in ({"action": "again"}, {"action": "keep", "keep": waits.pk}):
        assert salma.post(f"/desk/inbox/{waits.pk}/", data).status_code == 409
    waits.refresh_from_db()
    assert waits.why == "ended"
    accept(salma, waits)
    waits.refresh_from_db()
    assert (waits.state, waits.why) == ("quarantine", "conflict")
    assert salma.post(f"/desk/inbox/{waits.pk}/", {"action": "keep", "keep": waits.pk}).status_code == 302
    waits.refresh_from_db()
    assert waits.state == "taken"


def test_the_password_of_the_phone_is_still_needed(app, ready) -> None:
    devices.revoke(app.device)
    forger = Phone(app.device, "cd" * 20, app.organisation)
    key = ask(phone_of(ready, "salma"), "state").json()["key"]
    assert whats(app, bundled(app, sealed(key, packed(forger, record().encode(), {})))) == [What.REFUSED]
    assert not Arrival.objects.exists()
