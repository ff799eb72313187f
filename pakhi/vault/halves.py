"""The other half of each person's key: 32 random bytes in DATA/secrets/people, outside every database and its backups.

What the database holds of a key opens nothing without its half. So when the half is destroyed, every copy of the
database that was ever made, with everybody's passphrase beside it, says nothing about that person any more.
A half alone is noise and says nothing either. The folder is mirrored, never kept in versions (decision 0021).
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from django.conf import settings

from pakhi.lib import seal

NAME = re.compile(r"[0-9A-Z]{8}(\.held|\.joint)?")


def path(name: str) -> Path:
    """Where a half is kept. Raises ValueError for what is no code: a name never leads out of the folder."""
    if not NAME.fullmatch(name):
        raise ValueError("This is not the code of a person.")
    return Path(settings.DATA) / "secrets" / "people" / name


def held(code: str) -> str:
    """The name of the half that belongs to a sealed holding (of somebody forgotten or handed over)."""
    return f"{code}.held"


def joint(code: str) -> str:
    """The name of the half that two organisations on one case need: never that of a person with the same code."""
    return f"{code}.joint"


def make(name: str) -> bytes:
    """A half, durable before this returns; the same one where it was made before.

    It gets its name when it is whole: a machine that stops while one is made leaves none that is cut. Who comes second
    takes the first one's.
    """
    target = path(name)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = target.with_name(f"{name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(seal.new_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, target)
    except FileExistsError:
        if target.stat().st_size != seal.KEY_BYTES:  # cut, from before: it was never given to anybody
            whole.replace(target)
    finally:
        whole.unlink(missing_ok=True)
    settle(target.parent)
    return read(name)


def read(name: str) -> bytes:
    """A half. Raises seal.CannotOpen where there is none, or not a whole one."""
    try:
        half = path(name).read_bytes()
    except FileNotFoundError:
        raise seal.CannotOpen from None
    if len(half) != seal.KEY_BYTES:
        raise seal.CannotOpen
    return half


def destroy(name: str) -> None:
    """Overwrite a half and take it away; nothing happens where it is gone already.

    Overwriting reaches the old place on a plain disk; on a flash disk the encryption of the whole disk must.
    """
    target = path(name)
    try:
        with target.open("r+b") as file:
            file.write(os.urandom(seal.KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        target.unlink()
    except FileNotFoundError:
        return
    settle(target.parent)


def settle(folder: Path) -> None:
    """Make what was added to or taken from a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
