"""The pages and files, in the browser of everybody of the cast."""

import json
import re

import pytest
from django.urls import reverse

from pakhi.reports.tests.made_up import ONE, ROOM, TWO
from pakhi.voice.questions import WORDS

SEES = ["asha", "devi", "ravi", "mina", "salma", "mou"]
PAGES = ["overview", "offices", "flags", "team"]
MAY = {
    "overview": {*SEES, "rina"}, "offices": {*SEES, "rina"}, "flags": {"asha", "rina", "devi", "ravi"},
    "team": {"asha", "rina", "devi", "mina"},
}  # fmt: skip
MAY["overview"] |= {"kabir"}
MAY["offices"] |= {"kabir"}


@pytest.fixture
def place(village, data, settings):
    """The village over the snapshot of invented facts: its network and CBO One have the codes of these facts."""
    settings.DATA = data
    for name, code in (("network", ROOM), ("one", ONE), ("two", TWO)):
        organisation = village.organisations[name]
        organisation.code = code
        organisation.save()
    return village


@pytest.fixture
def busy(facts):
    rows = facts.find("voice_estimate", room=ROOM, level="office", period="", organisation="", kind="bdo")
    return max(rows, key=lambda row: row["raters"])["ratee"]


def get(place, name, page, *args, **query):
    return place.client(name).get(reverse(f"reports:{page}", args=args), query)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_to_those_of_the_access_sheet_and_nobody_else(place, page):
    opened = {name for name in place.accounts if get(place, name, page).status_code == 200}
    assert opened == MAY[page]
    assert get(place, None, page).status_code == 302


def test_a_worker_of_another_organisation_sees_an_empty_list_and_no_office(place, busy):
    page = get(place, "kabir", "offices")
    assert "No voices counted yet" in page.text
    assert get(place, "kabir", "office", busy).status_code == 404
    assert "No voices counted yet" in get(place, "kabir", "overview").text


def test_a_public_office_opens_to_the_room_and_a_holder_to_those_who_see_people(place, busy):
    for name in SEES:
        page = get(place, name, "office", busy)
        assert page.status_code == 200
        assert str(WORDS["respect"]) in page.text.replace("&#x27;", "'")
        assert (get(place, name, "office", f"H{busy}").status_code == 200) == (name in {"asha", "devi", "ravi"})


def test_a_rated_worker_never_sees_a_worker_of_an_own_desk(place):
    for name in ("mou", "salma", "mina", "ravi"):
        for code in ("WONE0", "WONE2", "WTWO1"):
            assert get(place, name, "office", code).status_code == 404
            for form in ("pdf", "xlsx", "csv"):
                assert get(place, name, "export", "office", form, ratee=code).status_code == 404
    assert "WONE2" not in get(place, "mina", "team").text
    assert "WONE2" in get(place, "asha", "team").text


def test_filters_choose_the_peer_group_and_draw_it(place):
    page = get(place, "devi", "offices", kind="police_oc", district="316")
    specs = re.findall(r'<script type="application/json">(.*?)</script>', page.text, re.DOTALL)
    assert [json.loads(spec)["marks"] for spec in specs]
    assert "Block office (BDO) ·" not in page.text
    assert "No office here" in get(place, "devi", "offices", kind="no-such").text


def test_every_chart_has_a_table_beside_it(place, busy):
    for page in (get(place, "devi", "overview"), get(place, "devi", "office", busy)):
        assert page.text.count("<figure data-chart") == page.text.count('<details class="twin">') > 0


def test_pages_carry_no_inline_style_or_script_to_run(place, busy):
    pages = [get(place, "devi", page) for page in PAGES] + [get(place, "devi", "office", busy)]
    for page in pages:
        assert not re.search(r"\sstyle=|\son[a-z]+=", page.text)
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page.text)


def test_numbers_on_a_page_say_what_they_mean(place):
    text = get(place, "devi", "offices").text
    assert text.count('class="define"') >= 5


def test_names_that_look_like_code_stay_names(place):
    assert "=HYPERLINK(&quot;http://example.org&quot;)" in get(place, "devi", "offices", kind="bank").text


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("report", ["overview", "offices", "office", "flags"])
def test_files_open_to_those_who_may_open_the_page(place, busy, report, form):
    allowed = MAY.get(report, set(SEES))
    for name in ("devi", "mou", "kabir", "finn"):
        answer = get(place, name, "export", report, form, ratee=busy if report == "office" else "")
        assert (answer.status_code == 200) == (name in allowed)
    answer = get(place, "devi", "export", report, form, ratee=busy)
    assert answer["Content-Disposition"] == f'attachment; filename="pakhi-{report}.{form}"'
    assert answer["Cache-Control"] == "no-store"


def test_the_pdf_is_a_pdf_in_the_language_of_the_reader(place):
    client = place.client("devi")
    client.cookies["desk-language"] = "bn"
    answer = client.get(reverse("reports:export", args=["offices", "pdf"]), {"kind": "bdo", "district": "315"})
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Language"] == "bn"


def test_other_reports_and_formats_are_not_there(place):
    for report, form in (("team", "csv"), ("offices", "html"), ("offices", "exe"), ("nonsense", "pdf")):
        assert get(place, "devi", "export", report, form).status_code == 404


def test_before_the_first_snapshot_pages_are_empty_and_teach(place, settings, tmp_path, busy):
    settings.DATA = tmp_path
    for page in PAGES:
        answer = get(place, "devi", page)
        assert answer.status_code == 200
        assert 'class="empty"' in answer.text
        assert "<figure" not in answer.text
    assert get(place, "devi", "office", busy).status_code == 404
    assert get(place, "devi", "export", "offices", "csv").status_code == 200
