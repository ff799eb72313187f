"""The server that ODK Collect talks to: each phone with its own password, each byte as it was published."""

from __future__ import annotations

import base64
import hashlib
import zlib
from xml.etree import ElementTree

import pytest
from django.db import connection

from pakhi.field import devices, publish
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import VISIT, Phone, record
from pakhi.field.uploads import MOST

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def listed(phone: Phone, **query: str) -> list[dict[str, str]]:
    answer = phone.get("formList", **query)
    assert answer.status_code == 200
    return [
        {child.tag.removeprefix(LIST): child.text for child in form} for form in ElementTree.fromstring(answer.content)
    ]


def test_a_phone_finds_the_forms_in_use_and_gets_each_byte(phone, visit) -> None:
    (form,) = listed(phone)
    assert (form["formID"], form["version"], form["name"]) == ("visit", "1", "Visit")
    content = phone.client.get(form["downloadUrl"].removeprefix("http://testserver"), headers=phone.shown).content
    assert content == bytes(visit.xform)
    assert form["hash"] == f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
    assert listed(phone, formID="another") == []


def test_drafts_closed_forms_and_forms_of_others_are_not_offered(ready, phone, visit) -> None:
    two = ready.organisations["two"]
    theirs = publish.go_live(publish.upload(VISIT.replace("visit", "theirs").encode(), "t.md", two, None))
    publish.upload(VISIT.replace("visit", "draft").encode(), "d.md", phone.organisation, None)
    assert [form["formID"] for form in listed(phone)] == ["visit"]
    assert phone.get(f"forms/{theirs.pk}.xml").status_code == 404
    publish.close(visit)
    assert listed(phone) == []
    assert phone.get(f"forms/{visit.pk}.xml").status_code == 200  # a phone may still hold records of it


def test_a_manifest_names_what_a_form_needs(ready, phone) -> None:
    draft = publish.upload(VISIT.encode(), "visit.md", phone.organisation, None)
    publish.add_media(draft, "hello.mp3", b"ID3 sound")
    publish.go_live(draft)
    (form,) = listed(phone)
    answer = phone.client.get(form["manifestUrl"].removeprefix("http://testserver"), headers=phone.shown)
    (media,) = ElementTree.fromstring(answer.content)
    told = {child.tag.removeprefix(MANIFEST): child.text for child in media}
    assert told["filename"] == "hello.mp3"
    got = phone.client.get(told["downloadUrl"].removeprefix("http://testserver"), headers=phone.shown).content
    assert got == b"ID3 sound"
    assert told["hash"] == f"md5:{hashlib.md5(got, usedforsecurity=False).hexdigest()}"


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic !!!", "Bearer abc", "Basic é", *(f"Basic {base64.b64encode(said).decode()}"
     for said in (b"x", b"a\0b:x", b"a:\0", b"\xff:x"))],
)  # fmt: skip
def test_without_a_phones_password_nothing_is_told(phone, visit, header: str) -> None:
    for path in ("formList", "submission", f"forms/{visit.pk}.xml"):
        answer = phone.client.get(f"/openrosa/{phone.organisation.code}/{path}", headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic")
        assert answer.content == b""


def test_a_phone_works_for_its_own_organisation_and_while_its_worker_does(ready, phone, visit) -> None:
    phone.organisation = ready.organisations["two"]
    assert phone.get("formList").status_code == 401
    phone.organisation = ready.organisations["one"]
    ready.accounts["mou"].memberships.update(role="mis")
    assert phone.get("formList").status_code == 401
    ready.accounts["mou"].memberships.update(role="worker")
    assert phone.get("formList").status_code == 200
    devices.revoke(phone.device)
    assert phone.get("formList").status_code == 401
    assert phone.send(record()).status_code == 401
    assert not Arrival.objects.exists()


def test_the_standards_headers_are_on_every_answer(phone, visit) -> None:
    for answer in (
        phone.get("formList"),
        phone.send(record()),
        phone.client.get(f"/openrosa/{phone.organisation.code}/formList"),
    ):
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["X-OpenRosa-Accept-Content-Length"] == str(MOST)
    asked = phone.client.head(f"/openrosa/{phone.organisation.code}/submission", headers=phone.shown)
    assert asked.status_code == 204
    assert asked["Location"].endswith("/submission")


def test_too_much_at_once_is_refused_whole_and_stays_on_the_phone(phone, visit) -> None:
    answer = phone.send(record(picture="1.jpg"), **{"1__jpg": b"x" * (MOST + MOST // 5)})
    assert answer.status_code == 413
    assert not Arrival.objects.exists()


def test_something_without_a_record_is_said_to_be_so(phone, visit) -> None:
    answer = phone.client.post(f"/openrosa/{phone.organisation.code}/submission", {"a": "b"}, headers=phone.shown)
    assert answer.status_code == 400
    assert b"no record" in answer.content


def test_a_password_is_kept_as_a_hash_and_a_phone_sets_itself_up_by_a_code(phone) -> None:
    assert phone.password not in str(vars(phone.device))
    told = devices.settings_for_collect("https://one.example/openrosa/X", phone.device, phone.password, "Visits")
    content = zlib.decompress(base64.b64decode(told)).decode()
    for part in ("https://one.example/openrosa/X", phone.device.code, phone.password):
        assert part in content


def test_a_phone_is_told_to_wait_when_nobody_can_say_who_it_is(phone, visit) -> None:
    """A full disk, met where the day is noted on which a phone was seen: the phone keeps its record."""
    if connection.vendor == "postgresql":
        pytest.skip("there a transaction that may not write ends the test's own")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            answer = phone.send(record(came="yes"))
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert answer.status_code == 503
    assert phone.send(record(came="yes")).status_code == 201
