"""How long a visit takes somebody who knows the app, from the locked phone to "not sent yet", without a connection."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.field_app import PIN, asked, enrol, installed, new_phone, waits
from tests.browser.product import Product
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def test_a_visit_to_somebody_of_ones_own_takes_few_touches_without_a_connection(
    product: Product, visitors: Visitors, say: Callable[[str], None]
) -> None:
    page = visitors.page("phone")
    enrol(page, new_phone(product))
    code = page.locator("#people .code").first.inner_text()
    installed(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#pin")
    began, touched = time.monotonic(), 0

    def touch(what: str) -> None:
        nonlocal touched
        touched += 1
        page.click(what)

    page.fill("#pin", PIN)
    touch("button[type=submit]")
    page.wait_for_selector("#often")
    touch("#people .code >> nth=0")
    touch("#first")
    page.wait_for_selector(".question h1")
    assert asked(page).startswith("Day")  # whom it is about is not asked again
    assert code in page.inner_text(".where")
    assert page.input_value("#answer") == page.evaluate("new Date().toLocaleDateString('sv')")
    answers = {
        "What kind of visit": "home", "Did you meet": "yes", "How is she": "manages", "What did you do": "listened",
        "Who was there": "", "Has something moved": "no",  # which is chosen already: a second touch takes nothing back
    }  # fmt: skip
    for _step in range(30):
        if page.locator("#finish").count():
            break
        at, words = page.get_attribute(".question", "data-at"), asked(page)
        chosen = next((value for start, value in answers.items() if words.startswith(start)), None)
        if chosen is not None:
            touch(f"[data-value='{chosen}']" if chosen else ".choice >> nth=0")
        touch("#next")
        expect(page.locator(".question")).not_to_have_attribute("data-at", at or "")
    touch("#finish")
    page.wait_for_selector("#often")
    say(f"a visit, from the locked app to finished: {touched} touches, {time.monotonic() - began:.1f} s by machine")
    assert waits(page).startswith("1 not sent")
    assert touched <= 22
