"""Every page in every language on a phone and on a laptop: nothing hangs out, nothing is cut, nobody else is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import outline
from tests.browser.desk import pages_of_a_leader
from tests.browser.people import every_page_about_people, the_people
from tests.browser.survivor import every_screen
from tests.browser.visitors import LANGUAGES, SIZES, Visitors
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
ENLARGED = {"first page", "a wrong card", "kinds of office", "places", "people", "respect", "money", "themes", "words"}


def written_in(page: Page) -> tuple[str, str]:
    """The language and the direction that a page says it has."""
    root = page.locator("html")
    return str(root.get_attribute("lang")), str(root.get_attribute("dir"))


@pytest.mark.parametrize("size", SIZES)
def test_the_survivors_screens(visitors: Visitors, size: str) -> None:
    problems = []
    for language in LANGUAGES:
        page = visitors.page(size, language)
        watch = Watch(page, visitors.product.address)
        for screen in every_screen(page, visitors.product.cards[0], language):
            where = f"{screen} ({language})"
            watch.look(where)
            if screen != "calendar":
                watch.touch(where)
            if size == "phone" and screen in ENLARGED:
                watch.enlarge(2, where)
            if written_in(page) != (language, "ltr"):
                watch.note(f"{where} is written in {written_in(page)}")
        problems += watch.problems
        page.context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("size", SIZES)
def test_the_staffs_pages(visitors: Visitors, size: str) -> None:
    problems = []
    for language in LANGUAGES:
        page = visitors.staff("rina", size, language)
        watch = Watch(page, visitors.product.address)
        for name, address in pages_of_a_leader(page).items():
            page.goto(address)
            if page.locator("figure[data-chart]").count():
                page.wait_for_function("!document.querySelector('figure[data-chart]:not([data-drawn=yes])')")
            watch.look(f"{name} ({language})")
            if written_in(page) != (language, "ltr"):
                watch.note(f"{name} is written in {written_in(page)}")
        problems += watch.problems
        page.context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.usefixtures("long_day")
@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("laptop", "bn"), ("phone", "hi"), ("phone", "te")])
def test_the_pages_about_people(visitors: Visitors, size: str, language: str) -> None:
    """On a phone, where words are longest; English on a laptop and Bengali on a phone are looked at in test_axe.py."""
    page = visitors.staff("salma", size, language)
    watch = Watch(page, visitors.product.address)
    for name in every_page_about_people(page, the_people(visitors.product.data)):
        watch.look(f"{name} ({language})")
        watch.problems += [f"{name} ({language}): {found}" for found in outline(page)]
        if written_in(page) != (language, "ltr"):
            watch.note(f"{name} is written in {written_in(page)}")
    assert not watch.problems, "\n".join(watch.problems)
