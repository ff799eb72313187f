"""The key that phones seal to on the way: renewed each month, and destroyed when nothing can be on the way any more.

A phone seals with a key for SEALS days after it was made, and then waits for another; what it sealed may travel for
60 days more. The private half is a file outside the databases, so a copied database opens nothing that was caught on
the way, and once the file is gone nobody opens it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.conf import settings

from pakhi.field.models import ReceivingKey
from pakhi.lib.clock import today
from pakhi.lib.transport import new_transport_pair

RENEW, SEALS, TRAVEL = (dt.timedelta(days=days) for days in (30, 60, 60))


def current() -> ReceivingKey:
    """The key to seal to today; a new one where there is none young enough. Old ones are destroyed on the way."""
    young = ReceivingKey.objects.filter(made_on__gt=today() - RENEW, made_on__lte=today()).order_by("-made_on", "-pk")
    return next((key for key in young if place(key.code).exists()), None) or renew()


def renew() -> ReceivingKey:
    """A fresh key. Its private half is on the disk before anybody hears of it."""
    destroy_old()
    pair, made = new_transport_pair(), ReceivingKey()
    keep(made.code, pair.private)
    made.public = pair.public
    made.save()
    return made


def until(key: ReceivingKey) -> dt.date:
    """The last day on which a phone seals with it."""
    return key.made_on + SEALS


def private(code: str) -> bytes | None:
    """The private half of a key, while it is here."""
    if not ReceivingKey.objects.filter(code=code).exists():
        return None
    path = place(code)
    return path.read_bytes() if path.exists() else None


def destroy_old() -> int:
    """Destroy what nothing can be sealed to any more; how many."""
    old = list(ReceivingKey.objects.filter(made_on__lt=today() - SEALS - TRAVEL))
    for key in old:
        path = place(key.code)
        if path.exists():
            path.write_bytes(bytes(path.stat().st_size))
            path.unlink()
        key.delete()
    return len(old)


def place(code: str) -> Path:
    """Where a private half lies. `code` comes from a row of ours, never from a phone."""
    return Path(settings.DATA) / "receiving" / code


def keep(code: str, content: bytes) -> None:
    """Write it for the owner alone, whole and on the disk."""
    path = place(code)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(written, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
