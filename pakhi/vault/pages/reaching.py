"""What the pages of one person share: who is asking, what is written, and the page that says why nothing opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from pakhi.network.models import Account
from pakhi.vault import merge, readiness
from pakhi.vault.doors import the_organisation
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person, Section
from pakhi.vault.reveal import PARTS, LimitReached, NotYours, WritersAlone


def the_account(request: HttpRequest) -> Account:
    """Whoever is signed in: the gate has made sure."""
    account: Account = request.user  # type: ignore[assignment]
    return account


def not_now(request: HttpRequest, found: Person, refusal: Refused, status: int = 409) -> HttpResponse:
    """Nothing was opened: why, and the way on."""
    home = the_organisation(found.organisation)
    context = {
        "person": found, "text": str(refusal), "limit": isinstance(refusal, LimitReached),
        "not_yours": isinstance(refusal, NotYours) and not isinstance(refusal, WritersAlone),
        "missing": readiness.missing(home, the_account(request)),
        "keepers": sorted(readiness.keepers_of(home).values()),
    }  # fmt: skip
    return render(request, "vault/not_now.html", context, status=status)


def written(found: Person) -> list[tuple[str, str | Promise, Section]]:
    """(part, its name, its newest version) of what is written, also in records that were merged into this one."""
    records = merge.together(found)
    rows = Section.objects.filter(person__in=records).order_by("version").defer("sealed")
    newest: dict[str, Section] = {}
    for row in sorted(rows, key=lambda row: row.person_id == found.pk):
        newest[row.field] = row
    return [(part, PARTS[part], newest[part]) for part in Section.Field.values if part in newest]
