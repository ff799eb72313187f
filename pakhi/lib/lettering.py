"""How wide a text will be in a drawing, and where it is broken into lines: Latin and the scripts of India.

An estimate that is rather too wide than too narrow, since nobody measures letters on a server.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

VIRAMAS = "\u09cd\u094d\u0c4d\u0acd\u0a4d\u0b4d\u0bcd\u0ccd\u0d4d"
JOINERS = "\u200d\u200c"
THIN, WIDE = "iIjlftr.,:;'|!()[]-·", "mMwW@%"
MORE = "…"


def width(text: str, size: float) -> float:
    """The width of a line of text in letters of this size, in the same unit."""
    return size * sum(em(sign) for sign in text)


def em(sign: str) -> float:
    """The width of one sign, as a share of the size of the letters."""
    kind = unicodedata.category(sign)
    if kind in {"Mn", "Me", "Cf"}:
        return 0.0
    if kind == "Mc":
        return 0.5
    if sign == " ":
        return 0.3
    if sign in THIN:
        return 0.42
    if sign in WIDE:
        return 0.98
    if kind == "Lu":
        return 0.74
    return 0.62 if ord(sign) < 0x250 else 0.82


def clusters(text: str) -> Iterator[str]:
    """What is read as one letter: a sign with its marks, and consonants that are joined."""
    held = ""
    for sign in text:
        joins = unicodedata.category(sign) in {"Mn", "Mc", "Me"} or sign in JOINERS
        if held and not joins and held[-1] not in VIRAMAS and held[-1] not in JOINERS:
            yield held
            held = ""
        held += sign
    if held:
        yield held


def wrap(text: str, size: float, most: float, lines: int) -> tuple[str, ...]:
    """A text in at most so many lines, none wider than `most`; what does not fit ends with an ellipsis."""
    out, line = list[str](), ""
    for word in pieces(text, size, most):
        longer = f"{line} {word}".strip()
        if width(longer, size) <= most:
            line = longer
        else:
            out, line = [*out, line], word
    out = [one for one in [*out, line] if one]
    if len(out) > lines:
        out = [*out[: lines - 1], cut(" ".join(out[lines - 1 :]), size, most)]
    return tuple(out)


def pieces(text: str, size: float, most: float) -> Iterator[str]:
    """The words of a text; one that is wider than a line comes in parts."""
    for word in text.split():
        part = ""
        for one in clusters(word):
            if part and width(part + one, size) > most:
                yield part
                part = ""
            part += one
        if part:
            yield part


def cut(text: str, size: float, most: float) -> str:
    """As much of a text as fits with an ellipsis."""
    kept = ""
    for one in clusters(text):
        if width(kept + one + MORE, size) > most:
            break
        kept += one
    return kept.rstrip() + MORE
