"""Calls and visits as a phone sends them, for tests: plain answers by question."""

from __future__ import annotations

import uuid
from typing import Any

from pakhi.field import publish
from pakhi.field.models import Arrival, Version
from pakhi.field.tests.conftest import Phone
from pakhi.lib.clock import today

CALL = {
    "can_speak": "yes", "danger": "no", "caller": "unnamed", "call_for": "self", "under_18": "no",
    "category": "threat police_court", "urgency": "week", "done": "listened informed", "follow_up": "no",
}  # fmt: skip
VISIT = {
    "desk": "helpdesk", "has_code": "no", "first_visit": "yes", "purpose": "ration pension", "office_visited": "no",
    "outcome": "talked",
}  # fmt: skip
GROUPS = {
    "number": "contacts", "whose": "contacts", "safe_to_call": "contacts", "hours": "contacts",
    "safe_message": "contacts", "cover": "contacts", "text": "names", "block": "address", "district": "address",
}  # fmt: skip


def form(name: str) -> Version:
    """A form of the product, in use."""
    known = Version.objects.filter(form__form_id=name, form__organisation=None, state=Version.State.LIVE).first()
    if known is None:  # as publish.ship() does, for one form alone
        source = (publish.SHIPPED / name / "form.md").read_bytes()
        known = publish.go_live(publish.upload(source, f"{name}.md", None, None))
    return known


def filled(name: str, answers: dict[str, str], instance: str = "") -> str:
    """A record; an answer that is empty is left out."""
    inside: dict[str, str] = {}
    for question, value in answers.items():
        if value:
            group = GROUPS.get(question, "")
            inside[group or question] = inside.get(group or question, "") + f"<{question}>{value}</{question}>"
    body = "".join(f"<{key}>{held}</{key}>" if key in GROUPS.values() else held for key, held in inside.items())
    number = instance or f"uuid:{uuid.uuid4()}"
    version = form(name).version
    return f'<data id="{name}" version="{version}">{body}<meta><instanceID>{number}</instanceID></meta></data>'


def call(phone: Phone, instance: str = "", **answers: Any) -> Arrival:
    """A call is sent; what became of it."""
    return sent(phone, filled("helpline_call", {"day": str(today()), **CALL, **answers}, instance))


def visit(phone: Phone, instance: str = "", **answers: Any) -> Arrival:
    """A visit is sent; what became of it."""
    return sent(phone, filled("helpdesk_day", {"day": str(today()), **VISIT, **answers}, instance))


def sent(phone: Phone, content: str) -> Arrival:
    assert phone.send(content).status_code in {201, 409}
    return Arrival.objects.latest("pk")
