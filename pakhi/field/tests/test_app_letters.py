"""Every character that the app says is in the letters that it brings, and is asked of the right file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from pakhi.field.pages import app as pages
from pakhi.field.tests.test_app import WEB, WORDS

SCRIPTS = {"bn": "Bengali", "hi": "Devanagari", "te": "Telugu"}
FORMS = Path(__file__).resolve().parents[3] / "forms"
FACE = re.compile(r'@font-face { font-family: "(\w+)";.*?url\("([^"]+)"\).*?unicode-range: ([^;]+);')
CSS = (WEB / "door.css").read_text()


def faces() -> dict[str, tuple[Path, set[int]]]:
    """Name -> the file as it is built, and the characters for which it is asked."""
    out = {}
    for name, address, ranges in FACE.findall(CSS):
        asked = set[int]()
        for part in ranges.split(","):
            first, _dash, last = part.strip().removeprefix("U+").partition("-")
            asked |= set(range(int(first, 16), int(last or first, 16) + 1))
        out[name] = (pages.built("list.json").parents[1] / "fonts" / Path(address).name, asked)
    return out


@pytest.mark.parametrize("code", SCRIPTS)
def test_the_letters_have_every_character_of_the_apps_words_and_of_the_forms(code: str) -> None:
    file, asked = faces()[SCRIPTS[code]]
    texts = [*WORDS[code].values(), *(path.read_text() for path in FORMS.glob("*/form.md"))]
    start, end = {"bn": (0x980, 0x9FF), "hi": (0x900, 0x97F), "te": (0xC00, 0xC7F)}[code]
    said = {ord(sign) for text in texts for sign in text if start <= ord(sign) <= end or ord(sign) in {0x200C, 0x200D}}
    said |= {ord(sign) for text in WORDS[code].values() for sign in text if sign in "।॥"}
    held = set(TTFont(file).getBestCmap())
    assert len(said) > 40
    assert {chr(sign) for sign in said - held} == set()
    assert {chr(sign) for sign in said - asked} == set()


def test_our_letters_come_before_the_phones_general_ones() -> None:
    """Chromium keeps the boxes of words that it met while system-ui stood first (tests/browser/test_field_home.py)."""
    family = re.search(r"body {[^}]*font: [^;]*1\.6 ([^;]+);", CSS)
    assert family
    assert family[1].startswith("var(--letters), system-ui")
    assert {name for name in SCRIPTS.values() if name not in faces()} == set()
