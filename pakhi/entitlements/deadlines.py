"""By when an office, or she, has to act: the arithmetic of clocks, in India's time.

How days are counted: the day on which it starts does not count, the last day does (General Clauses Act, section 9), and
is over at midnight in India. Months end on the day of the same number, or on the month's last day where there is none.
Hours run from the moment; where only a day is known, from the end of that day, so that nobody is called late too soon.
Working days leave out what lib/working_days.yaml closes. Where the last day is closed, what she hands in on the next
open day is still in time (section 10): that is `open_on`; the limit itself is not moved, for it is wiser to go before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pakhi.entitlements.people import NOT_YET, Day, Person
from pakhi.entitlements.rows import Clock
from pakhi.lib.clock import INDIA, months_after
from pakhi.lib.working_days import WorkingDays, working_days

DAYS, WORKING, HOURS, MONTHS, YEARS = "days", "working_days", "hours", "months", "years"
OR_DUE = "_or_due_date"
STARTS = {
    "fir_registered": "fir_date",
    "application_received": "application_date",
    "application_or_recommendation": "application_date",
    "registration_application": "application_date",
    "work_demand": "application_date",
    "received": "application_date",
    "complaint": "application_date",
    "dlsa_order": "award_date",
    "special_court_order": "award_date",
    "rescue": "rescue_date",
    "child_found": "rescue_date",
    "incident": "offence_date",
}


@dataclass(frozen=True)
class Due:
    """`last`: the last day. `moment`: when it is over in India. `open_on`: the last day, or the next open one."""

    last: dt.date
    moment: dt.datetime
    open_on: dt.date


@dataclass(frozen=True)
class Running:
    """A clock of a row for one person. `began`: the event's day. None: not known; for `due` also: without a limit."""

    clock: Clock
    began: Day | None
    due: Due | None


def due(clock: Clock, began: Day, state: str = "", days: WorkingDays | None = None) -> Due | None:
    """When a clock runs out that started then. None: it has no limit. Raises ValueError for an unknown unit."""
    days = days or working_days()
    unit = clock.unit.strip().replace(" ", "_")
    if clock.limit is None:
        return None
    if unit == HOURS:
        from_then = began_at(began) + dt.timedelta(hours=clock.limit)
        last = (from_then - dt.timedelta(microseconds=1)).date()
        return Due(last, from_then, days.next_open(last, state))
    first = in_india(began)
    if unit == DAYS:
        last = first + dt.timedelta(days=clock.limit)
    elif unit == WORKING:
        last = days.plus(first, clock.limit, state)
    elif unit in (MONTHS, YEARS):
        last = months_after(first, clock.limit * (12 if unit == YEARS else 1))
    else:
        raise ValueError(f"The clock {clock.id} counts in {clock.unit!r}, not in days, working_days, hours or months.")
    return Due(last, midnight_after(last), days.next_open(last, state))


def running(clocks: tuple[Clock, ...], person: Person, state: str = "") -> tuple[Running, ...]:
    """The clocks of a row with the days that are known of her.

    A clock that starts at an answer *or when it was due* (`reply_or_due_date`) starts at the answer where its day is
    known, else when the clock before it (`reply`) runs out.
    """
    out: list[Running] = []
    for clock in clocks:
        began = start(clock.since, person)
        if began is None and clock.since.endswith(OR_DUE):
            head = clock.since.removesuffix(OR_DUE)
            before = [one.due for one in out if head == one.clock.id or head.startswith(f"{one.clock.id}_")]
            began = before[0].last if before and before[0] else None
        out.append(Running(clock, began, due(clock, began, state) if began else None))
    return tuple(out)


def start(event: str, person: Person) -> Day | None:
    """The day or moment of an event, by its own name, with `_date`, or by the day that means the same."""
    names = [event, f"{event}_date", STARTS.get(event, "")]
    if event.endswith(OR_DUE):
        names += [f"{event.removesuffix(OR_DUE)}_date"]
    elif event == "offence_or_end_of_trial":
        names += ["trial_end_date", "offence_date"]
    for name in names:
        found = person.dates.get(name)
        if found is not None and found != NOT_YET and not isinstance(found, str):
            return found
    return None


def in_india(moment: Day) -> dt.date:
    """The day in India. A moment without a zone is taken as India's."""
    if isinstance(moment, dt.datetime):
        return (moment.astimezone(INDIA) if moment.tzinfo else moment).date()
    return moment


def began_at(moment: Day) -> dt.datetime:
    """The moment in India; the end of the day where only the day is known."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(INDIA) if moment.tzinfo else moment.replace(tzinfo=INDIA)
    return midnight_after(moment)


def midnight_after(day: dt.date) -> dt.datetime:
    """The moment at which a day is over in India."""
    return dt.datetime.combine(day + dt.timedelta(1), dt.time(), INDIA)
