"""One after the other, over all threads and processes of a machine, each woken when the one before is done.

SQLite lets one write at a time, and whoever finds it busy sleeps and tries again: twenty at once sleep most of their
time. Waiting here costs nothing.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

_here = Lock()


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the turn that this file stands for, until the end of the block. Ends with its process, too."""
    with _here, path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
