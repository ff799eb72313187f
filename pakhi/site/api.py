"""JSON for programs: the same figures as the pages, by a token of an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import HttpBearer

from pakhi.lib.clock import today
from pakhi.network.access import permit, sheet
from pakhi.network.models import ApiToken, Membership
from pakhi.reports.api import router


class Token(HttpBearer):
    """A token opens what its account may open on the staff site, by the same access sheet."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = ApiToken.objects.filter(digest=ApiToken.hash(token), valid_to__gte=today()).first()
        if found is None or not found.account.is_active or request.resolver_match is None:
            return None
        row = sheet().row(request.resolver_match.view_name, request.method or "")
        mine = Membership.objects.current().filter(account=found.account).select_related("organisation")
        request.memberships = permit(row, mine, False, None) if row else []  # type: ignore[attr-defined]
        return found.account if request.memberships else None  # type: ignore[attr-defined]


api = NinjaAPI(title="Pakhi", urls_namespace="pakhi", docs_url=None, openapi_url=None, auth=Token())
api.add_router("reports", router)
