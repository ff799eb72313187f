"""Somebody who uses no mouse: Tab, Enter, Space and the arrow keys, and never out of sight of where they are."""

from __future__ import annotations

from playwright.sync_api import Page, expect

FARTHEST = 150  # times Tab until something is reached
HERE = """
(selector) => {
  const here = document.activeElement
  if (!here || here === document.body) return ["nowhere", false]
  const box = here.getBoundingClientRect(), label = here.labels?.[0]?.getBoundingClientRect() ?? box
  const name = `${here.tagName} ${here.id || here.name || here.textContent.trim().slice(0, 30)}`
  const middle = document.elementFromPoint(box.left + Math.min(box.width, 300) / 2, box.top + box.height / 2)
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && middle &&
    (here.contains(middle) || middle.contains(here) || here.labels?.[0]?.contains(middle))
  const style = getComputedStyle(here)
  const marked = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none"
  return [seen && marked ? "" : `${seen ? "not marked" : "not seen"}: ${name}`, here.matches(selector)]
}
"""


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until something has the focus. Everything on the way can be seen, and is marked."""
        for _time in range(FARTHEST):
            self.page.keyboard.press("Tab")
            problem, there = self.page.evaluate(HERE, selector)
            assert not problem or problem == "nowhere", f"{self.page.url}: {problem}"
            if there:
                return
        raise AssertionError(f"{selector} cannot be reached on {self.page.url}")

    def at(self, selector: str) -> None:
        """The focus is there already."""
        assert self.page.evaluate("(selector) => document.activeElement?.matches(selector)", selector), selector

    def press_on(self, selector: str) -> None:
        """A link, a button, or what folds something up."""
        self.to(selector)
        self.page.keyboard.press("Enter")

    def go(self, selector: str) -> None:
        """A link or a button that leads to another page."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def tick(self, selector: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Space")
        expect(self.page.locator(selector), selector).to_be_checked()

    def choose(self, selector: str, value: str) -> None:
        """One of a list, with the arrow keys."""
        self.to(selector)
        options = self.page.locator(f"{selector} option").count()
        for _option in range(options):
            if self.page.input_value(selector) == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert self.page.input_value(selector) == value

    def pick(self, name: str, value: str) -> None:
        """One of some round buttons, with Space and the arrow keys."""
        self.to(f"[type=radio][name={name}]")
        wanted = self.page.locator(f"[type=radio][name={name}][value='{value}']")
        self.page.keyboard.press("Space")
        for _choice in range(self.page.locator(f"[type=radio][name={name}]").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(wanted, f"{name} {value}").to_be_checked()
