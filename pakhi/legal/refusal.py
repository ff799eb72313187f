"""When the police do not act: what comes next by the law of the day, and how long it has been."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from pakhi.cbr.models import Thread
from pakhi.legal import law
from pakhi.legal.law import Route
from pakhi.lib.clock import today

WAITED = {"concern", "missing_report", "refused", "sp_written", "magistrate"}  # no FIR yet


@dataclass(frozen=True)
class Proposed:
    """What comes next for one police case. `days`: since the police were told, or the state came; `duty`: what the law
    says of an officer who refuses.
    """

    fir: Thread
    step: Route
    days: int
    duty: Route | None


def proposed(fir: Thread, now: dt.date | None = None) -> Proposed | None:
    """The next lawful step; nothing where the police act. The law is that of the day on which the state came."""
    now = now or today()
    since, known = fir.since or now, law.routes()
    step = next((one for one in known[0] if one.start == fir.state and one.holds(since)), None)
    if step is None:
        return None
    start = fir.opened_on if fir.state in WAITED and fir.opened_on else since
    duty = next((one for one in known[1] if fir.state in WAITED and one.holds(start)), None)
    return Proposed(fir, step, (now - start).days, duty)


def letter_page(person: str, letter: str) -> str:
    """The address of a letter of the room of rights; empty where no letter helps."""
    return f"{reverse('entitlements:letters', args=[person])}?letter={letter}" if letter else ""
