"""Photos, scans, court papers and recordings: sealed in memory, piece by piece, before anything is written."""

from __future__ import annotations

import base64
import io
import json
import os
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import envelope, pieces, seal
from pakhi.network.models import Account
from pakhi.vault import consent, identity, listings, pictures
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Consent, Person, SealedFile
from pakhi.vault.sniff import PICTURES, sniff
from pakhi.vault.uploads import MOST

LONGEST_NAME = 120


class Readable(Protocol):
    """An upload, or anything else that gives its bytes."""

    def read(self, size: int = -1, /) -> bytes: ...


def folder() -> Path:
    """DATA/files, for the owner of the process alone."""
    path = Path(settings.DATA) / "files"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep_file(person: Person, stream: Readable, name: str, kind: str, by: Account) -> SealedFile:
    """Seal a file for a person; only public keys are needed. `name` is kept sealed, its ending means nothing.

    Raises Refused: over 25 MB, a kind of file not on the list, damaged, two kinds in one, a photograph
    without consent to it, or a closed record.
    """
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    listings.need_person(person)
    if kind not in SealedFile.Kind.values:
        raise Refused(_("Say what the file is: a photo, a scan, a court paper or a recording."))
    if kind == SealedFile.Kind.PHOTO and not consent.allows(person, Consent.Purpose.PHOTO):
        raise Refused(_("She has not agreed to a photograph. Ask her first."))
    content = stream.read(MOST + 1)
    if len(content) > MOST:
        raise Refused(_("The file is too large: 25 MB are the most."))
    found = sniff(content)
    if found in PICTURES:
        content = pictures.plain(content, found)
    return store(person, content, clean(name), kind, found, by)


def store(person: Person, content: bytes, name: str, kind: str, found: str, by: Account) -> SealedFile:
    """Seal content that was looked at before: the pieces first, then the row, so that a row never misses its file."""
    row = seal_into(person.code, bytes(person.public), content, name)
    row.person, row.kind, row.type, row.by = person, kind, found, by.pk
    try:
        with transaction.atomic(using="vault"):
            row.save()
    except BaseException:
        remove(row.token)
        raise
    return row


def seal_into(code: str, public: bytes, content: bytes, name: str) -> SealedFile:
    """Write the sealed pieces for the person of this code, and give the unsaved row with head and sealed name."""
    token, key = secrets.token_hex(16), seal.new_key()
    head = json.dumps({"key": base64.b64encode(key).decode(), "size": len(content)}).encode()
    write(token, pieces.seal_pieces(key, io.BytesIO(content), len(content), f"file|{code}|{token}"))
    return SealedFile(
        token=token,
        size=pieces.sealed_size(len(content)),
        head=envelope.seal_for(public, seal.pad(head, identity.BLOCK), f"file head|{token}|{code}"),
        name=envelope.seal_for(public, seal.pad(name.encode(), identity.BLOCK), f"file name|{token}|{code}"),
    )


def write(token: str, sealed: Iterator[bytes]) -> None:
    """Put sealed pieces on the disk, whole and durable, or not at all."""
    path, part = folder() / token, folder() / f"{token}.part"
    try:
        with part.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            for piece in sealed:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def open_file(unlocked: Unlocked, row: SealedFile) -> Iterator[bytes]:
    """The content, piece by piece, each checked before it is given. The caller has counted and logged a reveal.

    Everything that can fail for want of a key or of bytes fails here, before the first piece. Raises Refused.
    """
    return opened(identity.person_key(unlocked, row.person), row)


def opened(private: bytes, row: SealedFile) -> Iterator[bytes]:
    """The content, for whoever has the person's private key. Raises Refused."""
    code, path = row.person.code, folder() / row.token
    try:
        head = json.loads(seal.unpad(envelope.open_for(private, bytes(row.head), f"file head|{row.token}|{code}")))
        size = int(head["size"])
        if path.stat().st_size != pieces.sealed_size(size):
            raise seal.CannotOpen
        key = base64.b64decode(head["key"])
    except (seal.CannotOpen, OSError):
        raise Refused(_("This file cannot be opened: it was cut, moved or changed.")) from None
    return read(path, key, size, f"file|{code}|{row.token}")


def read(path: Path, key: bytes, size: int, about: str) -> Iterator[bytes]:
    """The pieces of a file on the disk. Raises Refused at the first that was changed."""
    with path.open("rb") as sealed:
        try:
            yield from pieces.open_pieces(key, sealed, size, about)
        except seal.CannotOpen:
            raise Refused(_("This file cannot be opened: it was cut, moved or changed.")) from None


def file_name(unlocked: Unlocked, row: SealedFile) -> str:
    """What the file was called. Raises Refused."""
    return named(identity.person_key(unlocked, row.person), row)


def named(private: bytes, row: SealedFile) -> str:
    """What the file was called, for whoever has the person's private key. Raises Refused."""
    try:
        sealed = envelope.open_for(private, bytes(row.name), f"file name|{row.token}|{row.person.code}")
        return seal.unpad(sealed).decode()
    except seal.CannotOpen:
        raise Refused(_("This file cannot be opened: it was cut, moved or changed.")) from None


def clean(name: str) -> str:
    """A name without folders and control characters; it may be in any script."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if unicodedata.category(c)[0] != "C" or c in "\u200c\u200d")[:LONGEST_NAME]


def remove(token: str) -> None:
    """Take sealed pieces off the disk; nothing happens if they are gone already."""
    (folder() / token).unlink(missing_ok=True)
