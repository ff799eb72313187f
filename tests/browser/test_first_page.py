"""The first page on a bad network: how many bytes it takes, and how long she waits."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession

from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
MOST_BYTES = 60_000
LONGEST = 15.0  # seconds on 2G, until everything is there
SECOND_GENERATION = {
    "offline": False,
    "latency": 300,  # ms
    "downloadThroughput": 250_000 / 8,  # bytes a second
    "uploadThroughput": 50_000 / 8,
}


def weigh(wire: CDPSession) -> dict[str, int]:
    """Bytes over the wire by address, headers too; filled while the page loads."""
    names: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]}))
    wire.on(
        "Network.loadingFinished",
        lambda done: (
            weights.update({names[done["requestId"]]: int(done["encodedDataLength"])})
            if names.get(done["requestId"], "data:").startswith("http")
            else None
        ),
    )
    wire.send("Network.enable")
    return weights


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_the_first_page_is_light(visitors: Visitors, language: str, say: Callable[[str], None]) -> None:
    page = visitors.page("phone", language)
    wire = page.context.new_cdp_session(page)
    weights = weigh(wire)
    began = time.monotonic()
    page.goto("/v/", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    fast = time.monotonic() - began
    total = sum(weights.values())

    slow = visitors.page("phone", language)
    wire = slow.context.new_cdp_session(slow)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SECOND_GENERATION)
    slow.goto("/v/", wait_until="load")
    painted, loaded = slow.evaluate("""() => [
      performance.getEntriesByName("first-contentful-paint")[0].startTime / 1000,
      performance.getEntriesByType("navigation")[0].loadEventStart / 1000,
    ]""")
    parts = ", ".join(f"{address.rsplit('/', 1)[1] or 'page'} {weight}" for address, weight in weights.items())
    say(f"first page, {language}: {total} bytes ({parts}), {fast:.1f} s until quiet;")
    say(f"on 2G the first words after {painted:.1f} s, everything after {loaded:.1f} s")
    assert any("v.css" in address for address in weights)
    assert total <= MOST_BYTES
    assert loaded < LONGEST
