"""The calendar of all days in court that the reader may see, how often they were put off, and who is held too long."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr.pages.reader import me
from pakhi.legal import sittings
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault.standing import KEEPERS


def hearings(request: HttpRequest) -> HttpResponse:
    """A worker sees those of their own people; who keeps an organisation's people sees all."""
    found = sittings.sittings(sittings.books_of(me(request)))
    keeps = Membership.objects.current().filter(account=me(request), role__in=KEEPERS)
    homes = [one.organisation for one in keeps.select_related("organisation")]
    return render(request, "legal/hearings.html", {"found": found, "homes": homes, "today": today()})
