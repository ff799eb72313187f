"""Long things sealed in pieces: AES-256-GCM, each piece bound to what it is of, to its number and to being the last.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as in age and libsodium's secretstream: a piece
that was changed, left out, doubled, moved or put into another stream does not open, and a cut end shows. A key is
used for one stream only, so a nonce is the piece's number and whether it is the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pakhi.lib.seal import CannotOpen

PIECE = 64 * 1024
SEALED = PIECE + 16


def pieces_of(size: int) -> int:
    """How many pieces so many bytes make; nothing is one empty piece."""
    return max(1, -(-size // PIECE))


def sealed_size(size: int) -> int:
    """How long so many bytes are when sealed: whole pieces, so that only a rough size shows."""
    return pieces_of(size) * SEALED


def marked(number: int, last: bool) -> bytes:
    """The nonce of a piece: twelve bytes."""
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def bound(about: str, number: int, last: bool) -> bytes:
    """What a piece is tied to."""
    return f"{about}|{number}|{'last' if last else 'more'}".encode()


def seal_pieces(key: bytes, content: BinaryIO, size: int, about: str) -> Iterator[bytes]:
    """Seal `size` bytes of a stream under a fresh 32-byte key. The last piece is filled up with zeros.

    Raises ValueError when the stream does not hold exactly so many bytes.
    """
    cipher, total = AESGCM(key), pieces_of(size)
    for number in range(total):
        wanted = min(PIECE, size - number * PIECE)
        plain = content.read(wanted)
        if len(plain) != wanted or (number == total - 1 and content.read(1)):
            raise ValueError("The stream is not as long as it was said to be.")
        last = number == total - 1
        yield cipher.encrypt(marked(number, last), plain.ljust(PIECE, b"\x00"), bound(about, number, last))


def open_pieces(key: bytes, sealed: BinaryIO, size: int, about: str) -> Iterator[bytes]:
    """The content again, piece by piece; each is checked before it is given. Raises CannotOpen.

    A caller who must not give out a part of a cut stream compares its length with `sealed_size` first.
    """
    cipher, total = AESGCM(key), pieces_of(size)
    for number in range(total):
        last = number == total - 1
        try:
            plain = cipher.decrypt(marked(number, last), sealed.read(SEALED), bound(about, number, last))
        except (InvalidTag, ValueError):
            raise CannotOpen from None
        yield plain[: size - number * PIECE] if last else plain
    if sealed.read(1):
        raise CannotOpen
