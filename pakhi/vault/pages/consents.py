"""What she has agreed to, and how she takes it back. No page here needs an open key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network import prompts
from pakhi.network.models import Account
from pakhi.vault import consent, ending, merge, spoken
from pakhi.vault.consent_rules import script, wrong
from pakhi.vault.consent_words import HAPPENS_NOT, WRONG, Words
from pakhi.vault.doors import the_person
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Person

Purpose, State = Consent.Purpose, Person.State
NAMED = (Purpose.CASE, Purpose.PHOTO, Purpose.TRANSFER)


@dataclass(frozen=True)
class Row:
    """One of the purposes: what holds for it, or what therefore does not happen; the day of her last no."""

    key: str
    label: str
    holding: list[consent.Agreed]
    instead: Words
    no: dt.date | None


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """How many consents hold, the three that workers ask for most, and whether one ends soon."""
    holding = [row for row in consent.holding(person) if not wrong(row)]
    soon = [row.valid_to for row in holding if row.valid_to and row.valid_to < today() + consent.A_WHILE]
    named = [(what.label, any(row.purpose == what for row in holding)) for what in NAMED]
    return {"holding": len(holding), "named": named, "soon": min(soon, default=None)}


def reachable(code: str) -> Person:
    """The person of a code. Raises Refused for who was forgotten: she is out of everybody's reach."""
    found = the_person(code)
    if found.state == State.FORGOTTEN:
        raise Refused(str(WRONG["closed"]))
    return found


def rows(agreed: list[consent.Agreed], person: Person) -> list[Row]:
    """All purposes, each with what holds."""
    noes = consent.said_no(merge.together(person))
    return [
        Row(what, str(what.label), [one for one in agreed if one.holds and one.consent.purpose == what],
            HAPPENS_NOT[what], noes.get(what))
        for what in Purpose
    ]  # fmt: skip


def consents(request: HttpRequest, person: str) -> HttpResponse:
    """Every consent in plain words; with ?paper=bn a paper for her to take home, in her language."""
    found, language = reachable(person), request.GET.get("paper", "")
    if language in dict(settings.LANGUAGES):
        return paper(request, found, language)
    agreed = consent.overview(found)
    context = {
        "person": found, "closed": found.state != State.HERE, "rows": rows(agreed, found),
        "holding": [shown(one) for one in agreed if one.holds],
        "ended": [shown(one) for one in agreed if not one.holds], "paper": her_language(found),
    }  # fmt: skip
    return render(request, "vault/consents.html", context)


def shown(agreed: consent.Agreed) -> dict[str, Any]:
    """One consent as a card: the names of who asked and who witnessed it are the workers'."""
    row = agreed.consent
    names = dict(Account.objects.filter(pk__in={row.by, row.witness} - {0}).values_list("pk", "name"))
    return {
        "agreed": agreed, "consent": row, "by": names.get(row.by, ""), "witness": names.get(row.witness, ""),
        "scope": consent.scope_in_words(row.scope) if row.scope else "",
        "language": dict(settings.LANGUAGES).get(row.language, row.language),
    }  # fmt: skip


def her_language(person: Person) -> str:
    """The language in which she was asked last, else the page's."""
    newest = Consent.objects.filter(person__in=merge.together(person)).order_by("-id").first()
    found = newest.language if newest else ""
    return found if found in dict(settings.LANGUAGES) else translation.get_language() or "en"


def paper(request: HttpRequest, person: Person, language: str) -> HttpResponse:
    """What she agreed to and what does not happen, in her language, without any name of hers."""
    with translation.override(language):
        agreed = consent.overview(person)
        words = script(Purpose.CASE, under_18=False)
        said = [str(words.words(key)) for key in ("no_price", "take_back", "look")]
        does_not = [str(row.instead) for row in rows(agreed, person) if not row.holding]
    context = {
        "person": person, "tongue": language, "holding": [one for one in agreed if one.holds], "said": said,
        "does_not": does_not, "today": today(), "all": settings.LANGUAGES,
    }  # fmt: skip
    return render(request, "vault/consents_paper.html", context)


def take_back(request: HttpRequest, person: str) -> HttpResponse:
    """She takes it back: one press, no reason. From now on nothing of it happens."""
    found, number = reachable(person), request.POST.get("consent", "")
    mine = Consent.objects.filter(person__in=merge.together(found))
    row = mine.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 18 else None
    if row is None:
        raise Refused(_("This consent is not among hers."))
    consent.withdraw(row, request.user)  # type: ignore[arg-type]  # signed in: the gate has checked
    messages.success(request, _("It is done: she has taken it back, and nothing of it happens any more."))
    return redirect("vault:consents", found.code)


def ends(request: HttpRequest) -> HttpResponse:
    """Consents that end within three months, of the people whom the reader is there for."""
    return render(request, "vault/ending.html", {"rows": ending.ending(request.memberships)})  # type: ignore[attr-defined]  # the gate sets it


def voice(request: HttpRequest, language: str, name: str) -> FileResponse:
    """One line of the words, spoken."""
    found = spoken.recording(language, name)
    if found is None:
        raise Http404(_("There is no recording."))
    return FileResponse(found[0].open("rb"), content_type=prompts.media_type(found[0]))
