"""The web server's worker: phones that come at the same moment are shared out between the processes."""

from __future__ import annotations

import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

LET_OTHERS = 0.0003  # seconds for each line that is held already
LONGEST = 0.005


class Fair(ThreadWorker):  # type: ignore[misc]  # a library without types
    """Whoever holds more lines lets the others go first.

    All processes wait at one door, and the first to be awake takes who knocks. Without this one of them ends up with
    three quarters of the phones, and its one interpreter is what they all wait for.
    """

    def accept(self, listener: socket.socket) -> Any:
        """Take one line, if nobody else has taken it meanwhile."""
        if self.nr_conns:
            time.sleep(min(self.nr_conns * LET_OTHERS, LONGEST))
        return super().accept(listener)
