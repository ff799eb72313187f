"""A voice is recorded with a microphone, listened to, recorded again, kept, approved by another, and heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import visitors as people
from tests.browser.axe import violations
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
TEXT = "/desk/studio/text?source=rating&key=listened&language=te"


@pytest.fixture
def speakers(everybody: Visitors, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitors]:
    """People at devices whose microphone hums."""
    monkeypatch.setattr(people, "FLAGS", (*people.FLAGS, *FAKES))
    browser = people.launch(everybody.browser.browser_type)
    yield Visitors(browser, everybody.product)
    browser.close()


def speak(page: Page) -> None:
    page.click("[data-record]")
    expect(page.locator("[data-record]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1200)
    page.click("[data-record]")
    expect(page.locator("[data-keep]")).to_be_enabled()


def test_a_voice_from_the_microphone_to_the_survivors_phone(speakers: Visitors) -> None:
    mina, devi = speakers.staff("mina", "phone"), speakers.staff("devi")
    problems: list[str] = []
    mina.on("console", lambda message: problems.append(message.text))
    mina.goto(TEXT)
    expect(mina.locator("[data-keep]")).to_be_disabled()
    speak(mina)
    mina.click("[data-listen]")
    expect(mina.locator("[data-listen]")).to_have_text("Stop")
    expect(mina.locator("[data-listen]")).to_have_text("Listen")
    speak(mina)
    assert violations(mina) == []
    mina.click("[data-keep]")
    expect(mina.locator(".messages")).to_contain_text("The recording is kept")
    assert problems == []
    before = devi.request.get("/v/sound/te/listened")
    devi.goto(TEXT)
    devi.get_by_role("button", name="Approve it", exact=True).click()
    expect(devi.locator(".messages")).to_contain_text("The recording is approved")
    now = devi.request.get("/v/sound/te/listened")
    assert (before.headers["content-type"], now.headers["content-type"]) == ("audio/mpeg", "audio/webm")
    for page in (TEXT, "/desk/studio?language=te"):
        devi.goto(page)
        assert violations(devi) == []


def test_without_a_microphone_a_file_is_chosen(visitors: Visitors) -> None:
    page = visitors.staff("mina", "phone")
    page.goto(TEXT.replace("listened", "safe"))
    page.click("[data-record]")
    expect(page.locator("[data-none]")).to_be_visible()
    expect(page.locator("#recording")).to_be_visible()
