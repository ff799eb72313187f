"""The product's own fonts (built/fonts/*.woff2): which there are, which a text needs, and unpacked for printing.

A language with a new script needs its font file only.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

STAY = {"Mn", "Mc", "Cf", "Zs"}  # marks, joiners, spaces


def folder() -> Path | None:
    """Where the built fonts are; None if the front end has not been built."""
    found = finders.find("built/fonts")
    return Path(found) if isinstance(found, str) else None


def files(weight: int) -> list[Path]:
    """The font files of a weight, Latin first."""
    home = folder()
    found = home.glob(f"noto-sans-*-{weight}.woff2") if home else iter(())
    return sorted(found, key=lambda path: (not path.name.startswith("noto-sans-latin"), path.name))


@cache
def has(path: Path) -> frozenset[int]:
    """The characters of a font, read without unpacking its outlines."""
    with TTFont(path) as packed:
        return frozenset(packed.getBestCmap())


@cache
def plain(path: Path) -> bytes:
    """A WOFF2 file unpacked to TrueType: a second's work for a large font, done once a process."""
    with TTFont(path) as packed:
        packed.flavor = None
        out = io.BytesIO()
        packed.save(out)
    return out.getvalue()


def best(character: str, paths: list[Path], current: Path) -> Path:
    """The font to draw a character with: marks and spaces stay with the letters before them."""
    stays = unicodedata.category(character) in STAY and ord(character) in has(current)
    return current if stays else next((path for path in paths if ord(character) in has(path)), current)


def needed(text: str, weight: int) -> list[Path]:
    """The fonts of a weight that a text needs, in order; the first always."""
    paths = files(weight)
    used = {best(character, paths, paths[0]) for character in set(text)} if paths else set()
    return [path for path in paths if path in used or path == paths[0]]
