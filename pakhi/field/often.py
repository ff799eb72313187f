"""How often something happens at the telephone menu: counted in memory, as a keyed hash, an hour at most."""

from __future__ import annotations

import hashlib
import hmac

from django.core.cache import cache

from pakhi.lib import seal

PEPPER = seal.new_key()  # of this process: what is remembered of a telephone means nothing to anybody else


def spent(what: str, most: int) -> bool:
    """Whether it has happened more than `most` times already; nothing is counted."""
    return int(cache.get(named(what), 0)) > most


def over(what: str, most: int, seconds: int) -> bool:
    """Count it; whether that is more than `most` since the first time, `seconds` ago at most."""
    key = named(what)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out at this moment
        return False


def named(what: str) -> str:
    return f"line-{hmac.new(PEPPER, what.encode(), hashlib.sha256).hexdigest()}"
