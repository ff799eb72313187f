"""A phone gets its own password, shown once as a code to scan, and loses it at a press."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import zlib
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from pakhi.field.models import Device, VisitName
from pakhi.lib.clock import today
from pakhi.lib.prepared import Prepared
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
    VisitName.objects.filter(device=device).delete()


def question(code: str, day: dt.date) -> QuerySet[Device, Any]:
    """A phone that was not ended, with its active account and the organisation: a row for each role there today."""
    held = "account__memberships__"
    today_too = Q(**{f"{held}valid_to": None}) | Q(**{f"{held}valid_to__gte": day})
    works = {f"{held}organisation": F("organisation"), f"{held}valid_from__lte": day}
    found = Device.objects.filter(today_too, code=code, revoked_on=None, account__is_active=True, **works)
    parts = ((names(Device), ""), (ACCOUNT, "account__"), (names(Organisation), "organisation__"))
    asked = [before + name for part, before in parts for name in part]
    return found.order_by(f"{held}id").values_list(*asked, f"{held}role")


def names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


ACCOUNT = ["id", "username", "name", "is_active"]
PHONE = Prepared(question, code=str, day=dt.date)


def shown(code: str, password: str, organisation: str) -> tuple[Device, list[Membership]] | None:
    """The phone that shows these and may work for this organisation (its code) today, and as what its worker may.

    One question, asked anew for every request: what was ended opens nothing from the next request on.
    """
    rows = PHONE.rows(code=code.upper(), day=today())
    given = digest(password)
    if not rows:
        return None
    first, accounts, last = len(names(Device)), len(ACCOUNT), -1
    device = Device.from_db("default", names(Device), rows[0][:first])
    if not hmac.compare_digest(device.digest, given):
        return None
    device.account = Account.from_db("default", ACCOUNT, rows[0][first : first + accounts])
    device.organisation = Organisation.from_db("default", names(Organisation), rows[0][first + accounts : last])
    if device.organisation.code != organisation:
        return None
    device.roles = frozenset(row[last] for row in rows)
    return device, [
        Membership(account=device.account, organisation=device.organisation, role=row[last]) for row in rows
    ]


def admitted(code: str, password: str, organisation: str) -> Device | None:
    """The phone that shows these, if it may work for this organisation (its code) today."""
    found = shown(code, password, organisation)
    return found[0] if found else None


def may_work(device: Device) -> bool:
    """Whether it was not ended, and its worker works here today."""
    if device.revoked_on or not device.account.is_active:
        return False
    return Membership.objects.current().filter(account=device.account, organisation=device.organisation).exists()


def enrol(device: Device, fresh: str, public: bytes = b"") -> None:
    """The phone has our own app, and made itself a password; `fresh` is its digest. What was shown opens nothing.

    `public`: of the pair of keys that the app made; the first stays, so that nobody puts another in its place.
    """
    device.digest, device.app_since = fresh, device.app_since or today()
    device.public = bytes(device.public or b"") or public or None
    device.save(update_fields=["digest", "app_since", "public"])


def was_seen(device: Device) -> None:
    """Note the day, at most once a day."""
    if device.seen_on != today():
        with transaction.atomic():
            Device.objects.filter(pk=device.pk).update(seen_on=today())


def collect_may(address: str) -> bool:
    """Whether ODK Collect shows its password there: by Basic authentication to https only."""
    return address.startswith("https://")


def settings_for_collect(address: str, device: Device, password: str, name: str) -> str:
    """The text of the code that ODK Collect scans to set itself up: JSON, compressed, in base64."""
    general = {
        "protocol": "odk_default", "server_url": address, "username": device.code, "password": password,
        "autosend": "wifi_and_cellular", "form_update_mode": "match_exactly", "delete_send": True,
    }  # fmt: skip
    content = {"general": general, "admin": {}, "project": {"name": name, "icon": "•"}}
    return base64.b64encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode())).decode()
