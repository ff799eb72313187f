"""The demonstration's helpdesk at CBO One: the register of some weeks, and today's queue. All invented.

Everything goes through the verbs that pages use.
"""

from __future__ import annotations

import datetime as dt
import random

from pakhi.field import desks, queue
from pakhi.field.models import Turn
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.site.demo.network import Demo
from pakhi.vault import assign, scope

State = Turn.State
WEEK = dt.timedelta(days=7)
PAPERS = {"outcome": "papers_missing", "papers_missing": "income residence", "first_visit": "yes"}
VISITS, WEEKS = 48, 10
DESKS = ("helpdesk", "helpdesk", "safety_centre", "camp")
FOR = ("ration", "certificate", "bank", "work", "health", "pension", "identity", "compensation")
BLOCK_OFFICE = {
    "office_visited": "yes", "office_family": "block-office", "office_kind": "bdo", "went_along": "worker",
}  # fmt: skip
BECAME = (
    {"outcome": "settled"}, {"outcome": "settled"}, {"outcome": "handed_in", "receipt": "yes"},
    {"outcome": "handed_in", "receipt": "no"}, {"outcome": "papers_missing", "papers_missing": "income"},
    {"outcome": "papers_missing", "papers_missing": "residence"},
)  # fmt: skip
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
    """The turns of today at CBO One's helpdesk, written by Mou, and the visits before. Gives how many turns."""
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
        before(one, mou, random.Random(f"helpdesk {demo.seed}"))  # noqa: S311 - invented on purpose
    return len(CAME)


def before(one: Organisation, mou: Account, chance: random.Random) -> None:
    """The register of the last weeks: nobody gave a code, some were at an office."""
    for place in range(VISITS):
        purposes = chance.sample(FOR, chance.choice((1, 1, 2)))
        typed = {
            "day": str(today() - dt.timedelta(days=chance.randrange(1, WEEKS * 7))), "desk": chance.choice(DESKS),
            "first_visit": chance.choice(("yes", "no")), "purpose": " ".join(purposes),
            **(BLOCK_OFFICE if place % 3 == 0 else {"office_visited": "no"}), **chance.choice(BECAME),
        }  # fmt: skip
        said = queue.answers(one, mou, typed, f"demonstration-before-{place}")
        desks.write(said.sent, desks.visit_of(said), None)
