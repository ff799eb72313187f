"""What somebody finds who copies a whole installation: every byte of every file, in whatever coat it may be wearing."""

from __future__ import annotations

import base64
import gzip
import json
import re
import sqlite3
import unicodedata
import urllib.parse
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

WINDOW = 8  # bytes: the shortest coat that is looked for
LARGEST, STEP = 64 * 1024 * 1024, 512
PACKED = re.compile(rb"\x1f\x8b\x08|[\x08\x18\x28\x38\x48\x58\x68\x78].", re.DOTALL)


def coats(value: str) -> dict[str, bytes]:
    """A text in every coat: name of the coat -> bytes."""
    made = {}
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, value)
        plain = text.encode()
        made |= {
            f"UTF-8 {form}": plain,
            f"UTF-16LE {form}": text.encode("utf-16-le"),
            f"UTF-16BE {form}": text.encode("utf-16-be"),
            f"hexadecimal {form}": plain.hex().encode(),
            f"JSON escapes {form}": json.dumps(text)[1:-1].encode(),
            f"address {form}": urllib.parse.quote(text).encode(),
        }
        for shift in range(3):
            inner = base64_inside(plain, shift)
            made[f"base64 +{shift} {form}"] = inner
            made[f"base64url +{shift} {form}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return {name: coat for name, coat in made.items() if len(coat) >= WINDOW}


def base64_inside(plain: bytes, shift: int) -> bytes:
    """The letters of base64 that only these bytes decide, when they begin `shift` bytes into a group of three."""
    whole = base64.b64encode(b"\0" * shift + plain).rstrip(b"=")
    return whole[-(-shift * 8 // 6) : (shift + len(plain)) * 8 // 6]


class Sought:
    """Many values at once: the first eight bytes of each coat are looked up, then the whole."""

    def __init__(self, values: Iterable[str]) -> None:
        self.by_head: dict[int, list[tuple[str, str, bytes]]] = defaultdict(list)
        for value in set(values):
            for name, coat in coats(value).items():
                head = int.from_bytes(coat[:WINDOW], "little")
                self.by_head[head].append((value, name, coat))
        self.heads = np.array(sorted(self.by_head), dtype=np.uint64)

    def within(self, content: bytes) -> Iterator[tuple[str, str]]:
        """(value, coat) of everything found in some bytes."""
        for shift in range(WINDOW):
            many = (len(content) - shift) // WINDOW
            if many <= 0:
                return
            words = np.frombuffer(content, dtype="<u8", count=many, offset=shift)
            for place in np.flatnonzero(np.isin(words, self.heads)):
                at = int(place) * WINDOW + shift
                for value, name, coat in self.by_head[int(words[place])]:
                    if content[at : at + len(coat)] == coat:
                        yield value, name


def unpacked(content: bytes) -> Iterator[bytes]:
    """Whatever in some bytes opens as gzip or zlib, beginning anywhere; of a stream that is cut, what comes before."""
    for found in PACKED.finditer(content):
        head = found.group()
        if len(head) == 2 and int.from_bytes(head, "big") % 31:
            continue
        plain = opened(content[found.start() : found.start() + LARGEST], 31 if len(head) == 3 else 15)
        if len(plain) >= WINDOW:
            yield plain


def opened(packed: bytes, kind: int) -> bytes:
    """A packed stream, as far as it goes."""
    machine, plain = zlib.decompressobj(wbits=kind), bytearray()
    try:
        for start in range(0, len(packed), STEP):
            plain += machine.decompress(packed[start : start + STEP], LARGEST)
            if machine.eof:
                break
    except zlib.error:
        pass
    return bytes(plain)


def cells(path: Path) -> bytes:
    """Every value of every table of a database file: what a page break may have cut in two in the file itself."""
    if path.read_bytes()[:15] != b"SQLite format 3":
        return b""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        database.text_factory = bytes
        names = [name.decode() for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for name in names for row in database.execute(f'SELECT * FROM "{name}"'))
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


def search(folders: Iterable[Path], sought: Sought) -> tuple[list[tuple[Path, str, str]], dict[str, int]]:
    """(hits, how much was looked at). Names of files are looked at, too."""
    hits, seen = [], {"files": 0, "bytes": 0, "streams": 0}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        seen["files"] += 1
        seen["bytes"] += len(content)
        for part in (str(path).encode(), content, cells(path)):
            hits += [(path, value, coat) for value, coat in sought.within(part)]
        for plain in unpacked(content):
            seen["streams"] += 1
            hits += [(path, value, f"packed {coat}") for value, coat in sought.within(plain)]
    return hits, seen


def packed(content: bytes) -> list[bytes]:
    """Some bytes packed in the ways that are looked into."""
    return [gzip.compress(content), zlib.compress(content, 1), zlib.compress(content, 9)]
