"""The shell of our own app at /field/: the same bytes for everybody, with no word in them that tells what it is for."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import override

BUILT = "built/field/"
NAMES = {"notes": "Notes", "calendar": "Calendar", "weather": "Weather", "recipes": "Recipes"}
CHROME = {"notes": "#f2b84b", "calendar": "#5f9c7c", "weather": "#7fb4d6", "recipes": "#c8794a"}


def shell(request: HttpRequest) -> HttpResponse:
    """The page that everything else is loaded into. It is kept on the phone, so it is the same for everybody."""
    first = [name for name in listed()["files"] if name.startswith("door-")]  # what the door needs besides itself
    return render(request, "field/app.html", {"version": version(), "first": [f"{BUILT}{name}" for name in first]})


def calendar(request: HttpRequest) -> HttpResponse:
    """Where leaving leads, also without a connection: a month, drawn by the phone."""
    return render(request, "field/app_calendar.html", {"version": version()})


def manifest(request: HttpRequest, disguise: str) -> HttpResponse:
    """How the app is called once it is on the home screen, and by which picture."""
    if disguise not in NAMES:
        raise Http404
    name, icon = NAMES[disguise], static(f"field/{disguise}.svg")
    content = {
        "id": "/field/", "name": name, "short_name": name, "start_url": "/field/", "scope": "/field/",
        "display": "standalone", "background_color": "#faf4e8", "theme_color": CHROME[disguise],
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": purpose} for purpose in PURPOSES],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json")


PURPOSES = ("any", "maskable")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: which files it keeps, under a name that changes with any of them."""
    kept = ["/field/", "/field/calendar", *map(manifest_of, NAMES), *files()]
    source = built("sw.js").read_text()
    source = source.replace('"%FILES%"', json.dumps(kept)).replace("%VERSION%", version())
    return HttpResponse(source, content_type="text/javascript; charset=utf-8")


def manifest_of(disguise: str) -> str:
    return f"/field/{disguise}.webmanifest"


def files() -> list[str]:
    """The addresses of the app's own files."""
    pictures = [static(f"field/{name}.svg") for name in NAMES]
    return [*(static(f"{BUILT}{name}") for name in listed()["files"]), *pictures]


def version() -> str:
    """Changes with any byte of the app."""
    with override("en"):
        pages = "".join(render_to_string(f"field/{name}.html", {"version": ""}) for name in ("app", "app_calendar"))
    return hashlib.sha256((pages + str(listed()["version"])).encode()).hexdigest()[:12]


def listed() -> dict[str, Any]:
    """What the build made: names of files, and a hash over all of them."""
    found: dict[str, Any] = json.loads(built("list.json").read_text())
    return found


def built(name: str) -> Path:
    """A file of the build, as it is served now; without a server, as it was built (ops/setup)."""
    served = Path(settings.STATIC_ROOT) / BUILT / name
    if served.exists():
        return served
    found = finders.find(f"{BUILT}{name}")
    if not isinstance(found, str):
        raise Http404
    return Path(found)
