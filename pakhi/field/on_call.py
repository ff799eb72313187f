"""The roster tells the room of the case who is on call now."""

from __future__ import annotations

from pakhi.cbr.on_call import WHO, OnCall
from pakhi.field import roster
from pakhi.network.models import Organisation


def on_call(organisation: Organisation) -> list[OnCall]:
    """Who is on call by the roster at this moment."""
    return [OnCall(shift.account.name, shift.ends) for shift in roster.now(organisation)]


WHO.append(on_call)
