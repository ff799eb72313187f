"""What is inside ODK Collect reads our forms, and what it writes becomes what it should here.

ODK Validate and JavaRosa, its engine, come with pyxform; java has to be there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from pakhi.field.xlsform import NotAForm, read
from tests.program import environment
from tests.prove.collect import MISSING, Collect, Engine, Line, rows, validate
from tests.prove.test_field_killed import Server, door

pytestmark = [pytest.mark.prove, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


REAL = os.environ.get("PAKHI_FORMS", "")


def run(data: Path, *words: str) -> dict[str, Any]:
    program = [sys.executable, "-m", "tests.prove.collect_room", *words]
    done = subprocess.run(program, env=environment(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = {}
    for line in done.stdout.splitlines():
        told |= json.loads(line)
    return told


@pytest.fixture(scope="module")
def made(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    data = tmp_path_factory.mktemp("collect") / "data"
    shutil.copytree(installation, data)
    return data, run(data, "prepare")


@pytest.fixture(scope="module")
def server(made) -> Iterator[Server]:
    with door(made[0]) as opened:
        opened.start()
        yield opened


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


@pytest.fixture
def phone(made, server, engine, tmp_path: Path) -> Collect:
    told = made[1]
    phone = Collect(Line(server.port, told["code"], told["password"]), told["organisation"], engine, tmp_path)
    phone.refresh()
    return phone


FIRST = {
    "under_18": "no",
    "purpose": "case",
    "answer": "yes",
    "witness": "",
    "until": "",
}  # her case begins with her yes
WANTED = {"consent": FIRST, "home_investigation": {"conclusion": "not_safe"}}
BECOMES = {  # what a record of each form adds a row to
    "consent": "vault_consent", "person": "vault_person", "helpline_call": "field_call", "visit": "field_answer",
    "helpdesk_day": "field_deskvisit", "office_report": "field_officereport", "everything": "field_answer",
    "wells_form": "field_change", "duty_bearer": "field_talk", "focus_group": "field_talk",
    "key_informant": "field_talk", "programme_staff": "field_talk",
}  # fmt: skip


def every(phone: Collect, made: tuple[Path, dict[str, str]]) -> None:
    """Fill and send every form; each adds a row where it should, and nothing waits."""
    data, told = made
    for form in sorted(phone.forms, key=lambda one: (one != "consent", one)):
        before = rows(data)
        record = phone.fill(form, **{"person": told["person"], "village": "v1"} | WANTED.get(form, {}))
        assert phone.send(record) == [201], form
        home = BECOMES.get(form, "cbr_step")
        assert rows(data)[home] > before[home], form
        found = run(data, "look")["records"][instance(record)]
        assert found == [form, "taken", "", ""]


def instance(record: bytes) -> str:
    return next(one.text or "" for one in fromstring(record).iter() if one.tag.endswith("instanceID"))


def test_every_form_is_valid_filled_by_javarosa_and_becomes_what_it_should(phone: Collect, made) -> None:
    assert len(phone.forms) == 23
    status, told = validate(*(home / "form.xml" for home in phone.forms.values()))
    assert (status, told.count("Xform is valid")) == (0, 23), told
    every(phone, made)


def test_answers_of_every_type_are_taken_in_as_javarosa_writes_them(phone: Collect, made) -> None:
    record = phone.fill("everything", part="12345678")
    assert b"<part>1.2345678E7</part>" in record
    assert b"+05:30" in record
    assert b"hidden" not in record, "what is not relevant is left out"
    assert phone.send(record, most=len(record) + 10) == [201, 201], "the two files go in two requests"
    found = run(made[0], "look")
    assert found["records"][instance(record)] == ["everything", "taken", "", ""]
    coded = [(name, place, value) for key, name, place, value in found["coded"] if key == instance(record)]
    assert [one for one in coded if one[0] in {"part", "several", "order", "seen_it", "inside"}] == [
        ("part", 0, "12345678"), ("several", 0, "yes"), ("several", 0, "no"), ("order", 0, "yes"), ("order", 0, "no"),
        ("order", 0, "other"), ("seen_it", 0, "OK"), ("inside", 0, "3"), ("inside", 1, "3"),
    ]  # fmt: skip
    assert phone.send(record) == [201], "a phone that did not hear the answer sends it again"
    assert len(run(made[0], "look")["records"]) == len(found["records"])


def test_an_entry_made_and_changed_twice_without_a_connection_is_one_chain_in_any_order(phone: Collect, made) -> None:
    person = made[1]["person"]
    first = phone.fill("wells_form", person=person, well="", depth="4")
    (key,) = [one for one, entry in phone.lists["wells"].items() if not entry.online]
    second = phone.fill("wells_form", person=person, well=key, depth="5")
    third = phone.fill("wells_form", person=person, well=key, depth="6")
    assert [told(one) for one in (first, second, third)] == [
        {"create": "1", "update": "0", "baseVersion": "", "trunkVersion": ""},
        {"create": "0", "update": "1", "baseVersion": "1", "trunkVersion": ""},
        {"create": "0", "update": "1", "baseVersion": "2", "trunkVersion": ""},
    ]
    phone.refresh()
    assert key in phone.lists["wells"], "the server must not take away what it has not seen yet"
    for record in (third, first, second):
        assert phone.send(record) == [201]
    (found,) = [one for one in run(made[0], "look")["entities"] if one[0] == key]
    assert found == [key, 3, "Well 6", {"depth": "6", "dry": "yes"}, False]
    phone.refresh()
    entry = phone.lists["wells"][key]
    assert (entry.online, entry.version, entry.properties["depth"]) == (True, 3, "6")
    fourth = phone.fill("wells_form", person=person, well=key, depth="7")
    assert told(fourth) == {"create": "0", "update": "1", "baseVersion": "3", "trunkVersion": "3"}
    assert phone.send(fourth) == [201]
    (found,) = [one for one in run(made[0], "look")["entities"] if one[0] == key]
    assert found == [key, 4, "Well 7", {"depth": "7", "dry": "yes"}, False]


def told(record: bytes) -> dict[str, str]:
    """What a record says of its entity."""
    entity = next(one for one in fromstring(record).iter() if one.tag.endswith("entity"))
    return {name: entity.get(name, "") for name in ("create", "update", "baseVersion", "trunkVersion")}


def test_the_versions_with_approved_voices_are_valid_and_filled_too(phone: Collect, made) -> None:
    assert run(made[0], "voices")["versions"] == 20
    phone.refresh()
    spoken = [home / "form.xml" for home in phone.forms.values() if b"jr://audio/" in (home / "form.xml").read_bytes()]
    assert len(spoken) == 20
    status, said = validate(*spoken)
    assert (status, said.count("Xform is valid")) == (0, 20), said
    every(phone, made)


@pytest.mark.skipif(not REAL, reason="PAKHI_FORMS names no folder with forms of others")
def test_forms_of_others_that_we_take_are_valid(tmp_path: Path) -> None:
    """All that pyxform takes, but for two that test pyxform with expressions that no engine knows."""
    taken = []
    for number, path in enumerate(sorted(Path(REAL).rglob("*"))):
        if path.suffix.lower() not in {".xlsx", ".xls", ".md"}:
            continue
        with suppress(NotAForm):
            made = read(path.read_bytes(), path.name)
            if not any(part in made.xform for part in (b"pyxform doesn't know what to do", b"label::English != ''")):
                taken.append(tmp_path / f"{number}.xml")
                taken[-1].write_bytes(made.xform)
    status, said = validate(*taken)
    assert taken
    assert (status, said.count("Xform is valid")) == (0, len(taken)), said
