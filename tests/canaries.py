"""Looking for something in everything that a database holds, in whatever coat it may be wearing."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from django.db import connections


def coats(canary: str) -> list[bytes]:
    """A text as bytes in several encodings: UTF-8, UTF-16, hexadecimal, base64 at each of the three offsets."""
    plain = canary.encode()
    inner = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    whole = [coat for coat in inner if len(coat) > 8]  # what is left of a short word would be found everywhere
    return [plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), plain.hex().encode(), *whole]


def found(canaries: Iterable[str], where: bytes) -> list[str]:
    """Which of the canaries are somewhere in some bytes."""
    low = where.lower()
    return [c for c in canaries if any(coat in where for coat in coats(c)) or c.lower().encode() in low]


def tables() -> dict[str, bytes]:
    """Every row of every table of the three databases as bytes: {"alias.table": everything}."""
    held = {}
    for alias in ("default", "vault", "ballots"):
        with connections[alias].cursor() as cursor:
            for name in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(name)}")
                held[f"{alias}.{name}"] = b"\n".join(raw(value) for row in cursor.fetchall() for value in row)
    return held


def raw(value: object) -> bytes:
    """One value of a row as the bytes it is."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def files(names: Iterable[Path]) -> bytes:
    """The bytes of some database files and of their logs."""
    whole = [Path(f"{name}{end}") for name in names for end in ("", "-wal", "-journal")]
    return b"".join(path.read_bytes() for path in whole if path.exists())
