"""Looks over a page's shoulder: what it says to the console, whom it asks, how it is laid out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

MAY_REFUSE = {"document", "fetch"}  # a page with a sentence may say 400 or 404; what a page is made of may not
SMALL, PRIMARY = 44, 56  # pixels

# Everything that can be seen of a page's text must lie inside the window and inside its own button or tile.
LAYOUT = """
(width) => {
  const found = []
  const over = document.documentElement.scrollWidth - width
  if (over > 0) found.push(`the page scrolls sideways by ${over} px`)
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !e.closest(".visually-hidden, .skip-link, .wide, .places, .table, [data-chart], svg, noscript")
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement
    if (!text.data.trim() || !holder || /^(SCRIPT|STYLE|OPTION)$/.test(holder.tagName) || !seen(holder)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = holder.closest(".tile-body, .go, .quiet, .leave, .tongue, .number, .button, .badge, .need-help")
    const rim = box?.getBoundingClientRect()
    for (const r of range.getClientRects()) {
      if (r.width < 1) continue
      if (r.left < -1 || r.right > width + 1) found.push(`beyond the window: ${text.data.trim().slice(0, 40)}`)
      if (rim && (r.left < rim.left - 1 || r.right > rim.right + 1 || r.top < rim.top - 1 || r.bottom > rim.bottom + 1))
        found.push(`beyond its button: ${text.data.trim().slice(0, 40)}`)
    }
  }
  for (const field of document.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden])"))
    if (field.checkVisibility() && field.scrollWidth > field.clientWidth + 1)
      found.push(`cut in its field: ${field.value}`)
  return [...new Set(found)]
}
"""

TARGETS = """
([primary, small]) => {
  const found = []
  const large = ".tile, .go, .number, .leave, .play, .need-help, .languages-large .tongue, .card-number, textarea"
  for (const e of document.querySelectorAll("a, button, summary, input, textarea, label")) {
    if (!e.checkVisibility() || e.closest(".tile") !== e && e.closest(".tile")) continue
    const { width, height } = e.getBoundingClientRect(), least = e.matches(large) ? primary : small
    const label = e.matches("label:not(.tile)")
    if (!label && width && Math.min(width, height) < least - 0.5)
      found.push(`${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 30)}" is ${width | 0} by ${height | 0}`)
  }
  return found
}
"""


class Watch:
    """Collects what a page does that no page of ours may do. Attach before the first visit."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.note(f"script stopped: {error}"))
        page.on("request", self.asked)
        page.on("response", self.answered)

    def note(self, problem: str) -> None:
        self.problems.append(f"{self.page.url.removeprefix(self.address)}: {problem}")

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.note(f"console: {message.text[:200]}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.note(f"asked another host: {request.url[:80]}")

    def answered(self, response: Response) -> None:
        refused = response.status >= 400 and response.request.resource_type not in MAY_REFUSE
        if refused or response.status >= 500:
            self.note(f"{response.status} for {response.url.removeprefix(self.address)}")

    def look(self, where: str) -> None:
        """Note everything that is out of place on what is shown now."""
        width: Any = (self.page.viewport_size or {})["width"]
        self.problems += [f"{where}: {found}" for found in self.page.evaluate(LAYOUT, width)]

    def touch(self, where: str) -> None:
        """Note everything on a survivor's page that is too small for a finger."""
        self.problems += [f"{where}: {found}" for found in self.page.evaluate(TARGETS, [PRIMARY, SMALL])]

    def enlarge(self, times: float, where: str) -> None:
        """Look again with letters so many times as large, then put them back."""
        grow = "(times) => { const s = document.documentElement.style; s.fontSize = times ? `${18 * times}px` : '' }"
        self.page.evaluate(grow, times)
        self.look(f"{where}, letters {times} times as large")
        self.page.evaluate(grow, 0)
