"""Which of the law's clocks run for a claim, and by when somebody has to act.

A clock of the catalogue's process runs from the day on which the claim came into the stage `since`, until it comes into
the stage `until`, and stops where the office has decided. Where a claim has no process, the clocks of the version of
the right run from the day of handing in. Clocks that hold only in special cases are shown and set no day by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from pakhi.entitlements import deadlines, known, stages
from pakhi.entitlements.rows import Clock, Process
from pakhi.entitlements.stages import State

SPECIAL = frozenset({
    ("victim_compensation", "first_cash"), ("victim_compensation", "acid_order"), ("victim_compensation", "acid_pay"),
    ("victim_compensation", "pocso_pay"), ("rti_request", "life_liberty"), ("rti_request", "via_apio"),
    ("rti_request", "third_party"), ("rti_request", "transfer"),
})  # fmt: skip
NOT_SPECIAL = {"pocso-comp": "pocso_pay"}  # series -> a special clock that is its ordinary one
HERS = frozenset({"survivor", "applicant"})
AGAIN = 30  # days after which the worker asks again where the law has no limit
SOONER = {State.WANTS: 14, State.PAPERS: 14, State.READY: 7, State.QUERY: 7, State.LATE: 7, State.REFUSED: 14}


@dataclass(frozen=True)
class Running:
    """A clock that runs. `code`: as a claim keeps it; `last`: the last day, None without a known limit."""

    code: str
    clock: Clock
    began: dt.date
    last: dt.date | None
    special: bool

    @property
    def hers(self) -> bool:
        """Whether it is she who has to act."""
        return self.clock.who in HERS

    @property
    def who(self) -> str:
        """Who has to act, in plain words."""
        actor = known.the().actors.get(self.clock.who)
        return gettext(actor.title) if actor else self.clock.who


def titles() -> Mapping[str, str]:
    """Every clock that a claim may name, with the rule that it rests on."""
    found = {
        code_of(process.id, clock): gettext(clock.basis)
        for process in known.the().processes.values()
        for clock in process.clocks
    }
    for row in known.the().rows:
        found |= {code_of(row.series, clock): gettext(clock.basis) for clock in row.clocks}
    return found


def code_of(of: str, clock: Clock) -> str:
    return f"{of}-{clock.id}"


def running(series: str, passed: Mapping[str, dt.date], stage: str, state: str = "") -> list[Running]:
    """The clocks that run for a claim in a stage. `passed`: stage -> the latest day on which it came there; `state`:
    the state whose holidays count. What sets the day comes first.
    """
    process = stages.process_of(series)
    if process is stages.PLAIN_PROCESS:
        found = of_row(series, passed, stage, state)
    else:
        found = of_process(process, series, passed, stage, state)
    return sorted(found, key=lambda one: (one.special, one.last is None, one.hers, one.last or dt.date.max))


def of_process(
    process: Process, series: str, passed: Mapping[str, dt.date], stage: str, state: str
) -> list[Running]:  # fmt: skip
    found = []
    for clock in process.clocks:
        began, stopped = passed.get(f"{process.id}-{clock.since}"), passed.get(f"{process.id}-{clock.until}")
        fresh = stage == f"{process.id}-{clock.since}"
        going = fresh or stages.state_of(stage) in stages.WITH_OFFICE or (
            clock.limit is None and stages.state_of(stage) in stages.AWARDED
        )  # fmt: skip
        if began is None or not going or (stopped is not None and stopped >= began):
            continue
        special = (process.id, clock.id) in SPECIAL and NOT_SPECIAL.get(series) != clock.id
        found.append(made(code_of(process.id, clock), clock, began, special, state))
    return found


def of_row(series: str, passed: Mapping[str, dt.date], stage: str, state: str) -> list[Running]:
    """The clocks of a right without a process: from the day of handing in to the decision."""
    began = passed.get(f"{stages.PLAIN}-submitted")
    if began is None or stages.state_of(stage) not in stages.WITH_OFFICE:
        return []
    row = known.row_of(series, began)
    clocks = [one for one in (row.clocks if row else ()) if deadlines.STARTS.get(one.since) == "application_date"]
    return [made(code_of(series, one), one, began, False, state) for one in clocks]


def made(code: str, clock: Clock, began: dt.date, special: bool, state: str) -> Running:
    due = deadlines.due(clock, began, state)
    return Running(code, clock, began, due.last if due else None, special)


def sets(found: Iterable[Running]) -> Running | None:
    """The clock that sets the day: an office's before her own, of several the first to run out."""
    return next((one for one in found if one.last is not None and not one.special), None)


def by_day(found: Iterable[Running], stage: str, day: dt.date) -> tuple[str, str]:
    """(the day by which somebody acts, the clock that it follows from); without a clock the day to ask again."""
    main = sets(found)
    if main is not None and main.last is not None:
        return main.last.isoformat(), main.code
    state = stages.state_of(stage)
    if state in stages.ENDS:
        return "", ""
    return (day + dt.timedelta(days=SOONER.get(state, AGAIN))).isoformat(), ""
