"""Somebody with the app on a phone: enrolled, fills something in, closes it, opens it again. And the phone itself."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.product import Product

LIST = Path(__file__).parents[2] / "pakhi" / "site" / "static" / "built" / "field" / "list.json"
PIN, PRACTICE = "mango-tree-9", "tamarind 40"
NAME, OTHER = "Chikmiki Gungunbala", "চিকমিকি গুনগুনবালা"  # nobody who is registered at the desk
TITLE = "Gurgurani round"
CANARIES = [NAME, *NAME.split(), OTHER, *OTHER.split(), TITLE, TITLE.split()[0], PIN, PRACTICE]
MIXED = f"""
| survey |
| | type | name | label::English (en) | label::Bengali (bn) | label::Telugu (te) | required | relevant | constraint | constraint_message::English (en) | constraint_message::Bengali (bn) | constraint_message::Telugu (te) | appearance |
| | note | welcome | Read this first. | আগে এটি পড়ুন। | ముందు ఇది చదవండి. | | | | | | | |
| | text | person | Code of the person | মানুষটির কোড | వ్యక్తి కోడ్ | | | | | | | |
| | select_one yes_no | came | Did she come? | উনি এসেছিলেন? | ఆమె వచ్చారా? | yes | | | | | | |
| | text | why | Why not? | কেন নয়? | ఎందుకు కాదు? | | ${{came}} = 'no' | | | | | |
| | select_multiple help | helped | Who helped? | কে সাহায্য করেছেন? | ఎవరు సాయం చేశారు? | | | | | | | |
| | integer | children | How many children? | কটি সন্তান? | ఎంతమంది పిల్లలు? | | | . < 30 | That is too many. | এত বেশি নয়। | అన్ని కాదు. | |
| | decimal | weight | Weight in kilos | ওজন কেজিতে | బరువు కిలోల్లో | | | | | | | |
| | date | seen | Which day? | কোন দিন? | ఏ రోజు? | | | | | | | |
| | date | since | Since when? | কবে থেকে? | ఎప్పటి నుంచి? | | | | | | | month-year |
| | geopoint | where | Where? | কোথায়? | ఎక్కడ? | | | | | | | |
| | image | picture | A picture | একটি ছবি | ఒక ఫోటో | | | | | | | |
| | audio | said | Say it | মুখে বলুন | చెప్పండి | | | | | | | |
| | begin_repeat | kin | Around her | ওঁর আশেপাশে | ఆమె చుట్టూ | | | | | | | |
| | text | called | What is she called? | ওঁর নাম কী? | ఆమె పేరేమిటి? | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | text | remark | Anything else? | আর কিছু? | ఇంకేమైనా? | | | | | | | multiline |
| choices |
| | list_name | name | label::English (en) | label::Bengali (bn) | label::Telugu (te) |
| | yes_no | yes | Yes | হ্যাঁ | అవును |
| | yes_no | no | No | না | కాదు |
| | help | mother | Her mother | ওঁর মা | ఆమె అమ్మ |
| | help | friend | A friend | এক বন্ধু | ఒక స్నేహితురాలు |
| settings |
| | form_title | form_id | version |
| | {TITLE} | gurgurani | 1 |
"""  # noqa: E501 - one line of the page's script or record each
# Everything that lies in the browser, as text: databases (bytes as they are), caches with their content, and the rest.
HELD = """
async () => {
  const out = [location.href, document.title, document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
  const write = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer ?? value)
      out.push(new TextDecoder("latin1").decode(bytes), new TextDecoder().decode(bytes))
    } else if (value && typeof value === "object") for (const [name, one] of Object.entries(value)) { out.push(name); write(one) }
    else out.push(String(value))
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const ask = indexedDB.open(name); ask.onsuccess = () => done(ask.result) })
    for (const shelf of db.objectStoreNames) {
      const all = (what) => new Promise((done) => { const ask = db.transaction(shelf).objectStore(shelf)[what](); ask.onsuccess = () => done(ask.result) })
      out.push(name, shelf)
      write(await all("getAllKeys"))
      write(await all("getAll"))
    }
    db.close()
  }
  for (const key of await caches.keys()) {
    const cache = await caches.open(key)
    for (const request of await cache.keys()) out.push(key, request.url, await (await cache.match(request)).text())
  }
  return out.join("\\n")
}
"""  # noqa: E501 - one line of the page's script or record each
SHELVES = """
async () => {
  const db = await new Promise((done) => { const ask = indexedDB.open("notes"); ask.onsuccess = () => done(ask.result) })
  const out = {}
  for (const shelf of db.objectStoreNames)
    out[shelf] = await new Promise((done) => { const ask = db.transaction(shelf).objectStore(shelf).count(); ask.onsuccess = () => done(ask.result) })
  db.close()
  return out
}
"""  # noqa: E501 - one line of the page's script or record each


def command(product: Product, *words: str) -> dict[str, str]:
    """`pakhi field …` on the running installation; what it prints as JSON, if it prints any."""
    environment = os.environ | {"DATA": str(product.data), "PORT": product.address.rpartition(":")[2]}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    program = str(Path(sys.executable).with_name("pakhi"))
    done = subprocess.run([program, "field", *words], env=environment, capture_output=True, text=True, check=True)
    told: dict[str, str] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    return told


@dataclass(frozen=True)
class Code:
    """What the desk shows once of a new phone."""

    organisation: str
    device: str
    password: str

    @property
    def address(self) -> str:
        return f"/field/#add={self.organisation}.{self.device}.{self.password}"


def new_phone(product: Product, worker: str = "mou") -> Code:
    """A phone of a worker, added at the desk."""
    told = command(product, "device", "--worker", worker)
    return Code(told["url"].rpartition("/")[2], told["username"], told["password"])


def end_phone(product: Product, code: Code) -> None:
    command(product, "revoke", code.device)


def arrived(product: Product, where: str = "") -> list[tuple[str, str, str]]:
    """(form, state, code of the phone that wrote it) of what is in the inbox, the oldest first."""
    question = """select form_id, state, code from field_arrival join field_device on field_device.id = device_id
        where code = ? or ? = '' order by field_arrival.id"""
    with closing(sqlite3.connect(f"file:{product.data / 'records.sqlite3'}?mode=ro", uri=True)) as records:
        return records.execute(question, (where, where)).fetchall()


def enrol(page: Page, code: Code, pin: str = PIN, practice: str = "") -> None:
    """Scan the code, choose a PIN, and come in; the first contact is over when this returns."""
    page.goto("about:blank")
    page.goto(code.address)
    page.fill("#new-pin", pin)
    page.fill("#again", pin)
    page.fill("#practice", practice)
    page.click("button[type=submit]")
    page.wait_for_selector("#write")
    at_rest(page)


def at_rest(page: Page) -> None:
    """Nothing is being sent or fetched."""
    expect(page.locator("main > .progress")).to_have_count(0, timeout=20_000)


def enter(page: Page, pin: str = PIN) -> None:
    """Through the door."""
    page.wait_for_selector("#pin")
    page.fill("#pin", pin)
    page.click("button[type=submit]")
    page.wait_for_selector("#write")
    at_rest(page)


def write(page: Page, title: str = TITLE) -> None:
    """Begin a form; where there are many, by a word of its name."""
    if page.locator("#find").count():
        page.fill("#find", title)
    page.click(f"#write .row:has-text('{title}')")
    page.wait_for_selector(".question h1")


def asked(page: Page) -> str:
    return page.inner_text(".question h1")


def on(page: Page) -> str:
    """To the next question; its words."""
    before = page.get_attribute(".question", "data-at")
    page.click("#next")
    expect(page.locator(".question")).not_to_have_attribute("data-at", before or "")
    return asked(page)


def until(page: Page, words: str) -> None:
    """On to a question, answering what must be answered."""
    for _step in range(80):
        if words in asked(page) or page.locator("#finish").count():
            break
        page.click("#next")
        page.wait_for_timeout(40)
        if page.locator("#problem:not(.empty)").count():
            page.locator(".choice").first.click()
    assert words in asked(page)


def finish(page: Page) -> None:
    """To the end, and lock it."""
    until(page, "That was the last question")
    page.click("#finish")
    page.wait_for_selector("#write")


def waits(page: Page) -> str:
    at_rest(page)
    return page.inner_text("#waiting")


def installed(page: Page) -> None:
    """The service worker has everything, so that the next start needs no connection."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def processes(profile: Path) -> list[int]:
    """The browser that runs on a profile, with all its parts."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in line:
            found.append(int(entry.name))
    return found


def kill(profile: Path) -> None:
    """As a phone does that needs memory, or whose battery is taken out."""
    for process in processes(profile):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


@dataclass
class Handset:
    """A phone whose storage stays: it can be switched off, and its storage read."""

    profile: Path
    launch: Callable[..., BrowserContext]
    context: BrowserContext | None = None

    def page(self, offline: bool = False, **more: Any) -> Page:
        """Switch it on."""
        self.context = self.launch(self.profile, **more)
        self.context.set_offline(offline)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def off(self) -> None:
        if self.context:
            self.context.close()
            self.context = None

    def die(self) -> None:
        kill(self.profile)
        with suppress(Error):  # there may be nobody left to close it
            self.off()
        self.context = None

    def bytes(self) -> bytes:
        """Everything in its storage."""
        return b"\n".join(path.read_bytes() for path in sorted(self.profile.rglob("*")) if path.is_file())
