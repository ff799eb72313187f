"""Forms: what pyxform takes is taken, unchanged; what it refuses is refused in its words; versions are kept."""

from __future__ import annotations

import csv
import hashlib
import warnings
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from pakhi.field import publish, xlsform
from pakhi.field.models import Version
from pakhi.field.tests.app import with_app
from pakhi.field.tests.conftest import VISIT
from pakhi.field.xlsform import NotAForm

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "forms"


def test_a_form_tells_its_languages_and_questions() -> None:
    made = xlsform.read(VISIT.encode(), "visit.md")
    assert (made.form_id, made.version, made.title) == ("visit", "1", "Visit")
    assert [xlsform.code_of(language) for language in made.languages] == ["en", "bn"]
    assert [question.name for question in made.questions] == ["who", "came", "children", "next", "picture"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"x", "form.pdf", "XLSForm"),
        (b"PK\x03\x04 broken", "form.xlsx", "cannot be read"),
        (b"| survey |\n| | type | name | label |\n| | text | | Hello |\n", "form.md", "row 2"),
        (b"| survey |\n| | type | name | label |\n| | selectone x | a | Hello |\n", "form.md", "selectone"),
        (b"x" * (xlsform.MOST + 1), "form.xlsx", "too large"),
    ],
)
def test_what_is_no_form_is_said_with_its_row(content: bytes, name: str, said: str) -> None:
    with pytest.raises(NotAForm, match=said):
        xlsform.read(content, name)


@pytest.mark.skipif(not REAL.exists(), reason=f"the real forms are not here ({REAL})")
def test_real_forms_get_pyxforms_verdict_and_its_bytes() -> None:
    seen = 0
    with (REAL / "pyxform_baseline.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        (path,) = (REAL / row["repo"]).rglob(row["file"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                ours = xlsform.read(path.read_bytes(), path.name).xform
            except NotAForm:
                ours = None
            assert (ours is not None) == (row["status"] == "ok"), path.name
            if ours is not None:
                assert ours == convert(xlsform=str(path)).xform.encode(), path.name
        seen += 1
    assert seen >= 50


def test_a_version_on_phones_is_never_changed(village) -> None:
    one = village.organisations["one"]
    draft = publish.upload(VISIT.encode(), "visit.md", one, None)
    changed = VISIT.replace("Who?", "Who is it?")
    assert publish.upload(VISIT.encode(), "visit.md", one, None) == draft
    redrawn = publish.upload(changed.encode(), "visit.md", one, None)
    assert Version.objects.get() == redrawn
    publish.go_live(redrawn)
    with pytest.raises(NotAForm, match="on phones already"):
        publish.upload(VISIT.encode(), "visit.md", one, None)
    with pytest.raises(NotAForm, match="on phones already"):
        publish.add_media(redrawn, "x.mp3", b"x")
    second = publish.go_live(
        publish.upload(VISIT.replace("| visit | 1 |", "| visit | 2 |").encode(), "visit.md", one, None)
    )
    assert [version.version for version in publish.offered(one)] == ["2"]
    redrawn.refresh_from_db()
    assert (redrawn.state, second.state) == (Version.State.CLOSED, Version.State.LIVE)
    assert publish.known(one, "visit", "1") == redrawn


def test_languages_that_a_form_lacks_are_named(village) -> None:
    assert publish.lacking(publish.upload(VISIT.encode(), "visit.md", None, None)) == ["hi", "te"]


def test_an_organisation_cannot_take_the_place_of_a_products_form(village) -> None:
    theirs = VISIT.replace("| Visit | visit | 1 |", "| Visit | person | 1 |")
    with pytest.raises(NotAForm, match="a form of the product"):
        publish.upload(theirs.encode(), "visit.md", village.organisations["one"], None)


@pytest.mark.skipif(not REAL.exists(), reason=f"the real forms are not here ({REAL})")
def test_real_forms_are_served_byte_for_byte_with_their_hash(ready, phone) -> None:
    """But those that write texts into lists, which lie in clear on phones."""
    phone = with_app(phone)  # Collect is not offered those that ask who somebody is
    served, refused = 0, []
    with (REAL / "pyxform_baseline.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "ok"]
    for row in rows:
        (path,) = (REAL / row["repo"]).rglob(row["file"])
        one = phone.organisation
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                version = publish.go_live(publish.upload(path.read_bytes(), path.name, one, None))
            except NotAForm as problem:
                refused.append(str(problem))
                continue
            wanted = convert(xlsform=str(path)).xform.encode()
        assert phone.get(f"forms/{version.pk}.xml").content == wanted, path.name
        listed = phone.get("formList", formID=version.form.form_id).content.decode()
        assert f"md5:{hashlib.md5(wanted).hexdigest()}" in listed, path.name
        version.form.delete()  # several of them share an id and a version
        served += 1
    assert all("in clear on phones" in said for said in refused), refused
    assert served + len(refused) == len(rows)
    assert served >= 40
