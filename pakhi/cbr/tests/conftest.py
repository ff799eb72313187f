"""CBO One with its key, Rina in its vault (an invented name), Mou as her worker, and her case."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.test import Client

from pakhi.cbr import books, collectives
from pakhi.cbr.models import Book
from pakhi.network.models import Account
from pakhi.vault import assign
from pakhi.vault.models import Person
from pakhi.vault.tests.conftest import Keepers, agree, keepers, organisations, quick_passwords
from tests.laid import laid
from tests.village import PASSWORD

NEEM = {"label": "Neem group", "kind": "collective", "savings": "yes", "others": 12}

__all__ = ["Keepers", "keepers", "organisations", "quick_passwords"]  # fixtures of the vault's


def client(keepers: Keepers, name: str) -> Client:
    """Somebody of the cast, signed in at the real page."""
    browser = Client()
    assert browser.post("/desk/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return browser


@pytest.fixture
def mou(keepers: Keepers) -> Account:
    return keepers.village.accounts["mou"]


@pytest.fixture
def salma(keepers: Keepers) -> Account:
    return keepers.village.accounts["salma"]


@pytest.fixture
def rina(keepers: Keepers, mou: Account) -> Person:
    """A survivor who has agreed to a case, and whom Mou is there for."""

    def build() -> Person:
        person = keepers.register()
        assign.take_in(person, mou)
        agree(person, mou, "case")
        return person

    made = laid("rina", build, on=keepers)
    keepers.number = count(1)
    return made


@pytest.fixture
def book(rina: Person, mou: Account) -> Book:
    """Her case."""
    return laid("book", lambda: books.open_case(rina, mou), on={"rina": rina, "mou": mou})


@pytest.fixture
def neem(keepers: Keepers, salma: Account) -> Book:
    """A survivors' collective of CBO One."""
    return collectives.start(keepers.village.organisations["one"], NEEM, salma)


@pytest.fixture
def kept(django_capture_on_commit_callbacks: Any) -> Any:
    """`with kept():` what waits for the vault's commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(using="vault", execute=True)
