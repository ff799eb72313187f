"""A paper sitting between two steps: locked in the session, the key to it in a cookie of the same browser, for hours.

The database has the one, the browser the other; neither opens anything alone. The end of a sitting takes both away.
"""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pakhi.lib import seal
from pakhi.voice.paper import Sitting

COOKIE, KEPT = "tellers-key", "tellers"


def keep(request: HttpRequest, response: HttpResponse, sitting: Sitting, fresh: bool = False) -> None:
    """Lock it for the next step; a fresh sitting gets a key of its own."""
    key = None if fresh else key_of(request)
    if key is None:
        key = seal.new_key()
        response.set_cookie(
            COOKIE, base64.urlsafe_b64encode(key).decode(), path="/desk/", httponly=True, samesite="Strict",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    request.session[KEPT] = base64.b64encode(seal.wrap(key, json.dumps(sitting.pack()).encode())).decode()


def key_of(request: HttpRequest) -> bytes | None:
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    return key if len(key) == seal.KEY_BYTES else None


def held(request: HttpRequest) -> Sitting | None:
    """The sitting that lies here, if this browser has its key and its hours are not over."""
    key = key_of(request)
    try:
        found: dict[str, Any] = json.loads(seal.unwrap(key or b"", base64.b64decode(request.session.get(KEPT, ""))))
        sitting = Sitting(**found)
    except (seal.CannotOpen, ValueError, TypeError):
        return None
    return sitting if time.time() < sitting.until else None


def drop(request: HttpRequest, response: HttpResponse | None = None) -> None:
    """Forget it, and the key where there is an answer to take it away with."""
    request.session.pop(KEPT, None)
    if response is not None:
        response.delete_cookie(COOKIE, path="/desk/", samesite="Strict")
