"""A form before phones have it: every question in every language as on a phone, and as a paper."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.utils import translation

from pakhi.field import condition, preview, publish
from pakhi.field.models import Version
from pakhi.field.outline import Outline
from pakhi.field.publish import SHIPPED
from pakhi.field.tests.conftest import VISIT, words
from pakhi.network.models import Membership

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180e5d6a5b20000000049454e44ae426082"
)
ASKING = """
| survey |
| | type | name | label::English (en) | label::Bengali (bn) | hint en | relevant | required | pic en | pic bn |
| | note | before | Sit down first | আগে বসুন | | | | | |
| | select_one yes_no | came | Did she come? | উনি এসেছিলেন? | Ask twice | | yes | door.png | door.png |
| | begin_group | about | About the visit | দেখা নিয়ে | | ${came} = 'yes' | | | |
| | select_multiple why | why | Why? | কেন? | | | | | |
| | text | other | What else? | | | selected(${why}, 'other') and ${came} != 'no' | | | |
| | integer | children | How many? | কটি? | | not(${came} = 'no') | | | |
| | end_group | | | | | | | | |
| | date | next | When next? | আবার কবে? | | string-length(${other}) > 4 | | | |
| | begin_repeat | each | Each child | প্রতিটি সন্তান | | | | | |
| | image | photo | A picture | একটি ছবি | | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::Bengali (bn) |
| | yes_no | yes | Yes | হ্যাঁ |
| | yes_no | no | No | না |
| | why | papers | For papers | কাগজের জন্য |
| | why | other | Something else | অন্য কিছু |
| settings |
| | form_title | form_id | version |
| | Asking | asking | 3 |
"""
for short, whole in (("pic", "media::image"), ("hint", "hint")):
    for code, name in (("en", "English"), ("bn", "Bengali")):
        ASKING = ASKING.replace(f"{short} {code}", f"{whole}::{name} ({code})")


@pytest.fixture
def draft(ready) -> Version:
    made = publish.upload(ASKING.encode(), "asking.md", ready.organisations["one"], None)
    publish.add_media(made, "door.png", PNG)
    return made


def page(client, version: Version, language: str = "", kind: str = "preview"):
    return client.get(f"/desk/forms/{kind}", {"version": version.pk, "language": language})


def test_a_draft_is_shown_question_by_question_in_each_of_its_languages(ready, draft) -> None:
    salma = ready.client("salma")
    text = words(page(salma, draft))
    for said in ("Asking", "Draft", "Sit down first", "1 Did she come?", "Ask twice", "2 About the visit", "2.1 Why?",
                 "For papers", "Asked again for each one", "4.1 A picture"):  # fmt: skip
        assert said in text, said
    bengali = page(salma, draft, "Bengali (bn)")
    assert '<span class="wide">English</span>' in bengali.content.decode()  # the reader's own choice stays
    assert 'lang="bn"' in bengali.content.decode()
    text = words(bengali)
    for said in ("উনি এসেছিলেন?", "হ্যাঁ", "কাগজের জন্য", "What else?", "no words in this language"):
        assert said in text, said


def test_the_list_of_forms_leads_there_also_for_the_products_forms(ready, draft) -> None:
    product = publish.go_live(publish.upload(VISIT.encode(), "visit.md", None, None))
    salma = ready.client("salma")
    listed = salma.get("/desk/forms").content.decode()
    for version in (draft, product):
        assert f"/desk/forms/preview?version={version.pk}" in listed
        assert page(salma, version).status_code == 200


def test_its_pictures_are_shown_and_nothing_else_of_it_is_given_out(ready, draft) -> None:
    salma = ready.client("salma")
    address = re.search(r'src="(/desk/forms/file[^"]*)"', page(salma, draft).content.decode())[1].replace("&amp;", "&")
    picture = salma.get(address)
    assert (picture.content, picture["Content-Type"]) == (PNG, "image/png")
    assert picture["X-Content-Type-Options"] == "nosniff"
    publish.add_media(draft, "list.csv", b"name,label\n")
    assert salma.get("/desk/forms/file", {"version": draft.pk, "name": "list.csv"}).status_code == 404
    assert salma.get("/desk/forms/file", {"version": draft.pk, "name": "away.png"}).status_code == 404


CONDITIONS = [
    ("${came} = 'yes'", "“Did she come?” is “Yes”"),
    ("selected(${why}, 'other') and ${came} != 'no'",
     "among “Why?” is “Something else” and “Did she come?” is not “No”"),
    ("not(${came} = 'no')", "“Did she come?” is not “No”"),
    ("${children} >= 3 or ${came} = ''", "“How many?” is 3 or more or “Did she come?” is not answered"),
    ("${came} != ''", "“Did she come?” is answered"),
    ("not(selected(${why}, 'papers'))", "among “Why?” is not “For papers”"),
    ("${came} = 'yes' and (${children} > 1 or ${children} = 0)", ""),
    ("string-length(${other}) > 4", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), CONDITIONS)
def test_a_condition_is_said_plainly_or_as_it_is_written(village, written, said) -> None:
    text = ASKING.replace("${came} = 'yes' |", "|").replace("string-length(${other}) > 4", written)
    outline = Outline(bytes(publish.upload(text.encode(), "asking.md", None, None).xform))
    asked = next(one for one in outline.questions() if one.name == "next")
    assert condition.sentence(outline, asked.relevant, "English (en)") == said


def test_the_paper_has_boxes_lines_and_conditions_and_a_draft_says_that_it_is_one(draft) -> None:
    paper = preview.words(draft, "English (en)")
    for said in ('class="box"', 'class="line"', "____ / ____ / ________", "Only if “Did she come?” is “Yes”.",
                 "Only under this condition:", "string-length( /data/about/other ) &gt; 4", "Tick all that are right.",
                 "Draft: not for use yet", "Once for each.", "data:image/png;base64,"):  # fmt: skip
        assert said in paper, said
    assert 'html lang="bn"' in preview.words(draft, "Bengali (bn)")
    assert translation.get_language() == "en"


@pytest.mark.parametrize("language", ["English (en)", "Bengali (bn)", "Hindi (hi)", "Telugu (te)"])
def test_the_products_own_form_becomes_a_paper_in_four_languages(ready, language) -> None:
    version = publish.upload((SHIPPED / "helpdesk_day" / "form.md").read_bytes(), "helpdesk_day.md", None, None)
    answer = page(ready.client("salma"), version, language, "paper")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert len(answer.content) > 8_000  # the letters are in it


def test_a_picture_of_a_form_fetches_nothing_into_its_paper(ready, tmp_path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = ASKING.replace("door.png", "door.svg")
    version = publish.upload(text.encode(), "asking.md", ready.organisations["one"], None)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{tmp_path}/secret.txt"/></svg>'
    publish.add_media(version, "door.svg", drawing.encode())
    with pytest.raises(ValueError, match="nothing"):
        preview.Own().fetch(f"file://{tmp_path}/secret.txt")
    assert preview.paper(version).startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["preview", "paper", "file"])
def test_others_do_not_see_it_and_an_address_without_a_form_leads_to_the_list(ready, draft, kind) -> None:
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="manager")
    for who in ("kabir", "mou"):
        assert page(ready.client(who), draft, "", kind).status_code == 404
    salma = ready.client("salma")
    assert salma.get(f"/desk/forms/{kind}")["Location"] == "/desk/forms"
    for number in ("0", "x", "99999"):
        assert salma.get(f"/desk/forms/{kind}", {"version": number}).status_code == 404


def test_forms_of_every_shape_can_be_looked_at(ready) -> None:
    salma = ready.client("salma")
    for path in sorted(SHIPPED.glob("*/form.md")):
        version = publish.upload(path.read_bytes(), f"{path.parent.name}.md", None, None)
        for language in ("", "Telugu (te)", "Klingon"):
            assert page(salma, version, language).status_code == 200
    bare = b"| survey |\n| | type | name | label |\n| | text | a | A? |\n"
    made = salma.post("/desk/forms", {"workbook": File("q.md", bare)})
    assert made.status_code == 302
    assert "A?" in words(page(salma, Version.objects.latest("pk")))
