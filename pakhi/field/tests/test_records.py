"""A record is read with suspicion: what is right is understood, and everything else gets its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.field import records
from pakhi.field.records import Unreadable
from pakhi.field.refusals import SENTENCES

GOOD = """<?xml version="1.0"?>
<data id="visit" version="3" xmlns:orx="http://openrosa.org/xforms" xmlns="http://example.org/x">
  <who>4PXJ7QRA</who><group><how>well</how></group>
  <child><age>4</age></child><child><age>7</age></child>
  <picture>1700.jpg</picture><empty/>
  <orx:meta><orx:instanceID>uuid:0a1b2c3d-0000-4000-8000-1234567890ab</orx:instanceID>
    <entity dataset="people" id="e1" update="1" baseVersion="3" trunkVersion="2" branchId="b"><label>x</label></entity>
  </orx:meta>
</data>"""
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
WRONG = {
    "xml": [b"", b"\xff\xfe\x00", b"<data", b"plain text", f"{ENTITIES}<data id='a'>&b;</data>".encode(),
            b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><data id="a"/>', b'<?xml version="1.0" encoding="wrong-8"?><a/>'],
    "instance": [b"<data id='a'/>", b"<data id='a'><meta><instanceID/></meta></data>",
                 b"<data id='a'><meta><instanceID>../../etc</instanceID></meta></data>"],
    "form": [b"<data><meta><instanceID>uuid:12345678</instanceID></meta></data>"],
    "deep": [b"<data id='a'>" + b"<g>" * 60 + b"x" + b"</g>" * 60
             + b"<meta><instanceID>uuid:12345678</instanceID></meta></data>"],
    "long": [b"<data id='a'><t>" + b"x" * 30_000 + b"</t><meta><instanceID>uuid:12345678</instanceID></meta></data>"],
    "large": [
        b"<" + b"a" * records.MOST,
        b"<data id='a'>" + b"<x>1</x>" * 5001 + b"<meta><instanceID>uuid:12345678</instanceID></meta></data>",
    ],
}  # fmt: skip


def test_a_record_is_understood_with_groups_repeats_and_any_prefix() -> None:
    record = records.read(GOOD.encode())
    assert (record.form_id, record.version) == ("visit", "3")
    assert record.instance == "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"
    assert [(one.path, one.repeats, one.value) for one in record.answers] == [
        (("who",), (), "4PXJ7QRA"),
        (("group", "how"), (0,), "well"),
        (("child", "age"), (0,), "4"),
        (("child", "age"), (1,), "7"),
        (("picture",), (), "1700.jpg"),
    ]
    assert record.get("how") == "well"
    assert record.many("age") == ["4", "7"]
    assert record.get("nothing") == ""


def test_what_it_says_about_an_entity_is_understood() -> None:
    (entity,) = records.read(GOOD.encode()).entities
    assert (entity.dataset, entity.id, entity.create, entity.update) == ("people", "e1", False, True)
    assert (entity.base, entity.trunk, entity.branch, entity.label) == (3, 2, "b", "x")


@pytest.mark.parametrize(("why", "content"), [(why, one) for why, many in WRONG.items() for one in many])
def test_what_is_no_record_gets_its_reason(why: str, content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        records.read(content)
    assert refused.value.why == why
    assert why in SENTENCES


@given(st.binary(max_size=400))
def test_no_bytes_do_worse_than_being_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        records.read(content)


@given(st.integers(min_value=0, max_value=len(GOOD.encode()) - 2))
def test_a_record_that_was_cut_anywhere_is_refused(end: int) -> None:
    with pytest.raises(Unreadable):
        records.read(GOOD.encode()[:end])
