"""A phone and the desk: names go to the phone for a visit and nowhere else; a file from the phone comes to the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import outline, violations
from tests.browser.desk import first_link
from tests.browser.field_app import (
    CANARIES,
    HELD,
    OTHER,
    PIN,
    PRACTICE,
    SHELVES,
    Code,
    Handset,
    arrived,
    at_rest,
    end_phone,
    enrol,
    enter,
    finish,
    installed,
    new_phone,
    until,
    waits,
    write,
)
from tests.browser.people import press
from tests.browser.product import Product
from tests.browser.visitors import Visitors
from tests.canaries import found

pytestmark = pytest.mark.browser
HER, COVER = "Gurgurila Dhanshalika", "Boodhimati the pumpkin seeds"
INDIA = {"timezone_id": "Asia/Kolkata"}  # the days of the server
# The clock jumps over midnight while somebody is touching the phone.
A_DAY_LATER = """() => {
  const real = Date
  globalThis.Date = class extends real {
    constructor(...given) { super(...(given.length ? given : [real.now() + 864e5])) }
    static now() { return real.now() + 864e5 }
  }
  dispatchEvent(new KeyboardEvent("keydown", { key: "a" }))
}"""
OF_HER = [HER, *HER.split(), COVER, COVER.split()[0]]


@pytest.fixture(scope="module")
def her(everybody: Visitors) -> str:
    """The code of somebody whom Mou registers at the desk."""
    page = everybody.staff("mou")
    page.goto(first_link(page, "/desk/caseload", "main a[href$='/new']"))
    page.fill("#id_names-0-text", HER)
    page.click("#part-contacts > summary")
    page.fill("#id_contacts-0-number", "99999 00732")
    page.select_option("#id_contacts-0-safe_to_call", "yes")
    page.fill("#id_contacts-0-cover", COVER)
    press(page, "/new")
    page.wait_for_url("**/person/*/")
    code = page.url.split("/")[-2]
    everybody.leave()
    return code


def give(visitors: Visitors, phone: Code, her: str) -> Page:
    """Mou gives her own phone the name, until tonight."""
    page = visitors.staff("mou")
    page.goto(f"/desk/names-for-a-visit?phone={phone.device}")
    page.check(f"[name=person][value='{her}']")
    page.click("button[value=give]")
    expect(page.locator(".messages")).to_contain_text("1 name waits for your phone")
    assert found(OF_HER, page.content().encode()) == []
    return page


def people(page: Page) -> str:
    return page.inner_text("#people")


def held(page: Page) -> list[str]:
    """What of hers, or of the PINs, lies in the browser in clear."""
    return found([*OF_HER, *CANARIES], page.evaluate(HELD).encode("utf-8", "surrogatepass"))


def later(page: Page, days: int) -> None:
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))


def items(page: Page) -> int:
    counted: dict[str, int] = page.evaluate(SHELVES)
    return counted["items"]


def with_her_name(product: Product, visitors: Visitors, page: Page, her: str) -> Code:
    """A phone with the name of somebody."""
    code = new_phone(product)
    enrol(page, code, practice=PRACTICE)
    installed(page)
    assert HER not in people(page)
    give(visitors, code, her)
    page.click(".foot .quiet:has-text('Send')")
    expect(page.locator("#people")).to_contain_text(HER)
    return code


def test_a_name_for_a_visit_is_shown_behind_the_pin_and_lies_nowhere_in_clear(
    product: Product, visitors: Visitors, handset: Callable[[str], Handset], her: str
) -> None:
    mine = handset("mou")
    page = mine.page(**INDIA)
    with_her_name(product, visitors, page, her)
    assert f"If somebody asks: {COVER}" in people(page)
    assert f"{her[:4]} {her[4:]}" in people(page)
    assert [*violations(page), *outline(page)] == []
    assert held(page) == []
    mine.off()
    assert found([*OF_HER, PIN, PRACTICE], mine.bytes()) == []

    page = mine.page(offline=True, **INDIA)
    page.goto("/field/")
    page.wait_for_selector("#pin")
    assert found(OF_HER, page.content().encode()) == []
    enter(page, PRACTICE)
    assert found([*OF_HER, her], page.content().encode()) == []
    page.reload()
    enter(page)
    assert HER in people(page)
    page.evaluate("document.querySelector('.leave').click()")
    page.wait_for_selector("td[aria-current=date]")
    page.go_back()
    assert found(OF_HER, page.content().encode()) == []


def test_after_its_day_it_is_wiped_without_a_pin_and_a_clock_set_back_does_not_help(
    product: Product, visitors: Visitors, her: str
) -> None:
    page = visitors.page("phone", **INDIA)
    with_her_name(product, visitors, page, her)
    page.context.set_offline(True)
    later(page, 0)
    page.reload()
    enter(page)
    assert HER in people(page)
    before = items(page)
    later(page, 1)
    page.reload()
    page.wait_for_selector("#pin")
    page.wait_for_timeout(300)
    assert items(page) == before - 1
    later(page, 0)
    page.reload()
    enter(page)
    assert HER not in people(page)
    assert f"{her[:4]} {her[4:]}" in people(page)


def test_it_goes_while_the_app_is_open(product: Product, visitors: Visitors, her: str) -> None:
    page = visitors.page("phone", **INDIA)
    with_her_name(product, visitors, page, her)
    page.evaluate(A_DAY_LATER)
    expect(page.locator("#people")).not_to_contain_text(HER, timeout=30_000)
    assert f"{her[:4]} {her[4:]}" in people(page)


def test_an_ended_phone_loses_it_and_so_do_ten_wrong_pins(product: Product, visitors: Visitors, her: str) -> None:
    page = visitors.page("phone", **INDIA)
    code = with_her_name(product, visitors, page, her)
    end_phone(product, code)
    page.click(".foot .quiet:has-text('Send')")
    expect(page.locator(".told")).to_contain_text("This phone was ended")
    assert items(page) == 0

    with_her_name(product, visitors, page, her)
    page.reload()
    for tries_left in range(9, -1, -1):
        page.fill("#pin", "not this one")
        page.click("button[type=submit]")
        if tries_left:
            expect(page.locator(".told")).to_contain_text(f"{tries_left} tries")
            expect(page.locator(".pin .go")).to_be_enabled()
    expect(page.locator(".told")).to_contain_text("cleared")
    assert items(page) == 0


def test_a_file_from_a_phone_is_taken_in_at_the_desk_and_the_phone_hears_of_it(
    product: Product, visitors: Visitors, tmp_path: Path
) -> None:
    code = new_phone(product)
    page = visitors.page("phone", accept_downloads=True)
    enrol(page, code)
    page.context.set_offline(True)
    write(page, "Register a person")
    until(page, "Name")
    page.fill("#answer", OTHER)
    finish(page)
    page.click("#waiting")
    with page.expect_download() as download:
        page.click("#make-file")
    file = tmp_path / "carried.bin"
    download.value.save_as(file)
    assert found(CANARIES, file.read_bytes()) == []

    desk = visitors.staff("salma")
    desk.goto("/desk/phone-file")
    for told in ("Taken in.", "It was here already."):
        desk.set_input_files("#file", file)
        desk.click("button[value=take]")
        expect(desk.locator("section[aria-labelledby=became]")).to_contain_text(told)
        assert [*violations(desk), *outline(desk)] == []
    assert arrived(product, code.device) == [("person", "taken", code.device)]
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_have_text("Everything is sent")
    at_rest(page)
    assert waits(page) == "Everything is sent"
    assert len(arrived(product, code.device)) == 1


def test_what_an_ended_phone_has_left_is_accepted_at_the_desk(
    product: Product, visitors: Visitors, tmp_path: Path
) -> None:
    code = new_phone(product)
    page = visitors.page("phone", accept_downloads=True)
    enrol(page, code)
    page.context.set_offline(True)
    write(page, "Register a person")
    until(page, "Name")
    page.fill("#answer", OTHER)
    finish(page)
    end_phone(product, code)
    page.click("#waiting")
    with page.expect_download() as download:
        page.click("#make-file")
    file = tmp_path / "carried.bin"
    download.value.save_as(file)

    desk = visitors.staff("salma")
    desk.goto("/desk/phone-file")
    desk.set_input_files("#file", file)
    desk.click("button[value=take]")
    expect(desk.locator("section[aria-labelledby=became]")).to_contain_text("Its phone was ended")
    assert arrived(product, code.device) == [("person", "quarantine", code.device)]
    desk.check("[name=arrival]")
    desk.select_option("#reason", "phone_lost")
    assert [*violations(desk), *outline(desk)] == []
    desk.click("button[value=accept]")
    expect(desk.locator(".messages")).to_contain_text("1 record was taken in")
    assert arrived(product, code.device) == [("person", "taken", code.device)]
