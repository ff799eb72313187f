"""Phones that send records: who has which, a new one with its code to scan, and an end to one that is lost."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pakhi.field import clear, devices
from pakhi.field.access import number_of
from pakhi.field.models import Device
from pakhi.field.pages.reader import held, kept, me
from pakhi.field.theirs import PHONES
from pakhi.network.models import Membership, Organisation
from pakhi.vault import keys
from pakhi.vault.standing import CARERS


def phones(request: HttpRequest) -> HttpResponse:
    """The list; by POST a new phone."""
    return add(request) if request.method == "POST" else page(request)


def page(request: HttpRequest, error: str = "") -> HttpResponse:
    """One's own phones, and for a keeper those of the organisation."""
    homes = {one.organisation_id: one.organisation for one in held(request)}
    context = {
        "rows": seen_by(request), "choices": choices(request), "keeper": bool(kept(request)), "error": error,
        "typed": request.POST, "several": len(homes) > 1,
        "carer": any(one.role in CARERS for one in held(request)),
        "waits": [one.name for one in homes.values() if not keys.ready(one)],
    }  # fmt: skip
    return render(request, "field/phones.html", context, status=409 if error else 200)


def seen_by(request: HttpRequest) -> QuerySet[Device]:
    """The phones that this reader may see, those that are revoked at the end."""
    homes = [one.organisation for one in held(request)]
    mine = Q(account=me(request), organisation__in=homes) | Q(organisation__in=kept(request))
    rows = Device.objects.filter(mine).select_related("account", "organisation")
    return rows.order_by(F("revoked_on").asc(nulls_first=True), "account__name", "code")


def choices(request: HttpRequest) -> list[Membership]:
    """Whose phone it can be: one's own, or of a colleague whose role has one, where one is a keeper."""
    current = Membership.objects.current().filter(role__in=PHONES, account__is_active=True)
    mine = Q(account=me(request), organisation__in=[one.organisation for one in held(request)])
    found = current.filter(mine | Q(organisation__in=kept(request))).select_related("account", "organisation")
    once = {(one.account_id, one.organisation_id): one for one in found.order_by("-pk")}
    return sorted(once.values(), key=lambda one: (one.organisation.name, one.account.name))


@sensitive_variables("password", "text")
def add(request: HttpRequest) -> HttpResponse:
    """A new phone: its address, code and password, and all three as a picture; in this answer and nowhere else."""
    possible, wanted = choices(request), number_of(request.POST.get("whose", ""))
    chosen = next((one for one in possible if one.pk == wanted), possible[0] if len(possible) == 1 else None)
    if chosen is None:
        return page(request, _("Choose whose phone it is."))
    made, password = devices.add(chosen.account, chosen.organisation, request.POST.get("label", "").strip())
    address = server(request, chosen.organisation)
    text = devices.settings_for_collect(address, made, password, chosen.organisation.name)
    context = {
        "device": made, "password": password, "address": address, "own": chosen.account_id == me(request).pk,
        "picture": picture(text), "app": own_app(request, made, password), "names": clear.allowed(made.organisation),
        "app_picture": picture(own_app(request, made, password)), "secure": devices.collect_may(address),
    }  # fmt: skip
    return render(request, "field/phone_added.html", context)


def picture(text: str) -> str:
    """A QR code as an address of itself."""
    return str(segno.make(text, error="l", micro=False).svg_data_uri(border=2, scale=4))


def own_app(request: HttpRequest, device: Device, password: str) -> str:
    """What sets our own app up: what stands after # is not sent to any server, and opens nothing once it was used."""
    return request.build_absolute_uri(f"/field/#add={device.organisation.code}.{device.code}.{password}")


def server(request: HttpRequest, organisation: Organisation) -> str:
    """What is typed into ODK Collect as the address of the server."""
    return request.build_absolute_uri(f"/openrosa/{organisation.code}")


def revoke(request: HttpRequest, device: str) -> HttpResponse:
    """The end of a phone, at once. The gate has looked whose it is."""
    devices.revoke(Device.objects.get(code=device))
    messages.success(request, _("The phone sends and gets nothing any more. What is still on it stays on it."))
    return redirect("field:phones")
