"""The staff site's navigation: pages that the access sheet lets this person open, in one fixed order."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.network.access import sheet
from pakhi.network.models import Membership

ENTRIES = (
    ("desk:home", _("Today"), "home"),
    ("desk:day", _("My day"), "list-checks"),
    ("desk:cases", _("Survivors"), "footprints"),
    ("desk:board", _("Team"), "users-round"),
    ("desk:counts", pgettext_lazy("of survivors", "Counts"), "chart-no-axes-column"),
    ("vault:caseload", _("People"), "contact-round"),
    ("cbr:groups", _("Collectives"), "network"),
    ("cbr:villages", _("Villages"), "tent-tree"),
    ("field:phones", _("Phones"), "clipboard-list"),
    ("field:talks", _("Talks"), "messages-square"),
    ("field:office-reports", _("Office reports"), "building-2"),
    ("field:calls", pgettext_lazy("helpline", "Calls"), "phone"),
    ("field:desk", _("Helpdesk"), "info"),
    ("reports:overview", _("Voices"), "activity"),
    ("reports:offices", _("Offices"), "building"),
    ("reports:flags", _("Flags"), "flag"),
    ("reports:team", _("Our team"), "users"),
    ("voice:stacks", _("Cards"), "credit-card"),
    ("voice:rounds", _("Voice round"), "smartphone"),
    ("voice:counting", _("Counting"), "lock"),
    ("voice:words", _("Own words"), "message-square"),
    ("desk:studio", pgettext_lazy("voices", "Studio"), "mic"),
    ("vault:notices", _("Notices"), "bell"),
    ("vault:keys", _("Keys"), "key-round"),
    ("vault:log", _("Log"), "scroll-text"),
    ("desk:people", _("Who is who"), "help-circle"),
)


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    url: str
    label: str | Promise
    icon: str
    current: bool


def navigation(request: HttpRequest) -> list[Entry]:
    """The links for this person."""
    if not request.user.is_authenticated:
        return []
    roles = set(Membership.objects.current().filter(account=request.user).values_list("role", flat=True))
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = []
    for page, label, icon in ENTRIES:
        row = sheet().row(page, "GET")
        if row and any(row.cells[role] != "no" for role in roles):
            entries.append(Entry(reverse(page), label, icon, page == here))
    return entries
