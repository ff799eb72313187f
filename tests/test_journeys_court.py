"""The ways through police and court, walked with Django's client. What they are: tests/journeys/court.py."""

from __future__ import annotations

import pytest

from pakhi.vault.tests.conftest import Keepers, keepers, organisations, quick_passwords
from tests.canaries import found, tables
from tests.journeys.client import Walker
from tests.journeys.court import JOURNEYS
from tests.journeys.told import Journey
from tests.village import build_another_state

__all__ = ["keepers", "organisations", "quick_passwords"]  # fixtures of the vault's
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def another_state() -> None:
    """A state with a district, to which somebody may have been taken."""
    build_another_state()


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_way_through_police_and_court(journey: Journey, keepers: Keepers, another_state: None) -> None:
    Walker(keepers).walk(journey)
    assert [place for place, held in tables().items() if found(journey.words, held)] == []
