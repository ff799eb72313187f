"""One person as the rules see her: answers, days, papers held. Codes and facts only; never a name, never a place.

What follows from days is worked out, so that nobody is asked twice:

- `age`: full years on the day that counts for the row, from `birth_date` or `birth_year` (then within a year). Where no
  birth is known, `age` is the age as it was said.
- `age_at_offence`: full years on `offence_date`. `age_at_event`: on `event_date`, else `rescue_date`, else
  `offence_date`. Where the day is not known, at most her age now: it lies behind her.
- `state`: the state asked for. `state_of_offence_or_home`: the same, where nothing else was said.
- `state_in_pmjay`: yes, where the catalogue has a row on whether the state delivers: that row decides then, not she.

Days: present; absent or None (not known); or `not yet`. An application or an order that is absent is not yet: it would
come today. Write None (in YAML: `application_date: null`) where there is one and its day is not known.
A person born on 29 February is a year older on 1 March, where the year has no 29 February.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pakhi.entitlements.conditions import Span
from pakhi.entitlements.rows import Basis
from pakhi.lib.clock import INDIA

NOT_YET = "not yet"
Day = dt.date | dt.datetime
STILL_TO_COME = (Basis.APPLICATION, Basis.AWARD)
AFTER_OFFENCE = (Basis.FIR,)
FOLLOWS = {"state_in_pmjay": "pmjay"}


@dataclass(frozen=True)
class Person:
    """`facts`: answers by fact. `dates`: days, moments, `not yet` or None by name. `papers`: ids or names that she has.

    `claimed`: series that she has claimed or has, for the gap view.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    dates: Mapping[str, Day | str | None] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()
    birth_year: int | None = None
    claimed: frozenset[str] = frozenset()

    def day(self, name: str) -> dt.date | None:
        """A day by its name, in India; None where it is not known or not yet."""
        found = self.dates.get(name)
        if isinstance(found, dt.datetime):
            return found.astimezone(INDIA).date() if found.tzinfo else found.date()
        return found if isinstance(found, dt.date) else None

    def basis_day(self, basis: Basis, on: dt.date) -> dt.date | None:
        """The day that picks the version; None: it is not known and has to be asked."""
        if basis is Basis.TODAY:
            return on
        known = self.day(basis)
        if known is None and (self.dates.get(basis) == NOT_YET or (basis in STILL_TO_COME and basis not in self.dates)):
            return on
        return known

    def earliest(self, basis: Basis) -> dt.date:
        """A day before which the day of `basis` cannot lie: her birth; for an FIR, the offence as well."""
        born = self.born()
        days = [born[0]] if born else []
        days += [day for day in [self.day(Basis.OFFENCE)] if day and basis in AFTER_OFFENCE]
        return max(days, default=dt.date.min)

    def born(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day on which she may have been born."""
        if day := self.day("birth_date"):
            return day, day
        return (dt.date(self.birth_year, 1, 1), dt.date(self.birth_year, 12, 31)) if self.birth_year else None

    def age(self, on: dt.date) -> object:
        """Full years on a day: a number, a span, or None."""
        if born := self.born():
            least, most = max(0, years(born[1], on)), max(0, years(born[0], on))
            return least if least == most else Span(least, most)
        return self.facts.get("age")

    def past_age(self, day: dt.date | None, on: dt.date) -> object:
        """The age on a day that lies behind her; where the day or her birth is not known, at most her age now."""
        if day and self.born():
            return self.age(day)
        now = self.age(on)
        if isinstance(now, Span):
            return Span(0, now.most)
        return Span(0, now) if isinstance(now, int | float) else None

    def answers(
        self, day: dt.date | None, on: dt.date, state: str = "", delivery: frozenset[str] = frozenset()
    ) -> dict[str, object]:
        """Her answers on the day that counts (None: not known), with what follows from days and from the state."""
        found = {name: value for name, value in self.facts.items() if value is not None}
        derived = {"age": self.age(day) if day else self.past_age(None, on)}
        for name, value in (
            ("age_at_offence", self.past_age(self.day("offence_date"), on)),
            ("age_at_event", self.past_age(self.event(), on)),
        ):
            if name not in found or (self.born() and not isinstance(value, Span)):
                derived[name] = value
        if state:
            derived["state"] = state
            derived["state_of_offence_or_home"] = found.get("state_of_offence_or_home", state)
        derived |= {fact: True for fact, series in FOLLOWS.items() if series in delivery}
        found |= {name: value for name, value in derived.items() if value is not None}
        return found

    def event(self) -> dt.date | None:
        """The day that `age_at_event` means."""
        return self.day("event_date") or self.day("rescue_date") or self.day("offence_date")


def years(born: dt.date, on: dt.date) -> int:
    """Full years between two days; below zero before the birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
