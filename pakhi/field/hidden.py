"""Of whom a phone's worker shall never know: asked once, and only when the vault is asked about people."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pakhi.field.models import Device
from pakhi.vault import apart, scope
from pakhi.vault.scope import Hidden


def of(device: Device) -> Callable[[], Hidden]:
    """What `scope.read_by` takes, for the worker of a phone in its organisation."""

    @cache
    def find() -> Hidden:
        if device.account is None:
            return scope.NONE
        with scope.bound(device.organisation.code):
            return apart.hidden_from(device.account)

    return find
