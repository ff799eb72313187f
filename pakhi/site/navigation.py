"""The staff site's navigation: pages that the access sheet lets this person open, in one fixed order, in groups.

What somebody opens every day stands by itself; the others fold up under a word, and open without script.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.network.access import sheet
from pakhi.network.models import Membership

Row = tuple[str, str | Promise, str]  # page, label, icon
DAILY: tuple[Row, ...] = (
    ("desk:home", _("Today"), "home"),
    ("desk:day", _("My day"), "list-checks"),
    ("desk:cases", _("Survivors"), "footprints"),
    ("vault:caseload", _("People"), "contact-round"),
)
GROUPS: tuple[tuple[str | Promise, str, tuple[Row, ...]], ...] = (
    (_("The team's work"), "users-round", (
    ("desk:board", _("Team"), "users-round"),
    ("desk:counts", pgettext_lazy("of survivors", "Counts"), "chart-no-axes-column"),
    ("vault:notices", _("Notices"), "bell"),
    )),
    (_("Rights and court"), "scale", (
    ("legal:hearings", _("Days in court"), "scale"),
    ("entitlements:letters_alone", _("Letters"), "file-text"),
    ("entitlements:catalogue", _("Rights"), "book-open"),
    ("entitlements:gaps", _("Gaps and delays"), "file-text"),
    )),
    (_("Groups and villages"), "tent-tree", (
    ("cbr:groups", _("Collectives"), "network"),
    ("cbr:villages", _("Villages"), "tent-tree"),
    )),
    (_("Phones and calls"), "phone", (
    ("field:phones", _("Phones"), "clipboard-list"),
    ("field:talks", _("Talks"), "messages-square"),
    ("field:office-reports", _("Office reports"), "building-2"),
    ("field:calls", pgettext_lazy("helpline", "Calls"), "phone"),
    ("field:desk", _("Helpdesk"), "info"),
    )),
    (pgettext_lazy("group of pages", "Voices of survivors"), "activity", (
    ("reports:overview", _("Voices"), "activity"),
    ("reports:offices", _("Offices"), "building"),
    ("reports:flags", _("Flags"), "flag"),
    ("reports:team", _("Our team"), "users"),
    ("voice:stacks", _("Cards"), "credit-card"),
    ("voice:rounds", _("Voice round"), "smartphone"),
    ("voice:counting", _("Counting"), "lock"),
    ("voice:words", _("Own words"), "message-square"),
    ("desk:studio", pgettext_lazy("voices", "Studio"), "mic"),
    )),
    (_("Keys and log"), "key-round", (
    ("vault:keys", _("Keys"), "key-round"),
    ("vault:log", _("Log"), "scroll-text"),
    ("desk:people", _("Who is who"), "help-circle"),
    )),
)  # fmt: skip
# Where a page that has no link of its own belongs: by its room, but for those that are named.
ROOMS = {
    "cbr": "desk:cases", "legal": "desk:cases", "entitlements": "desk:cases", "vault": "vault:caseload",
    "field": "field:phones", "reports": "reports:offices", "voice": "voice:counting",
}  # fmt: skip
INSIDE = {
    "desk:packet": "desk:cases", "desk:prompt": "desk:studio", "desk:voice": "desk:studio",
    "cbr:group": "cbr:groups", "cbr:group_begin": "cbr:groups", "cbr:group_new": "cbr:groups",
    "cbr:group_thread": "cbr:groups", "cbr:groups_over": "cbr:groups", "cbr:group_names": "cbr:groups",
    "cbr:group_by_name": "cbr:groups", "entitlements:together": "cbr:groups",
    "entitlements:series": "entitlements:catalogue", "entitlements:schemes": "entitlements:gaps",
    **dict.fromkeys(("legal:shared", "legal:joint", "legal:joint_answer", "legal:judgments", "legal:petitions"),
                    "legal:hearings"),
    **dict.fromkeys(("vault:workload", "vault:leave", "vault:limits", "vault:duplicates", "vault:pair", "vault:merge"),
                    "desk:board"),
    **dict.fromkeys(("vault:set_up", "vault:rehearse", "vault:grant", "vault:withdraw", "vault:reset",
                     "vault:print_again", "vault:rotation", "vault:recover", "vault:unlock"), "vault:keys"),
    "vault:duties": "vault:log", "vault:looked": "vault:caseload",
    **dict.fromkeys(("field:call", "field:followups", "field:followup", "field:roster", "field:passing", "field:menu",
                     "field:menu-sounds", "field:keypad"), "field:calls"),
    "field:talk": "field:talks", "field:office-report": "field:office-reports",
    "field:queue": "field:desk", "field:turn": "field:desk",
    "voice:stack": "voice:stacks", "voice:activate": "voice:stacks", "voice:void": "voice:stacks",
    "voice:paper": "voice:rounds", "voice:tellers": "voice:rounds",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One link of the navigation. `current`: "page" if one is there, "true" on a page inside it, else empty."""

    url: str
    label: str | Promise
    icon: str
    current: str


@dataclass(frozen=True)
class Group:
    """Links under one word; without a word they stand by themselves."""

    label: str | Promise
    icon: str
    places: tuple[Entry, ...]

    @property
    def current(self) -> bool:
        return any(place.current for place in self.places)


def place_of(page: str) -> str:
    """The place that a page belongs to: itself, where it has a link."""
    known = {row[0] for rows in (DAILY, *(rows for _label, _icon, rows in GROUPS)) for row in rows}
    return page if page in known else INSIDE.get(page) or ROOMS.get(page.partition(":")[0], "")


def navigation(request: HttpRequest) -> list[Group]:
    """The links for this person. A group of which only one link is theirs does not fold."""
    if not request.user.is_authenticated:
        return []
    roles = set(Membership.objects.current().filter(account=request.user).values_list("role", flat=True))
    here = request.resolver_match.view_name if request.resolver_match else ""
    groups = [Group("", "", entries(DAILY, roles, here))]
    for label, icon, rows in GROUPS:
        places = entries(rows, roles, here)
        if places:
            groups.append(Group(label, icon, places) if len(places) > 1 else Group("", "", places))
    return groups


def entries(rows: tuple[Row, ...], roles: set[str], here: str) -> tuple[Entry, ...]:
    """The links among these that the access sheet lets somebody open."""
    found, home = [], place_of(here)
    for page, label, icon in rows:
        row = sheet().row(page, "GET")
        if row and any(row.cells[role] != "no" for role in roles):
            found.append(Entry(reverse(page), label, icon, "page" if page == here else "true" if page == home else ""))
    return tuple(found)
