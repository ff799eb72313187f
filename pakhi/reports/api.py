"""Reports as JSON: the same query and the same circle as the pages. Mounted at /api/reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from pakhi.lib.circles import Shown
from pakhi.network.happened import exported
from pakhi.reports import desk
from pakhi.reports import offices as compared
from pakhi.reports.sight import sight

router = Router()


class Figure(Schema):
    """A score of 0-100 as it may be shown; everything but `kind`, `count` and `why` is empty where it waits."""

    kind: str
    count: str
    value: float | None
    low: float | None
    high: float | None
    band: int
    bands: int
    why: str


class Office(Schema):
    """One office that the reader may see. `standing` is its place in its peer group in words."""

    ratee: str
    office: str
    kind: str
    place: str
    district: str
    estimate: Figure
    standing: str
    raters: str
    reliability: float | None
    assisted: float | None


def figure(shown: Shown) -> dict[str, Any]:
    """A figure with its numbers rounded to one place, as everywhere."""
    rounded = {
        k: None if v is None else round(v, 1)
        for k, v in (("value", shown.value), ("low", shown.low), ("high", shown.high))
    }
    return {
        "kind": shown.kind,
        "count": shown.count,
        **rounded,
        "band": shown.band,
        "bands": shown.bands,
        "why": shown.why,
    }


@router.get("/offices", response=list[Office], url_name="offices")
def offices(request: HttpRequest, kind: str = "", district: str = "") -> list[dict[str, Any]]:
    """Offices compared inside their peer groups, by kind and district."""
    held = getattr(request, "memberships", [])
    rows = compared.read(desk.facts(), sight(held, "reports:offices"), kind=kind, district=district)
    account, home = request.auth, held[0].organisation.code  # type: ignore[attr-defined]
    exported.send(sender=None, account=account, organisation=home, what="offices", form="json")
    return [{**row, "estimate": figure(row["estimate"]), "standing": str(row["standing"])} for row in rows]
