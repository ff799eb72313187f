"""Where a form is filled: in the app, at one address for all of its forms; or in ODK Collect, while there is no app."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

APP = "app:shell"


def address(form_id: str) -> str:
    """Where the app opens a form; empty where this installation has no app."""
    try:
        return f"{reverse(APP)}?{urlencode({'form': form_id})}"
    except NoReverseMatch:
        return ""
