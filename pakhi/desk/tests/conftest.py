"""Passwords are quick to check here too."""

from tests.conftest import quick_passwords

__all__ = ["quick_passwords"]
