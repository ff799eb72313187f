"""Today: what waits for this person, offered by the rooms; and who is who."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr import due as cbr
from pakhi.field import due as field
from pakhi.legal import due as legal
from pakhi.lib.clock import this_quarter
from pakhi.network.access import sheet
from pakhi.network.due import Offer
from pakhi.network.models import Membership, Organisation
from pakhi.vault import due as vault
from pakhi.voice import due as voice

OFFERS: tuple[Offer, ...] = (cbr.items, legal.items, voice.items, vault.items, field.items)


def home(request: HttpRequest) -> HttpResponse:
    """What is due today, the most pressing first."""
    items = [item for offer in OFFERS for item in offer(request.memberships)]  # type: ignore[attr-defined]  # the gate sets it
    mine = Membership.objects.current().filter(account=request.user.pk).select_related("organisation")
    roles = {membership.role for membership in mine}
    open_to = [
        item for item in items if (row := sheet().row(item.page, "GET")) and any(row.cells[r] != "no" for r in roles)
    ]
    context = {"items": open_to, "mine": mine, "quarter": this_quarter()}
    return render(request, "desk/home.html", context)


def people(request: HttpRequest) -> HttpResponse:
    """Who works in this person's organisations and their network."""
    mine = Membership.objects.current().filter(account=request.user.pk).select_related("organisation")
    rooms = {m.organisation.room().pk: m.organisation.room() for m in mine}
    organisations = [o for room in rooms.values() for o in room.members().order_by("-kind", "name")]
    return render(request, "desk/people.html", {"rows": directory(organisations), "logins": settings.DEMONSTRATION})


def invented(request: HttpRequest) -> HttpResponse:
    """The cast of a demonstration, before sign-in: whom one can be. In earnest there is no such page."""
    if not settings.DEMONSTRATION:
        raise Http404
    rows = directory(Organisation.objects.order_by("-kind", "name"))
    return render(request, "desk/people.html", {"rows": rows, "logins": True})


def directory(organisations: Iterable[Organisation]) -> list[tuple[Organisation, list[Membership]]]:
    """Organisations with those who work there today."""
    current = Membership.objects.current().select_related("account").order_by("role", "account__name")
    return [(organisation, list(current.filter(organisation=organisation))) for organisation in organisations]
