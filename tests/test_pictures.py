"""Every picture and icon that a template names is drawn: a name without a drawing leaves a hole in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((HOME / "pakhi").rglob("templates/**/*.html"))
PICTURES = set(re.findall(r'<symbol id="([^"]+)"', (HOME / "pakhi/site/static/v/pictures.svg").read_text()))
ICONS = set((HOME / "web/icons.txt").read_text().split())
NAMED = {
    "pictures": (re.compile(r"""\bpicture="([^"]+)"|{% picture "([^"]+)"|pictures\.svg' %}#([a-z][\w-]*)"""), PICTURES),
    "icons": (re.compile(r"""{% icon "([^"]+)"|\bicon="([^"]+)\""""), ICONS),
}


@pytest.mark.parametrize("kind", NAMED)
def test_every_name_has_its_drawing(kind: str) -> None:
    pattern, drawn = NAMED[kind]
    named = [
        (path.name, next(filter(None, found))) for path in TEMPLATES for found in pattern.findall(path.read_text())
    ]
    assert len(named) > 10
    assert [(page, name) for page, name in named if name not in drawn] == []
