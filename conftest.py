"""The cast and the village that every test knows, on real databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from pakhi.lib import seal
from tests.laid import laid
from tests.village import Village, build


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same functions with the least effort they allow: a test guesses nothing."""
    monkeypatch.setattr(seal, "EFFORT", {"people": (1, 8192), "cards": (1, 8192)})


@pytest.fixture(autouse=True)
def quick_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recovery shares are stretched with a passphrase that is empty here: the same functions, the least effort."""
    monkeypatch.setattr("shamir_mnemonic.cipher.BASE_ITERATION_COUNT", 4)


@pytest.fixture(autouse=True)
def in_english() -> None:
    """The last request of another test may have left its language behind in this thread."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Path) -> None:
    """Each test has a data directory of its own for snapshots and recordings."""
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the village needs all three databases, rolled back (or emptied) afterwards."""
    for item in items:
        asked = {"village", "three_databases"} & set(getattr(item, "fixturenames", ()))
        if asked and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "vault", "ballots"]))


@pytest.fixture
def three_databases(_django_db_helper: None) -> None:
    """Records, vault and ballots, empty."""


@pytest.fixture
def village(three_databases: None) -> Village:
    """The village with its cast; see tests/village.py."""
    return laid("village", build)
