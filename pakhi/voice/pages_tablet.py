"""The survivors' site on a tablet without a signal: its page, its worker, its list, and where ballots arrive."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhi.network.kinds import families_met
from pakhi.network.models import Organisation
from pakhi.voice import cards, screens, sounds, tablet
from pakhi.voice.state import Journey, unpack

FILES = (
    "icon.svg", "v/v.css", "v/v.js", "v/pictures.svg", "v/tablet.js", "v/letters-bn.woff2", "v/letters-hi.woff2",
    "v/letters-te.woff2", "v/names.woff2", "built/sealedbox.js",
)  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    """All screens of a journey in one page, in one language; a script shows one after another."""
    spoken = [address for key in sounds.texts() if (address := sound_of(key))]
    context: dict[str, Any] = {
        **screens.questions(Journey()), "sounds": spoken, "start": screens.spoken("start"),
        "families": [{"value": f.key, "label": f.name(), "picture": f.key} for f in families_met()],
        "outcomes": (tablet.CARD, tablet.OFFICE, tablet.GROUP, tablet.LATE, tablet.COUNTED, tablet.UNREADABLE),
    }  # fmt: skip
    return render(request, "voice/v/tablet.html", context)


def sound_of(key: str) -> str:
    found = sounds.sound(get_language() or "en", key)
    return found.address if found else ""


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It changes when any of its files does, and only then is anything fetched again."""
    pages = [f"{reverse('v:tablet')}?l={code}" for code, _name in settings.LANGUAGES]
    kept = [reverse("v:tablet"), *pages, *map(static, FILES)]
    script = render_to_string("voice/v/tablet_worker.js", {"files": json.dumps(kept), "version": version(request)})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def version(request: HttpRequest) -> str:
    """A fingerprint of everything that a tablet keeps: its files, and the page as it is shown in every language."""
    found = hashlib.sha256()
    for name in FILES:
        path = finders.find(name)
        if path:
            found.update(Path(path).read_bytes())
    found.update(as_written("voice/v/tablet_worker.js"))
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.update(page(request).content)
    return found.hexdigest()[:16]


def as_written(name: str) -> bytes:
    """A template as it is written."""
    origin = get_template(name).origin  # type: ignore[attr-defined]  # Django's templates have one
    return Path(str(origin.name)).read_bytes()


def listing(request: HttpRequest, note: str) -> JsonResponse:
    """What the tablet keeps, for a leader's pass of today."""
    try:
        journey = unpack(note)
        if journey.mode != "tablet":
            raise cards.Refused(_("This pass is for something else. Start the tablet anew at the desk."))
        organisation = Organisation.objects.get(code=journey.helper_organisation)
        tongues = {"languages": journey.languages, "first": journey.first}
        return JsonResponse(tablet.listing(organisation) | tongues)
    except cards.Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)


def take(request: HttpRequest) -> JsonResponse:
    """Ballots of a tablet, in no order; what became of each, in the order in which they came here."""
    try:
        boxes = json.loads(request.body)["boxes"]
        sealed = [base64.b64decode(box, validate=True) for box in boxes]
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return JsonResponse({"error": "unreadable"}, status=400)
    if not isinstance(boxes, list) or len(sealed) > tablet.MOST:
        return JsonResponse({"error": "unreadable"}, status=400)
    return JsonResponse({"results": [tablet.take(box) for box in sealed]})
