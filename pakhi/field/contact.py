"""What our own app asks for when it has a connection: JSON, for a phone that shows its own password."""

from __future__ import annotations

import base64
import json
import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from pakhi.field import devices, receiving
from pakhi.field import due as field
from pakhi.field.models import Device
from pakhi.field.openrosa import to_phones
from pakhi.lib.clock import today
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.vault import assign, scope
from pakhi.vault import due as vault

DIGEST = re.compile(r"[0-9a-f]{64}")
MOST = 4096


@to_phones
def enrol(request: HttpRequest, device: Device) -> HttpResponse:
    """The app has made itself a password and tells its SHA-256; what was shown at the desk opens nothing from now on.

    Asked again (because the answer was lost) with the new password, it does the same once more.
    """
    fresh = wanted(request)
    if fresh is None:
        return JsonResponse({"told": _("What came cannot be read. Please try again.")}, status=400)
    devices.enrol(device, fresh)
    return JsonResponse({"device": device.code})


def wanted(request: HttpRequest) -> str | None:
    """The digest that was sent."""
    try:
        told = json.loads(request.body[:MOST])
    except ValueError:
        return None
    digest = told.get("digest") if isinstance(told, dict) else None
    return digest if isinstance(digest, str) and DIGEST.fullmatch(digest) else None


@to_phones
def state(request: HttpRequest, device: Device) -> HttpResponse:
    """Everything that is not a form: the key to seal to, the worker's people by code, what is due. No name."""
    key = receiving.current()
    with scope.bound(device.organisation.code):
        told = {
            "today": today().isoformat(),
            "key": {
                "code": key.code, "public": base64.b64encode(bytes(key.public)).decode(),
                "until": receiving.until(key).isoformat(),
            },
            "people": people(device), "due": [{"title": one.title, "text": one.text} for one in due(device)],
        }  # fmt: skip
    return JsonResponse(told)


def people(device: Device) -> list[dict[str, str]]:
    """The worker's people by code, with how they are there for them; nobody while they are on leave."""
    if assign.away(device.account, device.organisation.code):
        return []
    return [{"code": held.code, "kind": held.kind} for held in assign.caseload(device.account)]


def due(device: Device) -> list[Item]:
    """What waits for the worker at the desk, in sentences without names."""
    mine = Membership.objects.current().filter(account=device.account, organisation=device.organisation)
    held = list(mine.select_related("organisation", "account"))
    return [*vault.items(held), *field.items(held)]
