"""What ODK Collect does otherwise than our own app: records as its engine, JavaRosa 5.1, writes them.

The record was written by hand after what tests/prove/test_collect.py saw, where JavaRosa itself fills forms.
"""

from __future__ import annotations

import base64
import json
import uuid
import zlib

import pytest
from django.test import Client
from django.urls import reverse

from pakhi.field import devices, extras, publish
from pakhi.field.models import Answer, Arrival, Entity
from pakhi.field.tests.conftest import record
from pakhi.field.tests.test_openrosa_entities import WELLS, rows, sent
from tests.prove.collect import packed
from tests.prove.collect_room import EVERYTHING

State = Arrival.State
SPACES = (
    'xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:odk="http://www.opendatakit.org/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:jr="http://openrosa.org/javarosa"'
)
NUMBER = "uuid:838b42bb-d70c-4f2c-a6b4-23dac9275724"
FILLED = f"""<?xml version='1.0' encoding='UTF-8' ?><data id="everything" version="1" {SPACES}>\
<start>2026-11-23T10:00:00.719+05:30</start><end>2026-11-23T10:00:00.753+05:30</end><today>2026-11-23</today>\
<deviceid>collect:aB3dE5gH7jK9mN1p</deviceid><username>a phone</username><said />\
<whole>3</whole><part>1.2345678E7</part>\
<range>3</range><day>2026-11-23</day><moment>2026-11-23T10:00:00.734+05:30</moment><hour>10:00:00.735+05:30</hour>\
<place>25.5941 85.1376 53.0 4.8</place><one>yes</one><several>yes no</several><order>no yes other</order>\
<seen_it>OK</seen_it><code>4006381333931</code><picture>1767226341570.jpg</picture><sound>1767226227663.m4a</sound>\
<again><inside>3</inside></again><again><inside /></again><other>other</other><other_other>Neither</other_other>\
<orx:meta><orx:instanceID>{NUMBER}</orx:instanceID></orx:meta></data>""".encode()


@pytest.fixture
def everything(village):
    return publish.go_live(publish.upload(EVERYTHING.encode(), "everything.md", village.organisations["one"], None))


def test_a_record_in_two_parts_as_okhttp_sends_it_is_whole_after_the_second(phone, everything) -> None:
    address = f"/openrosa/{phone.organisation.code}/submission?deviceID=collect%3AaB3dE5gH7jK9mN1p"
    files = {"1767226341570.jpg": b"\xff\xd8picture", "1767226227663.m4a": b"\0\0\0 ftypM4A sound"}
    head = phone.client.head(address, headers=phone.shown)
    assert (head.status_code, head["Location"].partition("?")[2]) == (204, "deviceID=collect%3AaB3dE5gH7jK9mN1p")
    for place, (name, content) in enumerate(files.items()):
        kind, body = packed(FILLED, {name: content}, more=place == 0)
        answer = phone.client.post(address, body, kind, headers=phone.shown | {"X-OpenRosa-Version": "1.0"})
        assert answer.status_code == 201
    arrival = Arrival.objects.get()
    assert (arrival.instance, arrival.state, arrival.why) == (NUMBER, State.TAKEN, "")
    assert {one.name for one in arrival.attachments.all()} == set(files), "the word that more comes is no file"
    assert list(Answer.objects.order_by("pk").values_list("question", "place", "value")) == [
        ("whole", 0, "3"), ("part", 0, "12345678"), ("range", 0, "3"), ("day", 0, "2026-11-23"), ("one", 0, "yes"),
        ("several", 0, "yes"), ("several", 0, "no"), ("order", 0, "no"), ("order", 0, "yes"), ("order", 0, "other"),
        ("seen_it", 0, "OK"), ("inside", 0, "3"), ("other", 0, "other"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("3.0", "3"), ("1.2345678E7", "12345678"), ("1.0E-4", "0.0001"), ("-0.50", "-0.5"), ("-0.0", "0"), ("০৭", "7"),
        ("0", "0"), ("100", "100"), (".5", "0.5"), ("1e-900000000", "1e-900000000"), ("9e99", "9e99"), ("deep", "deep"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_everybody_writes_it(written: str, plain: str) -> None:
    assert extras.plain(written) == plain


def test_a_decimal_of_an_entry_is_the_same_from_collect_and_from_our_own_app(phone, village) -> None:
    form = WELLS.replace("| | integer | depth", "| | decimal | depth")
    version = publish.go_live(publish.upload(form.encode(), "wells.md", village.organisations["one"], None))
    key = str(uuid.uuid4())
    assert phone.send(sent(key, make=True, label="Well 3", depth="3.0")).status_code == 201
    entity = Entity.objects.get()
    assert (entity.label, entity.values) == ("Well 3", {"depth": "3"})
    assert [row["depth"] for row in rows(phone, version)] == ["3"]


def test_a_phone_that_is_not_known_is_asked_by_basic_authentication(phone, visit) -> None:
    """Collect shows its password only after it was asked so, and only at https."""
    answer = Client().get(f"/openrosa/{phone.organisation.code}/formList")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert phone.send(record(came="yes")).status_code == 201


def test_the_code_for_collect_holds_its_settings_by_the_names_that_it_reads(phone) -> None:
    """After client-settings.schema.json of Collect: a value that is not one of its own sets nothing at all up."""
    told = devices.settings_for_collect("https://one.example/openrosa/X", phone.device, "secret", "Visits")
    held = json.loads(zlib.decompress(base64.b64decode(told)))
    assert held == {
        "general": {
            "protocol": "odk_default", "server_url": "https://one.example/openrosa/X", "username": phone.device.code,
            "password": "secret", "autosend": "wifi_and_cellular", "form_update_mode": "match_exactly",
            "delete_send": True,
        },
        "admin": {}, "project": {"name": "Visits", "icon": "•"},
    }  # fmt: skip


@pytest.mark.parametrize("secure", [True, False])
def test_who_sets_a_phone_up_is_told_where_collect_cannot_sign_in(signed_in, secure: bool, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"X-Forwarded-Proto": "https"} if secure else {}
    page = signed_in("mou").post(reverse("field:phones"), {"label": "a"}, headers=headers)
    assert page.status_code == 200
    assert ("cannot sign in at this address" in page.content.decode()) is not secure
