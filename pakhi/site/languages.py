"""Languages are data: languages.yaml lists them; a new row and a folder of translations add one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("languages.yaml")


@dataclass(frozen=True)
class Language:
    """One language as a page needs it. `zero` is its digit nought; `reviewed` by a native speaker or not."""

    code: str
    name: str
    english: str
    dir: str
    zero: str
    reviewed: bool
    font: str = ""


@cache
def languages() -> tuple[Language, ...]:
    """The shipped languages in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Language(r["code"], r["name"], r["english"], r["dir"], r["zero"], bool(r["reviewed"]), r.get("font", ""))
        for r in rows
    )
