"""What our own app asks for when it has a connection: JSON, for a phone that shows its own password."""

from __future__ import annotations

import base64
import json
import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from pakhi.field import arranged, caseload, devices, publish, receiving, theirs, visits
from pakhi.field import due as field
from pakhi.field.models import Device, Version
from pakhi.field.openrosa import to_phones
from pakhi.lib.clock import today
from pakhi.lib.transport import is_public
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.vault import due as vault
from pakhi.vault import scope

DIGEST = re.compile(r"[0-9a-f]{64}")
MOST = 4096


@to_phones
def enrol(request: HttpRequest, device: Device) -> HttpResponse:
    """The app has made itself a password and tells its SHA-256; what was shown at the desk opens nothing from now on.

    With it comes the public half of a pair of keys that it made. Asked again (because the answer was lost) with the
    new password, it does the same once more; so does an app of before that has just made its keys.
    """
    fresh = wanted(request)
    if fresh is None:
        return JsonResponse({"told": _("What came cannot be read. Please try again.")}, status=400)
    devices.enrol(device, *fresh)
    return JsonResponse({"device": device.code})


def wanted(request: HttpRequest) -> tuple[str, bytes] | None:
    """The digest and the public key (perhaps none) that were sent."""
    try:
        told = json.loads(request.body[:MOST])
        digest = told.get("digest") if isinstance(told, dict) else None
        public = base64.b64decode(told.get("public", ""), validate=True) if isinstance(digest, str) else b""
    except (ValueError, TypeError):
        return None
    fits = isinstance(digest, str) and DIGEST.fullmatch(digest) and (not public or is_public(public))
    return (str(digest), public) if fits else None


@to_phones
def state(request: HttpRequest, device: Device) -> HttpResponse:
    """Everything that is not a form: the key to seal to, the worker's people by code, what is due.

    No name in clear: those that the worker gave their phone for a visit are sealed to it.
    """
    key = receiving.current()
    with scope.bound(device.organisation.code):
        told = {
            "today": today().isoformat(),
            "key": {
                "code": key.code, "public": base64.b64encode(bytes(key.public)).decode(),
                "until": receiving.until(key).isoformat(),
            },
            "people": people(device), "due": [{"title": one.title, "text": one.text} for one in due(device)],
            "keyed": visits.has_key(device), "names": visits.fetched(device),
            **about_forms(device),
        }  # fmt: skip
    return JsonResponse(told)


def people(device: Device) -> list[dict[str, str]]:
    """The worker's people by code, with how they are there for them; nobody while they are on leave."""
    found = caseload.held_by(device.account, device.organisation)
    return [{"code": held.code, "kind": held.kind} for held in found]


def about_forms(device: Device) -> dict[str, object]:
    """Of the forms that the phone is offered, by id and version: `titles`, what they are called in other languages than
    their first, and `places`, where they stand on the first screen.
    """
    roles = theirs.roles_of(device)
    given = publish.offered(device.organisation).defer("source", "xform")
    mine: list[Version] = [one for one in given if theirs.allowed(roles, one)]
    titles = {f"{one.form.form_id} {one.version}": one.titles for one in mine if one.titles}
    return {"titles": titles, "places": arranged.told(mine, roles)}


def due(device: Device) -> list[Item]:
    """What waits for the worker at the desk, in sentences without names."""
    mine = Membership.objects.current().filter(account=device.account, organisation=device.organisation)
    held = list(mine.select_related("organisation", "account"))
    return [*vault.items(held), *field.items(held)]
