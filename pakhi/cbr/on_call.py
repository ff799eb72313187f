"""Who is on call now, as the rooms above know it: they name themselves here, since this room looks down alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from pakhi.network.models import Organisation


@dataclass(frozen=True)
class OnCall:
    """A colleague who answers now, by name, and until when."""

    name: str
    until: dt.datetime


WHO: list[Callable[[Organisation], list[OnCall]]] = []


def now(organisation: Organisation) -> list[OnCall]:
    """Everybody who is on call in an organisation at this moment."""
    return [one for ask in WHO for one in ask(organisation)]
