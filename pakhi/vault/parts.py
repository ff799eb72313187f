"""What of an identity can be compared with another: names, year of birth, village, numbers of telephones and papers.

Identities are written by pages, telephones and imports; a part may hold a text, a list of them, or rows with keys.
What is understood: `{"names": [{"text": …}]}`, `{"date": "1999-03"}` or `{"year": 1999}`, `{"village": …}`,
`{"contacts": [{"number": …}]}`, `{"papers": [{"type": …, "number" or "last": …}]}`. What is not is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pakhi.lib.codes import BadCode, plain_digits

ABOUT = {"script", "language", "kind", "type", "precision", "since", "until", "note", "relation"}  # no names
VILLAGE = ("village", "hamlet", "ward", "place")
NUMBER = ("number", "last", "last_digits", "digits", "text")
SPELT = re.compile(r"\+?\(?\d[\d\s().\-/–]{4,}\d")


def texts(content: Any, leave: set[str] = ABOUT) -> Iterator[str]:
    """Every text in a part, however it is nested, except those that only say what another text is."""
    if isinstance(content, str):
        if content.strip():
            yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            if key not in leave:
                yield from texts(value, leave)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from texts(value, leave)


def figures(written: str) -> str:
    """The same text with the figures of every script as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in unicodedata.normalize("NFKC", written))


def names(content: Any) -> list[str]:
    """Every name and alias, in any script."""
    return list(dict.fromkeys(texts(content)))


def year(content: Any) -> int | None:
    """The year of birth, if one is there; figures of any script."""
    values = content.values() if isinstance(content, dict) else [content]
    for value in values:
        written = figures(str(value)) if isinstance(value, str | int) else ""
        if found := re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", written):
            return int(found[1])
    return None


def village(content: Any) -> str:
    """The village as it is written; empty if it is not said."""
    if isinstance(content, dict):
        return next((str(content[key]) for key in VILLAGE if content.get(key)), "")
    return ""


def phones(content: Any) -> set[str]:
    """Every telephone number as digits: ten for India, without +91 or a first 0; others as they are dialled."""
    found = set()
    for written in texts(content):
        found |= {number for spelt in SPELT.findall(figures(written)) for number in _numbers(spelt)}
    return found


def phone(written: str) -> str:
    """One telephone number as digits. Raises BadCode if it is none."""
    digits = plain_digits(re.sub(r"[+().]", " ", written)).removeprefix("00")
    if len(digits) == 12 and digits.startswith("91"):
        digits = digits[2:]
    elif len(digits) == 11 and digits.startswith("0"):
        digits = digits[1:]
    if not 6 <= len(digits) <= 15:
        raise BadCode
    return digits


def _numbers(spelt: str) -> Iterator[str]:
    """A line may hold two numbers with a stroke between: each, if each is long enough; else all of it as one."""
    apart = spelt.split("/")
    for one in apart if all(len(re.sub(r"\D", "", part)) >= 6 for part in apart) else [spelt.replace("/", "")]:
        try:
            yield phone(one)
        except BadCode:
            continue


def papers(content: Any) -> set[str]:
    """Every paper as `type:NUMBER`, letters and figures only; often the last figures are all that is kept."""
    rows = content.get("papers", [content]) if isinstance(content, dict) else content
    found = set()
    for row in rows if isinstance(rows, list | tuple) else []:
        if isinstance(row, dict):
            number = next((paper(str(row[key])) for key in NUMBER if row.get(key)), "")
            if len(number) >= 3:
                found.add(f"{str(row.get('type') or row.get('kind') or '').strip().lower()}:{number}")
    return found


def paper(written: str) -> str:
    """A paper's number: capital letters and ASCII figures, nothing between them."""
    return "".join(c for c in figures(written).upper() if c.isalnum())
