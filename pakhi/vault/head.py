"""The newest line and batch of the log, kept in a small signed file beside the databases; and the key of the log.

A log whose end was cut off looks whole by itself. The file DATA/ledger-head still knows the number of the last line,
and the numbers go on from there, so the cut stays to be seen. It is made with the key, before the first line, and
then only moves forward: a file that is gone is never made again in silence. Who puts old copies of the file and of the
database back together is found by the roots on paper alone.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from pakhi.lib import ledger


class BadHead(Exception):
    """The file is missing, or not as it was written."""


@dataclass(frozen=True)
class Head:
    """The newest line (its number and mark) and the newest batch (its number and root); hexadecimal, 0 for none."""

    number: int = 0
    mark: str = ""
    batch: int = 0
    root: str = ""

    def written(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    def with_newer(self, other: Head) -> Head:
        """The later line and the later batch of two heads."""
        line, batch = (other if other.number > self.number else self), (other if other.batch > self.batch else self)
        return Head(line.number, line.mark, batch.batch, batch.root)


def path() -> Path:
    return Path(settings.DATA) / "ledger-head"


def key_path() -> Path:
    return Path(settings.DATA) / "secrets" / "ledger"


def read(key: bytes) -> Head:
    """The newest line and batch that were kept. Raises BadHead."""
    try:
        content, signature = path().read_text().splitlines()
        head = Head(**json.loads(content))
        good = ledger.signed(ledger.public_of(key), bytes.fromhex(signature), head.written())
    except (FileNotFoundError, ValueError, TypeError):
        raise BadHead from None
    if not good:
        raise BadHead
    return head


def move(key: bytes, head: Head) -> None:
    """Keep a newer line or batch; an older one is passed over. A bad file stays as it is, for `verify` to find."""
    with alone():
        try:
            kept = read(key)
        except BadHead:
            return
        if (newer := kept.with_newer(head)) != kept:
            write(key, newer)


def write(key: bytes, head: Head) -> None:
    """Write the file so that it is there whole or not at all, also when the power goes."""
    signature = ledger.sign(key, head.written()).hex().encode()
    beside(path(), head.written() + b"\n" + signature + b"\n").replace(path())


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time moves the head."""
    with path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def beside(target: Path, content: bytes) -> Path:
    """The content in a new file next to the target, on the disk, readable by the owner only."""
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def key() -> bytes | None:
    """The signing key (32 bytes) in DATA/secrets/ledger; None if there is none. Raises ValueError if it is broken."""
    try:
        key = bytes.fromhex(key_path().read_text())
    except FileNotFoundError:
        return None
    ledger.public_of(key)
    return key


def begin() -> bytes:
    """Make the key and the first head, for a log without lines. Processes that begin at once get the same key."""
    target = key_path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone():
        made = key()
        if made is None:
            made = ledger.new_key()
            beside(target, made.hex().encode()).replace(target)
            write(made, Head())
    return made
