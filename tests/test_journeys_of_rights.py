"""The journeys through offices, walked with Django's client. What they are: tests/journeys/rights.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhi.vault.tests.conftest import Keepers, keepers, organisations, quick_passwords
from tests.canaries import found, tables
from tests.journeys.client import Walker
from tests.journeys.rights import NOT_DELIVERED, RIGHTS
from tests.journeys.told import Journey

__all__ = ["keepers", "organisations", "quick_passwords"]  # fixtures of the vault's
pytestmark = pytest.mark.django_db(databases="__all__")
STOPPED = """\
series: work-stopped
rows:
- id: work-stopped@2026
  name: Works were halted
  component: livelihood
  sort: status
  valid_from: 2026-07-01
  valid_to: null
  basis: today
  gives: No new works are opened.
  eligible: {all: [{fact: state, op: ==, value: West Bengal}]}
  office: gp
  sources: [seen]
  overrides: rural-work
  delivers: false
"""


@pytest.mark.parametrize("journey", RIGHTS, ids=str)
def test_a_way_through_an_office(journey: Journey, keepers: Keepers) -> None:
    Walker(keepers).walk(journey)
    assert [place for place, held in tables().items() if found(journey.words, held)] == []


def test_a_right_that_is_in_force_and_not_delivered(keepers: Keepers, tmp_path: Path, settings) -> None:
    """The state's folder says so: nobody changes the program for that."""
    write_that_works_stopped(settings.DATA)
    Walker(keepers).walk(NOT_DELIVERED)


def write_that_works_stopped(data: Path) -> None:
    """What somebody of the state writes into the installation's folder."""
    home = data / "rights" / "IN-WB"
    home.mkdir(parents=True)
    (home / "work-stopped.yaml").write_text(STOPPED)
    (home.parent / "sources.yaml").write_text("seen: {ref: A notice at the panchayat, kind: study}\n")
