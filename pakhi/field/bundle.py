"""A file that the app made where there was no internet: sealed records, each received as if its phone had sent it.

    "notes bundle 1\\n", which organisation (16), then of each record: its length (4) and itself, sealed (package.py)

The file may come twice or from several hands, in any order: what is here already is found and not doubled. The phone
gets its 201 when it sends by itself later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from pakhi.field import package
from pakhi.field.inbox import Result, mark, receive
from pakhi.field.models import Arrival
from pakhi.field.package import Package, Unopened
from pakhi.field.uploads import MOST
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit
from pakhi.vault.models import Entry

HEAD, HOME, LENGTH = b"notes bundle 1\n", 16, 4
FRESH = 300  # records that are kept in one go; each takes some hundredths of a second
LARGEST = MOST + MOST // 10  # bytes of one record, as when a phone sends it


class What(StrEnum):
    """What became of one record."""

    KEPT = "kept"
    WAITS = "waits"  # kept, in the inbox, with a sentence
    ENDED = "ended"  # kept, from an ended phone: somebody decides
    HERE = "here"
    CONFLICT = "conflict"
    REFUSED = "refused"  # stays in the file and on the phone


@dataclass(frozen=True)
class Line:
    """One record of the file. `why`: of refusals.SENTENCES where it waits, else damaged, gone, stranger, large, key."""

    place: int
    what: What
    arrival: Arrival | None = None
    why: str = ""


@dataclass
class Report:
    """All of them. `cut`: the file ends in the middle of a record; `left`: how many were not looked at this time."""

    lines: list[Line] = field(default_factory=list)
    cut: bool = False
    left: int = 0

    def count(self, *what: str) -> int:
        return sum(line.what in what for line in self.lines)


def home_of(organisation: Organisation) -> bytes:
    """The mark in a file of the organisation that it is for (web/field/leaving.js)."""
    return hashlib.sha256(f"home {organisation.code}".encode()).hexdigest()[:HOME].encode()


def is_one(content: bytes) -> bool:
    return content.startswith(HEAD) and len(content) >= len(HEAD) + HOME


def whose(content: bytes, organisations: list[Organisation]) -> Organisation | None:
    """For which of these organisations a file is."""
    told = content[len(HEAD) : len(HEAD) + HOME]
    return next((one for one in organisations if home_of(one) == told), None)


def split(content: bytes) -> tuple[list[memoryview], bool]:
    """The sealed records in a file, without copying them, and whether its end was cut off."""
    held, at, out = memoryview(content), len(HEAD) + HOME, list[memoryview]()
    while at < len(held):
        size = int.from_bytes(held[at : at + LENGTH], "big")
        begin, at = at + LENGTH, at + LENGTH + size
        if begin > len(held) or at > len(held):
            return out, True
        out.append(held[begin:at])
    return out, False


def take(content: bytes, organisation: Organisation, by: Account) -> Report:
    """Receive each record of a file; the log says that somebody brought one. Raises audit.KeyLost before anything.

    Never raises for what is in the file. What is refused is still on the phone, and in the file.
    """
    audit.record(Entry.Act.WRITE, actor=by, organisation=organisation.code, step="bundle")
    sealed, cut = split(content)
    report, fresh = Report(cut=cut), 0
    for place, one in enumerate(sealed, 1):
        if fresh == FRESH:
            report.left = len(sealed) - place + 1
            break
        line = one_of(place, one, organisation)
        fresh += line.what not in {What.HERE, What.REFUSED}
        report.lines.append(line)
    return report


def one_of(place: int, sealed: memoryview, organisation: Organisation) -> Line:
    """One record: opened in memory, and received from the phone that wrote it."""
    if len(sealed) > LARGEST:
        return Line(place, What.REFUSED, why="large")
    try:
        brought = package.opened(bytes(sealed), organisation)
    except Unopened as problem:
        return Line(place, What.REFUSED, why=problem.why)
    before = known(brought, organisation)
    outcome = receive(brought.author, brought.record, brought.files, brought.ended)
    if outcome.result == Result.NOT_READY or outcome.arrival is None:
        return Line(place, What.REFUSED, why="key")
    return Line(place, What.HERE if before else became(outcome.arrival), outcome.arrival, outcome.arrival.why)


def known(brought: Package, organisation: Organisation) -> bool:
    """Whether this very record is here already."""
    return Arrival.objects.filter(organisation=organisation, digest=mark(brought.record)).exists()


def became(arrival: Arrival) -> What:
    """What became of something new."""
    special: dict[str, What] = {"conflict": What.CONFLICT, "ended": What.ENDED}
    if arrival.why in special:
        return special[arrival.why]
    waits = arrival.state in {Arrival.State.QUARANTINE, Arrival.State.WAITING}
    return What.WAITS if waits else What.KEPT
