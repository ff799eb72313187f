"""Where a call is, sealed into the next address: the company, its logs and those of proxies read nothing from it.

While somebody rates an office by keypad this holds what her card is known by and her answers. So it is sealed, with the
name of the call in it, and always as long, wherever the call is. A call goes on for an hour at most. The key is made
for each hour in DATA/secrets; it is destroyed with the next call once no call of that hour can go on, or in the night:
who takes the machine after that opens no address that a log has kept.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from pakhi.field.call_state import State
from pakhi.lib import seal
from pakhi.voice.tablet_keys import destroy, made, read

AN_HOUR = 3600
LASTS = AN_HOUR  # seconds that a call can go on, from its first address
SIZE = 512  # bytes that every place of a call is padded to


def home() -> Path:
    return Path(settings.DATA) / "secrets" / "calls"


def this_hour() -> int:
    return int(time.time()) // AN_HOUR


def key() -> bytes:
    """This hour's key (32 bytes), made on first use; those too old are destroyed."""
    path = home() / str(this_hour())
    found = read(path)
    if found is None:
        destroy_old()
        found = made(path, seal.new_key)
    return found


def keys() -> Iterator[bytes]:
    """The keys that still open something: of this hour and the one before."""
    for hour in (this_hour(), this_hour() - 1):
        found = read(home() / str(hour))
        if found:
            yield found


def destroy_old() -> None:
    """Keys older than the hour before this one go, and what a crash left half written."""
    for path in home().glob("*"):
        if path.name.isdecimal() and int(path.name) < this_hour() - 1:
            destroy(path)
    for path in home().glob(".*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - AN_HOUR:
                path.unlink()


def write(line: str, state: State, call: str) -> str:
    """Where a call (a keyed hash of its name) of a line (its code) is, as a part of an address."""
    told = {name: value for name, value in asdict(state).items() if value != getattr(NOWHERE, name)}
    began = told.pop("began", 0) or int(time.time())
    content = json.dumps({"at": told, "call": call, "on": began}, separators=(",", ":"))
    locked = seal.wrap(seal.derive(key(), line), seal.pad(content.encode(), SIZE))
    return base64.urlsafe_b64encode(locked).decode()


def find(line: str, written: str) -> tuple[State, str] | None:
    """(where a call is, what stands for it) if we wrote this for the line, and the call began within the hour."""
    for hour in keys():
        with contextlib.suppress(seal.CannotOpen, ValueError, KeyError, TypeError):
            content = seal.unpad(seal.unwrap(seal.derive(hour, line), base64.urlsafe_b64decode(written)))
            held: dict[str, Any] = json.loads(content)
            if 0 <= time.time() - held["on"] <= LASTS:
                at = held["at"]
                found = State(**{**at, "shown": tuple(at.get("shown", ())), "began": held["on"]})
                return found, str(held["call"])
    return None


NOWHERE = State()
