"""The keys that tablets without a signal seal to: one for each quarter, destroyed two quarters later.

The private half is a file outside the databases. Once it is gone, nobody can tell which card a box was from.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from pakhi.lib import seal
from pakhi.lib.clock import Quarter, this_quarter

LENGTH = 32
HALF_WRITTEN = 3600  # seconds after which a file that was never put in its place is nobody's


def home() -> Path:
    return Path(settings.DATA) / "secrets" / "tablets"


def receiving() -> bytes:
    """This quarter's receiving key (the private half, 32 bytes), made on first use; those too old are destroyed."""
    destroy_old()
    return made(home() / str(this_quarter()), lambda: seal.new_pair().private)


def made(path: Path, fresh: Callable[[], bytes]) -> bytes:
    """The key of a place; made where there is none, or one that a crash has cut.

    One process at a time looks and makes it, so that nobody takes away what another has laid a moment ago.
    """
    found = read(path)
    if found is not None:
        return found
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(path.parent):
        found = read(path)
        if found is None:
            path.unlink(missing_ok=True)  # empty since a crash
            lay(path, fresh())
            found = path.read_bytes()
    return found


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else makes a key in this folder, in any process, until the end of the block."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def lay(path: Path, private: bytes) -> None:
    """Write a key for the owner alone, whole and on the disk, unless another process was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.parent / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def destroy_old() -> None:
    """Keys older than the quarter before this one go: what was sealed to them can be opened by nobody."""
    for quarter, path in kept():
        if quarter < this_quarter().plus(-1):
            destroy(path)
    for path in home().glob(".*"):
        with contextlib.suppress(FileNotFoundError):
            found = path.stat()
            if found.st_mtime >= time.time() - HALF_WRITTEN:
                continue
            if found.st_nlink == 1:
                destroy(path)
            else:  # the key in use under a second name: only the name goes
                path.unlink()


def destroy(path: Path) -> None:
    """Overwrite a key where it lies, then delete it. Another process may be doing the same."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def openers() -> list[tuple[Quarter, bytes]]:
    """The receiving keys that still open something, the newest first, each with the quarter it was made for."""
    destroy_old()
    found = [(quarter, read(path)) for quarter, path in sorted(kept(), reverse=True)]
    return [(quarter, private) for quarter, private in found if private]


def kept() -> Iterator[tuple[Quarter, Path]]:
    """The files that are keys, by their names."""
    for path in home().glob("20*"):
        with contextlib.suppress(ValueError):
            yield Quarter.parse(path.name), path


def read(path: Path) -> bytes | None:
    """A key, or None where it has vanished, or is empty or overwritten."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    return found if len(found) == LENGTH and any(found) else None
