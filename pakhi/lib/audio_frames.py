"""Sound as a row of frames, pages or samples: MP3 (ISO 11172-3, 13818-3), Ogg (RFC 3533, 7845) and WAV.

Each function gives (seconds, the bytes without tags) and raises ValueError for what is no such sound.
"""

from __future__ import annotations

from dataclasses import dataclass

RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
LOW_RATES = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HERTZ = (44100, 48000, 32000)
PCM, EXTENSIBLE = 1, 0xFFFE
POLYNOMIAL = 0x04C11DB7
SPACE = 0x20


def frame(head: bytes) -> tuple[int, float] | None:
    """(bytes, seconds) of the MPEG frame of layer III that begins here, or None."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return None
    if head[2] >> 4 in (0, 15) or head[2] & 0x0C == 0x0C:
        return None
    one = head[1] & 0x18 == 0x18
    bits = (RATES if one else LOW_RATES)[(head[2] >> 4) - 1] * 1000
    hertz = HERTZ[head[2] >> 2 & 3] >> (0 if one else 2 if head[1] & 0x18 == 0 else 1)
    return (144 if one else 72) * bits // hertz + (head[2] >> 1 & 1), (1152 if one else 576) / hertz


def mp3(content: bytes) -> tuple[float, bytes]:
    """The frames alone: tags before, behind and between them are left out."""
    at, seconds, out = tag(content), 0.0, bytearray()
    while at < len(content) - 4:
        found = frame(content[at : at + 4])
        if found is None:
            at = content.find(b"\xff", at + 1)
            if at < 0:
                break
            continue
        size, long = found
        if at + size > len(content):
            break
        out += content[at : at + size]
        at, seconds = at + size, seconds + long
    if len(out) < len(content) // 2:
        raise ValueError
    return seconds, bytes(out)


def tag(content: bytes) -> int:
    """The length of the ID3 tag at the beginning."""
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size + (10 if content[5] & 0x10 else 0)


def wav(content: bytes) -> tuple[float, bytes]:
    """The form and the samples; every other chunk is left out."""
    chunks, at = dict[bytes, bytes](), 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        chunks.setdefault(content[at : at + 4], content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    form, data = chunks[b"fmt "], chunks[b"data"]
    if int.from_bytes(form[:2], "little") not in (PCM, EXTENSIBLE):
        raise ValueError
    body = b"WAVE" + chunk(b"fmt ", form) + chunk(b"data", data)
    return len(data) / int.from_bytes(form[8:12], "little"), chunk(b"RIFF", body)


def chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


@dataclass
class Page:
    """An Ogg page: where it begins, where its body begins and ends, its position in samples."""

    at: int
    body: int
    end: int
    granule: int


def ogg(content: bytes) -> tuple[float, bytes]:
    """Opus or Vorbis; the words of its comments become spaces, so that everything else stays where it is."""
    pages = list(pages_of(content))
    first = content[pages[0].body : pages[0].end]
    if first[:8] == b"OpusHead":
        rate, skipped, before = 48000, int.from_bytes(first[10:12], "little"), 8
    elif first[:7] == b"\x01vorbis":
        rate, skipped, before = int.from_bytes(first[12:16], "little"), 0, 7
    else:
        raise ValueError
    out = bytearray(content)
    blank(out, pages[1:], before)
    return (max(page.granule for page in pages) - skipped) / rate, bytes(out)


def pages_of(content: bytes) -> list[Page]:
    """The pages of one stream. Raises ValueError where they do not lead to the end, or where there are two streams."""
    out, at, serials = list[Page](), 0, set()
    while at < len(content):
        if content[at : at + 4] != b"OggS":
            raise ValueError
        segments = content[at + 26]
        body = at + 27 + segments
        end = body + sum(content[at + 27 : body])
        granule = int.from_bytes(content[at + 6 : at + 14], "little", signed=True)
        serials.add(content[at + 14 : at + 18])
        out.append(Page(at, body, end, granule))
        at = end
    if at != len(content) or len(out) < 2 or len(serials) != 1:
        raise ValueError
    return out


def blank(out: bytearray, pages: list[Page], before: int) -> None:
    """Overwrite the comments' words in the second packet, which may go over several pages."""
    places = [at for page in pages for at in range(page.body, page.end)]

    def number(at: int) -> int:
        return int.from_bytes(bytes(out[place] for place in places[at : at + 4]), "little")

    def wipe(at: int) -> int:
        size = number(at)
        for place in places[at + 4 : at + 4 + size]:
            out[place] = SPACE
        return at + 4 + size

    at = wipe(before)  # who made the encoder
    many, at = number(at), at + 4
    for _one in range(min(many, 1000)):
        at = wipe(at)
    last = places[min(at, len(places)) - 1]
    for page in pages:
        if page.at <= last:
            checked(out, page)


def checked(out: bytearray, page: Page) -> None:
    """Write a page's checksum anew."""
    out[page.at + 22 : page.at + 26] = bytes(4)
    sum_ = 0
    for byte in out[page.at : page.end]:
        sum_ = (sum_ << 8) & 0xFFFFFFFF ^ TABLE[(sum_ >> 24) ^ byte]
    out[page.at + 22 : page.at + 26] = sum_.to_bytes(4, "little")


def row(byte: int) -> int:
    """One entry of the checksum's table."""
    value = byte << 24
    for _bit in range(8):
        value = (value << 1) ^ POLYNOMIAL if value & 0x80000000 else value << 1
    return value & 0xFFFFFFFF


TABLE = [row(byte) for byte in range(256)]
