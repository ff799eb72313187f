"""What somebody with the whole database, but without the key of the log, could do to it; each must be found."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from django.db import transaction

from pakhi.vault import audit, head
from pakhi.vault.models import Entry, SealedBatch
from pakhi.vault.walk import Verdict

LINES, SEALED, HELD = 30, 10, 2  # lines of the log, lines of a batch, batches; the newest ten lines wait
ACTS = ("reveal", "print", "consent", "login", "key")


def write_log(committed: Callable[..., object], lines: int = LINES, sealed: int = SEALED) -> None:
    """A log of so many lines, sealed in batches; the rest waits. `committed` lets what follows a commit happen."""
    for first in range(0, lines, sealed):
        with committed(using="vault", execute=True):
            for number in range(first + 1, min(first + sealed, lines) + 1):
                audit.record(
                    ACTS[number % len(ACTS)], actor=number % 7, organisation="CBAONE", person=f"PERSON{number % 9}",
                    reason="visit", fields=["names", "address"], step=number,
                )  # fmt: skip
            if first + sealed < lines:
                audit.seal_batch()


def after(attack: Callable[[random.Random], None], seed: int) -> Verdict:
    """What `verify` says after an attack, which is then undone."""
    with transaction.atomic(using="vault"):
        attack(random.Random(seed))
        verdict = audit.verify()
        transaction.set_rollback(True, using="vault")
    return verdict


def entry(chance: random.Random) -> Entry:
    return Entry.objects.get(number=chance.randint(1, LINES))


def batch(chance: random.Random) -> SealedBatch:
    return SealedBatch.objects.get(number=chance.randint(1, SealedBatch.objects.count()))


def flipped(chance: random.Random, content: bytes) -> bytes:
    """The same bytes with one bit changed."""
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def edit(chance: random.Random) -> None:
    """One field of one line."""
    row = entry(chance)
    field = chance.choice(["at", "organisation", "actor", "act", "person", "detail", "mark"])
    new = {
        "at": row.at + dt.timedelta(microseconds=chance.choice([-1, 1, 86_400_000_000])),
        "organisation": row.organisation[::-1],
        "actor": row.actor + 1,
        "act": chance.choice([act for act in ACTS if act != row.act]),
        "person": "PERSONX",
        "detail": chance.choice([{}, {**row.detail, "reason": "court"}, {**row.detail, "more": 1}]),
        "mark": flipped(chance, bytes(row.mark)),
    }[field]
    Entry.objects.filter(pk=row.pk).update(**{field: new})


def delete(chance: random.Random) -> None:
    """Some lines out of the middle."""
    first = chance.randint(1, LINES - 1)
    Entry.objects.filter(number__gte=first, number__lt=first + chance.randint(1, LINES - first)).delete()


def close_up(chance: random.Random) -> None:
    """A line taken out, and those after it numbered anew."""
    first = chance.randint(1, LINES - 1)
    Entry.objects.filter(number=first).delete()
    for number in range(first + 1, LINES + 1):
        Entry.objects.filter(number=number).update(number=number - 1)


def reorder(chance: random.Random) -> None:
    """Some lines in another order: the numbers stay, what they say moves, with or without the marks."""
    many = chance.randint(2, 6)
    numbers = chance.sample(range(1, LINES + 1), many)
    rows = [Entry.objects.get(number=number) for number in numbers]
    moved = ["at", "organisation", "actor", "act", "person", "detail"] + ["mark"] * chance.randint(0, 1)
    for number, row in zip(numbers, rows[1:] + rows[:1], strict=True):
        Entry.objects.filter(number=number).update(**{field: getattr(row, field) for field in moved})


def cut(chance: random.Random) -> None:
    """The newest lines, and the batches that sealed them."""
    first = chance.randint(1, LINES)
    Entry.objects.filter(number__gte=first).delete()
    SealedBatch.objects.filter(last__gte=first).delete()


def cut_lines(chance: random.Random) -> None:
    """The newest lines; the batches stay."""
    Entry.objects.filter(number__gte=chance.randint(1, LINES)).delete()


def cut_and_go_on(chance: random.Random) -> None:
    """The newest lines and their batches; then the product goes on writing and sealing."""
    cut(chance)
    for number in range(chance.randint(1, 8)):
        audit.record("login", actor=number % 7)
    if chance.random() < 0.5:
        audit.seal_batch()


def edit_batch(chance: random.Random) -> None:
    """One field of one batch."""
    row = batch(chance)
    field = chance.choice(["number", "first", "last", "root", "before", "signature", "at"])
    old = getattr(row, field)
    new = {
        "number": row.number + 100, "first": row.first + 1, "last": row.last - 1,
        "at": row.at + dt.timedelta(days=31),
    }.get(field) or flipped(chance, bytes(old) or b"\x00")  # fmt: skip
    SealedBatch.objects.filter(pk=row.pk).update(**{field: new})


def drop_batch(chance: random.Random) -> None:
    """A batch taken away; its lines stay."""
    batch(chance).delete()


def forge_line(chance: random.Random) -> None:
    """A line put in at the end, its mark made without the key."""
    row = Entry.objects.get(number=LINES)
    Entry.objects.create(number=LINES + 1, at=row.at, act="login", mark=chance.randbytes(32))


def twice(chance: random.Random) -> None:
    """A line a second time, as number 0 where the table allows nothing else."""
    row = entry(chance)
    row.pk, row.number = None, 0
    row.save(force_insert=True)


def forge_head(chance: random.Random) -> None:
    """The file that knows the end says another number."""
    content, signature = head.path().read_text().splitlines()
    head.path().write_text(content.replace(f": {LINES}", f": {LINES - 1}") + "\n" + signature + "\n")


ATTACKS = (
    edit, edit, edit, delete, close_up, reorder, reorder, cut, cut, cut_lines, cut_and_go_on, edit_batch, drop_batch,
    forge_line, twice,
)  # fmt: skip
