"""Which part of an identity somebody may read, by what they are to the person: one table, asked at each reveal.

`main`, `stand_in` and `visit` are kinds of assignment; supervisor and manager read about their organisation's people;
`glass` is emergency access. Whoever makes one visit finds the house and calls safely, and reads no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.lib import cells

GROUNDS = ("main", "stand_in", "visit", "supervisor", "manager", "glass")
TABLE = """
part      main stand_in visit supervisor manager glass
names     yes  yes      yes   yes        yes     yes
birth     yes  yes      no    yes        yes     yes
gender    yes  yes      yes   yes        yes     yes
contacts  yes  yes      yes   yes        yes     yes
address   yes  yes      yes   yes        yes     yes
kin       yes  yes      no    yes        yes     yes
papers    yes  yes      no    yes        yes     yes
guardian  yes  yes      yes   yes        yes     yes
file      yes  yes      no    yes        yes     yes
notes     yes  yes      no    yes        yes     yes
"""


def table(text: str) -> dict[str, frozenset[str]]:
    """Part -> the grounds on which it may be read. Raises ValueError on an undecided cell."""
    return cells.read(text, "part", GROUNDS)


FIELDS = table(TABLE)


def closed(parts: Iterable[str], grounds: Iterable[str]) -> list[str]:
    """The parts among these that none of the grounds opens. A part without a row is closed to everybody."""
    held = frozenset(grounds)
    return [part for part in parts if not FIELDS.get(part, frozenset()) & held]
