"""What the house's own tests share: passwords that are quick to check, and readers for every role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from tests import readers
from tests.program import pakhi
from tests.village import Village


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """The cast's passwords are no secret; a slow hash for each of ten accounts would take most of a test's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()  # wrong codes that another test typed


@pytest.fixture
def house(village: Village, settings) -> readers.House:
    """The village with a reader for every role in three organisations; see tests/readers.py."""
    return readers.build(village, settings.DATA)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that `pakhi migrate` made from nothing, with the three SQLite files."""
    data = tmp_path_factory.mktemp("installation") / "data"
    done = pakhi(data, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The three databases are up to date.\n"
    return data
