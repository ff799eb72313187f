"""Everybody can use every page: no rule of WCAG 2.2 AA that a machine can check is broken anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import outline, violations
from tests.browser.desk import pages_of_a_leader
from tests.browser.people import every_page_about_people, the_people
from tests.browser.survivor import FACES, every_screen
from tests.browser.visitors import Visitors
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
ALIKE = {*FACES[1:], "money", "turned_away", "go_again"}  # questions that look like another one
LOOKS = [("phone", "en", "light"), ("phone", "bn", "dark"), ("laptop", "en", "dark"), ("laptop", "te", "light")]
ABOUT_PEOPLE = [("phone", "bn", "dark"), ("laptop", "en", "light")]


@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
def test_every_screen_of_a_survivor(visitors: Visitors, size: str, language: str, scheme: str) -> None:
    page = visitors.page(size, language, color_scheme=scheme, reduced_motion="reduce")
    broken: dict[str, list[str]] = {}
    for screen in every_screen(page, visitors.product.cards[0], language):
        if (size, scheme) == ("phone", "light") or screen not in ALIKE:
            broken[screen] = violations(page)
    assert len(broken) > 15
    assert {screen: found for screen, found in broken.items() if found} == {}


@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
def test_every_page_of_the_staff(visitors: Visitors, size: str, language: str, scheme: str) -> None:
    broken: dict[str, list[str]] = {}
    page = visitors.page(size, language, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/desk/")
    broken["sign in"] = violations(page)
    page = visitors.staff("rina", size, language, color_scheme=scheme, reduced_motion="reduce")
    for name, address in pages_of_a_leader(page).items():
        page.goto(address)
        open_everything(page)
        broken[name] = violations(page)
    assert {name: found for name, found in broken.items() if found} == {}


@pytest.mark.usefixtures("long_day")
@pytest.mark.parametrize(("size", "language", "scheme"), ABOUT_PEOPLE)
def test_every_page_about_people(visitors: Visitors, size: str, language: str, scheme: str) -> None:
    """Their layout too: each of them is here already, and those that show a name cost one of a day's looks."""
    page = visitors.staff("salma", size, language, color_scheme=scheme, reduced_motion="reduce")
    watch = Watch(page, visitors.product.address)
    broken: dict[str, list[str]] = {}
    for name in every_page_about_people(page, the_people(visitors.product.data)):
        broken[name] = outline(page)
        watch.look(name)
        open_everything(page)
        broken[name] += violations(page)
    assert len(broken) > 25
    assert {name: found for name, found in broken.items() if found} == {}
    assert not watch.problems, "\n".join(watch.problems)


def open_everything(page: Page) -> None:
    """Charts are drawn, folded parts unfolded; of long tables the first rows stay, the others look like them."""
    if page.locator("figure[data-chart]").count():
        page.wait_for_function("!document.querySelector('figure[data-chart]:not([data-drawn])')")
    page.evaluate("document.querySelectorAll('main details:not(.define)').forEach((one) => (one.open = true))")
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+5)').forEach((row) => row.remove())")
