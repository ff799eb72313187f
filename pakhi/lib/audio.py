"""Sound files: which kind, how long, and without what recorders write beside the sound (names, dates, places).

Five kinds that browsers, telephones and recorders make: WebM, Ogg, MP3, MP4 (m4a) and WAV. Everything is read from the
bytes themselves; a name or a type that somebody claims is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pakhi.lib import audio_boxes, audio_frames

HEAD = 64
ENDINGS = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav"}


class NotAudio(ValueError):
    """It is no sound of these kinds, or damaged."""


@dataclass(frozen=True)
class Sound:
    """A recording: its media type, how many seconds it lasts, and its bytes without anything beside the sound."""

    type: str
    seconds: float
    content: bytes


def type_of(head: bytes) -> str:
    """The media type by the first bytes; empty for anything else. Not a proof: `read` looks at all of it."""
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:HEAD]:
        return "audio/webm"
    if head[:5] == b"OggS\x00":
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    return "audio/mpeg" if head[:3] == b"ID3" or audio_frames.frame(head) else ""


def type_of_file(path: Path) -> str:
    """The media type of a file."""
    with path.open("rb") as file:
        return type_of(file.read(HEAD))


def read(content: bytes) -> Sound:
    """Look at all of it. Raises NotAudio: another kind, cut, damaged, with a film in it, or nothing to hear."""
    kind = type_of(content[:HEAD])
    try:
        seconds, plain = READERS[kind](content)
    except (KeyError, ValueError, IndexError, ArithmeticError):
        raise NotAudio from None
    if seconds <= 0:
        raise NotAudio
    return Sound(kind, seconds, plain)


READERS: dict[str, Callable[[bytes], tuple[float, bytes]]] = {
    "audio/webm": audio_boxes.webm,
    "audio/mp4": audio_boxes.mp4,
    "audio/ogg": audio_frames.ogg,
    "audio/mpeg": audio_frames.mp3,
    "audio/wav": audio_frames.wav,
}
