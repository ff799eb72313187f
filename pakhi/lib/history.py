"""What many people wrote about one thing, at different times, some without hearing of each other: folded to one state.

Every change names the newest changes that its writer had seen, so that all changes together are a graph without
circles, as versions of a text are. The state is the same in whatever order they arrive, and however often.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Change:
    """One entry. `day`: when it was so; `made`: when it was written down, by the writer's clock.

    `seen`: numbers of the newest changes the writer had before them; None where nobody knows: then it is taken to
    follow what was written before, and never counts as a conflict. `edits`: the number of a change that this one
    takes the place of. `void`: what it edits was a mistake, and nothing takes its place.
    """

    number: str
    day: dt.date
    made: dt.datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[str, ...] | None = None
    edits: str = ""
    void: bool = False

    @property
    def rank(self) -> tuple[dt.date, dt.datetime, str]:
        return self.day, self.made, self.number


@dataclass(frozen=True)
class Now:
    """The state. `order`: the numbers of all changes that count, each after those its writer knew.

    `by`: field -> the number of the change that set it. `rivals`: field -> numbers of changes that set it to
    something else, by people who did not know of each other; a later change by somebody who has seen all ends that.
    `replaced`: changes that another one took the place of. `heads`: the newest, which nobody has seen yet.
    """

    values: dict[str, Any]
    by: dict[str, str]
    rivals: dict[str, tuple[str, ...]]
    order: tuple[str, ...]
    replaced: frozenset[str]
    heads: tuple[str, ...]


def fold(changes: Iterable[Change]) -> Now:
    """The state after all changes. Of two with one number the first by rank counts.

    For each field the latest day wins; of one day, what was written by whoever knew more; then the clock, then the
    number, so that it is the same everywhere.
    """
    known = {one.number: one for one in sorted(changes, key=lambda one: one.rank, reverse=True)}
    replaced = frozenset(one.edits for one in known.values() if one.edits in known and one.edits != one.number)
    known_before = {number: before(one, known) for number, one in known.items()}
    order = in_order(known, known_before)
    place = {number: at for at, number in enumerate(order)}
    counts = [known[number] for number in order if number not in replaced and not known[number].void]
    values, by, rivals = dict[str, Any](), dict[str, str](), dict[str, tuple[str, ...]]()
    past = Past(known_before)
    for name in sorted({name for one in counts for name in one.values}):
        setters = [one for one in counts if name in one.values]
        winner = max(setters, key=lambda one: (one.day, place[one.number]))
        values[name], by[name] = winner.values[name], winner.number
        other = tuple(
            one.number
            for one in setters
            if one.values[name] != winner.values[name] and past.apart(one, winner, setters)
        )
        if other:
            rivals[name] = other
    followed = {number for knows in known_before.values() for number in knows}
    heads = tuple(number for number in order if number not in followed)
    return Now(values, by, rivals, tuple(order), replaced, heads)


def before(one: Change, known: Mapping[str, Change]) -> set[str]:
    """The changes right before one, of those that have arrived."""
    named = {*(one.seen or ()), one.edits} & set(known)
    if one.seen is None:
        named |= {other.number for other in known.values() if other.seen is not None and other.made < one.made}
    return named - {one.number}


def in_order(known: Mapping[str, Change], known_before: Mapping[str, set[str]]) -> list[str]:
    """Each after those before it, else by rank. What claims to follow itself in a circle comes last, by rank."""
    waits = {number: set(named) for number, named in known_before.items()}
    after = defaultdict[str, list[str]](list)
    for number, named in waits.items():
        for other in named:
            after[other].append(number)
    free = [(known[number].rank, number) for number, named in waits.items() if not named]
    heapq.heapify(free)
    out: list[str] = []
    while free:
        _rank, number = heapq.heappop(free)
        out.append(number)
        for follower in after[number]:
            waits[follower].discard(number)
            if not waits[follower]:
                heapq.heappush(free, (known[follower].rank, follower))
    left = set(known) - set(out)
    return [*out, *sorted(left, key=lambda number: known[number].rank)]


class Past:
    """What each writer had before them, found once."""

    def __init__(self, known_before: Mapping[str, set[str]]) -> None:
        self.known_before, self.found = known_before, dict[str, frozenset[str]]()

    def of(self, number: str) -> frozenset[str]:
        """All changes that a change follows, directly or not."""
        if number not in self.found:
            out, look = set[str](), [number]
            while look:
                for other in self.known_before.get(look.pop(), ()):
                    if other not in out:
                        out.add(other)
                        look.append(other)
            self.found[number] = frozenset(out - {number})
        return self.found[number]

    def apart(self, one: Change, winner: Change, setters: list[Change]) -> bool:
        """Whether a value stands beside the winner's: nobody who set the field had seen it, and neither the other."""
        if one.seen is None or winner.seen is None or winner.number in self.of(one.number):
            return False
        return not any(one.number in self.of(other.number) for other in setters)
