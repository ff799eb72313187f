"""One append-only log of what people did with names: every line tied to the one before, runs of lines sealed.

A line holds codes, kinds and counts, never a name. Its mark is made with a key outside the database, so the first
changed line can be named. A batch has a Merkle root and a signature; roots are printed in the monthly report and then
bind everybody, also whoever holds the key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from pakhi.lib import ledger
from pakhi.lib.clock import INDIA
from pakhi.network.models import Account
from pakhi.vault import head, lines
from pakhi.vault.models import Entry, SealedBatch
from pakhi.vault.walk import FAULTS, Broken, Verdict, Walk, compare

BATCH = 256  # so many lines wait at most; then they are sealed without being asked
LARGEST = 4096
LOCK = 0x50414B48  # PostgreSQL: the lock that whoever writes the log takes


class KeyLost(Exception):
    """There are lines, but the key that marks them is gone. Nothing is recorded, so nothing is revealed."""


def signing_key() -> bytes:
    """The key of the log (32 bytes), made before the first line. Raises KeyLost."""
    try:
        key = head.key()
    except ValueError:
        key = b""
    if key == b"" or (key is None and Entry.objects.exists()):
        raise KeyLost(str(FAULTS["key"]))
    return key or head.begin()


@contextmanager
def locked() -> Iterator[None]:
    """A transaction in which nobody else writes the log, and what was counted stays true until it ends."""
    with transaction.atomic(using="vault"):  # SQLite begins as the only writer (transaction_mode IMMEDIATE)
        if connections["vault"].vendor == "postgresql":
            with connections["vault"].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def record(act: str, *, actor: Account | int, organisation: str = "", person: str = "", **detail: Any) -> Entry:
    """Write one line. It stands if the transaction around it does, and no number before it is left out.

    `actor` 0 is nobody: the product itself, or she herself. `detail` takes codes, kinds, counts, days and short lists
    of them; what could be a name, a telephone or a sentence is refused with ValueError. Raises KeyLost.
    """
    key, kept = signing_key(), lines.plain(detail)
    with locked():
        number, before = newest_line(key)
        entry = Entry(
            number=number + 1, at=timezone.now(), act=Entry.Act(act), organisation=organisation, person=person,
            actor=actor if isinstance(actor, int) else actor.pk, detail=kept,
        )  # fmt: skip
        entry.mark = lines.mark(key, before, entry)
        entry.save(force_insert=True)
        transaction.on_commit(settle, using="vault", robust=True)
    return entry


def newest_line(key: bytes) -> tuple[int, bytes]:
    """Number and mark of the last line ever written: by the table, or by the head if the table was cut."""
    newest, kept = last_row(), kept_head(key)
    if newest is not None and newest[0] >= kept.number:
        return newest
    return kept.number, bytes.fromhex(kept.mark)


def last_row() -> tuple[int, bytes] | None:
    """Number and mark of the last line in the table."""
    row = Entry.objects.order_by("-number").values_list("number", "mark").first()
    return (row[0], bytes(row[1])) if row else None


def newest_batch(key: bytes, newest: SealedBatch | None) -> tuple[int, bytes]:
    """Number and root of the last batch ever sealed: by the table, or by the head if the table was cut."""
    kept = kept_head(key)
    if newest is not None and newest.number >= kept.batch:
        return newest.number, bytes(newest.root)
    return kept.batch, bytes.fromhex(kept.root)


def kept_head(key: bytes) -> head.Head:
    """The head; if it cannot be trusted nobody is stopped by it, and `verify` tells."""
    try:
        return head.read(key)
    except head.BadHead:
        return head.Head()


def settle() -> None:
    """After a commit: seal if enough lines wait, and move the head to the newest line."""
    key = signing_key()
    newest = last_row()
    if newest is None or kept_head(key).number >= newest[0]:
        return
    sealed = SealedBatch.objects.order_by("-number").values_list("last", flat=True).first() or 0
    if newest[0] - sealed >= BATCH:
        seal_batch()
    head.move(key, head.Head(number=newest[0], mark=newest[1].hex()))


def seal_batch() -> SealedBatch | None:
    """Seal the lines that wait (LARGEST at once): a root, signed and tied to the batch before. None if none waits."""
    key = signing_key()
    with locked():
        before = SealedBatch.objects.order_by("-number").first()
        first = before.last + 1 if before else 1
        waiting = list(Entry.objects.filter(number__gte=first).order_by("number")[:LARGEST])
        if not waiting:
            return None
        number, root = newest_batch(key, before)
        batch = SealedBatch(number=number + 1, before=root, first=first, last=waiting[-1].number, at=timezone.now())
        batch.root = ledger.root([lines.leaf(entry) for entry in waiting])
        batch.signature = ledger.sign(key, lines.statement(batch))
        batch.save(force_insert=True)
        kept = head.Head(batch=batch.number, root=batch.root.hex())
        transaction.on_commit(lambda: head.move(key, kept), using="vault", robust=True)
    return batch


def verify(paper: Mapping[int, str] | None = None) -> Verdict:
    """Go through the whole log, and name the first thing that is not as it was written.

    `paper`: batch number -> root as it was printed. About 20 microseconds a line. The head is read before the lines
    and the batches before the lines, so that what is written meanwhile is no fault.
    """
    entries, walk = Entry.objects.order_by("number"), Walk()
    if not (head.key_path().exists() or head.path().exists() or entries.exists()):
        return Verdict()
    try:
        walk.key = trusted_key()
        kept, whole = trusted_head(walk.key)
        walk.head, walk.batches = kept, list(SealedBatch.objects.order_by("number"))
        walk.steps(entries.iterator())
        walk.end()
        if not whole:
            raise Broken("head")
        compare(walk.batches, paper or {})
    except Broken as found:
        return Verdict(found.fault, found.number, found.until, walk.number, len(walk.batches), walk.waiting())
    return Verdict(lines=walk.number, batches=len(walk.batches), waiting=walk.waiting())


def trusted_key() -> bytes:
    """The key, which is not made here. Raises Broken."""
    try:
        key = head.key()
    except ValueError:
        key = None
    if key is None:
        raise Broken("key")
    return key


def trusted_head(key: bytes) -> tuple[head.Head, bool]:
    """The head, and whether it can be trusted: lines are looked at first, so that a broken one is named."""
    try:
        return head.read(key), True
    except head.BadHead:
        return head.Head(), False


@dataclass(frozen=True)
class Root:
    """A batch as the monthly report prints it."""

    batch: int
    first: int
    last: int
    on: dt.date
    root: str

    @property
    def written(self) -> str:
        """The root in groups of four, to be compared by eye."""
        return " ".join(self.root[place : place + 4] for place in range(0, len(self.root), 4))


def roots(month: dt.date) -> list[Root]:
    """The batches sealed in the month (India's time) that a day lies in. `seal_batch` first: then nothing waits."""
    begin = dt.datetime(month.year, month.month, 1, tzinfo=INDIA)
    end = dt.datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=INDIA)
    return [
        Root(batch.number, batch.first, batch.last, batch.at.astimezone(INDIA).date(), bytes(batch.root).hex())
        for batch in SealedBatch.objects.filter(at__gte=begin, at__lt=end).order_by("number")
    ]


def begin_again() -> None:
    """A demonstration that was emptied starts a new log. Anywhere else the head stays: a cut log must be seen."""
    key = head.key()
    if key is not None and settings.DEMONSTRATION and not Entry.objects.exists():
        head.write(key, head.Head())
