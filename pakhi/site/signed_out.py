"""What somebody wrote on a page that was open too long comes back to them, and goes out when they are signed in again.

It lies in the answer to their own request and nowhere else. It is given back only where the browser says that the
request came from a page of ours: on a page of ours, a button under what a stranger wrote would send it as theirs.
Passwords, shares of keys and files do not come back.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

PASSING = re.compile(r"csrfmiddlewaretoken|.*pass(word|phrase).*|(.*_)?token|(.*_)?again|(.*_)?secret|old|new")
SECRETS = ("/desk/account/", "/desk/keys")  # pages of passwords and of shares


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """(name of the field, what was written), in order; nothing of a request that did not come from here."""
    if not from_here(request) or request.path.startswith(SECRETS):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not PASSING.fullmatch(name)
        for value in values
    ]  # fmt: skip


def from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent it."""
    origin = request.headers.get("Origin", "")
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in here and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def page(request: HttpRequest) -> HttpResponse:
    """Nothing was changed: sign in beside this page, where nobody is signed in, and send it from here."""
    kept = typed(request)
    context = {
        "kept": kept, "files": bool(kept and request.FILES), "address": request.get_full_path(),
        "known": request.user.is_authenticated, "login": reverse(settings.LOGIN_URL), "status": 403,
    }  # fmt: skip
    return render(request, "site/signed_out.html", context, status=403)
