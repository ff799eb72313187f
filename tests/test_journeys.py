"""The journeys of the study's thirteen programmes, walked with Django's client. What they are: tests/journeys/."""

from __future__ import annotations

import pytest

from pakhi.vault.tests.conftest import Keepers, keepers, organisations, quick_passwords
from tests.canaries import found, tables
from tests.journeys.client import Walker
from tests.journeys.programmes import JOURNEYS
from tests.journeys.told import Journey

__all__ = ["keepers", "organisations", "quick_passwords"]  # fixtures of the vault's
pytestmark = pytest.mark.django_db(databases="__all__")
THIRTEEN = {"PAT", "IM", "WM", "HELP", "RE", "CD", "SF", "JJ", "AN", "KM", "IFC", "SH", "AA"}


def test_every_programme_of_the_study_is_told() -> None:
    assert {one.key for one in JOURNEYS} == THIRTEEN


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey(journey: Journey, keepers: Keepers) -> None:
    Walker(keepers).walk(journey)
    assert [place for place, held in tables().items() if found(journey.words, held)] == []
