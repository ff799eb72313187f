"""The journeys of the study's programmes on a phone, from the sign-in on: tests/journeys/ tells what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import a_long_day
from tests.browser.product import Product
from tests.browser.village import village_served
from tests.browser.visitors import Visitors
from tests.browser.walker import Walker
from tests.canaries import found
from tests.journeys.programmes import JOURNEYS
from tests.journeys.told import Journey

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product with the village's cast, in place of the demonstration."""
    with village_served(Path(tmp_path_factory.mktemp("village")) / "data") as running:
        yield running


@pytest.fixture(scope="module")
def everybody(product: Product, chromium: Browser) -> Visitors:
    visitors = Visitors(chromium, product)
    a_long_day(visitors.staff("mina"))
    visitors.leave()
    return visitors


@pytest.fixture
def visitors(everybody: Visitors) -> Iterator[Visitors]:
    yield everybody
    everybody.leave()


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey(journey: Journey, visitors: Visitors) -> None:
    walker = Walker(visitors)
    walker.walk(journey)
    assert not walker.problems, "\n".join(walker.problems)


def test_nothing_that_was_told_can_be_read_in_the_installation(product: Product) -> None:
    words = sorted({word for journey in JOURNEYS for word in journey.words})
    every = [path for path in [*product.data.rglob("*"), product.data.with_suffix(".log")] if path.is_file()]
    assert len(every) > 10
    assert len(words) >= 40
    assert {path.name: told for path in every if (told := found(words, held(path)))} == {}


def held(path: Path) -> bytes:
    """What a file holds; nothing if a database has just put its log away."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
