"""Finding places: what to pick from, and the line of places that a place lies in.

Every function brings the names with it: a page of a hundred places asks the database a handful of times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from pakhi.lib.clock import today
from pakhi.network.models import Office, Place

Kind = Place.Kind
DEPTH = 5  # state > district > block or town > gram panchayat or ward > village, and a worksite in it
RUNGS = (
    {Kind.WORKSITE}, {Kind.VILLAGE}, {Kind.WARD, Kind.PANCHAYAT}, {Kind.BLOCK, Kind.TOWN, Kind.SUBDISTRICT},
    {Kind.DISTRICT}, {Kind.STATE},
)  # fmt: skip


def rung(place: Place) -> int:
    """How wide a place is: 0 a worksite, 1 a village … 5 a state."""
    return next(step for step, kinds in enumerate(RUNGS) if place.kind in kinds)


def inside(place: Place, path: str = "") -> Q:
    """Rows whose place (reached by `path`, e.g. "place") is this place or lies in it."""
    found = Q()
    for depth in range(DEPTH + 1):
        steps = "__".join([path] * bool(path) + ["parent"] * depth)
        found |= Q(**{steps or "pk": place.pk})
    return found


def pick(kinds: Iterable[str], within: Place | None = None, on: dt.date | None = None) -> list[Place]:
    """Places of some kinds, on a day (today), perhaps within another, in the order of their names."""
    day = on or today()
    rows = Place.objects.filter(kind__in=list(kinds), valid_from__lte=day)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    if within is not None:
        rows = rows.filter(inside(within))
    return sorted(rows.prefetch_related("names"), key=lambda place: place.name())


def states() -> list[Place]:
    """The states and union territories."""
    return pick([Kind.STATE])


def districts(state: Place | None = None) -> list[Place]:
    """The districts, of one state or of all."""
    return pick([Kind.DISTRICT], state)


def blocks(district: Place) -> list[Place]:
    """The blocks and towns of a district; not the towns that the directory puts under the state only."""
    return pick([Kind.BLOCK, Kind.TOWN], district)


def panchayats(block: Place) -> list[Place]:
    """The gram panchayats of a block, or the wards of a town."""
    return pick([Kind.PANCHAYAT, Kind.WARD], block)


def villages(place: Place) -> list[Place]:
    """The villages of a block or gram panchayat."""
    return pick([Kind.VILLAGE], place)


def served(places: Iterable[Place], on: dt.date | None = None) -> list[Place]:
    """Those of the places in which (or in whose parts) an office is open: what is worth offering."""
    offices = Office.objects.current(on)
    reached = Q()
    for depth in range(DEPTH + 1):
        reached |= Q(**{"__".join(["place"] + ["parent"] * depth): OuterRef("pk")})
    wanted = list(places)
    ids = Place.objects.filter(pk__in=[p.pk for p in wanted]).filter(Exists(offices.filter(reached)))
    kept = set(ids.values_list("pk", flat=True))
    return [place for place in wanted if place.pk in kept]


def place_on(kind: str, code: str, day: dt.date | None = None) -> Place | None:
    """What a directory code meant on a day (today): codes outlive names and borders."""
    day = day or today()
    rows = Place.objects.filter(kind=kind, code=code, valid_from__lte=day)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("-valid_from").first()


def lines(places: Iterable[int]) -> dict[int, list[Place]]:
    """For each id of a place: that place and those it lies in, the nearest first, all with their names."""
    known: dict[int, Place] = {}
    asked = set(places)
    wanted = set(asked)
    while wanted:
        for place in Place.objects.filter(pk__in=wanted).prefetch_related("names"):
            known[place.pk] = place
        wanted = {p.parent_id for p in known.values() if p.parent_id is not None} - known.keys()
    for place in known.values():
        if place.parent_id is not None:
            place.parent = known[place.parent_id]
    return {pk: known[pk].above() for pk in asked if pk in known}


def like(words: str, most: int = 40, on: dt.date | None = None) -> list[Place]:
    """Places whose name, in any language, has these letters in it; the wide ones first, each with the line above it."""
    wanted = " ".join(words.split())
    if len(wanted) < 2:
        return []
    day = on or today()
    rows = Place.objects.filter(names__text__icontains=wanted, valid_from__lte=day).distinct()
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("pk")
    found = lines(rows.values_list("pk", flat=True)[: most * 5])
    nearest = sorted((line[0] for line in found.values()), key=lambda place: (-rung(place), place.name()))
    return nearest[:most]
