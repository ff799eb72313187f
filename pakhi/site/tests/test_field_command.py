"""`pakhi field`: phones and forms from the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pakhi.field import devices, publish
from pakhi.field.models import Device, Version
from pakhi.site import cli
from tests.village import LONG_AGO, Village

FORM = """
| survey |
| | type | name | label |
| | text | how | How? |
| settings |
| | form_id | version |
| | ours | 1 |
"""


def test_a_phone_gets_its_address_and_password_once(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["field", "device", "--worker", "mou", "--address", "https://one.example/"]) == 0
    told = json.loads(capsys.readouterr().out)
    one = village.organisations["one"]
    assert told["url"] == f"https://one.example/openrosa/{one.code}"
    device = devices.admitted(told["username"], told["password"], one.code)
    assert device is not None
    assert device.account == village.accounts["mou"]
    assert cli.main(["field", "revoke", told["username"]]) == 0
    assert devices.admitted(told["username"], told["password"], one.code) is None


@pytest.mark.parametrize("login", ["nobody", "finn", "ravi"])
def test_who_fills_no_form_gets_no_phone(village: Village, capsys, login: str) -> None:
    assert cli.main(["field", "device", "--worker", login]) == 1
    assert "Choose where" in capsys.readouterr().out
    assert not Device.objects.exists()


def test_who_works_in_two_places_says_for_which(village: Village, capsys) -> None:
    village.accounts["mou"].memberships.create(
        organisation=village.organisations["two"], role="worker", valid_from=LONG_AGO
    )
    assert cli.main(["field", "device", "--worker", "mou"]) == 1
    code = village.organisations["two"].code
    assert code in capsys.readouterr().out
    assert cli.main(["field", "device", "--worker", "mou", "--organisation", code.lower()]) == 0
    assert Device.objects.get().organisation.code == code


def test_a_form_is_published_or_kept_as_a_draft(village: Village, capsys, tmp_path: Path) -> None:
    path, code = tmp_path / "ours.md", village.organisations["one"].code
    path.write_text(FORM)
    assert cli.main(["field", "upload", str(path), "--organisation", code, "--draft"]) == 0
    assert Version.objects.get().state == Version.State.DRAFT
    assert cli.main(["field", "upload", str(path), "--organisation", code]) == 0
    assert Version.objects.get().state == Version.State.LIVE
    assert Version.objects.get().md5 in capsys.readouterr().out


def test_what_is_no_form_is_said_with_its_row(village: Village, capsys, tmp_path: Path) -> None:
    path = tmp_path / "ours.md"
    path.write_text(FORM.replace("| how |", "|  |"))
    assert cli.main(["field", "upload", str(path), "--organisation", village.organisations["one"].code]) == 1
    assert "row 2" in capsys.readouterr().out
    assert not Version.objects.exists()


def test_the_products_forms_are_put_in_use_once(village: Village, capsys) -> None:
    for _ in range(2):
        assert cli.main(["field", "ship"]) == 0
    assert "person, version" in capsys.readouterr().out
    live = Version.objects.filter(state=Version.State.LIVE)
    assert {version.form.form_id for version in live} == set(publish.HANDLERS)
    for version in live:
        assert publish.lacking(version) == [], version
