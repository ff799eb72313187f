"""In another language no page of rights shows a text of the catalogue in English."""

from __future__ import annotations

import html

import pytest
from django.utils import translation

from pakhi.cbr.steps import Said, write
from pakhi.entitlements import answers, said, telling, texts
from pakhi.entitlements.reading import read
from pakhi.entitlements.said import Said as Spoken
from pakhi.entitlements.tests.conftest import ask, client, go

pytestmark = pytest.mark.django_db(databases="__all__")


def left_in_english(page: str, language: str) -> list[str]:
    """Texts of the catalogue that stand on a page as they are in English, and have a translation."""
    with translation.override(language):
        told = {text: translation.gettext(text) for text in texts.words(read()) if text.count(" ") > 2}
    shown = html.unescape(page)
    return [text for text, words in told.items() if text in shown and text not in words and text not in told.values()]


@pytest.mark.parametrize("language", ["bn", "te"])
def test_the_catalogue_is_read_in_the_language(keepers, language) -> None:
    browser = client(keepers, "mou")
    browser.cookies["desk-language"] = language
    for where in ("?since=2015-01-01", "series/wb-vcs", "series/rural-work", "series/bl-cash", "series/pmjay"):
        page = browser.get(f"/desk/rights/{where}").content.decode()
        assert left_in_english(page, language) == [], where
        assert ">IN-WB" not in page
        assert ">IN ·" not in page


def test_a_claim_is_read_in_the_language(keepers, rina, book, mou) -> None:
    write(book, Said("answers", {"trafficked": "yes", "residence": "rural", "birth_year": 1999}), mou)
    work = go(ask(book, mou, "rural-work", 21), mou, "job_card-work_demanded", 20)
    money = go(ask(book, mou, "wb-vcs", 90), mou, "victim_compensation-application_filed", 80)
    assert answers.of_books([book])
    browser = client(keepers, "mou")
    browser.cookies["desk-language"] = "te"
    for rest in ("rights", f"claims/{work.number}", f"claims/{money.number}", f"letters?claim={work.number}"):
        page = browser.get(f"/desk/people/{rina.code}/{rest}").content.decode()
        assert left_in_english(page, "te") == [], rest


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (Spoken(said.DAY_OPEN, {"day": "release_date"}), "విముక్తి పత్రంలోని రోజు"),
        (Spoken(said.ENDED, {"end": "2016-05-16", "basis": "release_date", "day": "2020-02-29"}), "16 మే 2016"),
        (Spoken(said.VERSIONS, {"rows": "mgnrega, vbgramg"}), "MGNREGA"),
        (Spoken(said.NOT_DELIVERED_ALWAYS, {"state": "West Bengal", "words": "x"}), "పశ్చిమ బెంగాల్"),
    ],
)
def test_days_rows_and_states_in_a_reason_are_said_in_the_language(sentence, wanted) -> None:
    with translation.override("te"):
        shown = telling.told(sentence)
    assert wanted in shown
    assert "_date" not in shown
    assert "@" not in shown
