"""The people of the case room's tests, for claims: Rina's case in CBO One, and Mou who is there for her."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import book, client, mou, neem, rina, salma
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault.tests.conftest import Keepers, keepers, organisations, quick_passwords

__all__ = ["Keepers", "book", "client", "keepers", "mou", "neem", "organisations", "quick_passwords", "rina", "salma"]
DAY = dt.timedelta(days=1)


def ask(book: Book, by: Account, series: str, days_ago: int = 0, **values: Any) -> Thread:
    """Open a claim so many days ago."""
    said = Said("claim", {"series": series, **values}, today() - days_ago * DAY)
    return write(book, said, by).thread


def go(claim: Thread, by: Account, stage: str, days_ago: int = 0, **values: Any) -> Thread:
    """The next stage of a claim, so many days ago; gives the claim as it is then."""
    write(claim.book, Said("claim", {"stage": stage, **values}, today() - days_ago * DAY, claim.number), by)
    return Thread.objects.get(pk=claim.pk)


@pytest.fixture
def office(keepers: Keepers) -> str:
    """The block office, by its code."""
    return str(keepers.village.offices["bdo"].code)
