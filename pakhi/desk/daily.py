"""Who reads a page of the working day, and for which organisations."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from pakhi.network.models import Account, Organisation


def me(request: HttpRequest) -> Account:
    """Who reads."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def homes(request: HttpRequest) -> list[Organisation]:
    """The organisations by which this page is open to the reader, by name."""
    found = {held.organisation_id: held.organisation for held in request.memberships}  # type: ignore[attr-defined]
    return sorted(found.values(), key=lambda organisation: organisation.name)


def home(request: HttpRequest) -> Organisation:
    """The one that `at` names, else the first."""
    places, asked = homes(request), request.POST.get("at") or request.GET.get("at", "")
    return next((one for one in places if one.code == asked), places[0])
