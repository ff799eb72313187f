"""Sound files: each kind is known by its bytes, its length is right, and nothing is left in it about its maker."""

from __future__ import annotations

import struct

import pytest

from pakhi.lib import audio
from pakhi.lib.audio_frames import checked, pages_of

TOLD = b"Moushumi of Shalikpur"


def wav(seconds: float = 1, rate: int = 8000) -> bytes:
    data = b"\x01\x02" * int(rate * seconds)
    form = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    told = b"LIST" + struct.pack("<I", len(TOLD) + 1) + TOLD + b"\0"
    inside = b"WAVE" + told + b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def mp3(seconds: float = 1) -> bytes:
    """MPEG 2 layer III, 32 kb/s, 22.05 kHz: frames of 104 bytes and 26.1 ms."""
    tag = b"ID3\x04\0\0" + bytes((0, 0, 0, len(TOLD))) + TOLD
    frames = (b"\xff\xf3\x40\xc0" + bytes(100)) * round(seconds * 22050 / 576)
    return tag + frames + b"TAG" + TOLD.ljust(125, b"\0")


def element(name: bytes, body: bytes, size: bytes = b"") -> bytes:
    return name + (size or b"\x08" + len(body).to_bytes(4, "big")) + body


def webm(seconds: int = 1, codec: bytes = b"A_OPUS") -> bytes:
    """As browsers write it while they record: segment and clusters have no known size."""
    unknown = b"\x01" + b"\xff" * 7
    head = element(b"\x1aE\xdf\xa3", element(b"\x42\x82", b"webm"))
    info = element(
        b"\x15\x49\xa9\x66", element(b"\x57\x41", TOLD) + element(b"\x2a\xd7\xb1", (10**6).to_bytes(3, "big"))
    )
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x86", codec)))
    out = head + b"\x18\x53\x80\x67" + unknown + info + tracks
    for second in range(seconds):
        blocks = b"".join(element(b"\xa3", b"\x81" + at.to_bytes(2, "big") + b"\x80sound") for at in range(0, 1000, 20))
        out += b"\x1f\x43\xb6\x75" + unknown + element(b"\xe7", (second * 1000).to_bytes(2, "big")) + blocks
    return out + element(b"\x12\x54\xc3\x67", element(b"\x73\x73", TOLD * 9))


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def m4a(seconds: int = 1, kind: bytes = b"soun", pieces: bool = False) -> bytes:
    """Whole, or in pieces as browsers write it while they record."""
    long = 0 if pieces else 1000 * seconds
    dated = struct.pack(">IIIII", 0, 7, 8, 1000, long) + bytes(4)
    track = box(b"trak", box(b"mdia", box(b"mdhd", dated), box(b"hdlr", bytes(8) + kind + bytes(13))))
    more = box(b"mvex", box(b"trex", struct.pack(">IIIII", 0, 1, 1, 20, 0) + bytes(4))) if pieces else b""
    moov = box(b"moov", box(b"mvhd", dated), track, more, box(b"udta", TOLD))
    runs = box(b"traf", box(b"tfhd", bytes(8)), box(b"trun", struct.pack(">II", 0, 50 * seconds)))
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + (box(b"moof", runs) if pieces else b"") + box(b"mdat", b"sound")


def ogg(seconds: int = 1) -> bytes:
    """Opus: a head, its comments, one page a second."""
    told = (
        b"OpusTags" + struct.pack("<I", len(TOLD)) + TOLD + struct.pack("<I", 1) + struct.pack("<I", len(TOLD)) + TOLD
    )
    packets = [(b"OpusHead\x01\x01" + struct.pack("<HIH", 312, 48000, 0) + b"\0", 0), (told, 0)]
    packets += [(b"sound" * 20, 312 + 48000 * (at + 1)) for at in range(seconds)]
    out = bytearray()
    for number, (packet, granule) in enumerate(packets):
        out += b"OggS\0\0" + struct.pack("<qIII", granule, 77, number, 0) + bytes((1, len(packet))) + packet
    for page in pages_of(bytes(out)):
        checked(out, page)
    return bytes(out)


KINDS = [
    ("audio/wav", wav), ("audio/mpeg", mp3), ("audio/webm", webm), ("audio/mp4", m4a), ("audio/ogg", ogg),
    ("audio/mp4", lambda seconds=1: m4a(seconds, pieces=True)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "made"), KINDS)
def test_each_kind_is_known_measured_and_tells_nothing_of_its_maker(kind, made) -> None:
    content = made(3)
    assert TOLD in content
    heard = audio.read(content)
    assert (heard.type, round(heard.seconds, 1)) == (kind, 3.0)
    assert TOLD not in heard.content
    again = audio.read(heard.content)
    assert (again.type, again.content) == (kind, heard.content), "what was cleaned stays as it is"
    assert audio.type_of(heard.content[: audio.HEAD]) == kind


def test_an_ogg_page_that_was_changed_has_its_sum_again() -> None:
    heard = bytearray(audio.read(ogg(2)).content)
    before = bytes(heard)
    for page in pages_of(before):
        checked(heard, page)
    assert bytes(heard) == before


BAD = {
    "nothing": b"", "text": b"hello", "a picture": b"\x89PNG\r\n\x1a\n" + bytes(99), "a page": b"<!doctype html>",
    "a film": m4a(1, b"vide"), "a film in WebM": webm(1, b"V_VP9"), "only a head of Ogg": ogg()[:47],
    "a cut Ogg": ogg(3)[:-9], "a cut MP4": m4a()[:-3], "a cut WebM": webm()[:-9], "an MP3 without frames": mp3(0),
    "a WAV without samples": wav(0), "one frame in a page": b"\xff\xf3\x40\xc0" + b"<script>" * 99,
    "boxes in boxes": m4a()[:12] + b"\0\0\0\0moov" * 9999, "zeros behind WebM": webm() + bytes(9),
    "only the head of WebM": b"\x1aE\xdf\xa3\x87\x42\x82\x84webm",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_no_sound(name) -> None:
    with pytest.raises(audio.NotAudio):
        audio.read(BAD[name])


@pytest.mark.parametrize("made", [wav, mp3, webm, m4a, ogg])
def test_damaged_bytes_never_fail_in_another_way(made) -> None:
    content = made(1)
    for at in range(0, len(content), max(len(content) // 150, 1)):
        for byte in (0, 0xFF):
            try:
                audio.read(content[:at] + bytes((byte,)) + content[at + 1 :])
            except audio.NotAudio:
                continue
