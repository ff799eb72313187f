"""The demonstration's places: real states, districts and blocks, invented panchayats and villages."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pakhi.network.models import Place, PlaceName
from pakhi.site.demo.names import Names, named

FILE = Path(__file__).with_name("places.yaml")
VILLAGES_EACH, SURVIVORS_EACH = 16, 65  # an organisation, where the file gives no number for the district
A_PANCHAYAT = 5  # villages


@dataclass
class Spot:
    """A place and its names, before and after it is saved, and the spots in it."""

    place: Place
    names: Names
    parts: list[Spot] = field(default_factory=list)


@dataclass
class District:
    """A district's spots, and how many organisations and survivors the network has there."""

    spot: Spot
    blocks: list[Spot]  # those of the network
    outside: Spot | None
    organisations: int
    survivors: int


def lay_ground(scale: str, rng: random.Random) -> list[District]:
    """Make and save the places of a scale, widest first."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rows = [row for row in written["districts"] if scale == "state" or row.get("pat")]
    wanted = {row["state"] for row in rows}
    states = {
        row["code"]: _spot("state", row["code"], None, named(written["languages"], row["names"]))
        for row in written["states"]
        if row["code"] in wanted
    }
    _save(list(states.values()))
    districts = [_district(row, states[row["state"]], written["languages"]) for row in rows]
    _save([district.spot for district in districts])
    _save([block for district in districts for block in district.spot.parts])
    for row, district in zip(rows, districts, strict=True):
        invent = _village_names(written["villages"][row["state"]], written["languages"], rng)
        _settle(district, row.get("villages", VILLAGES_EACH * district.organisations), invent)
    panchayats = [panchayat for d in districts for block in d.blocks for panchayat in block.parts]
    _save(panchayats)
    _save([village for panchayat in panchayats for village in panchayat.parts])
    return districts


def _spot(kind: str, code: str, parent: Spot | None, names: Names) -> Spot:
    spot = Spot(Place(kind=kind, code=code, parent=parent.place if parent else None), names)
    if parent:
        parent.parts.append(spot)
    return spot


def _district(row: dict[str, Any], state: Spot, languages: list[str]) -> District:
    spot = _spot("district", row["code"], state, named(languages, row["names"]))
    blocks = {code: _spot("block", str(code), spot, named(languages, names)) for code, *names in row["blocks"]}
    outside = blocks.pop(row.get("outside"), None)
    organisations = row.get("organisations", 1)
    survivors = row.get("survivors", SURVIVORS_EACH * organisations)
    return District(spot, list(blocks.values()), outside, organisations, survivors)


def _village_names(parts: dict[str, list[list[str]]], languages: list[str], rng: random.Random) -> list[Names]:
    """Every bird or tree with every ending, shuffled."""
    made = [
        named(languages, [first + last for first, last in zip(stem, ending, strict=True)])
        for stem in parts["stems"]
        for ending in parts["endings"]
    ]
    rng.shuffle(made)
    return made


def _settle(district: District, villages: int, invent: list[Names]) -> None:
    """Share villages out among the blocks, and there among panchayats, called after their first village."""
    for block, share in zip(district.blocks, shares(villages, len(district.blocks)), strict=True):
        for size in shares(share, max(1, round(share / A_PANCHAYAT))):
            code = f"demo-{district.spot.place.code}-{len(invent)}"
            panchayat = _spot("panchayat", code, block, invent[-1])
            for _ in range(size):
                code = f"demo-{district.spot.place.code}-{len(invent)}"
                _spot("village", code, panchayat, invent.pop())


def shares(whole: int, among: int) -> list[int]:
    """A whole number shared out as evenly as can be: shares(8, 3) is [3, 3, 2]."""
    return [whole // among + (part < whole % among) for part in range(among)]


def _save(spots: list[Spot]) -> None:
    Place.objects.bulk_create([spot.place for spot in spots])
    PlaceName.objects.bulk_create(
        [
            PlaceName(place=spot.place, language=language, text=text)
            for spot in spots
            for language, text in spot.names.items()
        ]
    )
