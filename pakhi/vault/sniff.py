"""What a file is, by its own bytes. The name and the type that somebody claims for it are never looked at."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext as _

from pakhi.vault.keys import Refused

HEAD = 1024
PICTURES = ("image/jpeg", "image/png", "image/webp")
ALLOWED = (*PICTURES, "application/pdf", "audio/mpeg", "audio/ogg", "audio/webm", "audio/mp4", "text/plain")
# Voice recorders of phones write one of these; HEIC pictures and films use the same container with other marks.
M4A_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6")
SCREEN = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe|\?xml|\?php)", re.IGNORECASE)
CLUSTER, CODEC = b"\x1fC\xb6u", re.compile(rb"\x86[\x80-\xbf][A-Z]_")  # of a WebM file: sound itself, name of a codec
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def sniff(content: bytes) -> str:
    """The type of a file from `ALLOWED`. Raises Refused with a sentence: unknown, cut off, or two kinds in one."""
    if not content:
        raise Refused(_("The file is empty."))
    found = next((name for name, looks in LOOKS.items() if looks(content)), "")
    if not found:
        raise Refused(
            _("This kind of file cannot be kept. Send a photo, a PDF, a voice recording or plain text (UTF-8).")
        )
    if two_in_one(content, found):
        raise Refused(_("The file is two kinds of file in one. Save it again as a plain photo or PDF, and send that."))
    if not whole(content, found):
        raise Refused(_("The file is cut off: its end is missing. Send it again from where it was made."))
    return found


def two_in_one(content: bytes, found: str) -> bool:
    """Whether another program would take the same bytes for a PDF, an archive or a page with a script."""
    head = content[:HEAD]
    if found != "application/pdf" and b"%PDF-" in head:
        return True
    return zipfile.is_zipfile(io.BytesIO(content)) or SCREEN.search(head) is not None


def whole(content: bytes, found: str) -> bool:
    """Whether the end is there, for kinds that say where they end.

    Of pictures this is not left to the decoder: WeasyPrint, once it is loaded, makes Pillow fill what is missing.
    """
    look = WHOLE.get(found)
    return look is None or look(content)


def jpeg_whole(content: bytes) -> bool:
    """Whether an end mark follows the picture's own data (the small copy in its EXIF has one, too, but before it)."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return b"\xff\xd9" in content[at:]


def png_whole(content: bytes) -> bool:
    """Whether the chunks lead to the end chunk."""
    at = 8
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + size
    return False


def mp4_end(content: bytes) -> int:
    """Where the boxes of an MP4 end, as they say themselves."""
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        elif size == 0:
            return len(content)
        if size < 8:
            return -1
        at += size
    return at


def ogg_end(content: bytes) -> int:
    """Where the pages of an Ogg file end, as they say themselves."""
    at = 0
    while content[at : at + 4] == b"OggS" and at + 27 <= len(content):
        segments = content[at + 26]
        at += 27 + segments + sum(content[at + 27 : at + 27 + segments])
    return at


def mp3(content: bytes) -> bool:
    """An ID3 tag, or two frames behind each other."""
    if content[:3] == b"ID3" and len(content) > 10 and all(byte < 128 for byte in content[6:10]):
        return True
    first = frame(content[:4])
    return first > 0 and frame(content[first : first + 4]) > 0


def frame(head: bytes) -> int:
    """The length of an MPEG audio frame of layer III; 0 if this is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    one = head[1] & 0x18 == 0x18
    if head[1] & 0x18 == 0x08 or head[2] >> 4 in (0, 15) or head[2] & 0x0C == 0x0C:
        return 0
    rates = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    low = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    bits = (rates if one else low)[(head[2] >> 4) - 1] * 1000
    hertz = (44100, 48000, 32000)[head[2] >> 2 & 3] >> (0 if one else 2 if head[1] & 0x18 == 0 else 1)
    return (144 if one else 72) * bits // hertz + (head[2] >> 1 & 1)


def webm(content: bytes) -> bool:
    """A WebM file with a track of sound and none of pictures: its codecs stand before the first cluster."""
    head = content[: 64 * HEAD].partition(CLUSTER)[0]
    return (
        head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64] and {kind[-2:] for kind in CODEC.findall(head)} == {b"A_"}
    )


def m4a(content: bytes) -> bool:
    """An MP4 of a brand that recorders use, without a picture track."""
    film = any(content[found.end() + 8 : found.end() + 12] == b"vide" for found in re.finditer(b"hdlr", content))
    return content[4:8] == b"ftyp" and content[8:12] in M4A_BRANDS and not film


def text(content: bytes) -> bool:
    """Text in UTF-8 without control characters."""
    try:
        return not CONTROL.search(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


WHOLE: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": jpeg_whole,
    "image/png": png_whole,
    "image/webp": lambda content: len(content) >= 8 + int.from_bytes(content[4:8], "little"),
    "application/pdf": lambda content: b"%%EOF" in content[-HEAD:],
    "audio/mp4": lambda content: mp4_end(content) == len(content),
    "audio/ogg": lambda content: ogg_end(content) == len(content),
}
LOOKS: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda content: content[:3] == b"\xff\xd8\xff",
    "image/png": lambda content: content[:8] == b"\x89PNG\r\n\x1a\n",
    "image/webp": lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
    "application/pdf": lambda content: re.match(rb"%PDF-[12]\.\d", content) is not None,
    "audio/ogg": lambda content: content[:5] == b"OggS\x00",
    "audio/webm": webm,
    "audio/mp4": m4a,
    "audio/mpeg": mp3,
    "text/plain": text,
}
