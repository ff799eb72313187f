"""Forms: uploaded as a draft, with pictures, put in use and closed; the product's are shown and not changed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File

from pakhi.field import publish
from pakhi.field.models import Form, Version
from pakhi.field.tests.conftest import VISIT, record, words
from pakhi.network.models import Membership

PAGE, State = "/desk/forms", Version.State
PICTURED = """
| survey |
| | type | name | label | image |
| | text | who | Who? | face.png |
"""


@pytest.fixture
def salma(ready):
    return ready.client("salma")


@pytest.fixture
def draft(ready) -> Version:
    return publish.upload(PICTURED.encode(), "pictured.md", ready.organisations["one"], None)


def upload(client, text: str, name: str = "visit.md"):
    return client.post(PAGE, {"workbook": File(name, text.encode())})


def do(client, version: Version, action: str, **more: object):
    return client.post(f"{PAGE}/{version.pk}", {"action": action, **more})


def state(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def test_a_workbook_becomes_a_draft_is_put_in_use_and_closed(salma, ready):
    assert upload(salma, VISIT).status_code == 302
    version = Version.objects.get(form__organisation=ready.organisations["one"])
    assert (version.state, version.made_by) == (State.DRAFT, ready.accounts["salma"])
    for action, after in (("live", State.LIVE), ("close", State.CLOSED)):
        assert do(salma, version, action).status_code == 302
        assert state(version) == after


def test_the_list_tells_languages_questions_and_records(salma, phone, visit):
    phone.send(record(came="yes"))
    text = words(salma.get(PAGE))
    for said in ("Visit", "5 questions", "1 record", "Bengali (bn)", "No words in: Hindi, Telugu"):
        assert said in text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("visit.pdf", "no workbook", "Upload an XLSForm"),
        ("visit.xlsx", "no workbook", "cannot be read"),
        ("visit.md", "| survey |\n| | type | name | label |\n| | telepathy | who | Who? |\n", "telepathy"),
    ],
)
def test_what_is_no_form_gets_a_sentence_and_nothing_is_kept(salma, name, text, said):
    page = upload(salma, text, name)
    assert page.status_code == 409
    assert said in words(page)
    assert not Form.objects.exists()


def test_an_upload_without_a_file_is_asked_for_one(salma):
    assert "Choose a workbook." in words(salma.post(PAGE))


def test_a_changed_form_needs_a_new_version_once_it_is_on_phones(salma, visit):
    page = upload(salma, VISIT.replace("Who?", "Whom?"))
    assert page.status_code == 409
    assert "new version" in words(page)


def test_a_draft_shows_its_warnings_and_the_files_it_lacks(salma, draft):
    Version.objects.filter(pk=draft.pk).update(warnings=["Row 3 has no label."])
    text = words(salma.get(PAGE))
    assert "Row 3 has no label." in text
    assert "which are not here yet: face.png" in text


def test_a_picture_is_added_to_a_draft(salma, draft):
    assert do(salma, draft, "media", media=File("face.png", b"picture")).status_code == 302
    assert [one.name for one in draft.media.all()] == ["face.png"]
    assert "not here yet" not in words(salma.get(PAGE))


@pytest.mark.parametrize("file", [None, File("face.exe", b"MZ")])
def test_only_pictures_recordings_and_tables_are_added(salma, draft, file):
    page = do(salma, draft, "media", **({"media": file} if file else {}))
    assert page.status_code == 409
    assert "Choose a picture" in words(page)
    assert not draft.media.exists()


def test_what_phones_have_is_not_changed(salma, visit):
    assert do(salma, visit, "media", media=File("face.png", b"picture")).status_code == 409
    assert do(salma, visit, "live").status_code == 409
    assert not visit.media.exists()


def test_the_products_forms_are_shown_and_cannot_be_changed(salma):
    version = publish.go_live(publish.upload(VISIT.encode(), "visit.md", None, None))
    assert "Visit" in words(salma.get(PAGE))
    assert do(salma, version, "close").status_code == 404
    assert state(version) == State.LIVE


def test_another_organisation_does_not_see_or_change_them(ready, visit):
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="manager")
    kabir = ready.client("kabir")
    assert "No form of your own yet" in words(kabir.get(PAGE))
    assert do(kabir, visit, "close").status_code == 404
    assert state(visit) == State.LIVE


def test_a_worker_has_no_such_page(ready):
    assert ready.client("mou").get(PAGE).status_code == 404
