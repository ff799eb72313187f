"""The nameless rows of the helpline and the helpdesk: one a call, one a visit. No person, no worker, no day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pakhi.field.models import Call, DeskVisit, FollowUp
from pakhi.lib.clock import Quarter

S, B, N = pa.string(), pa.bool_(), pa.int32()
ABOUT = [("room", S), ("organisation", S), ("quarter", S)]
CALL = pa.schema(
    [*ABOUT, ("caller", S), ("can_speak", S), ("danger", S), ("call_for", S), ("under_18", S), ("urgency", S),
     ("category", S), ("done", S),  # JSON lists of codes of the form helpline_call, in alphabetical order
     ("referred", N),  # to how many offices
     ("referred_agreed", N),  # of these with her yes, or hers and her guardian's
     ("follow_ups", N), ("follow_ups_done", N), ("follow_ups_open", N)]
)  # fmt: skip
VISIT = pa.schema(
    [*ABOUT, ("desk", S), ("has_code", B), ("first", B), ("purpose", S), ("office_family", S), ("office_kind", S),
     ("went_along", S), ("outcome", S), ("receipt", B), ("papers", S)]  # receipt: null where none was asked for
)  # fmt: skip
SCHEMAS = {"field_call": CALL, "field_visit": VISIT}
State = FollowUp.State


def rows(rooms: dict[int, str]) -> dict[str, list[dict[str, Any]]]:
    """All rows, sorted by what is in them, so that their order says nothing. `rooms`: organisation id -> network."""
    calls = Call.objects.select_related("organisation").prefetch_related("referrals", "follow_ups")
    visits = DeskVisit.objects.select_related("organisation")
    return {
        "field_call": mixed(call(one, rooms) for one in calls.iterator(chunk_size=1000)),
        "field_visit": mixed(visit(one, rooms) for one in visits.iterator(chunk_size=1000)),
    }


def mixed(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def codes(values: list[str]) -> str:
    return json.dumps(sorted(values))


def about(one: Call | DeskVisit, rooms: dict[int, str]) -> dict[str, Any]:
    code = one.organisation.code
    return {
        "room": rooms.get(one.organisation_id, code), "organisation": code, "quarter": str(Quarter.of(one.day)),
    }  # fmt: skip


def call(one: Call, rooms: dict[int, str]) -> dict[str, Any]:
    same = ("caller", "can_speak", "danger", "call_for", "under_18", "urgency")
    states = [row.state for row in one.follow_ups.all()]
    agreed = [row.agreed for row in one.referrals.all()]
    return {
        **about(one, rooms), **{name: getattr(one, name) for name in same}, "category": codes(one.category),
        "done": codes(one.done), "referred": len(agreed), "referred_agreed": sum(yes != "nobody" for yes in agreed),
        "follow_ups": sum(state != State.MOVED for state in states), "follow_ups_done": states.count(State.DONE),
        "follow_ups_open": states.count(State.OPEN),
    }  # fmt: skip


def visit(one: DeskVisit, rooms: dict[int, str]) -> dict[str, Any]:
    same = ("desk", "first", "office_family", "office_kind", "went_along", "outcome", "receipt")
    return {
        **about(one, rooms), **{name: getattr(one, name) for name in same}, "has_code": bool(one.person),
        "purpose": codes(one.purpose), "papers": codes(one.papers),
    }  # fmt: skip
