"""The door for a web server."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

MOST = 12 * 1024 * 1024  # bytes of a body that does not say how long it is
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def whole(app: App) -> App:
    """Phones may send a record in chunks (OpenRosa), without its length; Django reads only what has one.

    Such a body is read first, up to `MOST` and one byte, which is then too much for every page.
    """

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        chunked = environ.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
        if chunked and environ.get("wsgi.input_terminated") and environ.get("PATH_INFO", "").startswith("/openrosa/"):
            body = environ["wsgi.input"].read(MOST + 1)
            environ = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return app(environ, start)

    return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhi.site.settings")
application = whole(get_wsgi_application())
