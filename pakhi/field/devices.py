"""A phone gets its own password, shown once as a code to scan, and loses it at a press."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import zlib

from django.db import transaction

from pakhi.field.models import Device
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation


def digest(password: str) -> str:
    """What is kept of a password. It has 160 random bits, so one fast hash is enough."""
    return hashlib.sha256(password.encode()).hexdigest()


def add(account: Account, organisation: Organisation, label: str = "") -> tuple[Device, str]:
    """A new phone of a worker, and its password, which is shown once."""
    password = secrets.token_hex(20)
    made = Device.objects.create(account=account, organisation=organisation, label=label[:60], digest=digest(password))
    return made, password


def revoke(device: Device) -> None:
    """From now on nothing is accepted from this phone, and nothing given to it."""
    if device.revoked_on is None:
        device.revoked_on = today()
        device.save(update_fields=["revoked_on"])


def admitted(code: str, password: str, organisation: str) -> Device | None:
    """The phone that shows these, if it may work for this organisation (its code) today."""
    found = Device.objects.select_related("account", "organisation").filter(code=code.upper()).first()
    given = digest(password)
    if found is None or not hmac.compare_digest(found.digest, given):
        return None
    return found if found.organisation.code == organisation and may_work(found) else None


def may_work(device: Device) -> bool:
    """Whether it was not ended, and its worker works here today."""
    if device.revoked_on or not device.account.is_active:
        return False
    return Membership.objects.current().filter(account=device.account, organisation=device.organisation).exists()


def enrol(device: Device, fresh: str) -> None:
    """The phone has our own app, and made itself a password; `fresh` is its digest. What was shown opens nothing."""
    device.digest, device.app_since = fresh, device.app_since or today()
    device.save(update_fields=["digest", "app_since"])


def was_seen(device: Device) -> None:
    """Note the day, at most once a day."""
    if device.seen_on != today():
        with transaction.atomic():
            Device.objects.filter(pk=device.pk).update(seen_on=today())


def settings_for_collect(address: str, device: Device, password: str, name: str) -> str:
    """The text of the code that ODK Collect scans to set itself up: JSON, compressed, in base64."""
    general = {
        "protocol": "odk_default", "server_url": address, "username": device.code, "password": password,
        "autosend": "wifi_and_cellular", "form_update_mode": "match_exactly", "delete_send": True,
    }  # fmt: skip
    content = {"general": general, "admin": {}, "project": {"name": name, "icon": "•"}}
    return base64.b64encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode())).decode()
