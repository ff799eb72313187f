"""What a day allows: mine, what was raised, and, for who keeps an organisation, raising and releasing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, plain_digits
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import glass, standing
from pakhi.vault import limits as table
from pakhi.vault.keys import Refused
from pakhi.vault.models import Allowance


@dataclass(frozen=True)
class Used:
    """How many records somebody has opened today, and how many the day allows."""

    account: Account
    opened: int
    allowed: int

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.opened)


@dataclass(frozen=True)
class House:
    """One organisation: my day, what was raised there (with who did it, for whom), and for its keepers everybody's."""

    organisation: Organisation
    mine: Used
    raised: list[tuple[Allowance, str, str]]
    keeps: bool
    others: list[Used]

    @property
    def waiting(self) -> list[Used]:
        """Colleagues who can open nobody any more today."""
        return [one for one in self.others if not one.left]


def limits(request: HttpRequest) -> HttpResponse:
    """The page; a POST raises or releases, and comes back with what was typed if that is not possible."""
    error = ""
    if request.method == "POST":
        try:
            decide(request)
        except Refused as refusal:
            error = str(refusal)
        else:
            return redirect("vault:limits")
    held = Membership.objects.current().filter(account=request.user.pk, role__in=standing.CARERS)
    mine = {one.organisation_id: one.organisation for one in held.select_related("organisation")}
    context = {
        "houses": [house(request, organisation) for organisation in mine.values()], "error": error,
        "typed": request.POST, "reasons": Allowance.Reason.choices, "today": today(), "last": today() + table.AHEAD,
        "most": max((row.most for row in table.limits() if row.holds(today())), default=0),
    }  # fmt: skip
    return render(request, "vault/limits.html", context, status=400 if error else 200)


def house(request: HttpRequest, organisation: Organisation) -> House:
    """What one organisation's part of the page shows."""
    account: Account = request.user  # type: ignore[assignment]
    rows = list(table.coming(organisation.code))
    keeps = standing.is_keeper(account, organisation.code)
    others = [used(one, organisation) for one in carers(organisation) if one != account] if keeps else []
    names = glass.names_of({row.by for row in rows} | {row.account for row in rows})
    raised = [(row, names.get(row.by, ""), names.get(row.account, "")) for row in rows]
    return House(organisation, used(account, organisation), raised, keeps, others)


def used(account: Account, organisation: Organisation) -> Used:
    return Used(account, table.opened(account), table.allowed(account, organisation.code))


def carers(organisation: Organisation) -> list[Account]:
    """Who works with people in an organisation, by name."""
    there = Membership.objects.current().filter(organisation=organisation, role__in=standing.CARERS)
    return list(Account.objects.filter(pk__in=there.values("account"), is_active=True).order_by("name"))


def decide(request: HttpRequest) -> None:
    """Raise a day's limit for one or all, or release more for one. Raises Refused."""
    typed = request.POST
    by: Account = request.user  # type: ignore[assignment]
    kept = {m.organisation.code: m.organisation for m in request.memberships}  # type: ignore[attr-defined]
    organisation = kept.get(typed.get("organisation", ""))
    if organisation is None:
        raise Refused(_("A supervisor or manager of the organisation decides this."))
    to, reason = colleague(organisation, typed.get("account", "")), typed.get("reason", "")
    if typed.get("action") == "raise":
        table.raise_limit(by, organisation.code, number(typed.get("to", "")), reason, day(typed.get("on", "")), to)
        messages.success(request, _("The limit is raised. Everybody in the organisation can see it."))
    elif to is not None:
        table.release_limit(by, organisation.code, to, reason)
        messages.success(request, _("They can go on now. Everybody in the organisation can see it."))
    else:
        raise Refused(_("Choose a colleague from the list."))


def colleague(organisation: Organisation, written: str) -> Account | None:
    """Whom a form means; None: everybody. Raises Refused."""
    if not written:
        return None
    found = next((one for one in carers(organisation) if str(one.pk) == written), None)
    if found is None:
        raise Refused(_("Choose a colleague from the list."))
    return found


def number(written: str) -> int:
    """A count that somebody typed, in any script's digits. Raises Refused."""
    try:
        return int(plain_digits(written))
    except (BadCode, ValueError):
        raise Refused(_("Please write a number.")) from None


def day(written: str) -> dt.date:
    """A day that somebody chose. Raises Refused."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise Refused(_("Choose a day.")) from None
