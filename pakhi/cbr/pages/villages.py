"""What the survey of households found, village by village, in counts that point at no door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhi.cbr import village
from pakhi.network.models import Membership


def villages(request: HttpRequest) -> HttpResponse:
    """The villages of the organisations by which the reader was let through."""
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]  # the gate sets it
    homes = sorted({one.organisation for one in held}, key=lambda one: (one.name, one.pk))
    sections = [(home, *village.of_organisation(home)) for home in homes]
    found = [(home, whole, each) for home, whole, each in sections if each]
    return render(request, "cbr/villages.html", {"sections": found, "several": len(homes) > 1})
