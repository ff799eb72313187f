"""The ways through offices, police and court on a phone; tests/journeys/rights.py and court.py there tell them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.product import Product, readable
from tests.browser.village import village_served, with_a_long_day
from tests.browser.visitors import Visitors
from tests.browser.walker import problems
from tests.journeys import court, rights
from tests.journeys.told import Journey
from tests.test_journeys_of_rights import write_that_works_stopped

pytestmark = pytest.mark.browser
JOURNEYS = (*rights.RIGHTS, rights.NOT_DELIVERED, *court.JOURNEYS)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product with the village's cast; its state has written down that no new works are opened."""
    data = Path(tmp_path_factory.mktemp("offices")) / "data"
    write_that_works_stopped(data)
    with village_served(data) as running:
        yield running


@pytest.fixture(scope="module")
def everybody(product: Product, chromium: Browser) -> Visitors:
    return with_a_long_day(Visitors(chromium, product))


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_way_through_offices(journey: Journey, visitors: Visitors) -> None:
    assert problems(journey, visitors) == []


def test_nothing_that_was_told_can_be_read_in_the_installation(product: Product) -> None:
    words = {word for journey in JOURNEYS for word in journey.words}
    assert len(words) >= 10
    assert readable(product, words) == {}
