"""The nameless rows that the network room offers to reports: offices, workers' posts, places."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pyarrow as pa

from pakhi.network.kinds import kinds
from pakhi.network.models import Affiliation, Holder, Office, Place
from pakhi.network.places import lines

OFFICE = pa.schema(
    [
        ("room", pa.string()),  # code of the network in which voices are counted; "" : every network
        ("ratee", pa.string()),  # code of an office, or of a holder of a post
        ("level", pa.string()),  # office | holder
        ("office", pa.string()),  # code of the office (the ratee itself for level=office)
        ("organisation", pa.string()),  # code, for an organisation's own desk and its workers; else ""
        ("kind", pa.string()),  # key of office_kinds.yaml
        ("family", pa.string()),  # picture family of the kind
        ("names", pa.string()),  # JSON {"en": …, "bn": …}
        ("place", pa.string()),  # JSON names of the nearest place
        ("block", pa.string()),  # JSON names of the block or town, "" if none
        ("district", pa.string()),  # the district's directory code
        ("district_names", pa.string()),  # JSON names
        ("state", pa.string()),
        ("single_holder", pa.bool_()),  # the office has one holder, so a figure about it is about a person
    ]
)
SCHEMAS = {"network_office": OFFICE}
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    """One row an office and one a holder of a post, past ones too, as network_office.

    The people in them are those that hold posts; a survivor holds none.
    """
    offices = list(Office.objects.select_related("organisation").order_by("code"))
    line = lines({office.place_id for office in offices})
    rooms = _rooms()
    alone = Counter(Holder.objects.current().values_list("post__office_id", flat=True))
    about: dict[int, Row] = {}
    for office in offices:
        about[office.pk] = _office(office, line[office.place_id], rooms, alone[office.pk] == 1)
    holders = Holder.objects.select_related("post").order_by("code")
    return {"network_office": [*about.values(), *(_holder(h, about[h.post.office_id]) for h in holders)]}


def _rooms() -> dict[int, str]:
    """Organisation id → code of the network it belongs to today (see Organisation.room)."""
    links = Affiliation.objects.current().select_related("network").order_by("-id")
    return {link.member_id: link.network.code for link in links}


def _office(office: Office, line: list[Place], rooms: dict[int, str], alone: bool) -> Row:
    kind, own = kinds()[office.kind], office.organisation
    kind_of = {place.kind: place for place in reversed(line)}
    district, state = kind_of.get("district"), kind_of.get("state")
    return {
        "room": rooms.get(own.pk, own.code) if own else "",
        "ratee": office.code,
        "level": "office",
        "office": office.code,
        "organisation": own.code if own else "",
        "kind": office.kind,
        "family": kind.family,
        "names": _json(office.names),
        "place": _place_names(line[0]),
        "block": _place_names(kind_of.get("block") or kind_of.get("town")),
        "district": district.code if district else "",
        "district_names": _place_names(district),
        "state": state.code if state else "",
        "single_holder": kind.person or alone,
    }


def _holder(holder: Holder, office: Row) -> Row:
    """A holder's row: the office's, under her own code and name. Survivors know workers by name."""
    languages = dict.fromkeys([*holder.names, *holder.post.names])
    names = {code: f"{holder.name(code)}, {holder.post.name(code)}" for code in languages}
    return {**office, "ratee": holder.code, "level": "holder", "names": _json(names), "single_holder": True}


def _place_names(place: Place | None) -> str:
    if place is None:
        return ""
    names = {name.language: name.text for name in place.names.all() if name.holds(place.valid_to)}
    return _json({"en": place.name("en"), **names})


def _json(names: dict[str, str]) -> str:
    return json.dumps(names, ensure_ascii=False, sort_keys=True)
