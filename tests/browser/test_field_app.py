"""The app at /field/ on phones that lose connection, power and owner: nothing is lost, and nothing shows."""

from __future__ import annotations

import base64
import datetime as dt
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.axe import outline, violations
from tests.browser.field_app import (
    CANARIES,
    HELD,
    MIXED,
    NAME,
    OTHER,
    PIN,
    PRACTICE,
    SHELVES,
    TITLE,
    Code,
    Handset,
    arrived,
    asked,
    at_rest,
    command,
    end_phone,
    enrol,
    enter,
    finish,
    installed,
    new_phone,
    on,
    until,
    waits,
    write,
)
from tests.browser.product import Product
from tests.browser.visitors import Visitors
from tests.browser.watch import Watch
from tests.canaries import found

pytestmark = pytest.mark.browser
SEEN = """window.made = []
const make = URL.createObjectURL
URL.createObjectURL = (one) => (made.push(one), make.call(URL, one))"""
BLANKED = """() => {
  let touched = 0
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, (e) => (touched = e.timeStamp), true)
  const seen = () => document.body || blank(performance.now() - touched)
  new MutationObserver(seen).observe(document, { childList: true, subtree: true })
}"""
LARGE = """HTMLCanvasElement.prototype.toBlob = (done) =>
  done(new Blob([new Uint8Array(11e6)], { type: "image/jpeg" }))"""
# A record beside the one that waits here, larger than the server takes.
HUGE = """async () => {
  const opened = indexedDB.open("notes")
  const db = await new Promise((done) => (opened.onsuccess = () => done(opened.result)))
  const shelf = db.transaction("leaving", "readwrite").objectStore("leaving"), ask = shelf.getAll()
  const [row] = await new Promise((done) => (ask.onsuccess = () => done(ask.result)))
  const put = shelf.put({ ...row, id: "0", note: null, sealed: new Uint8Array(125e5) }, "0")
  await new Promise((done) => (put.onsuccess = done))
  db.close()
}"""
NUMBERS = """async () => {
  const opened = indexedDB.open("notes")
  const db = await new Promise((done) => (opened.onsuccess = () => done(opened.result)))
  const ask = db.transaction("leaving").objectStore("leaving").getAllKeys()
  const found = await new Promise((done) => (ask.onsuccess = () => done(ask.result)))
  db.close()
  return found
}"""
BLANK, GONE = 200, 2000  # ms: the screen, and the calendar, after leaving


