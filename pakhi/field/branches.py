"""The changes of one entry, by phones that did not hear of each other, as a tree: the same in whatever order.

A phone says on which version it made a change, and which version it last had from here (ODK Entities 2024.1). From
that follows for each change the one that it was made on. What no other change was made on is a leaf. One leaf is the
state of the entry; several are a conflict, and a person at the desk decides, which is a change like any other. Until
then phones see the newest leaf by a fixed rule. Nothing here reads a clock, a database or the order of arrival.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Said:
    """One change. `number`: any number that tells changes apart; the rest as in models.Change."""

    number: int
    instance: str
    makes: bool = False
    base: int = 0
    trunk: int | None = None
    branch: str = ""
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""
    ends: tuple[int, ...] = ()
    keeps: int | None = None
    place: int = 0

    @cached_property
    def rank(self) -> tuple[int, str, int]:
        """Newest is what was made on the highest version; of two alike, a hash decides, which nobody chooses."""
        return self.base, hashlib.sha256(self.instance.encode()).hexdigest(), self.place


@dataclass(frozen=True)
class State:
    """What an entry is after a change."""

    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class Tree:
    """All changes of one entry. `shown`: the number of the change that was shown under version 1, 2, …

    `gone`: instances that a corrected record has replaced, whether or not that still says something about this entry.
    """

    def __init__(self, said: Sequence[Said], shown: Sequence[int] = (), gone: Collection[str] = ()) -> None:
        self.said = {one.number: one for one in sorted(said, key=lambda one: one.rank)}
        self.shown, self.gone = shown, set(gone)
        self.named, self.edits = defaultdict[str, list[Said]](list), defaultdict[str, list[Said]](list)
        self.chains = defaultdict[str, list[Said]](list)
        for one in self.said.values():  # in the order of rank, so that the last of a list is the newest
            self.named[one.instance].append(one)
            if one.replaces and not self.rings(one):
                self.edits[one.replaces].append(one)
            if one.branch:
                self.chains[one.branch].append(one)
        self.root = next((one for one in self.said.values() if one.makes and not self.dead(one)), None)
        self.on = {one.number: self.parent(one) for one in self.said.values() if not self.dead(one)}
        self.cut()

    def rings(self, one: Said) -> bool:
        """Whether it would correct a correction of itself, which only a forged record does."""
        at, seen = [one.instance], set[str]()
        while at:
            name = at.pop()
            if name == one.replaces:
                return True
            seen.add(name)
            at += [later.instance for later in self.edits.get(name, ()) if later.instance not in seen]
        return False

    def dead(self, one: Said) -> bool:
        """Replaced by a corrected record. What made the entry lives on if the correction says nothing about it."""
        return one.instance in self.edits or (one.instance in self.gone and not one.makes)

    def now(self, one: Said) -> Said:
        """The change, or the newest correction of it."""
        seen = {one.instance}
        while one.instance in self.edits and (later := self.edits[one.instance][-1]).instance not in seen:
            seen.add(later.instance)
            one = later
        return one

    def first(self, one: Said) -> Said:
        """The change that this one corrects, back to the first that is here: its place in the tree counts."""
        seen = {one.instance}
        while one.replaces in self.named and one.replaces not in seen:
            seen.add(one.replaces)
            one = self.named[one.replaces][-1]
        return one

    def parent(self, one: Said) -> Said | None:
        """The change that this one was made on, as it is now; what was taken back is passed over."""
        found, passed = self.made_on(one), {one.number}
        while found is not None and found.number not in passed:
            passed.add(found.number)
            current = self.now(found)
            if current.number != one.number and not self.dead(current):
                return current
            found = self.made_on(found)
        return None

    def made_on(self, one: Said) -> Said | None:
        if one.keeps is not None:
            return self.said.get(one.keeps)
        origin = self.first(one)
        if origin.makes:
            return None
        return self.before(origin) or self.served(origin)

    def before(self, one: Said) -> Said | None:
        """The change before it on the same phone; the nearest that is here, if some are still on their way."""
        if not one.branch or one.base <= (one.trunk or 0):
            return None
        chain = self.chains[one.branch]
        place = bisect_left(chain, one.base, key=lambda other: other.base)
        earlier = chain[place - 1] if place else None
        return earlier if earlier and earlier.base >= (one.trunk or 0) and earlier.instance != one.instance else None

    def served(self, one: Said) -> Said | None:
        """What its phone last had from here, by the version's number; if that is not known, what made the entry."""
        version = one.trunk if one.trunk is not None else 0 if one.branch else one.base
        known = self.said.get(self.shown[version - 1]) if 0 < version <= len(self.shown) else None
        found = known or self.root
        return found if found is not None and found.number != one.number else None

    def cut(self) -> None:
        """Forged numbers may make a ring; it is opened at its oldest change, so that every walk ends."""
        sound: set[int] = set()
        for one in self.said.values():
            walked, at = list[int](), one.number
            while at in self.on and at not in sound and at not in walked:
                walked.append(at)
                above = self.on[at]
                if above is None:
                    break
                at = above.number
            if at in walked and self.on[at] is not None:
                ring = walked[walked.index(at) :]
                self.on[min(ring, key=lambda number: self.said[number].rank)] = None
            sound.update(walked)

    @cached_property
    def leaves(self) -> list[Said]:
        """What no change was made on and no decision has ended, the newest last."""
        covered = {above.number for above in self.on.values() if above is not None}
        for number in self.on:
            covered |= set(self.said[number].ends)
        return [one for one in self.said.values() if one.number in self.on and one.number not in covered]

    @property
    def ready(self) -> bool:
        """Whether something has made the entry; before that, changes wait."""
        return self.root is not None

    @property
    def newest(self) -> Said | None:
        """The leaf that phones see."""
        return self.leaves[-1] if self.ready and self.leaves else self.root

    def above(self, one: Said) -> Iterator[Said]:
        """The change and all that it was made on, back to the first."""
        at: Said | None = one
        while at is not None:
            yield at
            at = self.on.get(at.number)

    def state(self, one: Said) -> State:
        """What the entry is after this change."""
        label, values = "", dict[str, str]()
        for step in reversed(list(self.above(one))):
            label = step.label or label
            values |= step.values
        return State(label, {name: value for name, value in values.items() if value != ""})

    def early(self, one: Said) -> bool:
        """Whether a change is here before one that was made earlier on the same phone."""
        known = {other.base for other in self.chains.get(one.branch, [])}
        return bool(one.branch) and one.base > max(one.trunk or 0, 1) and one.base - 1 not in known
