"""What a line of the log may hold, and how lines and batches are written down to be hashed and signed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pakhi.lib import ledger
from pakhi.vault.models import Entry, SealedBatch

PLAIN = re.compile(r"[A-Za-z0-9_.,:+-]{0,60}")
LETTER = re.compile(r"[A-Za-z]")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TELEPHONE = 7  # so many figures without a letter may be a telephone, or the number of a paper


def plain(detail: dict[str, Any]) -> dict[str, Any]:
    """The details as they are kept. Raises ValueError, without the value, for what is no code, kind, count or day.

    A name in one Latin word looks like a code and passes: whoever calls still has to know what they write.
    """
    kept: dict[str, Any] = {}
    for name, value in detail.items():
        many = isinstance(value, list | tuple)
        parts = list(value) if many else [value]
        if not all(is_plain(part) for part in parts):
            raise ValueError(f"The log takes codes, kinds, counts and days; {name!r} is none of them.")
        written = [str(part) if isinstance(part, str | dt.date) else part for part in parts]
        kept[name] = written if many else written[0]
    return kept


def is_plain(value: object) -> bool:
    """Whether a value can be no name, telephone or sentence."""
    if isinstance(value, str):
        number = not LETTER.search(value) and sum(map(str.isdigit, value)) >= TELEPHONE
        return bool(PLAIN.fullmatch(value)) and (not number or bool(DAY.fullmatch(value)))
    return value is None or isinstance(value, dt.date) or (isinstance(value, int) and abs(value) < 10**9)


def leaf(entry: Entry) -> bytes:
    """The hash of a line: all of it but its mark."""
    return ledger.leaf({
        "number": entry.number, "at": moment(entry.at), "organisation": entry.organisation, "actor": entry.actor,
        "act": str(entry.act), "person": entry.person, "detail": entry.detail,
    })  # fmt: skip


def mark(key: bytes, before: bytes, entry: Entry) -> bytes:
    """What ties a line to the mark of the line before it."""
    return ledger.mark(key, before, leaf(entry))


def statement(batch: SealedBatch) -> bytes:
    """What the signature of a batch is about: all of it."""
    root, before = bytes(batch.root), bytes(batch.before)
    return ledger.statement(batch.number, batch.first, batch.last, root, before, moment(batch.at))


def moment(at: dt.datetime) -> str:
    """A moment, written in one way only."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
