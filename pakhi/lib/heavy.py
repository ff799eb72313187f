"""Work that fills the memory waits for its turn, so that many who sign in at once cannot take the machine."""

from __future__ import annotations

import threading

TURN = threading.BoundedSemaphore(2)  # in one process; a passphrase takes 256 MiB, a large picture about as much
