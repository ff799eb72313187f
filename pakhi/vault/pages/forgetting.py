"""Pages: somebody asks to be forgotten. What happens when, a second look, and the certificate."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.vault import certificate as paper
from pakhi.vault import forget as forgetting
from pakhi.vault import merge, outline, retention, standing
from pakhi.vault.doors import opened, the_person
from pakhi.vault.keys import Refused
from pakhi.vault.models import Erasure, Handover, Merge, Person
from pakhi.vault.models.person import CODE

FORGOTTEN = Erasure.Occasion.FORGOTTEN


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """A quiet way to forgetting, for supervisors and managers; and that it happened."""
    if not any(m.role in standing.KEEPERS for m in request.memberships):  # type: ignore[attr-defined]
        return None
    return {"erasure": Erasure.objects.filter(person=person).first()}


def forget(request: HttpRequest, person: str) -> HttpResponse:
    """What happens; then, with the code typed, it happens."""
    found = the_person(person)
    erasure = Erasure.objects.filter(person=found).first()
    if erasure is not None:
        return render(request, "vault/forgotten.html", ended(found, erasure))
    if request.method != "POST":
        return ask(request, found)
    unlocked, typed = opened(request), request.POST.get("code")
    if typed is None:
        return ask(request, found, sure=True)
    if not same(typed, found.code):
        return ask(request, found, _("This is not her code. Look at each letter again."), sure=True)
    try:
        forgetting.forget(unlocked, found, unlocked.account)
    except Refused as refusal:
        return ask(request, found, str(refusal))
    messages.success(request, _("This record is out of everybody's reach now."))
    return redirect("vault:forget", found.code)


def same(typed: str, code: str) -> bool:
    """Whether somebody typed this code, with spaces and small letters as they like."""
    try:
        return read_letters(typed, CODE) == code
    except BadCode:
        return False


def ask(request: HttpRequest, person: Person, error: str = "", *, sure: bool = False) -> HttpResponse:
    """What happens at once, at the end, and what stays. `sure`: the second step."""
    rule, together = retention.rule(FORGOTTEN, today()), merge.together(person)
    sides = [outline.outline(one) for one in together]
    context = {
        "person": person, "rule": rule, "until": rule.until(today()), "references": retention.references(rule),
        "others": together[1:], "notes": sum(side.notes for side in sides), "files": sum(side.files for side in sides),
        "workers": sorted({name for side in sides for name in side.workers}), "error": error, "sure": sure,
        "offered": Handover.objects.filter(person__in=together, state=Handover.State.OFFERED).exists(),
    }  # fmt: skip
    return render(request, "vault/forget.html", context, status=409 if error else 200)


def ended(person: Person, erasure: Erasure) -> dict[str, Any]:
    """What the page of a record that is over shows: also of those that were merged with it."""
    rule = retention.named(erasure.rule)
    merges = Merge.objects.filter(merge.HOLDS, kept=person).select_related("merged").order_by("id")
    return {
        "person": person, "erasure": erasure, "rule": rule, "references": retention.references(rule),
        "by": outline.called([erasure.by]).get(erasure.by, ""), "forgotten": erasure.occasion == FORGOTTEN,
        "others": [row.merged for row in merges if row.merged.state == Person.State.FORGOTTEN],
        "papers": settings.LANGUAGES,
    }  # fmt: skip


def certificate(request: HttpRequest, person: str) -> HttpResponse:
    """The paper for her: a code, dates and the rule. Raises Refused where nothing was forgotten."""
    erasure = Erasure.objects.filter(person=the_person(person), occasion=FORGOTTEN).select_related("person").first()
    if erasure is None:
        raise Refused(_("There is no certificate: this record was not forgotten."))
    language = spoken(request.GET.get("language", ""))
    response = HttpResponse(paper.certificate(erasure, language), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    return response


def spoken(asked: str) -> str:
    """A language of ours: the one that was asked for, else the reader's."""
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
