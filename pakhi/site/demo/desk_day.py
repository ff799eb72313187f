"""The demonstration's helpdesk of today at CBO One: who was helped, who is at the desk, who waits, who left. Invented.

Everything goes through the verbs that pages use.
"""

from __future__ import annotations

import datetime as dt

from pakhi.field import queue
from pakhi.field.models import Turn
from pakhi.lib.clock import today
from pakhi.site.demo.network import Demo
from pakhi.vault import assign, scope

State = Turn.State
WEEK = dt.timedelta(days=7)
PAPERS = {"outcome": "papers_missing", "papers_missing": "income residence", "first_visit": "yes"}
CAME: tuple[tuple[str, bool, State, dict[str, str]], ...] = (  # what for, with her code, where she is, what came of it
    ("ration", False, State.DONE, {"outcome": "settled", "first_visit": "yes"}),
    ("certificate pension", True, State.DONE, PAPERS),
    ("bank", False, State.DONE, {"outcome": "handed_in", "receipt": "yes", "first_visit": "no"}),
    ("information", False, State.LEFT, {}),
    ("compensation court", True, State.AT_DESK, {}),
    ("identity", False, State.WAITING, {}),
    ("health", False, State.WAITING, {}),
    ("work bank", False, State.WAITING, {}),
)


def fill(demo: Demo) -> int:
    """The turns of today at CBO One's helpdesk, written by Mou. Gives how many."""
    one, mou = demo.areas[0].organisation, demo.accounts["mou"]
    with scope.bound(one.code):
        codes = [held.code for held in assign.caseload(mou)[:2]]
        for place, (purpose, coded, state, said) in enumerate(CAME):
            typed = {"desk": "helpdesk", "purpose": purpose, "person": codes.pop() if coded and codes else ""}
            turn = queue.come(one, typed, mou, f"demonstration-{place}", lambda _code: True)
            if state == State.DONE:
                again = str(today() + WEEK) if said["outcome"] == "papers_missing" else ""
                queue.finish(turn, said | {"next_day": again}, mou)
            elif state != State.WAITING:
                queue.move(turn, state, State.WAITING, mou)
    return len(CAME)
