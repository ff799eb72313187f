"""Passwords are quick to check here too; CBO One with its key, Rina's case and Mou come from the rooms below."""

from pakhi.cbr.tests.conftest import book, keepers, mou, organisations, rina, salma
from tests.conftest import quick_passwords

__all__ = ["book", "keepers", "mou", "organisations", "quick_passwords", "rina", "salma"]
