"""Who looked: at one person, in print for herself; the organisation's log; the duties of data protection."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import audit, doors, glass, log_words, logbook, reveal, standing
from pakhi.vault import duties as table
from pakhi.vault.models import Entry, Person

A_PAGE = 50


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """The last three looks, and where all of them are."""
    looks = reveal.who_looked(person)
    return {"looks": looks[:3], "many": len(looks)}


def looked(request: HttpRequest, person: str) -> HttpResponse:
    """Every look at one person, to be printed and given to her, in her language."""
    found, asked = doors.the_person(person), request.GET.get("language")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "en"
    with translation.override(language):
        context = {"person": found, "looks": reveal.who_looked(found), "tell": keepers(found), "today": today()}
        response = render(request, "vault/looked.html", context)
    response["Content-Language"] = language
    return response


def keepers(person: Person) -> list[str]:
    """The names of those who answer for what was looked at."""
    there = Membership.objects.current().filter(organisation__code=person.organisation, role__in=standing.KEEPERS)
    return list(Account.objects.filter(pk__in=there.values("account"), is_active=True).values_list("name", flat=True))


def log(request: HttpRequest) -> HttpResponse:
    """The lines of the organisation, or of the network's members; on request whether all of the log is whole."""
    if request.method == "POST":
        return seal(request)
    codes = logbook.organisations(request.memberships)  # type: ignore[attr-defined]
    wanted = logbook.asked(request.GET.dict())
    if request.GET.get("roots"):
        return roots(request, wanted)
    page = Paginator(logbook.lines(codes, wanted), A_PAGE).get_page(request.GET.get("page"))
    people, shown = logbook.colleagues(codes), list(page)
    context = {
        "page": page, "wanted": wanted, "query": urlencode(wanted.query()), "acts": Entry.Act.choices,
        "rows": told(shown), "people": people, "mine": here(shown) if kept(request) else set(),
        "months": logbook.months(logbook.lines(codes, logbook.Asked())),
        "verdict": audit.verify() if request.GET.get("verify") else None,
    }  # fmt: skip
    return render(request, "vault/log.html", context)


def told(entries: list[Entry]) -> list[log_words.Told]:
    """Lines in words, with the names of all colleagues in them."""
    names = glass.names_of({account for entry in entries for account in log_words.accounts(entry)})
    return [log_words.told(entry, names) for entry in entries]


def here(entries: list[Entry]) -> set[str]:
    """The codes in these lines that lead to a record here: a case of two organisations has a code, and no record."""
    return set(Person.objects.filter(code__in={entry.person for entry in entries}).values_list("code", flat=True))


def kept(request: HttpRequest) -> bool:
    """Whether a person's code leads to her page: for who keeps an organisation, not for a coordinator alone."""
    return any(held.role in standing.KEEPERS for held in request.memberships)  # type: ignore[attr-defined]


def seal(request: HttpRequest) -> HttpResponse:
    """Seal the lines that wait, so that the month can be printed with all of them."""
    audit.seal_batch()
    query = {"roots": "1", **logbook.asked(request.POST.dict()).query()}
    return redirect(f"{reverse('vault:log')}?{urlencode(query)}")


def roots(request: HttpRequest, wanted: logbook.Asked) -> HttpResponse:
    """What is printed of a month, so that the log binds everybody: the roots of its batches."""
    month = wanted.month or today().replace(day=1)
    return render(request, "vault/roots.html", {"month": month, "roots": audit.roots(month)})


def duties(request: HttpRequest) -> HttpResponse:
    """The duties of data protection, and what is done for each."""
    rows = table.duties()
    counts = [(state, name, sum(row.state == state for row in rows)) for state, name in table.STATES.items()]
    context = {"rows": rows, "counts": counts, "signed": table.signed_off(), "read_on": table.written()["read_on"]}
    return render(request, "vault/duties.html", context)
