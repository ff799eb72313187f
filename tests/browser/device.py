"""Somebody plainly invented, and everything in which something of hers could stay: a browser, a data folder."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import outline
from tests.browser.watch import Watch
from tests.canaries import found

NAME, OTHER, PHONE_NUMBER = "Tumtumi Jhirjhira", "টুমটুমি ঝিরঝিরা", "99999 00731"
VILLAGE, COVER, NOTE = "Phurphuriganga", "It is about the mustard seeds", "She hums while she waits."
WORDS = [NAME, *NAME.split(), OTHER, *OTHER.split(), VILLAGE, COVER, NOTE]
CANARIES = [*WORDS, PHONE_NUMBER, PHONE_NUMBER.replace(" ", "")]
HELD = """
async () => {
  const texts = [location.href, document.title, document.referrer, document.cookie, name]
  texts.push(JSON.stringify(history.state), JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }))
  for (const { name } of await indexedDB.databases()) texts.push(`database ${name}`)
  for (const key of await caches.keys())
    for (const { url } of await (await caches.open(key)).keys()) texts.push(key, url)
  for (const entry of performance.getEntries()) texts.push(entry.name)
  const kept = [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]
  return { texts: texts.join("\\n"), kept: Math.max(...kept) }
}
"""


class Device:
    """What a browser still has when a page has gone: looked at after every step, for what may be nowhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.watch = page, Watch(page, address)
        self.seen: list[str] = []
        page.on("framenavigated", lambda frame: self.seen.append(frame.url))

    def check(self, where: str) -> None:
        """Nothing of hers is kept; the page is in order, and asks nobody else."""
        held = self.page.evaluate(HELD)
        cookies = "\n".join(f"{one['name']}={one['value']}" for one in self.page.context.cookies())
        everything = "\n".join([held["texts"], cookies, *self.seen]).encode()
        assert (held["kept"], found(CANARIES, everything)) == (0, []), where
        assert outline(self.page) == [], where
        self.watch.look(where)
        assert self.watch.problems == []


def shown(page: Page) -> str:
    """All that can be read on a page, and all that stands in its fields."""
    fields = "all => all.map((one) => one.value).join('\\n')"
    return page.content() + page.locator("input, textarea, select").evaluate_all(fields)


def in_files(data: Path) -> list[str]:
    """The files of an installation in which something of hers can be read, in any coat."""
    every = [*data.rglob("*"), data.with_suffix(".log")]
    kept = {path: found(CANARIES, path.read_bytes()) for path in every if path.is_file()}
    assert len(kept) > 10
    return [f"{path.name}: {canaries}" for path, canaries in kept.items() if canaries]
