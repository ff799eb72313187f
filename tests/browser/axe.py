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


OUTLINE = """
() => {
  const shown = (all) => [...document.querySelectorAll(all)].filter((one) => one.checkVisibility())
  const found = [], heads = shown("h1, h2, h3, h4, h5, h6"), named = (one) => one.textContent.trim().slice(0, 40)
  const first = heads.filter((one) => one.tagName === "H1").length
  if (first !== 1) found.push(`${first} headings of the first rank`)
  heads.reduce((before, one) => {
    const rank = Number(one.tagName[1])
    if (rank > before + 1) found.push(`h${rank} after h${before}: ${named(one)}`)
    return rank
  }, 0)
  for (const one of heads) if (!named(one)) found.push(`an empty ${one.tagName}`)
  for (const field of shown("main :is(input, select, textarea):not([type=hidden])")) {
    if (!field.labels?.length) found.push(`no label: ${field.name}`)
    for (const id of (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean))
      if (!document.getElementById(id)) found.push(`described by what is not there: ${field.name}, ${id}`)
    if (field.ariaInvalid === "true" && !field.getAttribute("aria-describedby"))
      found.push(`wrong, and it is not said why: ${field.name}`)
  }
  for (const one of document.querySelectorAll("[id]"))
    if (document.getElementById(one.id) !== one) found.push(`twice on the page: #${one.id}`)
  for (const link of document.querySelectorAll(".error-summary a[href^='#']"))
    if (!document.querySelector(link.hash)?.matches("input, select, textarea, fieldset, ol, div"))
      found.push(`leads to no field: ${link.hash}`)
  const summary = document.querySelector(".error-summary")
  if (summary && !summary.contains(document.activeElement)) found.push("what is wrong has not the focus")
  return found
}
"""


def outline(page: Page) -> list[str]:
    """What a screen reader's user goes by, and no rule of WCAG names: one first heading, ranks in order, labels,
    descriptions that exist, and the summary of what is wrong, which has the focus and leads to the fields."""
    page.wait_for_load_state()  # scripts put the focus where it belongs
    found: list[str] = page.evaluate(OUTLINE)
    return found
