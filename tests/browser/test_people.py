"""People in the vault, in a browser: a worker with the keyboard alone, a supervisor, and what stays on the device."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from pakhi.lib.clock import today
from tests.browser.axe import violations
from tests.browser.device import CANARIES, COVER, NAME, NOTE, OTHER, PHONE_NUMBER, VILLAGE, Device, in_files, shown
from tests.browser.keyboard import Keyboard
from tests.browser.people import press, reveal, the_people
from tests.browser.visitors import PHONE, Visitors, launch
from tests.canaries import found

pytestmark = pytest.mark.browser
SETTLE = 400  # ms in which a page that is gone may come back


@pytest.fixture(scope="module")
def code(everybody: Visitors) -> Iterator[str]:
    """The code of somebody whom Mou registers with the keyboard alone."""
    page = everybody.staff("mou")
    yield register(page, Device(page, everybody.product.address))
    everybody.leave()


def register(page: Page, device: Device) -> str:
    """From the first page of the day to the code. Nobody like her is here; her telephone is not safe."""
    keys = Keyboard(page)
    page.goto("/desk/")
    keys.to(".skip-link")
    keys.go(".places a[href='/desk/caseload']")
    page.wait_for_url("**/desk/caseload")
    keys.go("main a.primary[href$='/new']")
    page.wait_for_url("**/new")

    keys.go(".person-form .buttons .primary")  # by mistake, with nothing in it
    page.wait_for_selector(".error-summary")
    device.check("a new person without a name")
    keys.press_on(".error-summary a")
    keys.at("#id_names-0-text")
    page.keyboard.type(NAME)
    keys.press_on("#part-names [name=more]")
    keys.at("#id_names-1-text")
    page.keyboard.insert_text(OTHER)
    keys.press_on("#part-contacts > summary")
    keys.write("#id_contacts-0-number", PHONE_NUMBER)
    keys.choose("#id_contacts-0-safe_to_call", "no")
    keys.write("#id_contacts-0-cover", COVER)
    keys.press_on("#part-address > summary")
    keys.write("#id_address-village", VILLAGE)
    keys.go(".person-form .buttons .primary")
    assert "/person/" in page.url, page.locator("main").inner_text()  # what stood in the way

    said = page.locator(".messages .success").inner_text()
    code = page.url.split("/")[-2]
    assert said.startswith("Nobody like her was found here.")
    assert f"{code[:4]} {code[4:]}" in said
    assert f"{code[:4]} {code[4:]}" in page.locator("h1").inner_text()
    assert found(CANARIES, shown(page).encode()) == []
    device.check("the page of her code")
    return code


def test_a_worker_reads_a_name_with_the_keyboard_alone_and_hides_it(visitors: Visitors, code: str) -> None:
    page = visitors.staff("mou")
    device, keys = Device(page, visitors.product.address), Keyboard(page)
    page.goto(f"/desk/person/{code}/")
    keys.tick("[name=part][value=contacts]")
    keys.choose("#reason", "visit")
    keys.go("form[action$='/reveal'] .primary")
    page.wait_for_selector("[data-hide]")
    assert {NAME, OTHER} <= set(page.locator("[aria-labelledby=shown-names] .told").all_inner_texts())
    assert page.locator(".call.no .verdict").inner_text() == "Do NOT call"
    assert page.locator("a[href^='tel:']").count() == 0
    assert COVER in page.locator(".call.no").inner_text()
    assert VILLAGE not in page.content()
    device.check("her name")

    keys.go("[data-hide-now]")
    page.wait_for_selector("#reason")
    assert found(CANARIES, shown(page).encode()) == []
    device.check("after hiding")
    for move in (page.go_back, page.go_forward):
        move()
        assert found(CANARIES, shown(page).encode()) == []


def test_a_worker_writes_a_note_and_asks_for_consent_with_the_keyboard_alone(visitors: Visitors, code: str) -> None:
    page = visitors.staff("mou")
    device, keys = Device(page, visitors.product.address), Keyboard(page)
    page.goto(f"/desk/person/{code}/")
    keys.press_on("details:has(form[action$='/note']) > summary")
    keys.write("#text", NOTE)
    keys.go("form[action$='/note'] [type=submit]")
    page.wait_for_selector(".messages .success")
    assert NOTE not in shown(page)
    device.check("a note is kept")

    keys.go("a.button[href$='/consents']")
    page.wait_for_url("**/consents")
    expect(page.locator("article")).to_have_count(0)
    keys.go(".agreements a[href$='?purpose=case']")
    keys.pick("under_18", "0")
    keys.pick("language", "bn")
    keys.go("main form [type=submit].primary")
    page.wait_for_selector(".aloud")
    device.check("the words that are read to her")
    lines = page.locator(".said[lang=bn]")
    assert lines.count() == page.locator("[name=heard]").count() >= 5
    for line in lines.all():
        keys.tick(f"[aria-describedby={line.get_attribute('id')}][name=heard]")
    keys.pick("given", "signature")
    keys.go("[name=answer][value=yes]")
    page.wait_for_url("**/consents")
    expect(page.locator("article .badge.good")).to_have_count(1)
    device.check("she said yes")

    keys.go("form[action$='/take-back'] [type=submit]")
    page.wait_for_selector(".messages .success")
    expect(page.locator("article .badge.good")).to_have_count(0)
    keys.press_on("details:has(article) > summary")
    expect(page.locator("article .badge")).to_be_visible()
    device.check("she took it back")


def test_nothing_of_hers_can_be_read_in_the_installation(product, code: str) -> None:
    assert in_files(product.data) == []


def test_a_supervisor_shares_the_work_and_sees_who_looked(visitors: Visitors, code: str) -> None:
    page = visitors.staff("salma")
    device = Device(page, visitors.product.address)
    reveal(page, code, reason="supervision")
    page.goto(f"/desk/person/{code}/")
    assert page.locator("section:has(a[href$='/looked'])").locator("li").count() >= 1
    page.click("#assigning summary")
    page.locator("#assign_to").select_option(label="Papiya Gulmohar")
    page.check("[name=way][value=stand_in]")
    press(page, "/assign")  # without the last day
    assert page.locator(".error-summary").inner_text()
    device.check("a stand-in without an end")
    assert page.locator("#assign_to option:checked").inner_text() == "Papiya Gulmohar"
    page.fill("#assign_end", str(today() + dt.timedelta(days=5)))
    press(page, "/assign")
    page.wait_for_url("**/person/*/")
    assert "Papiya Gulmohar" in page.locator("#assigning .there").inner_text()
    device.check("a stand-in")

    page.click("a[href$='/looked']")
    looks = page.locator("ol.rows li").all_inner_texts()
    assert [re.search("Mou|Salma", look)[0] for look in looks].count("Salma") == 1
    expect(page.locator("[data-print]")).to_be_visible()
    device.check("who looked")
    assert violations(page) == []


def test_a_supervisor_raises_a_limit_and_answers_for_an_emergency(visitors: Visitors) -> None:
    page = visitors.staff("salma")
    device = Device(page, visitors.product.address)
    later = today() + dt.timedelta(days=2)
    page.goto("/desk/limits")
    raised = page.locator("section:has(h2)").first.locator("li").count()
    form = page.locator("form:has([value=raise])")
    form.locator("[name=on]").fill(str(later))
    form.locator("[name=account]").select_option(label="Mou")
    form.locator("[name=reason]").select_option("helpdesk")
    for records, refused in (("9000", True), ("70", False)):
        form.locator("[name=to]").fill(records)
        form.locator("button.primary").click()
        page.wait_for_load_state()
        expect(page.locator(".error-summary")).to_have_count(int(refused))
        device.check("what a day allows")
        assert form.locator("[name=to]").input_value() == (records if refused else "")
    expect(page.locator("section:has(h2)").first.locator("li")).to_have_count(raised + 1)

    page.goto("/desk/notices")
    waiting = page.locator("form[action$='/seen']").count()
    first = page.locator("section:has(form[action$='/seen'])").first
    assert the_people(visitors.product.data)["looked at in an emergency"] in first.inner_html()
    assert "Mou" in first.inner_text()
    device.check("an emergency")
    first.locator("button.primary").click()
    page.wait_for_selector(".messages .success")
    assert page.locator("form[action$='/seen']").count() == waiting - 1
    device.check("an emergency that was spoken about")


def test_what_was_typed_is_there_after_the_password(visitors: Visitors, code: str) -> None:
    page = visitors.page("laptop")
    visitors.sign_in(page, "mou")
    device = Device(page, visitors.product.address)
    page.goto("/desk/caseload")
    page.click("main a.primary[href$='/new']")
    lock(page.context)
    typed = {
        "names-0-text": NAME, "contacts-0-number": PHONE_NUMBER, "contacts-0-cover": COVER, "address-village": VILLAGE,
    }  # fmt: skip
    for part in ("contacts", "address"):
        page.click(f"#part-{part} > summary")
    for name, text in typed.items():
        page.fill(f"#id_{name}", text)
    page.select_option("#id_contacts-0-safe_to_call", "no")
    press(page, "/new")

    for password in ("not my password", visitors.product.password):
        page.wait_for_selector("#desk_password")
        assert found(CANARIES, page.inner_text("body").encode()) == []
        device.check("the password is asked for")
        page.fill("#desk_password", password)
        page.click("form:has(#desk_password) [type=submit]")
    page.wait_for_selector(".matches")
    assert f"{code[:4]} {code[4:]}" in page.locator(".matches").inner_text()
    page.click("[name=back]")
    page.wait_for_selector(".person-form")
    assert {name: page.input_value(f"#id_{name}") for name in typed} == typed
    assert page.input_value("#id_contacts-0-safe_to_call") == "no"
    device.check("what was typed")


def lock(context: BrowserContext) -> None:
    """This browser loses its half of the key."""
    assert any(one["name"] == "desk-key" for one in context.cookies())
    context.clear_cookies(name="desk-key")


def test_a_name_leaves_the_screen_by_itself(visitors: Visitors, code: str) -> None:
    page = visitors.staff("mou", "phone")
    page.clock.install()
    reveal(page, code)
    page.clock.run_for("04:50")
    assert NAME in page.content()
    page.clock.run_for("00:15")
    page.wait_for_selector("#reason")
    assert found(CANARIES, shown(page).encode()) == []


def test_back_does_not_show_a_name_again(visitors: Visitors, code: str) -> None:
    """In a browser that keeps pages in memory for "back", as everybody's does; Playwright turns that off."""
    as_theirs = launch(visitors.browser.browser_type, ignore_default_args=["--disable-back-forward-cache"])
    visitors.staff("mou").close()
    context = as_theirs.new_context(
        **PHONE, base_url=visitors.product.address, storage_state=visitors.sessions["mou"], locale="en-IN"
    )
    page = context.new_page()
    reveal(page, code)
    assert NAME in page.content()
    page.click("nav.crumbs a")
    page.wait_for_url("**/caseload**")
    for step in (-1, 1, -1):
        with contextlib.suppress(Error):  # "send it again?", asks the browser in place of the page
            move = page.go_back if step < 0 else page.go_forward
            move(timeout=1500)  # for a page from memory Playwright waits in vain
        page.wait_for_timeout(SETTLE)
        assert found(CANARIES, shown(page).encode()) == []
    as_theirs.close()
