"""The sheet of voice cards to print: a QR code, sixteen digits and words that say nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML

from pakhi.lib.paper import without_empty
from pakhi.voice.models import Stack

PER_PAGE = 10


def fonts() -> dict[str, str]:
    """Addresses of the shipped fonts by script, for the print styles."""
    found = {}
    for script in ("latin", "bengali", "devanagari", "telugu"):
        path = finders.find(f"built/fonts/noto-sans-{script}-400.woff2")
        if path:
            found[script] = Path(path).as_uri()
    return found


def grouped(number: str) -> str:
    """Digits by four, as they are read aloud."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def sheet(stack: Stack, numbers: Sequence[str], address: str) -> bytes:
    """A PDF of cards in random order, ten on an A4 page. The numbers are nowhere else afterwards."""
    shuffled = list(numbers)
    secrets.SystemRandom().shuffle(shuffled)
    cards = [
        {"number": grouped(n), "qr": segno.make(f"{address}#{n}", error="m").svg_data_uri(border=1)} for n in shuffled
    ]
    pages = [cards[i : i + PER_PAGE] for i in range(0, len(cards), PER_PAGE)]
    html = render_to_string("voice/sheet.html", {"stack": stack, "pages": pages, "address": address, "fonts": fonts()})
    return bytes(HTML(string=html).write_pdf(finisher=without_empty))
