"""The collective's tablet without a signal: made ready at the desk, used in the village, sent mixed when it can.

Nothing that somebody said is on it, at any moment, but as sealed boxes of one size under random keys.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.survivor import answer, walk_questions
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
WORDS = "They gave me a chair and water."  # what tests.browser.survivor.answer writes
HELD = """
async () => {
  const asked = indexedDB.open("tablet", 1)
  const base = await new Promise((yes) => (asked.onsuccess = () => yes(asked.result)))
  const read = (what) => new Promise((yes) => {
    const all = base.transaction("boxes").objectStore("boxes")[what]()
    all.onsuccess = () => yes(all.result)
  })
  const found = { keys: await read("getAllKeys"), boxes: await read("getAll") }
  base.close()
  found.kept = [...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie, location.href,
    JSON.stringify(history.state)].join()
  found.fields = [...document.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea")]
    .map((field) => field.value).join("")
  found.ticked = document.querySelectorAll("[data-step=tell] :checked").length
  found.shown = document.getElementById("tablet").innerText
  return found
}
"""


def prepared(visitors: Visitors, language: str = "en") -> Page:
    """A tablet that Rina made ready, and took to where there is no signal."""
    desk = visitors.staff("rina")
    desk.goto("/desk/rounds/")
    desk.click("[name=mode][value=tablet]")
    address = str(desk.locator("main a.button.primary").get_attribute("href"))
    tablet = visitors.page("phone", language)
    tablet.goto(address.replace("/tablet/#", f"/tablet/?l={language}#"))
    tablet.wait_for_selector("button[data-ready]", timeout=90_000)
    assert "#" not in tablet.url
    tablet.context.set_offline(True)
    tablet.goto(f"/v/tablet/?l={language}")
    tablet.wait_for_selector("#card", state="visible")
    return tablet


def one_person(tablet: Page, card: str) -> None:
    """Somebody answers about the first police station of the first place, and locks it."""
    tablet.fill("#card", card)
    tablet.click("[data-step=card] .go")
    tablet.click("[name=family][value=police]")
    tablet.click("[data-screen=place] .tile >> nth=0")
    tablet.click("[data-screen=office] .tile >> nth=0")
    tablet.wait_for_selector(":is([data-screen=holder] .tile, #respect)", state="visible")
    if tablet.locator("[data-screen=holder] .tile").first.is_visible():
        tablet.click("[data-screen=holder] .tile >> nth=0")
    for key in walk_questions(tablet):
        answer(tablet, key)
    tablet.click("#words .steps button.go")
    tablet.wait_for_selector("[data-screen=check]", state="visible")
    expect(tablet.locator("[data-said]")).to_contain_text(WORDS)
    tablet.click("[data-step=check] .go")
    tablet.wait_for_selector("[data-screen=done]", state="visible")


def next_person(tablet: Page) -> dict[str, Any]:
    tablet.click("[data-step=done] [value=person]")
    tablet.wait_for_selector("#card", state="visible")
    held: dict[str, Any] = tablet.evaluate(HELD)
    return held


def test_without_a_signal_and_then_with_one(visitors: Visitors) -> None:
    cards = visitors.product.cards[2:5]
    tablet = prepared(visitors)
    seen: set[str] = set()
    for many, card in enumerate(cards, 1):
        one_person(tablet, card)
        held = next_person(tablet)
        assert len(held["boxes"]) == many
        assert len({len(box) for box in held["boxes"]}) == 1
        assert not seen & set(held["keys"])  # all are laid down anew: no key stays, so none tells an order
        seen |= set(held["keys"])
        assert (held["fields"], held["ticked"]) == ("", 0)
        for secret in (card, card.replace(" ", ""), WORDS):
            assert secret not in held["kept"] + held["shown"] + "".join(held["boxes"])
    tablet.reload()  # killed, and opened again
    tablet.wait_for_selector("[data-waits]", state="visible")
    expect(tablet.locator("[data-waiting]")).to_have_text("3")
    tablet.click("[data-send]")
    tablet.wait_for_selector("[data-offline]", state="visible")
    assert len(tablet.evaluate(HELD)["boxes"]) == 3

    tablet.context.set_offline(False)
    tablet.click("[data-send]")
    tablet.wait_for_selector("[data-sent]", state="visible")
    expect(tablet.locator("[data-sent] strong")).to_have_text("3")
    assert tablet.evaluate(HELD)["boxes"] == []
    expect(tablet.locator("[data-waits]")).not_to_be_visible()


def test_what_was_not_answered_for_stays(visitors: Visitors) -> None:
    """The line breaks after the server took the batch: the boxes stay, are sent again, and count once."""
    tablet = prepared(visitors)
    one_person(tablet, visitors.product.cards[0])
    next_person(tablet)
    tablet.context.set_offline(False)

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    tablet.context.route("**/tablet/take", swallow)
    tablet.click("[data-send]")
    tablet.wait_for_selector("[data-offline]", state="visible")
    assert len(tablet.evaluate(HELD)["boxes"]) == 1
    tablet.context.unroute("**/tablet/take")
    tablet.click("[data-send]")
    tablet.wait_for_selector("[data-sent]", state="visible")
    assert tablet.evaluate(HELD)["boxes"] == []


def test_few_boxes_wait_for_a_leader_and_many_go_by_themselves(visitors: Visitors) -> None:
    tablet = prepared(visitors)
    posted: list[int] = []
    tablet.context.on("request", lambda r: posted.append(len(r.post_data_json["boxes"])) if "take" in r.url else None)
    for card in visitors.product.cards[:4]:
        one_person(tablet, card)
        next_person(tablet)
    tablet.context.set_offline(False)
    tablet.wait_for_timeout(500)
    assert posted == []
    tablet.context.set_offline(True)
    one_person(tablet, visitors.product.cards[4])
    next_person(tablet)
    tablet.context.set_offline(False)
    tablet.wait_for_selector("[data-sent]", state="visible")
    assert posted == [5]


def test_leaving_in_the_middle_leaves_nothing(visitors: Visitors) -> None:
    tablet = prepared(visitors, "bn")
    expect(tablet.locator("html")).to_have_attribute("lang", "bn")
    tablet.fill("#card", visitors.product.cards[3])
    tablet.click("[data-step=card] .go")
    tablet.wait_for_selector("[data-screen=family]", state="visible")
    tablet.click(".leave")
    tablet.wait_for_selector("#card", state="visible")
    held = tablet.evaluate(HELD)
    assert (held["boxes"], held["fields"]) == ([], "")


def test_a_tablet_that_nobody_made_ready_says_so(visitors: Visitors) -> None:
    tablet = visitors.page("phone")
    tablet.goto("/v/tablet/")
    expect(tablet.locator("[data-screen=unready]")).to_be_visible()
    expect(tablet.locator("#card")).not_to_be_visible()
    tablet.goto("/v/tablet/#p=nothing")
    tablet.reload()
    tablet.wait_for_selector("[data-failed]", state="visible")


def test_it_offers_the_languages_that_were_chosen_and_begins_anew_in_the_first(visitors: Visitors) -> None:
    desk = visitors.staff("rina")
    desk.goto("/desk/rounds/")
    form = desk.locator("form:has([name=mode][value=tablet])")
    form.locator("summary").click()
    for code in ("en", "hi"):
        form.locator(f"[name=language][value={code}]").uncheck()
    form.locator("[name=first]").select_option("te")
    form.locator("[name=mode]").click()
    address = str(desk.locator("main a.button.primary").get_attribute("href"))
    tablet = visitors.page("phone")
    tablet.goto(address)
    tablet.wait_for_selector("button[data-ready]", timeout=90_000)
    tablet.context.set_offline(True)
    tablet.goto("/v/tablet/")
    expect(tablet.locator("html")).to_have_attribute("lang", "te")
    expect(tablet.locator(".languages-large a:visible")).to_have_text(["తెలుగు", "বাংলা"])
    tablet.click(".languages-large [hreflang=bn]")
    expect(tablet.locator("html")).to_have_attribute("lang", "bn")
    tablet.goto("/v/tablet/?l=hi")  # not offered
    expect(tablet.locator("html")).to_have_attribute("lang", "te")
    tablet.click(".languages-large [hreflang=bn]")
    expect(tablet.locator("html")).to_have_attribute("lang", "bn")
    one_person(tablet, visitors.product.cards[1])
    tablet.click("[data-step=done] [value=person]")
    expect(tablet.locator("html")).to_have_attribute("lang", "te")
    expect(tablet.locator("#card")).to_be_visible()
