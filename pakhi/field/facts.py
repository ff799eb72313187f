"""The nameless rows that the field offers to reports: talks of the study's tools, reports about offices, and (in
facts_line.py) calls and visits.

A day becomes its quarter. A chair that one person holds is somebody: whoever shows age, gender or years in it does so
among many only, by the rules of the reports.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from pakhi.field import facts_line
from pakhi.field.models import Answer, OfficeReport, Talk
from pakhi.lib.clock import Quarter
from pakhi.lib.drawn import drawn
from pakhi.network.kinds import kinds
from pakhi.network.models import Affiliation, Place
from pakhi.network.places import lines

ABOUT = [
    ("room", pa.string()),  # code of the network that the organisation belongs to today, or its own
    ("organisation", pa.string()),  # code
    ("quarter", pa.string()),  # like 2026-27 Q3
]
TALK = pa.schema(
    [
        drawn("talk"),  # joins the answers
        *ABOUT,
        ("tool", pa.string()),  # key_informant | programme_staff | duty_bearer | focus_group
        ("agreed", pa.bool_()),
        ("role", pa.string()),  # of programme staff, or who sat in a group; else ""
        ("office_family", pa.string()),
        ("office_kind", pa.string()),
        ("district", pa.string()),  # directory code, where one was written
        ("block", pa.string()),
    ]
)
ANSWER = pa.schema(
    [
        drawn("talk"),
        ("tool", pa.string()),
        ("question", pa.string()),
        ("place", pa.int32()),  # which repeat it stands in, from 0
        ("value", pa.string()),  # a choice, a number or a day
    ]
)
REPORT = pa.schema(
    [
        *ABOUT,
        ("what", pa.string()),  # a key of OfficeReport.What
        ("source", pa.string()),
        ("state", pa.string()),  # waiting | written | aside
        ("reason", pa.string()),  # why it was set aside; else ""
        ("office_family", pa.string()),
        ("office_kind", pa.string()),
        ("district", pa.string()),  # directory code of the office's district, if the office is in the list
    ]
)
SCHEMAS = {"field_talk": TALK, "field_talk_answer": ANSWER, "field_office_report": REPORT, **facts_line.SCHEMAS}
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    """One row a talk, one a coded answer of a talk, one a report about an office."""
    rooms = networks()
    return {
        "field_talk": [talk(one, rooms) for one in Talk.objects.select_related("organisation").order_by("pk")],
        "field_talk_answer": answers(),
        "field_office_report": facts_line.mixed(reports(rooms)),
        **facts_line.rows(rooms),
    }


def networks() -> dict[int, str]:
    """Organisation id → code of the network it belongs to today (see Organisation.room)."""
    links = Affiliation.objects.current().select_related("network").order_by("-id")
    return {link.member_id: link.network.code for link in links}


def talk(one: Talk, rooms: dict[int, str]) -> Row:
    home = one.organisation
    return {
        "talk": str(one.pk), "room": rooms.get(home.pk, home.code), "organisation": home.code,
        "quarter": str(Quarter.of(one.day)), "tool": one.tool, "agreed": one.agreed, "role": one.role,
        "office_family": one.office_family, "office_kind": one.office_kind, "district": one.district,
        "block": one.block,
    }  # fmt: skip


def answers() -> list[Row]:
    found = Answer.objects.filter(arrival__talk__agreed=True).order_by("arrival__talk", "pk")
    named = found.values_list("arrival__talk", "arrival__talk__tool", "question", "place", "value")
    return [dict(zip(ANSWER.names, (str(number), *rest), strict=True)) for number, *rest in named]


def reports(rooms: dict[int, str]) -> list[Row]:
    found = list(OfficeReport.objects.select_related("organisation", "office", "arrival").defer("arrival__sealed"))
    line = lines({one.office.place_id for one in found if one.office is not None})
    return [report(one, line.get(one.office.place_id, []) if one.office else [], rooms) for one in found]


def report(one: OfficeReport, line: list[Place], rooms: dict[int, str]) -> Row:
    home, kind = one.organisation, one.office.kind if one.office else one.office_kind
    district = next((place.code for place in line if place.kind == Place.Kind.DISTRICT), "")
    return {
        "room": rooms.get(home.pk, home.code), "organisation": home.code, "quarter": str(Quarter.of(one.arrival.on)),
        "what": one.what, "source": one.source, "state": one.state, "reason": one.reason,
        "office_family": kinds()[kind].family if kind in kinds() else one.office_family, "office_kind": kind,
        "district": district,
    }  # fmt: skip
