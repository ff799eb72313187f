"""On a phone with JavaScript: back shows what was answered, a double touch sends once, leaving leaves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.survivor import (
    QUESTIONS,
    answer,
    answer_all,
    choose,
    give_card,
    go_to_questions,
    screen,
    send,
    wait_for,
    walk_questions,
)
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
LONGEST = 200  # ms until the screen is blank
WATCH_FOR_BLANK = """
() => {
  let touched = 0
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, (e) => (touched = e.timeStamp), true)
  new MutationObserver(() => {
    if (!document.documentElement.childElementCount) blank(performance.now() - touched)
  }).observe(document, { childList: true, subtree: true })
}
"""
LEFT_BEHIND = """
async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})
"""
NOTHING = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0}


def press_leave(page: Page) -> None:
    page.tap(".leave")


def press_escape(page: Page) -> None:
    for _time in range(3):
        page.keyboard.press("Escape")


def begin(visitors: Visitors, card: int, family: str) -> Page:
    """A phone that showed something else before, and is now at the first question."""
    page = visitors.page("phone")
    page.goto("/healthz")
    page.goto("/v/")
    give_card(page, visitors.product.cards[card])
    go_to_questions(page, family)
    return page


def test_back_shows_the_screen_before_with_the_answers_in_it(visitors: Visitors) -> None:
    page = begin(visitors, 1, "hospital")
    answer_all(page)
    said = page.locator(".said > div").count()

    page.go_back()
    wait_for(page, "tell")
    expect(page.locator("#words")).to_be_visible()
    expect(page.locator("#own-words")).to_have_value("They gave me a chair and water.")
    expect(page.locator(".screens :checked")).to_have_count(8 + 4 + 2)  # faces, yes or no, themes
    for key in reversed(QUESTIONS[:-1]):
        page.go_back()
        page.wait_for_selector(f"#{key}", state="visible")
    page.go_back()
    assert screen(page) in {"which", "who"}

    for _screen in range(len(QUESTIONS) + 1):
        page.go_forward()
    wait_for(page, "check")
    expect(page.locator(".said > div")).to_have_count(said)
    send(page)


def test_back_never_asks_to_send_again(visitors: Visitors) -> None:
    page = begin(visitors, 2, "hospital")
    posted: list[Request] = []
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    page.go_back()
    page.go_back()
    wait_for(page, "where")
    choose(page, "place", 1)
    wait_for(page, "which")
    assert len(posted) == 1


def test_a_double_touch_sends_once(visitors: Visitors) -> None:
    page = begin(visitors, 3, "bank")
    answer_all(page)
    posted: list[Request] = []
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    page.locator("form > .go").dblclick()
    wait_for(page, "done")
    assert len(posted) == 1


def test_what_was_sent_cannot_be_reached_with_back(visitors: Visitors) -> None:
    page = begin(visitors, 3, "school")
    answer_all(page)
    about = page.locator(".about").inner_text()
    send(page)
    page.go_back()
    wait_for(page, "start")
    assert about not in page.content()
    expect(page.locator("#card")).to_have_value("")


def test_without_an_answer_and_without_a_card_number_that_is_right_she_gets_a_sentence(visitors: Visitors) -> None:
    page = visitors.page("phone")
    page.goto("/v/")
    give_card(page, "1111 2222 3333 4444")
    assert page.locator(".sorry").inner_text()
    expect(page.locator("#card")).to_have_value("1111 2222 3333 4444")
    give_card(page, visitors.product.cards[3].translate({48 + digit: 0x9E6 + digit for digit in range(10)}))
    go_to_questions(page, "court")
    for _key in walk_questions(page):
        pass
    page.click("#words .steps button.go")
    page.wait_for_selector(".sorry")
    assert screen(page) == "tell"


@pytest.mark.parametrize("leave", [press_leave, press_escape])
@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
def test_leaving_blanks_the_screen_at_once(
    visitors: Visitors, leave: Callable[[Page], None], offline: bool, say: Callable[[str], None]
) -> None:
    page = begin(visitors, 4, "police")
    answer(page, "respect")
    about = page.locator("h1.about").inner_text()
    told: list[float] = []
    page.expose_function("blank", lambda ms: told.append(ms))
    page.evaluate(WATCH_FOR_BLANK)
    page.context.set_offline(offline)

    began = time.monotonic()
    leave(page)
    page.wait_for_function("location.pathname === '/' || location.protocol === 'chrome-error:'")
    gone = 1000 * (time.monotonic() - began)
    where = "nothing, offline," if offline else "the calendar"
    say(f"{leave.__name__}: blank after {told[0]:.1f} ms, {where} after {gone:.0f} ms")
    assert told[0] < LONGEST
    assert about not in page.content()
    if not offline:
        assert page.locator("td[aria-current=date]").count() == 1


@pytest.mark.parametrize("leave", [press_leave, press_escape])
def test_after_leaving_back_and_forward_do_not_show_it(visitors: Visitors, leave: Callable[[Page], None]) -> None:
    page = begin(visitors, 4, "police")
    answer(page, "respect")
    leave(page)
    page.wait_for_selector("td[aria-current=date]")
    for move in (page.go_back, page.go_back, page.go_forward, page.go_forward, page.go_forward, page.go_forward):
        move()
        page.wait_for_load_state()
        assert "/v/" not in page.url


def test_nothing_stays_on_the_phone(visitors: Visitors) -> None:
    page = begin(visitors, 4, "ration-shop")
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    answer_all(page)
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    send(page)
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    assert page.context.cookies() == []
    press_leave(page)
    page.wait_for_selector("td[aria-current=date]")
    assert page.context.cookies() == []