@pytest.fixture(scope="module")
def ours(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Product:
    """The product with a form of every kind of question at CBO One."""
    file = tmp_path_factory.mktemp("form") / "gurgurani.md"
    file.write_text(MIXED)
    command(product, "upload", str(file), "--organisation", new_phone(product).organisation)
    return product


@pytest.fixture
def phone(ours: Product, visitors: Visitors) -> Page:
    """Mou's phone, enrolled, with a connection."""
    page = visitors.page("phone", permissions=["microphone"])
    enrol(page, new_phone(ours))
    return page


def shelves(page: Page) -> dict[str, int]:
    counted: dict[str, int] = page.evaluate(SHELVES)
    return counted


def own_password(page: Page, enrolling: Callable[[], None]) -> str:
    """The password that the app makes itself while it enrols, as it goes over the line."""
    asked_for: list[Request] = []
    page.on("request", lambda request: asked_for.append(request) if "/state" in request.url else None)
    enrolling()
    shown = asked_for[0].all_headers()["authorization"].removeprefix("Basic ")
    return base64.b64decode(shown).decode().partition(":")[2]


def cold_starts(mine: Handset) -> tuple[Page, list[float]]:
    """Switch a phone on three times without a connection: how long its PIN screen takes (the quickest is the phone's
    own time; a busy test machine adds to the others)."""
    measured: list[float] = []
    for _time in range(3):
        mine.off()
        page = mine.page(offline=True)
        page.goto("/field/")
        page.wait_for_selector("#pin")
        measured.append(page.evaluate("performance.getEntriesByName('door')[0]?.startTime ?? performance.now()"))
    return page, measured


def test_filled_in_without_a_connection_and_sent_when_there_is_one(
    ours: Product, handset: Callable[[str], Handset], say: Callable[[str], None]
) -> None:
    code, mine = new_phone(ours), handset("mou")
    page = mine.page()
    own = own_password(page, lambda: enrol(page, code, practice=PRACTICE))
    assert own != code.password
    installed(page)
    mine.off()

    page, cold = cold_starts(mine)
    say(f"PIN screen, cold, without a connection, by the page's own clock: {', '.join(f'{ms:.0f}' for ms in cold)} ms")
    enter(page)
    write(page, "Register a person")
    until(page, "Name")
    page.fill("#answer", OTHER)
    finish(page)
    write(page)
    until(page, "Anything else?")
    page.fill("#answer", NAME)
    finish(page)
    assert waits(page).startswith("2 not sent")
    assert arrived(ours, code.device) == []
    held = page.evaluate(HELD)
    assert found([*CANARIES, own, code.password], held.encode("utf-8", "surrogatepass")) == []
    mine.off()
    assert (
        found([*CANARIES, own], mine.bytes()) == []
    )  # the browser's history has the scanned code, which opens nothing

    page = mine.page(offline=True)
    page.goto("/field/")
    enter(page)
    assert waits(page).startswith("2 not sent")
    assert mine.context
    mine.context.set_offline(False)  # the browser says so, and the app sends by itself
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert sorted(arrived(ours, code.device)) == [("gurgurani", "taken", code.device), ("person", "taken", code.device)]


def test_a_killed_phone_has_the_draft_again(ours: Product, handset: Callable[[str], Handset]) -> None:
    code, mine = new_phone(ours), handset("mou")
    page = mine.page()
    enrol(page, code)
    installed(page)
    write(page)
    assert on(page).startswith("Code")
    page.fill("#answer", NAME)
    assert on(page).startswith("Did she come?")
    page.click("[data-value=yes]")
    on(page)
    page.click("[data-value=friend]")
    assert on(page) == "How many children?"
    page.fill("#answer", "3")
    page.wait_for_timeout(1500)
    mine.die()

    page = mine.page(offline=True)
    page.goto("/field/")
    enter(page)
    page.click(f"#drafts .row:has-text('{TITLE}')")
    page.wait_for_selector(".question h1")
    assert asked(page) == "How many children?"
    expect(page.locator("#answer")).to_have_value("3")
    page.click("#back")
    expect(page.locator("[data-value=friend]")).to_have_attribute("aria-checked", "true")
    page.click("#back")
    page.click("#back")
    expect(page.locator("#answer")).to_have_value(NAME)
    finish(page)
    expect(page.locator("#drafts")).to_have_count(0)
    assert waits(page).startswith("1 not sent")


def test_every_kind_of_question_with_a_picture_and_a_voice(ours: Product, visitors: Visitors, handset) -> None:
    code, mine = new_phone(ours), handset("mou")
    page = mine.page()
    watch = Watch(page, ours.address)
    page.add_init_script(SEEN)
    enrol(page, code)
    write(page)
    on(page)
    on(page)
    page.click("[data-value=no]")
    assert on(page) == "Why not?"
    page.click("#back")
    page.click("[data-value=yes]")
    assert on(page) == "Who helped?"
    page.click("[data-value=mother]")
    page.click("[data-value=friend]")
    on(page)
    for wrong, sentence in (("31", "That is too many."), ("two", "This does not fit here")):
        page.fill("#answer", wrong)
        page.click("#next")
        expect(page.locator("#problem")).to_contain_text(sentence)
        expect(page.locator("#answer")).to_have_value(wrong)
    page.fill("#answer", "৩")
    on(page)
    page.fill("#answer", "41,5")
    on(page)
    page.fill("#answer", "2026-11-03")
    on(page)
    page.select_option("#month-of", "02")
    page.fill("#year-of", "2026")
    assert on(page) == "Where?"
    expect(page.locator(".note")).to_contain_text("never written down")
    on(page)
    page.set_input_files(".picker input", files=[{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}])
    page.wait_for_selector(".taken")
    sent = bytes(page.evaluate("async () => [...new Uint8Array(await made.at(-1).arrayBuffer())]"))
    assert found(["Jhingephul", "Exif"], sent) == []
    assert max(Image.open(io.BytesIO(sent)).size) == 1600
    on(page)
    page.click("#record")
    page.wait_for_selector(".recording")
    page.wait_for_timeout(1500)
    page.click("#record")
    page.wait_for_selector("audio")
    assert on(page) == "What is she called?"
    page.fill("#answer", NAME)
    assert on(page).startswith("One more")
    page.click("#add")
    assert asked(page) == "What is she called?"
    page.click("#leave-out")
    page.wait_for_selector("#add")
    finish(page)
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert arrived(ours, code.device) == [("gurgurani", "taken", code.device)]
    assert [one for one in watch.problems if "401" not in one] == []


def a_photo() -> bytes:
    """A large picture whose file tells where it was taken and by whom."""
    picture, out = Image.new("RGB", (2400, 1200), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Jhingephul Phones", "Jhingephul"
    exif.get_ifd(0x8825)[2] = (22.0, 34.0, 21.0)
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_two_windows_of_one_phone_do_each_thing_once(ours: Product, visitors: Visitors) -> None:
    code = new_phone(ours)
    first = visitors.page("phone")
    enrol(first, code)
    second = first.context.new_page()
    second.goto("/field/")
    enter(second)
    write(first)
    on(first)
    first.fill("#answer", NAME)
    on(first)
    first.wait_for_timeout(600)
    second.reload()
    enter(second)
    second.click("#drafts .row")
    expect(second.locator(".told")).to_contain_text("another window")
    second.click(".bar .plain")
    second.wait_for_selector("#write")
    first.context.set_offline(True)
    finish(first)
    assert waits(first).startswith("1 not sent")
    first.context.set_offline(False)
    for page in (first, second):
        page.evaluate("document.querySelector('#waiting')?.click()")
    for page in (first, second):
        expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert len(arrived(ours, code.device)) == 1


def test_a_lost_answer_sends_again_and_makes_one_record(ours: Product, visitors: Visitors) -> None:
    code = new_phone(ours)
    page = visitors.page("phone", service_workers="block")
    enrol(page, code)

    def swallow(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort()

    page.route("**/submission", swallow, times=1)
    write(page)
    finish(page)
    at_rest(page)
    assert waits(page).startswith("1 not sent")
    assert len(arrived(ours, code.device)) == 1
    page.click("#waiting")
    page.click("#send")
    expect(page.locator(".told")).to_contain_text("Everything is up to date")
    assert len(arrived(ours, code.device)) == 1


@pytest.mark.parametrize(("language", "write_word", "question", "leave"), [
    ("bn", "লিখুন", "উনি এসেছিলেন?", "বেরোন"), ("te", "రాయండి", "ఆమె వచ్చారా?", "బయటికి"),
])  # fmt: skip
def test_in_bengali_and_telugu(
    ours: Product, visitors: Visitors, language: str, write_word: str, question: str, leave: str
) -> None:
    page = visitors.page("phone", language)
    watch = Watch(page, ours.address)
    enrol(page, new_phone(ours))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#write h2")).to_have_text(write_word)
    write(page)
    on(page)
    assert on(page).startswith(question)
    expect(page.locator(".leave")).to_contain_text(leave)
    watch.look(language)
    assert [one for one in watch.problems if "401" not in one] == []
    page.select_option(".where select", label="English")
    assert asked(page).startswith("Did she come?")


def wrong(page: Page, times: int) -> None:
    for _time in range(times):
        page.fill("#pin", "not this one")
        page.click("button[type=submit]")
        expect(page.locator("#pin")).to_have_value("")
        expect(page.locator(".pin .go")).to_be_enabled()


def test_ten_wrong_pins_clear_what_is_kept_and_what_is_finished_still_leaves(ours: Product, visitors: Visitors) -> None:
    code = new_phone(ours)
    page = visitors.page("phone")
    enrol(page, code, practice=PRACTICE)
    installed(page)
    page.context.set_offline(True)
    write(page)
    finish(page)
    write(page)
    on(page)
    page.fill("#answer", NAME)
    page.wait_for_timeout(600)
    page.reload()
    page.wait_for_selector("#pin")
    wrong(page, 4)
    enter(page, PRACTICE)  # which gives no new tries
    page.reload()
    wrong(page, 5)
    expect(page.locator(".told")).to_contain_text("1 tries are left")
    assert shelves(page)["items"] > 5
    page.fill("#pin", "not this one")
    page.click("button[type=submit]")
    expect(page.locator(".told")).to_contain_text("cleared")
    assert shelves(page) | {"front": 0} == {"spaces": 0, "items": 0, "leaving": 1, "front": 0}
    page.context.set_offline(False)
    fresh = new_phone(ours)
    enrol(page, fresh)
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert arrived(ours, code.device) == [("gurgurani", "taken", code.device)]
    assert arrived(ours, fresh.device) == []


def test_the_second_pin_opens_made_up_notes_and_nothing_else(ours: Product, visitors: Visitors, say) -> None:
    page = visitors.page("phone")
    asked_for: list[str] = []
    enrol(page, new_phone(ours), practice=PRACTICE)
    write(page)
    on(page)
    page.fill("#answer", NAME)
    page.wait_for_timeout(600)
    page.reload()
    page.on("request", lambda request: asked_for.append(request.url))
    began = time.monotonic()
    enter(page, PRACTICE)
    second = time.monotonic() - began
    text = page.inner_text("#app")
    assert "Garden" in text
    assert found([*CANARIES, "Register", "Visits"], text.encode()) == []
    write(page, "Garden")
    page.fill("#answer", "beans")
    finish(page)
    page.click("#waiting")
    expect(page.locator("#send")).to_have_count(0)
    assert [url for url in asked_for if "/openrosa/" in url or "/api/" in url] == []
    page.reload()
    began = time.monotonic()
    enter(page)
    first = time.monotonic() - began
    say(f"opened by the first PIN in {1000 * first:.0f} ms, by the second in {1000 * second:.0f} ms")
    assert "Garden" not in page.inner_text("#app")
    expect(page.locator("#drafts .row")).to_have_count(1)


def test_two_workers_share_a_phone_and_see_nothing_of_each_other(ours: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(ours))
    write(page)
    on(page)
    page.fill("#answer", NAME)
    page.wait_for_timeout(600)
    enrol(page, new_phone(ours, "salma"), pin="another river 5")
    expect(page.locator("#drafts")).to_have_count(0)
    page.reload()
    expect(page.locator(".tile")).to_have_count(2)
    for pin, drafts in (("another river 5", 0), (PIN, 1)):
        page.goto("about:blank")
        page.goto("/field/")
        for place in range(2):
            page.locator(".tile").nth(place).click()
            page.fill("#pin", pin)
            page.click("button[type=submit]")
            page.wait_for_selector("#write, .told.bad")
            if page.locator("#write").count():
                break
            page.reload()
            page.wait_for_selector(".tile")
        expect(page.locator("#drafts .row")).to_have_count(drafts)


@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("by", ["button", "escape"])
def test_leaving_shows_a_calendar_at_once(
    ours: Product, visitors: Visitors, say: Callable[[str], None], by: str, offline: bool
) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(ours))
    installed(page)
    write(page)
    told: list[float] = []
    page.expose_function("blank", lambda ms: told.append(ms))
    page.evaluate(BLANKED)
    page.context.set_offline(offline)
    began = time.monotonic()
    if by == "button":
        page.tap(".leave")
    else:
        for _time in range(3):
            page.keyboard.press("Escape")
    page.wait_for_selector("td[aria-current=date]")
    gone, where = 1000 * (time.monotonic() - began), "offline" if offline else "online"
    heard(page, told)
    blank, most = (told[0], BLANK) if told else (gone, GONE)  # what a page says on its way out may be lost with it
    say(f"{by}, {where}: blank after {blank:.1f} ms, a calendar after {gone:.0f} ms")
    assert blank < most
    assert found([*CANARIES, "Register"], page.content().encode()) == []
    for move in (page.go_back, page.go_forward, page.reload):
        move()
        assert found([*CANARIES, "Register", "Did she"], page.content().encode()) == []


def heard(page: Page, told: list[float]) -> None:
    """Wait until what a page said on its way out has come through to the test."""
    for _time in range(50):
        if not told:
            page.wait_for_timeout(100)


def test_it_locks_after_a_minute_and_keeps_what_was_being_written(ours: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    page.clock.install()
    enrol(page, new_phone(ours))
    write(page)
    on(page)
    page.fill("#answer", NAME)
    page.clock.run_for(50_000)
    expect(page.locator("#answer")).to_have_value(NAME)
    page.clock.run_for(15_000)
    page.wait_for_selector("#pin")
    assert found(CANARIES, page.evaluate(HELD).encode("utf-8", "surrogatepass")) == []
    page.go_back()
    assert found(CANARIES, page.content().encode()) == []
    page.goto("/field/")
    enter(page)
    page.click("#drafts .row")
    page.wait_for_selector(".question h1")
    expect(page.locator("#answer")).to_have_value(NAME)


def later(page: Page, days: int) -> None:
    """So many days later on the phone; its key is new on the first."""
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))


@pytest.mark.parametrize("keyless", [False, True], ids=["sealed", "waits for a key"])
def test_an_ended_phone_loses_what_is_kept_at_the_next_contact(
    ours: Product, visitors: Visitors, keyless: bool
) -> None:
    code = new_phone(ours)
    page = visitors.page("phone")
    enrol(page, code)
    installed(page)
    page.context.set_offline(True)
    if keyless:
        later(page, 130)
        page.reload()
        enter(page)
    write(page)
    finish(page)
    assert shelves(page)["leaving"] == (0 if keyless else 1)
    if keyless:
        later(page, 100)  # another try of the same, with a clock put right
    end_phone(ours, code)
    page.context.set_offline(False)
    expect(page.locator(".told")).to_contain_text("This phone was ended")
    assert shelves(page) | {"front": 0} == {"spaces": 0, "items": 0, "leaving": 1, "front": 0}
    assert arrived(ours, code.device) == []


def test_with_a_late_key_a_sealed_spare_is_kept_and_the_record_is_sealed_anew(
    ours: Product, visitors: Visitors
) -> None:
    code = new_phone(ours)
    page = visitors.page("phone")
    enrol(page, code)
    installed(page)
    page.context.set_offline(True)
    later(page, 100)
    page.reload()
    enter(page)
    write(page)
    finish(page)
    assert waits(page).startswith("1 not sent")
    expect(page.locator("#drafts .row:disabled")).to_have_count(1)
    first = page.evaluate(NUMBERS)
    later(page, 0)
    page.route("**/submission", lambda route: route.abort(), times=1)
    page.context.set_offline(False)
    expect(page.locator("#drafts")).to_have_count(0)
    at_rest(page)
    anew = page.evaluate(NUMBERS)
    assert (len(first), len(anew), first == anew) == (1, 1, False)
    page.click("#waiting")
    page.click("#send")
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert arrived(ours, code.device) == [("gurgurani", "taken", code.device)]


def test_what_is_not_taken_holds_nothing_else_back(ours: Product, visitors: Visitors) -> None:
    code = new_phone(ours)
    page = visitors.page("phone", service_workers="block")
    enrol(page, code)
    answers = [500, 403, 0, 0, 413, 400]  # 0: what the server says

    def answer(route: Route) -> None:
        status = answers.pop(0) if answers else 0
        ours_too = {} if status in (413, 500) else {"X-OpenRosa-Version": "1.0"}
        route.fulfill(status=status, headers=ours_too, body="") if status else route.continue_()

    page.route("**/submission", answer)
    write(page)
    finish(page)
    expect(page.locator(".told")).to_contain_text("try again later")
    page.evaluate(HUGE)
    write(page)
    finish(page)
    expect(page.locator("#waiting")).to_have_text("2 not sent yet", timeout=30_000)  # twelve megabytes go first
    assert len(arrived(ours, code.device)) == 1
    page.click("#waiting")
    expect(page.locator(".line.large")).to_contain_text("too large to be taken")
    expect(page.locator(".line.waits")).to_have_count(1)
    page.click("#send")
    at_rest(page)
    mine = page.locator(".line", has_text=TITLE)
    for state in ("large", "refused"):
        expect(mine).to_have_class(f"line {state}")
        mine.locator("button").click()
        at_rest(page)
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    assert len(arrived(ours, code.device)) == 2
    expect(page.locator(".line.large")).to_have_count(1)


def test_more_than_can_be_sent_at_once_is_not_locked(ours: Product, visitors: Visitors) -> None:
    code = new_phone(ours)
    page = visitors.page("phone")
    page.add_init_script(LARGE)
    enrol(page, code)
    write(page)
    until(page, "A picture")
    page.set_input_files(".picker input", files=[{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}])
    page.wait_for_selector(".taken", state="attached")
    until(page, "That was the last question")
    page.click("#finish")
    expect(page.locator("#problem")).to_contain_text("too large to be sent")
    assert shelves(page)["leaving"] == 0
    while asked(page) != "A picture":
        page.click("#back")
        page.wait_for_timeout(40)
    page.click("button:has-text('Remove')")
    finish(page)
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert len(arrived(ours, code.device)) == 1


def test_a_conflict_is_shown_and_stays_until_it_was_seen(ours: Product, visitors: Visitors) -> None:
    page = visitors.page("phone", service_workers="block")
    enrol(page, new_phone(ours))
    answer = {"status": 409, "headers": {"X-OpenRosa-Version": "1.0"}, "body": ""}
    page.route("**/submission", lambda route: route.fulfill(**answer))  # the server's part: test_receiving.py
    write(page)
    finish(page)
    at_rest(page)
    page.click("#waiting")
    expect(page.locator(".line.conflict")).to_contain_text("Both are kept")
    page.click("#send")
    at_rest(page)
    expect(page.locator(".line.conflict")).to_have_count(1)
    page.click(".line.conflict button")
    expect(page.locator(".line.conflict")).to_have_count(0)


def test_a_file_carries_what_waits_to_a_phone_with_a_connection(
    ours: Product, visitors: Visitors, tmp_path: Path
) -> None:
    code, salmas = new_phone(ours), new_phone(ours, "salma")
    page, other = visitors.page("phone", accept_downloads=True), visitors.page("phone")
    enrol(page, code)
    page.context.set_offline(True)
    write(page)
    until(page, "Anything else?")
    page.fill("#answer", NAME)
    finish(page)
    page.click("#waiting")
    with page.expect_download() as download:
        page.click("#make-file")
    file = tmp_path / "carried.bin"
    download.value.save_as(file)
    assert found(CANARIES, file.read_bytes()) == []
    enrol(other, salmas, pin="another river 5")
    other.click("#waiting")
    other.set_input_files("#take-file", file)
    expect(other.locator(".told")).to_contain_text("Everything is up to date")
    expect(other.locator("#waiting")).to_have_text("Everything is sent")
    assert arrived(ours, code.device) == [("gurgurani", "taken", code.device)]
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    assert len(arrived(ours, code.device)) == 1
    other.set_input_files(
        "#take-file", {"name": "x.bin", "mimeType": "application/octet-stream", "buffer": b"something else"}
    )
    expect(other.locator(".told.bad")).to_contain_text("another kind")


def test_every_screen_is_in_order_at_360_pixels(ours: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    watch = Watch(page, ours.address)
    problems: list[str] = []

    def look(where: str) -> None:
        found = [*violations(page), *outline(page), *([] if where == "calendar" else sideways(page))]
        problems.extend(f"{where}: {one}" for one in found)

    page.goto("/field/")
    page.wait_for_selector("h1")
    look("welcome")
    page.click(".go")
    page.wait_for_selector("#place")
    look("code")
    code = new_phone(ours)
    for name, value in (("place", code.organisation), ("device", code.device), ("password", code.password)):
        page.fill(f"#{name}", value)
    page.click("button[type=submit]")
    page.wait_for_selector("#new-pin")
    look("PIN")
    page.fill("#new-pin", "123456")
    page.fill("#again", "123456")
    page.click("button[type=submit]")
    expect(page.locator(".told.bad")).to_contain_text("Too easy")
    look("PIN, wrong")
    page.fill("#new-pin", PIN)
    page.fill("#again", PIN)
    page.click("button[type=submit]")
    page.wait_for_selector("#write")
    at_rest(page)
    look("home")
    write(page)
    for _step in range(20):
        look(asked(page))
        page.click("#next")
        page.wait_for_timeout(50)
        if page.locator("#problem:not(.empty)").count():
            look("problem")
            page.click("[data-value=yes]")
            page.click("#next")
        if page.locator("#finish").count():
            break
    look("end")
    page.click("#finish")
    page.wait_for_selector("#write")
    at_rest(page)
    page.click("#write summary")
    look("home, a group open")
    page.click("#often .row")
    page.wait_for_selector(".question h1")
    page.click(".bar .plain")
    page.locator("#people .code").first.click()
    page.wait_for_selector("#first")
    look("a person")
    page.click(".bar .plain")
    page.click("#waiting")
    look("waiting")
    page.click(".bar .plain")
    page.click(".foot .quiet:last-child")
    page.wait_for_selector("#lock")
    look("more")
    page.click("#lock")
    page.wait_for_selector("#pin")
    look("door")
    page.goto("/field/calendar")
    look("calendar")
    assert problems == []
    assert [one for one in watch.problems if "401" not in one] == []


def sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - 360")
    return [f"it scrolls sideways by {wide} px"] if wide > 0 else []


def test_a_code_that_is_not_known_says_so_and_keeps_nothing(ours: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    code = new_phone(ours)
    page.goto(Code(code.organisation, code.device, "ab" * 20).address)
    assert page.url.endswith("/field/")
    page.fill("#new-pin", PIN)
    page.fill("#again", PIN)
    page.click("button[type=submit]")
    expect(page.locator(".told.bad")).to_contain_text("not known")
    assert shelves(page)["spaces"] == 0
