"""What a session keeps in memory of an organisation's names, for how long, and how it goes.

Only here, never in a cache on a disk: sounds of names, by (account, organisation, generation of its key). It goes at
sign-out, ten minutes after it was made, when access is withdrawn, and with the process.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

LIFE = 600.0  # seconds
Place = tuple[int, str, int]


@dataclass
class Kept:
    """Something kept, the lock that whoever changes it takes, and the clock that throws it away."""

    what: Any
    lock: threading.RLock
    clock: threading.Timer


_kept: dict[Place, Kept] = {}
_lock = threading.Lock()


def recall(place: Place, make: Any) -> Kept:
    """What is kept at a place, or something new from `make()`, with ten minutes from now."""
    with _lock:
        if place in _kept:
            return _kept[place]
        clock = threading.Timer(LIFE, _expire, [place])
        clock.daemon = True
        kept = _kept[place] = Kept(make(), threading.RLock(), clock)
        clock.start()
        return kept


def drop(account: int = 0, organisation: str = "") -> None:
    """Throw away what is kept for an account, in an organisation or in all; without an account, everything."""
    with _lock:
        gone = [
            _kept.pop(place) for place in list(_kept)
            if (not account or place[0] == account) and (not organisation or place[1] == organisation)
        ]  # fmt: skip
    for kept in gone:
        _empty(kept)


def _expire(place: Place) -> None:
    with _lock:
        if place not in _kept or _kept[place].clock is not threading.current_thread():
            return
        kept = _kept.pop(place)
    _empty(kept)


def _empty(kept: Kept) -> None:
    """Whoever is using it finishes first."""
    kept.clock.cancel()
    with kept.lock:
        kept.what.clear()
