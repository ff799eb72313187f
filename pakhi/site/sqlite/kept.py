"""Open files of a server, each kept until it was not needed for a second.

To open a file costs as much as a page does, and whoever closes it last folds the write-ahead log back into the database
and deletes it. In a server the next page takes the file over instead. After a second of quiet it is closed as before,
so that what was deleted does not lie in the log for longer. Ballots are never kept open: their log shows their order.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import threading
import time

QUIET = 1.0  # seconds
ALIASES = frozenset({"default", "vault"})
_lock = threading.Lock()
_files: list[tuple[str, sqlite3.Connection, float]] = []  # the last one to be put back is the first to be taken
_process = 0  # the one that keeps files; a child of it must not touch them
_watched = False


def begin() -> None:
    """This process is a server: from now on it keeps files open."""
    global _process, _watched
    _process, _watched = os.getpid(), False
    _files.clear()
    atexit.register(close)


def take(alias: str) -> sqlite3.Connection | None:
    """An open file of this database, if one is kept."""
    if _process != os.getpid():
        return None
    with _lock:
        for place in range(len(_files) - 1, -1, -1):
            if _files[place][0] == alias:
                return _files.pop(place)[1]
    return None


def put(alias: str, file: sqlite3.Connection) -> bool:
    """Keep a file whose work is done. False: it has to be closed."""
    global _watched
    if _process != os.getpid() or alias not in ALIASES:
        return False
    with _lock:
        begins, _watched = not _watched, True
        _files.append((alias, file, time.monotonic()))
    if begins:
        threading.Thread(target=watch, name="kept files", daemon=True).start()
    return True


def watch() -> None:
    """Close what nobody has needed for a second, until nothing is left."""
    global _watched
    while True:
        time.sleep(QUIET / 2)
        close(time.monotonic() - QUIET)
        with _lock:
            _watched = bool(_files)
            if not _watched:
                return


def close(before: float = float("inf")) -> None:
    """Close what was put back before a moment (of time.monotonic)."""
    if _process != os.getpid():
        return
    with _lock:
        old = [file for _alias, file, since in _files if since < before]
        _files[:] = [one for one in _files if one[2] >= before]
    for file in old:
        file.close()
