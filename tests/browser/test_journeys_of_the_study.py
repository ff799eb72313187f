"""The journeys of the study's programmes on a phone, from the sign-in on: tests/journeys/ tells what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.product import Product, readable
from tests.browser.village import village_served, with_a_long_day
from tests.browser.visitors import Visitors
from tests.browser.walker import problems
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
    return with_a_long_day(Visitors(chromium, product))


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey(journey: Journey, visitors: Visitors) -> None:
    assert problems(journey, visitors) == []


def test_nothing_that_was_told_can_be_read_in_the_installation(product: Product) -> None:
    words = {word for journey in JOURNEYS for word in journey.words}
    assert len(words) >= 40
    assert readable(product, words) == {}
