"""Who reads a page of the field, and for which organisations the gate let them through."""

from __future__ import annotations

from django.http import HttpRequest

from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault.standing import KEEPERS


def me(request: HttpRequest) -> Account:
    """Who is signed in: the gate has let nobody else through."""
    assert isinstance(request.user, Account)  # noqa: S101 - for the type checker
    return request.user


def held(request: HttpRequest) -> list[Membership]:
    """The memberships by which this page is open to them."""
    return list(request.memberships)  # type: ignore[attr-defined]  # the gate sets it


def kept(request: HttpRequest) -> list[Organisation]:
    """Where they are supervisor or manager, by name."""
    found = {one.organisation_id: one.organisation for one in held(request) if one.role in KEEPERS}
    return sorted(found.values(), key=lambda organisation: organisation.name)
