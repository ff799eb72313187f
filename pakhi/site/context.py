"""What every template may use: language, direction, navigation, the demonstration banner, definitions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from pakhi.reports.definitions import DEFINITIONS
from pakhi.site.languages import languages
from pakhi.site.navigation import navigation


def look(request: HttpRequest) -> dict[str, Any]:
    """The context that both sites' base templates need."""
    code = translation.get_language() or "en"
    language = next((known for known in languages() if known.code == code), languages()[0])
    context: dict[str, Any] = {
        "language": code,
        "languages": languages(),
        "direction": language.dir,
        "demonstration": settings.DEMONSTRATION,
        "definitions": DEFINITIONS,
    }
    if request.path.startswith("/desk/"):
        context["navigation"] = SimpleLazyObject(lambda: navigation(request))
    return context
