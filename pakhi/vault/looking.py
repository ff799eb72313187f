"""Looking through everybody of an organisation while somebody waits: a thread does it, in their own session.

The server has several processes, and the next question may reach another one. So how far it is, and for ten minutes
what was found, lies in DATA/looking, sealed to the worker who asked: their open key alone reads it. It holds codes,
reasons and scores. It goes when it is ten minutes old, at sign-out, and when the server starts.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.network.models import Organisation
from pakhi.vault import duplicates, keys, memory, scope, standing
from pakhi.vault.duplicates import Pair
from pakhi.vault.keys import Refused, Unlocked

LOG = logging.getLogger(__name__)
BLOCK, PACE = 1024, 0.3  # bytes; seconds between two words about how far it is
RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True)
class Look:
    """How far a look is: its state, `stage` (open, compare), and when it is done the pairs; `message` if it failed."""

    state: str = RUNNING
    stage: str = "open"
    done: int = 0
    total: int = 0
    message: str = ""
    pairs: tuple[Pair, ...] = ()

    @property
    def percent(self) -> int:
        """Reading is the longer half where nothing was in memory."""
        share = self.done / self.total if self.total else 0
        return round(100 * (0.5 * share if self.stage == "open" else 0.5 + 0.5 * share))


def begin(unlocked: Unlocked, organisation: Organisation) -> threading.Thread:
    """Start looking, in a thread that keeps the open key in memory. Raises Refused: one look of a worker at a time."""
    standing.need_keeper(unlocked.account, organisation.code)
    key = keys.current(organisation)
    if key is None:
        raise Refused(_("This organisation has no key yet."))
    keys.open_organisation(unlocked, key)
    lock = take(unlocked.account.pk)
    if lock is None:
        raise Refused(_("You are looking through everybody already. Please wait until that is done."))
    write(unlocked, organisation, Look())
    language, shut = translation.get_language(), scope.hidden()

    def work() -> None:
        translation.activate(language)
        try:
            with scope.bound(organisation.code), scope.read_by(lambda: shut):
                look(unlocked, organisation)
        finally:
            os.close(lock)
            connections.close_all()

    thread = threading.Thread(target=work, name=f"looking-{unlocked.account.pk}", daemon=True)
    thread.start()
    return thread


def look(unlocked: Unlocked, organisation: Organisation) -> None:
    """Find pairs and write them down, or why it could not be. The log keeps no message: it may hold a value."""
    try:
        found = duplicates.find(unlocked, organisation, teller(unlocked, organisation))
        ending = Look(DONE, "compare", 1, 1, pairs=tuple(found))
    except Refused as refusal:
        ending = Look(FAILED, message=str(refusal))
    except Exception as problem:
        LOG.error("Looking through everybody stopped: %s", type(problem).__name__)
        ending = Look(FAILED, message=_("It stopped, and nothing was changed. Please try it again."))
    write(unlocked, organisation, ending)
    forget_later(place(unlocked.account.pk, organisation.code))


def teller(unlocked: Unlocked, organisation: Organisation) -> Callable[[str, int, int], None]:
    """What is called with how far it is, and writes it down now and then."""
    last = 0.0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PACE:
            write(unlocked, organisation, Look(RUNNING, stage, done, total))
            last = time.monotonic()

    return tell


def found(unlocked: Unlocked, organisation: Organisation) -> Look | None:
    """The look of this worker in an organisation, if there is one that is not ten minutes old."""
    path = place(unlocked.account.pk, organisation.code)
    with suppress(FileNotFoundError, seal.CannotOpen):
        if time.time() - path.stat().st_mtime > memory.LIFE:
            path.unlink()
            return None
        kept = json.loads(seal.unpad(seal.open_with(unlocked.private, path.read_bytes())))
        pairs = tuple(Pair(one, other, tuple(why), score) for one, other, why, score in kept.pop("pairs"))
        look = Look(**kept, pairs=pairs)
        stopped = look.state == RUNNING and not running(unlocked.account.pk)
        return replace(look, state=FAILED, message=_("It was interrupted. Please start again.")) if stopped else look
    return None


def write(unlocked: Unlocked, organisation: Organisation, look: Look) -> None:
    """Put a look in its place, whole or not at all."""
    kept = asdict(look) | {"pairs": [(p.one, p.other, p.reasons, p.score) for p in look.pairs]}
    path = place(unlocked.account.pk, organisation.code)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(seal.seal_to(seal.public_of(unlocked.private), seal.pad(json.dumps(kept).encode(), BLOCK)))
    fresh.replace(path)


def place(account: int, organisation: str) -> Path:
    """Where the look of a worker in an organisation lies."""
    folder = Path(settings.DATA) / "looking"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{account}-{organisation}"


def take(account: int) -> int | None:
    """The lock of a worker's look, as an open file; None where a look is under way. A crash lets it go."""
    handle = os.open(place(account, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def running(account: int) -> bool:
    """Whether a look of this worker is under way, in any process."""
    handle = take(account)
    if handle is not None:
        os.close(handle)
    return handle is None


def drop(account: int = 0) -> None:
    """Throw away what was found for an account, or for everybody; a look that is under way goes on."""
    for path in place(0, "").parent.glob(f"{account}-*" if account else "*-*"):
        if not path.name.endswith("-lock"):
            path.unlink(missing_ok=True)


def forget_later(path: Path) -> None:
    """After ten minutes it is gone; unless somebody looked again meanwhile."""

    def remove() -> None:
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > memory.LIFE - 1:
                path.unlink()

    clock = threading.Timer(memory.LIFE, remove)
    clock.daemon = True
    clock.start()
