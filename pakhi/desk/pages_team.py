"""The team's page: who is in danger, what waits for a yes, what is overdue at whom, and referrals in and out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pakhi.cbr import danger, referred, work
from pakhi.cbr.kinds import KINDS, Kind
from pakhi.desk.daily import home, homes, me
from pakhi.desk.pages_work import of_place
from pakhi.lib.clock import today
from pakhi.network.models import Organisation
from pakhi.vault import assign, glass, workload


@dataclass(frozen=True)
class Pile:
    """What is overdue at one colleague. `number`: the account; 0 is work that nobody has taken on."""

    number: int
    name: str
    rows: list[work.Work]


def board(request: HttpRequest) -> HttpResponse:
    """For who supervises: danger first, then what waits for a yes, then each colleague's work, due and overdue."""
    here, by = home(request), me(request)
    found = work.of_organisation(here, work.AHEAD)
    desks = work.desks(here, found)
    late = [one for one in found if one.late > 0]
    kinds = kinds_of(late)
    kind, who = request.GET.get("kind", ""), request.GET.get("who", "")
    kind = kind if any(one.key == kind for one, _many in kinds) else ""
    piles = [one for one in piled(here, late, kind) if who in {"", str(one.number)}]
    approvals = work.approvals(here, by)
    context = {
        "home": here, "homes": homes(request), "nobody": desks.get(0), "loud": danger.of_organisation(here),
        "team": [(one, desks.get(one.number)) for one in workload.team(here)], "piles": piles, "kinds": kinds,
        "kind": kind, "who": who if piles else "", "late": len(late), "cut": work.cut(here, work.AHEAD),
        "most": work.MOST, "approvals": list(zip(approvals, asked_by(approvals), strict=True)),
        "people": len(of_place(here)), "today": today(), "referrals": work.referrals(here),
        "quarters": referred.quarters(here, by),
    }  # fmt: skip
    return render(request, "desk/board.html", context)


def kinds_of(late: list[work.Work]) -> list[tuple[Kind, int]]:
    """Which kinds of work are overdue and how many of each, the most first."""
    many: dict[str, int] = {}
    for one in late:
        many[one.kind.key] = many.get(one.kind.key, 0) + 1
    return [(KINDS[key], number) for key, number in sorted(many.items(), key=lambda pair: (-pair[1], pair[0]))]


def piled(here: Organisation, late: list[work.Work], kind: str) -> list[Pile]:
    """What is overdue, of one kind or all, by whose work it is; the highest pile first, nobody's before all."""
    mains, of = assign.mains(here.code), dict[int, list[work.Work]]()
    for one in late:
        if kind in {"", one.kind.key}:
            of.setdefault(work.carrier(one, mains), []).append(one)
    names = glass.names_of(set(of))
    piles = [Pile(number, names.get(number, _("Nobody yet")), rows) for number, rows in of.items()]
    return sorted(piles, key=lambda one: (one.number != 0, -len(one.rows), one.name))


def asked_by(rows: list[work.Work]) -> list[str]:
    """Who asked for each of these, by name: whoever wrote it last."""
    wrote = work.writers([one.thread.pk for one in rows])
    names = glass.names_of(set(wrote.values()))
    return [names.get(wrote.get(one.thread.pk, 0), "") for one in rows]
