"""A visit is written down on a small phone, with one thumb: how many screens and touches it takes, and where they are.

The time is printed, not judged: it is what a machine takes that thinks for 1.5 seconds before each touch.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
LARGE, THINKING = 44, 1.5  # pixels; seconds before a touch
REACH = 1 / 3  # of the screen, from above, is out of a thumb's reach


@dataclass
class Thumb:
    """One thumb on one screen: it moves the page until what it wants is in reach, and touches it."""

    page: Page
    touches: int = 0
    screens: int = 1
    moves: int = 0

    def touch(self, target: Locator, leads: bool = False) -> None:
        """Touch something; `leads`: it leads to another screen."""
        self.bring(target)
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LARGE, f"{target}: {box}"
        assert self.in_reach(box), f"{target} is out of a thumb's reach: {box}"
        middle = box["x"] + min(box["width"], 200) / 2, box["y"] + box["height"] / 2
        if leads:
            with self.page.expect_navigation():
                self.page.touchscreen.tap(*middle)
            self.screens += 1
        else:
            self.page.touchscreen.tap(*middle)
        self.touches += 1

    def in_reach(self, box: dict[str, float]) -> bool:
        """Whether the middle of something lies in the lower two thirds of the screen."""
        height = self.page.viewport_size["height"]
        return height * REACH <= box["y"] + box["height"] / 2 <= height

    def bring(self, target: Locator) -> None:
        """Move the page as a thumb does, until the target is in reach; one move is two thirds of a screen at most."""
        target.wait_for(state="visible")
        height = self.page.viewport_size["height"]
        for _time in range(30):
            box = target.bounding_box()
            if box is None or self.in_reach(box):
                return
            wanted = box["y"] + box["height"] / 2 - height * 2 / 3
            self.page.evaluate("(by) => scrollBy({top: by, behavior: 'instant'})", max(-480, min(480, wanted)))
            self.moves += 1


def choice(page: Page, name: str, value: str) -> Locator:
    """The whole line of a choice, as a thumb touches it."""
    return page.locator(f"label:has(input[name={name}][value={value}])")


def test_a_visit_is_written_with_one_thumb(visitors: Visitors, say: Callable[[str], None]) -> None:
    page = visitors.staff("mou", "phone")
    page.goto("/desk/cases")
    thumb, began = Thumb(page), time.monotonic()
    thumb.touch(page.locator("main a[href*='/case']").first, leads=True)
    thumb.touch(
        page.locator("main a.button[href$='/case/visit'], main a.button[href*='/case/visit?visit=']").first, leads=True
    )
    thumb.touch(choice(page, "met", "yes"))
    thumb.touch(choice(page, "is_she", "manages"))
    thumb.touch(choice(page, "did", "listened"))
    thumb.touch(choice(page, "did", "plan"))
    thumb.touch(page.locator(".visit-form .button.primary"), leads=True)
    took = time.monotonic() - began
    assert page.url.endswith("/case/"), page.locator("main").inner_text()
    assert "Written." in page.locator("main").inner_text()
    assert thumb.touches <= 10
    thought = took + thumb.touches * THINKING
    say(
        f"a visit with one thumb at 360 px: {thumb.screens} screens, {thumb.touches} touches, {thumb.moves} moves of "
        f"the page; the machine took {took:.1f} s, with {THINKING} s before each touch {thought:.0f} s"
    )


def test_a_visit_is_written_from_my_day(visitors: Visitors, say: Callable[[str], None]) -> None:
    """The second way: a visit of today is begun on My day, with the hour that is offered, and written from its row."""
    page = visitors.staff("mou", "phone")
    page.goto("/desk/cases")
    with page.expect_navigation():
        page.locator("main a[href$='/case/']").first.click()
    page.locator(".plan-visit > summary").click()
    with page.expect_navigation():
        page.locator(".plan-visit button[name=days][value='0']").click()
    page.goto("/desk/day")
    row = page.locator("section:has(#now) li:has(.going)").last
    thumb, began = Thumb(page), time.monotonic()
    thumb.touch(row.locator(".going > summary"))
    thumb.touch(row.locator(".going .button.primary"), leads=True)
    assert "colleagues are told to call you" in page.locator("main").inner_text()
    thumb.touch(page.locator("section:has(#now) a.button[href*='/case/visit?visit=']").last, leads=True)
    thumb.touch(choice(page, "is_she", "manages"))
    thumb.touch(choice(page, "did", "listened"))
    thumb.touch(page.locator(".visit-form .button.primary"), leads=True)
    took = time.monotonic() - began
    assert page.url.endswith("/case/"), page.locator("main").inner_text()
    assert "Written." in page.locator("main").inner_text()
    assert thumb.touches <= 8
    say(
        f"set out and written from My day at 360 px: {thumb.screens} screens, {thumb.touches} touches, {thumb.moves} "
        f"moves of the page; the machine took {took:.1f} s"
    )
