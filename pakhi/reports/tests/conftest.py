"""A snapshot of invented facts, taken once for all tests of the reports."""

import pytest

from pakhi.reports import snapshot
from pakhi.reports.tests.made_up import made_up


@pytest.fixture(scope="session")
def facts():
    return made_up()


@pytest.fixture(scope="session")
def data(facts, tmp_path_factory):
    """A data directory with a snapshot in it."""
    folder = tmp_path_factory.mktemp("data")
    snapshot.take(folder, facts.offers())
    return folder


@pytest.fixture
def tables(data, facts):
    return snapshot.tables(data, facts.offers())
