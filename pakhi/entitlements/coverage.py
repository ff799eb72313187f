"""Which states have rows of their own, and which do not: every state and union territory is in the list, always."""

from __future__ import annotations

from dataclasses import dataclass

from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import COUNTRY, Catalogue, Row, Sort


@dataclass(frozen=True)
class Covered:
    """What the catalogue has for a jurisdiction. `rows`: dated rows of its own; `names`: only the name is known.

    `signed`: how many of the dated rows a lawyer has signed; `unverified`: how many are from memory. `note`: what was
    looked at, and what was not.
    """

    code: str
    name: str
    rows: int
    names: int
    signed: int
    unverified: int
    note: str = ""

    @property
    def researched(self) -> bool:
        """Whether there is at least one dated row of its own."""
        return self.rows > 0

    @property
    def says(self) -> str:
        """The state of the research in one sentence, in English; pages say it through gettext."""
        return "Rows of its own." if self.researched else "Not yet researched."


def coverage(catalogue: Catalogue | None = None) -> list[Covered]:
    """The whole country first, then each state and union territory by its name."""
    there = catalogue or read()
    by_place: dict[str, list[Row]] = {}
    for row in there.rows:
        by_place.setdefault(row.jurisdiction, []).append(row)
    states = sorted(there.states.values(), key=lambda state: state.name)
    places = [(COUNTRY, "India", ""), *((state.code, state.name, state.note) for state in states)]
    return [_covered(code, name, note, by_place.get(code, [])) for code, name, note in places]


def _covered(code: str, name: str, note: str, rows: list[Row]) -> Covered:
    dated = [row for row in rows if row.sort is not Sort.NAME]
    return Covered(
        code=code,
        name=name,
        rows=len(dated),
        names=len(rows) - len(dated),
        signed=sum(row.signed is not None for row in dated),
        unverified=sum(not row.verified for row in dated),
        note=note,
    )
