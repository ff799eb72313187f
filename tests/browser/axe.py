"""The rules of WCAG 2.2 level AA, as far as a machine can check them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false })
  const where = (nodes) => nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${where(nodes)}`)
}
"""


@cache
def script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What is shown, against the rules: a line for each that is broken."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(script())  # the content policy lets no script tag in
    found: list[str] = page.evaluate(RUN)
    return found
