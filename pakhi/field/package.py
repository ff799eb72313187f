"""A finished record as our own app sends it: sealed on the phone, so that the phone cannot read it back.

    1, code of the key (8), HPKE of: sum (32), length of the head (4), head, the parts one after another, filling

The head is JSON: `by`, the code of the phone that wrote it, and `parts`, names and sizes. The sum ties all of it to
that phone's password, so that any phone of the organisation may carry it and nobody can write in another's name.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from pakhi.field import devices, receiving
from pakhi.field.models import Device
from pakhi.lib.codes import LETTERS
from pakhi.lib.seal import CannotOpen
from pakhi.lib.transport import open_away
from pakhi.network.models import Organisation

PART, RECORD = "sealed_record", "xml_submission_file"
VERSION, CODE, SUM, LENGTH = b"\x01", 8, 32, 4
MOST_PARTS = 100


class Unopened(Exception):
    """It cannot be opened here. `why`: damaged, gone (its key is) or stranger (who wrote it)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Package:
    """An opened one: who wrote it, the record and its files by name; in memory only."""

    author: Device
    record: bytes
    files: dict[str, bytes]
    ended: bool = False  # that phone was ended, or its worker has left: a person decides (ended.py)


def opened(sealed: bytes, organisation: Organisation) -> Package:
    """Open what a phone of an organisation brought. Raises Unopened."""
    code = sealed[1 : 1 + CODE].decode("ascii", "replace")
    if sealed[:1] != VERSION or not set(code) <= set(LETTERS):
        raise Unopened("damaged")
    key = receiving.private(code)
    if key is None:
        raise Unopened("gone")
    try:
        inside = open_away(key, sealed[1 + CODE :], about(code))
    except CannotOpen:
        raise Unopened("damaged") from None
    return read(inside, organisation)


def about(code: str) -> str:
    """What a package is tied to."""
    return f"field record|{code}"


def read(inside: bytes, organisation: Organisation) -> Package:
    """Who wrote it, and its parts."""
    told, content = inside[:SUM], inside[SUM:]
    size = int.from_bytes(content[:LENGTH], "big")
    parts = cut(content, size)
    author = written_by(head_of(content, size).get("by"), organisation)
    if not hmac.compare_digest(told, sum_of(author.digest, content)):
        raise Unopened("stranger")
    record = parts.pop(RECORD, None)
    if record is None:
        raise Unopened("damaged")
    return Package(author, record, parts, ended=not devices.may_work(author))


def head_of(content: bytes, size: int) -> dict[str, Any]:
    try:
        head = json.loads(content[LENGTH : LENGTH + size])
    except (ValueError, RecursionError):
        raise Unopened("damaged") from None
    if not isinstance(head, dict) or not isinstance(head.get("parts"), list):
        raise Unopened("damaged")
    return head


def cut(content: bytes, size: int) -> dict[str, bytes]:
    """The parts by their names."""
    out: dict[str, bytes] = {}
    at, parts = LENGTH + size, head_of(content, size)["parts"]
    for part in parts[: MOST_PARTS + 1]:
        match part:
            case [str(name), int(long)] if 0 <= long <= len(content) - at and name and len(out) < MOST_PARTS:
                out[name], at = content[at : at + long], at + long
            case _:
                raise Unopened("damaged")
    return out


def written_by(code: object, organisation: Organisation) -> Device:
    """The phone that it says wrote it, if the organisation has or had that one."""
    known = Device.objects.select_related("account", "organisation")
    found = known.filter(code=str(code), organisation=organisation).first()
    if found is None:
        raise Unopened("stranger")
    return found


def sum_of(digest: str, content: bytes) -> bytes:
    """The keyed sum. The phone makes the same key from its password (devices.digest)."""
    return hmac.digest(digest.encode(), b"field record|" + content, hashlib.sha256)
