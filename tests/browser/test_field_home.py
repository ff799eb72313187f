"""The first screen of the app at /field/: what a worker needs stands at hand, in letters that a phone may not have."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import outline, violations
from tests.browser.field_app import HELD, at_rest, enrol, enter, installed, new_phone, write
from tests.browser.product import Product
from tests.browser.visitors import Visitors
from tests.canaries import found

pytestmark = pytest.mark.browser
LANGUAGES = ("bn", "hi", "te")
# Words that are as wide as before their letters came: the same words, put there anew, are of another width.
STALE = """() => {
  const all = [], walk = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest("select")) all.push(walk.currentNode)
  const wide = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getBoundingClientRect().width }
  return all.filter((node) => {
    const before = wide(node), again = document.createTextNode(node.data)
    node.replaceWith(again)
    return Math.abs(before - wide(again)) > 0.5
  }).map((node) => node.data)
}"""  # noqa: E501 - one line of the page's script each
# Faces that the page asks for and does not have.
LACKING = "() => [...document.fonts].filter(({ status }) => status === 'error').map(({ family }) => family)"
FULL = """() => {
  const put = IDBObjectStore.prototype.put
  window.refused = 0
  const none = () => { refused += 1; throw new DOMException("", "QuotaExceededError") }
  window.room = (on) => (IDBObjectStore.prototype.put = on ? put : none)
  window.room(false)
}"""


def forms(page: Page, where: str) -> list[str]:
    return page.locator(f"{where} .row").all_inner_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stays_a_box_once_its_letters_are_there(product: Product, visitors: Visitors, language: str) -> None:
    page = visitors.page("phone", language)
    page.goto("/field/")
    page.wait_for_selector("h1")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)
    assert page.evaluate(STALE) == []
    enrol(page, new_phone(product))
    page.reload()
    page.wait_for_selector("#pin")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)
    assert page.evaluate(STALE) == []
    words = page.inner_text("h1")
    assert page.evaluate(
        "(words) => document.fonts.check(`600 24px ${getComputedStyle(document.body).fontFamily}`, words)", words
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_there_without_a_connection(product: Product, visitors: Visitors, language: str) -> None:
    page = visitors.page("phone", language)
    page.goto("/field/")
    page.wait_for_selector("h1")
    installed(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    kept = "async () => (await (await caches.open('letters')).keys()).length"
    page.wait_for_function(f"({kept})().then((n) => n > 0)")
    page.context.set_offline(True)
    page.evaluate("performance.clearResourceTimings()")
    page.reload()
    page.wait_for_selector("h1")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)
    assert page.evaluate(LACKING) == []
    assert page.evaluate(STALE) == []


def test_the_forms_that_a_worker_needs_stand_first_and_follow_use(product: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(product))
    first = forms(page, "#often")
    assert first[0] == "A visit, a call or a counselling"
    assert len(first) == 5
    assert page.locator("main section").nth(0).get_attribute("id") == "today"
    today, often = page.locator("#today").bounding_box(), page.locator("#often").bounding_box()
    assert today
    assert often
    assert today["y"] < often["y"] < 740
    for _time in range(2):
        write(page, "Report about an office")
        for _step in range(30):
            if page.locator("#finish").count():
                break
            page.click("#next")
            page.wait_for_timeout(40)
            if page.locator("#problem:not(.empty)").count():
                page.locator(".choice").first.click() if page.locator(".choice").count() else page.fill("#answer", "1")
        page.click("#finish")
        page.wait_for_selector("#often")
        at_rest(page)
    assert forms(page, "#often")[0] == "Report about an office"
    held = page.evaluate(HELD).encode("utf-8", "surrogatepass")
    assert found(["office_report", "case_visit", "Report about"], held) == []
    page.reload()
    enter(page)
    assert forms(page, "#often")[0] == "Report about an office"


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [
        ("en", "visit CALL", "A visit, a call or a counselling"), ("bn", "কাউন্সেলিং", "দেখা করা, ফোন বা কাউন্সেলিং"),
        ("hi", "मुलाक़ात", "मुलाक़ात, फ़ोन या परामर्श"), ("te", "కలవడం", "కలవడం, ఫోన్ లేదా కౌన్సెలింగ్"),
        ("te", "హెల్ప్లైన్", "హెల్ప్‌లైన్‌కు ఒక ఫోన్"), ("bn", "mapping", "ছক: চাহিদা, ভয়, কলঙ্ক, জোর"),
    ],
)  # fmt: skip
def test_a_word_in_any_script_finds_a_form(
    product: Product, visitors: Visitors, language: str, typed: str, title: str
) -> None:
    page = visitors.page("phone", language)
    enrol(page, new_phone(product))
    assert page.locator("#write details[open]").count() == 0
    groups = page.locator("#write summary").count()
    assert groups >= 5
    page.fill("#find", typed)
    expect(page.locator("#write .row", has_text=title).first).to_be_visible()
    assert violations(page) == outline(page) == []
    page.fill("#find", "qqq")
    expect(page.locator("#write .row")).to_have_count(0)
    expect(page.locator("#write [role=status]")).not_to_be_empty()
    page.fill("#find", "")
    expect(page.locator("#write summary")).to_have_count(groups)


def test_with_a_clock_that_is_years_off_the_day_is_asked_and_it_is_said(product: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(product))
    expect(page.locator("#clock")).to_have_count(0)
    page.clock.set_system_time(time.time() - 3 * 365 * 86_400)
    page.click(".foot .quiet:last-child")
    page.click(".bar .plain")
    expect(page.locator("#clock")).to_contain_text("set its clock")
    page.locator("#people .code").first.click()
    page.click("#first")
    page.wait_for_selector(".question h1")
    assert page.input_value("#answer") == ""


def test_a_full_phone_says_so_and_keeps_the_answer_on_the_screen(product: Product, visitors: Visitors) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(product))
    page.locator("#people .code").first.click()
    page.click("#first")
    page.wait_for_selector(".question h1")
    page.evaluate(FULL)
    page.fill("#answer", "2026-01-02")
    expect(page.locator("#problem")).to_contain_text("full")
    before = page.evaluate("refused")
    page.click(".bar .plain")
    page.wait_for_function("(before) => refused > before", arg=before)
    expect(page.locator("#answer")).to_have_value("2026-01-02")
    page.evaluate("void room(true)")
    page.click(".bar .plain")
    expect(page.locator("#drafts .row")).to_have_count(1)
    page.click("#drafts .row")
    page.wait_for_selector(".question h1")
    assert page.input_value("#answer") == "2026-01-02"
