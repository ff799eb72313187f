"""Going through the log from its first line to its head, to the first thing that is not as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.lib import ledger
from pakhi.vault.head import Head
from pakhi.vault.lines import leaf, mark, statement
from pakhi.vault.models import Entry, SealedBatch

FAULTS: dict[str, str | Promise] = {
    "": _("Nothing was changed: %(lines)s lines, %(batches)s batches, %(waiting)s lines wait to be sealed."),
    "line": _("Line %(number)s is not as it was written."),
    "missing": _("Line %(number)s is missing."),
    "tail": _("The end is cut off: from line %(number)s to line %(until)s nothing is left."),
    "batch": _("Batch %(number)s is not as it was sealed."),
    "batch-missing": _("Batch %(number)s is missing."),
    "head": _("The file ledger-head is missing or was changed. Bring it back from the newest backup."),
    "key": _("The key of the log (secrets/ledger) is missing or broken. Bring it back from the backup."),
    "paper": _("Batch %(number)s is not the one whose root is on paper."),
}


class Broken(Exception):
    """The first thing that is wrong: a key of FAULTS and a number (`until`: the last of several)."""

    def __init__(self, fault: str, number: int = 0, until: int = 0) -> None:
        self.fault, self.number, self.until = fault, number, until


@dataclass(frozen=True)
class Verdict:
    """What was found. `fault` is a key of FAULTS, empty if the log is whole; `number` is the line or the batch.

    `waiting`: lines that no batch has sealed yet; a changed one is named, only the paper does not bind it yet.
    """

    fault: str = ""
    number: int = 0
    until: int = 0
    lines: int = 0
    batches: int = 0
    waiting: int = 0

    @property
    def whole(self) -> bool:
        return not self.fault

    def __str__(self) -> str:
        return str(FAULTS[self.fault]) % vars(self)


@dataclass
class Walk:
    """One walk. Give it every line in order of number (`step`), then call `end`; both raise Broken."""

    key: bytes = b""
    head: Head = field(default_factory=Head)
    batches: list[SealedBatch] = field(default_factory=list)
    number: int = 0
    before: bytes = b""
    at: int = 0
    root: bytes = b""
    leaves: list[bytes] = field(default_factory=list)

    def steps(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.step(entry)

    def step(self, entry: Entry) -> None:
        """One line: in its place, tied to the line before, and what the head says of it."""
        if entry.number <= self.number:
            raise Broken("line", entry.number)
        if entry.number > self.number + 1:
            raise Broken("missing", self.number + 1)
        if bytes(entry.mark) != mark(self.key, self.before, entry):
            raise Broken("line", entry.number)
        self.number, self.before = entry.number, bytes(entry.mark)
        if self.number == self.head.number and self.before.hex() != self.head.mark:
            raise Broken("line", entry.number)
        self.in_batch(leaf(entry))

    def in_batch(self, line: bytes) -> None:
        """A line of a batch: the batch is looked at with its first line, its root with its last."""
        if self.at == len(self.batches):
            return
        batch = self.batches[self.at]
        if not self.leaves:
            self.open_batch(batch)
        self.leaves.append(line)
        if self.number == batch.last:
            if ledger.root(self.leaves) != bytes(batch.root):
                raise Broken("batch", batch.number)
            self.root, self.leaves, self.at = bytes(batch.root), [], self.at + 1

    def open_batch(self, batch: SealedBatch) -> None:
        """A batch: in its place, tied to the batch before, signed, and what the head says of it."""
        if batch.number > self.at + 1:
            raise Broken("batch-missing", self.at + 1)
        public, signature = ledger.public_of(self.key), bytes(batch.signature)
        in_place = batch.number == self.at + 1 and bytes(batch.before) == self.root
        if not in_place or batch.first != self.number or not ledger.signed(public, signature, statement(batch)):
            raise Broken("batch", batch.number)
        if batch.number == self.head.batch and bytes(batch.root).hex() != self.head.root:
            raise Broken("batch", batch.number)

    def end(self) -> None:
        """After the last line: nothing may be left of the batches, and the head may not know more."""
        promised = max([self.head.number, *(batch.last for batch in self.batches)])
        if promised > self.number:
            raise Broken("tail", self.number + 1, promised)
        if self.leaves:
            raise Broken("batch", self.batches[self.at].number)
        if self.head.batch > len(self.batches):
            raise Broken("batch-missing", len(self.batches) + 1)

    def waiting(self) -> int:
        return self.number - (self.batches[-1].last if self.batches else 0)


def compare(batches: list[SealedBatch], paper: Mapping[int, str]) -> None:
    """Roots as they were printed (or how they begin, 16 characters at least). Raises Broken."""
    known = {batch.number: bytes(batch.root).hex() for batch in batches}
    for number, printed in sorted(paper.items()):
        root = "".join(printed.lower().split())
        if number not in known:
            raise Broken("batch-missing", number)
        if len(root) < 16 or not known[number].startswith(root):
            raise Broken("paper", number)
