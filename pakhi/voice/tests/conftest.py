"""What every test of voices starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from pakhi.voice import cards


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The language that one test chose is not the next one's."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """The cast's passwords are no secret: no test waits for a hash that is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nobody_guessed() -> None:
    """Wrong numbers of one test do not slow down the next."""
    cards.patience.wrong.clear()
