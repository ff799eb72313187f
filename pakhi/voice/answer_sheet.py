"""The answer sheet to print: pictures, circles to tick, and sixteen boxes. It says nothing to whoever finds it.

A page for the one who reads aloud comes first; the sheet itself follows, to be copied as often as there are people.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML

from pakhi.lib.paper import without_empty
from pakhi.network.kinds import kinds
from pakhi.network.models import Holder, Office
from pakhi.voice.questions import FACE_WORDS, FACES, Question, questionnaire
from pakhi.voice.sheet import fonts

SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.S)
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="96" height="96" fill="#e4e4e4" stroke="#000" '
    'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{drawing}</svg>'
)


@cache
def pictures() -> dict[str, str]:
    """Our pictograms as pictures of their own, in black and grey, by name."""
    path = finders.find("v/pictures.svg")
    if path is None:
        raise FileNotFoundError("v/pictures.svg")
    found = SYMBOL.findall(Path(path).read_text(encoding="utf-8"))
    return {
        name: "data:image/svg+xml," + quote(DRAWN.format(box=box, drawing=drawing.replace("currentColor", "#000")))
        for name, box, drawing in found
    }


def answer_sheet(office: Office, holder: Holder | None, language: str, with_words: bool = False) -> bytes:
    """A PDF of two pages in a language: what is read aloud, and the sheet about an office or who sits in it.

    The sheet carries the mark of whom it is about and no name; questions stand on it in words only where asked for.
    """
    with translation.override(language):
        html = render_to_string("voice/answer_sheet.html", context(office, holder, language, with_words))
    return bytes(HTML(string=html).write_pdf(finisher=without_empty))


def context(office: Office, holder: Holder | None, language: str, with_words: bool) -> dict[str, Any]:
    """What the two pages hold."""
    asked, drawn = questionnaire(), pictures()
    place = office.place.name()
    about = f"{holder.name()}, {office.name()}" if holder else office.name()

    def line(number: int, question: Question) -> dict[str, Any]:
        return {"number": number, "picture": drawn[question.picture], "words": question.words}

    many = len(asked.items)
    return {
        "language": language, "fonts": fonts(), "with_words": with_words,
        "mark": holder.code if holder else office.code,
        "about": about if place in about else f"{about} ({place})",
        "family": drawn[kinds()[office.kind].family], "worker": drawn["worker"] if holder else "",
        "faces": [{"picture": drawn[f"face-{face}"], "words": FACE_WORDS[face]} for face in FACES],
        "na": drawn["does-not-apply"], "yes": drawn["yes"], "no": drawn["no"], "card": drawn["card"],
        "items": [line(n + 1, q) for n, q in enumerate(asked.items)],
        "yesno": [line(many + n + 1, q) for n, q in enumerate(asked.yesno)],
        "themes_number": many + len(asked.yesno) + 1,
        "themes": [line(0, q) for q in asked.themes],
        "boxes": [range(4)] * 4,
    }  # fmt: skip
