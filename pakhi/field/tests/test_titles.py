"""What a form is called in other languages: said in the workbook, told to phones, added to a version in use."""

from __future__ import annotations

import pytest
from django.utils import translation

from pakhi.field import publish, xlsform
from pakhi.field.models import Version
from pakhi.field.tests.app import ask, with_app
from pakhi.field.tests.conftest import VISIT, words

CALLED = VISIT.replace("| form_title |", "| form_title | form_title_bn | title_te |").replace(
    "| Visit |", "| Visit | দেখা করা | కలవడం |"
)


def test_titles_stand_in_columns_that_other_tools_pass_over() -> None:
    made, plain = xlsform.read(CALLED.encode(), "visit.md"), xlsform.read(VISIT.encode(), "visit.md")
    assert made.titles == {"bn": "দেখা করা", "te": "కలవడం"}
    assert (made.title, plain.titles) == ("Visit", {})
    assert made.xform == plain.xform


def test_the_app_hears_them_by_form_and_version(ready, phone) -> None:
    publish.go_live(publish.upload(CALLED.encode(), "visit.md", ready.organisations["one"], None))
    told = ask(with_app(phone), "state").json()["titles"]
    assert told == {"visit 1": {"bn": "দেখা করা", "te": "కలవడం"}}


def test_no_title_of_another_role_or_organisation_is_told(ready, phone) -> None:
    publish.go_live(publish.upload(CALLED.encode(), "visit.md", ready.organisations["two"], None))
    publish.upload(CALLED.replace("| visit |", "| second |").encode(), "second.md", ready.organisations["one"], None)
    assert ask(with_app(phone), "state").json()["titles"] == {}


@pytest.mark.parametrize("voiced", [False, True])
def test_titles_are_added_to_a_version_in_use(village, voiced: bool) -> None:
    one = village.organisations["one"]
    version = publish.go_live(publish.upload(VISIT.encode(), "visit.md", one, None))
    if voiced:  # its bytes have become others than the workbook alone makes
        Version.objects.update(xform=bytes(version.xform) + b"\n")
    again = publish.upload(CALLED.encode(), "visit.md", one, None)
    assert (again.pk, again.titles) == (version.pk, {"bn": "দেখা করা", "te": "కలవడం"})
    version.refresh_from_db()
    assert version.titles == again.titles


def test_every_form_of_the_product_is_called_something_in_every_language() -> None:
    for path in sorted(publish.SHIPPED.glob("*/form.md")):
        made = xlsform.read(path.read_bytes(), f"{path.parent.name}.md")
        assert set(made.titles) == {"bn", "hi", "te"}, path.parent.name


def test_the_list_at_the_desk_is_in_the_readers_language(ready) -> None:
    publish.upload(CALLED.encode(), "visit.md", ready.organisations["one"], None)
    client = ready.client("salma")
    with translation.override("en"):  # a request leaves its language behind
        said = words(client.get("/desk/forms", headers={"accept-language": "bn"}))
    assert "দেখা করা" in said
