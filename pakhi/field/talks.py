"""The study's four tools: each talk becomes a row of codes, its coded answers beside it; texts stay sealed.

Nobody of the vault is in a talk, but an official or an informant may be: only what the form offers is kept as a code.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from pakhi.field import extras, publish
from pakhi.field.asked import asked
from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.models import Talk, Version
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.network.models import Place
from pakhi.network.places import place_on
from pakhi.vault.parts import figures

Tool = Talk.Tool
COLUMNS = frozenset({"day", "agreed"})  # they stand in the talk's own row
ROLES = {Tool.PROGRAMME_STAFF: "role", Tool.FOCUS_GROUP: "who"}
MANY = "select all that apply"


def take(sent: Sent) -> Taken:
    """Keep a talk in codes. The same record again writes the same row. Where they did not agree, only that is kept."""
    record, arrival = sent.record, sent.arrival
    version = publish.known(sent.organisation, record.form_id, record.version)
    if arrival is None or version is None:
        raise Refusal("fault")
    offered(record, version)
    agreed = needed(record, "agreed") == "yes"
    about = row(record, Tool(record.form_id)) if agreed else {}
    kept = record if agreed else Record(record.instance, record.form_id, record.version, ())
    with transaction.atomic():
        Talk.objects.update_or_create(
            arrival=arrival,
            defaults={
                "organisation": sent.organisation, "tool": record.form_id, "day": day_of(record), "agreed": agreed,
                **about,
            },
        )  # fmt: skip
        extras.write(arrival, kept, version, COLUMNS)
    return Taken()


def row(record: Record, tool: Tool) -> dict[str, str]:
    """Who spoke and where, in codes."""
    chair = tool == Tool.DUTY_BEARER
    return {
        "role": record.get(ROLES[tool]) if tool in ROLES else "",
        "office_family": record.get("office_family") if chair else "",
        "office_kind": record.get("office_kind") if chair else "",
        "district": place_code(record.get("district"), Place.Kind.DISTRICT),
        "block": place_code(record.get("block"), Place.Kind.BLOCK, Place.Kind.TOWN),
    }


def offered(record: Record, version: Version) -> None:
    """Raises Refusal for an answer that the form does not offer: a name could be sent in a code's place."""
    questions = asked(bytes(version.xform), "en")
    for one in record.answers:
        choices = questions[one.name].choices if one.name in questions else {}
        if choices and not set(one.value.split()) <= set(choices):
            raise Refusal("answer", one.name)


def day_of(record: Record) -> dt.date:
    """The day of the talk. Raises Refusal for none, and for one that has not come yet."""
    written = needed(record, "day")
    try:
        day = dt.date.fromisoformat(written[:10])
    except ValueError:
        raise Refusal("answer", "day") from None
    if day > today():
        raise Refusal("answer", "day")
    return day


def needed(record: Record, question: str) -> str:
    if not (value := record.get(question)):
        raise Refusal("missing", question)
    return value


def place_code(written: str, *kinds: str) -> str:
    """The directory's code, where somebody wrote that; a name is no code and stays sealed."""
    digits = figures(written.strip())
    known = digits.isascii() and digits.isdigit() and any(place_on(kind, digits) for kind in kinds)
    return digits if known else ""


for _tool in Tool.values:
    handles(_tool)(take)
