"""Sound in boxes: WebM (RFC 8794, 9559) and MP4 (ISO 14496-12), as browsers and telephones record it.

Each function gives (seconds, the bytes with the boxes that tell about the recorder emptied in their place) and raises
ValueError for what is no such sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# WebM: boxes that are entered, and boxes that are emptied (tags, attachments, chapters, title, programs, day, file).
SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0
INTO = {SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP}
EMPTIED = {0x1254C367, 0x1941A469, 0x1043A770, 0x7BA9, 0x4D80, 0x5741, 0x4461, 0x73A4, 0x7384, 0x536E, 0xBF}
SCALE, CODEC, TIME, BLOCKS, VOID = 0x2AD7B1, 0x86, 0xE7, {0xA3, 0xA1}, 0xEC
# MP4: boxes that are entered, and boxes that are emptied.
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"}
TELLING = {b"udta", b"meta", b"uuid"}
DATED = {b"mvhd", b"tkhd", b"mdhd"}
DEEPEST = 8


@dataclass(frozen=True)
class Box:
    """A name, where its head and its body begin, and where it ends."""

    name: int | bytes
    at: int
    body: int
    end: int


def webm(content: bytes) -> tuple[float, bytes]:
    """The time of the last block, in seconds."""
    out, scale, cluster, last, codecs = bytearray(content), 1_000_000, 0, 0, list[bytes]()
    for box in elements(content):
        held = content[box.body : box.end]
        if box.name == SCALE:
            scale = int.from_bytes(held, "big")
        elif box.name == CODEC:
            codecs.append(held)
        elif box.name == TIME:
            cluster = int.from_bytes(held, "big")
        elif box.name in BLOCKS:
            _track, after = number(held, 0)
            last = max(last, cluster + int.from_bytes(held[after : after + 2], "big", signed=True))
        elif box.name in EMPTIED:
            out[box.at : box.end] = void(box.end - box.at)
    if not codecs or not all(codec.startswith(b"A_") for codec in codecs):
        raise ValueError
    return (last * scale + 20_000_000) / 1e9, bytes(out)  # the last block is itself about 20 ms long


def elements(content: bytes) -> Iterator[Box]:
    """Every element, in order; boxes that are entered are not given themselves, and may have no known size."""
    at = 0
    while at < len(content):
        width = vint(content[at])
        name, (size, body) = int.from_bytes(content[at : at + width], "big"), number(content, at + width)
        if name in INTO:
            at = body
            continue
        if size < 0 or body + size > len(content):
            raise ValueError
        yield Box(name, at, body, body + size)
        at = body + size


def vint(first: int) -> int:
    """How many bytes a number has that begins with this byte."""
    if not first:
        raise ValueError
    return 9 - first.bit_length()


def number(content: bytes, at: int) -> tuple[int, int]:
    """(a number, where it ends); -1 for "not known"."""
    width = vint(content[at])
    value = int.from_bytes(content[at : at + width], "big") & (1 << 7 * width) - 1
    return (-1 if value == (1 << 7 * width) - 1 else value), at + width


def void(size: int) -> bytes:
    """An empty element of so many bytes."""
    if size < 2:
        raise ValueError
    if size <= 128:
        return bytes((VOID, 0x80 | size - 2)) + bytes(size - 2)
    return bytes((VOID, 1)) + (size - 9).to_bytes(7, "big") + bytes(size - 9)


@dataclass
class Heard:
    """What the boxes of an MP4 tell about its length."""

    scale: int = 0
    long: int = 0
    each: int = 0
    pieces: int = 0
    tracks: list[bytes] = field(default_factory=list)


def mp4(content: bytes) -> tuple[float, bytes]:
    """The length that the sound's track tells, or the sum of its pieces where it was written while recording."""
    out, heard = bytearray(content), Heard()
    for box in boxes(content, 0, len(content)):
        if box.name in TELLING:
            out[box.at + 4 : box.at + 8] = b"free"
            out[box.body : box.end] = bytes(box.end - box.body)
        elif box.name in DATED:
            out[box.body + 4 : box.body + 4 + (16 if content[box.body] else 8)] = bytes(16 if content[box.body] else 8)
        listen(heard, str(box.name, "latin-1") if isinstance(box.name, bytes) else "", content[box.body : box.end])
    if heard.tracks != [b"soun"] or not heard.scale:
        raise ValueError
    return max(heard.long, heard.pieces) / heard.scale, bytes(out)  # Chromium tells the length in another scale


def boxes(content: bytes, at: int, end: int, depth: int = 0) -> Iterator[Box]:
    """Every box that is not entered, in order. Raises ValueError where they do not lead to the end."""
    if depth > DEEPEST:
        raise ValueError
    while at < end:
        size, body = int.from_bytes(content[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        size = size or end - at
        if size < body - at or at + size > end:
            raise ValueError
        name = content[at + 4 : at + 8]
        if name in CONTAINERS:
            yield from boxes(content, body, at + size, depth + 1)
        else:
            yield Box(name, at, body, at + size)
        at += size


def listen(heard: Heard, name: str, body: bytes) -> None:
    """Take from a box what it says about the length."""
    if name == "mdhd":
        at, width = (20, 8) if body[0] else (12, 4)
        heard.scale = int.from_bytes(body[at : at + 4], "big")
        heard.long = int.from_bytes(body[at + 4 : at + 4 + width], "big")
        if heard.long in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
            heard.long = 0
    elif name == "hdlr":
        if (kind := body[8:12]) in (b"soun", b"vide"):
            heard.tracks.append(kind)
    elif name == "trex":
        heard.each = int.from_bytes(body[12:16], "big")
    elif name == "tfhd":
        flags = int.from_bytes(body[1:4], "big")
        if flags & 8:
            before = 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
            heard.each = int.from_bytes(body[before : before + 4], "big")
    elif name == "trun":
        heard.pieces += run(body, heard.each)


def run(body: bytes, each: int) -> int:
    """The length of a run of samples."""
    flags, many = int.from_bytes(body[1:4], "big"), int.from_bytes(body[4:8], "big")
    at = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if not flags & 0x100:
        return many * each
    if at + many * step > len(body):
        raise ValueError
    return sum(int.from_bytes(body[at + n * step : at + n * step + 4], "big") for n in range(many))
