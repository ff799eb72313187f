"""How she is asked: what, of whom and in which language; then the words, line by line, and her answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.network.models import Account
from pakhi.vault import consent, spoken, uploads
from pakhi.vault.answering import BadFile, say_yes
from pakhi.vault.consent_words import WRONG
from pakhi.vault.doors import the_organisation, the_person
from pakhi.vault.forms_consents import AnswerForm, AskForm
from pakhi.vault.keys import Refused
from pakhi.vault.models import Consent, Person
from pakhi.vault.pages.consents import her_language, rows

Purpose = Consent.Purpose
# The field beside which a refusal stands; those that are not here stand above the form.
BESIDE = {
    "heard": "heard", "warned_must": "heard", "given": "given", "proof_must": "proof_file",
    "proof_unknown": "proof_file", "witness_must": "witness", "guardian": "guardian", "assent_must": "assent",
    "cwc_must": "cwc_file", "turns_18_must": "turns_18", "days": "until",
}  # fmt: skip


def ask(request: HttpRequest, person: str) -> HttpResponse:
    """First what is asked, of whom and in which language; then the words, line by line, and her answer."""
    found = here(person)
    if request.GET.get("purpose") not in Purpose.values:
        context = {"person": found, "rows": rows(consent.overview(found), found), "step": "purpose"}
        return render(request, "vault/ask.html", context)
    choice = chosen(request.GET["purpose"], found, request.GET)
    if not choice.is_valid():
        return choose(request, found, choice)
    return read(request, found, choice, answered(request, found, choice, sent=False))


def here(code: str) -> Person:
    """The person of a code, whom one can ask. Raises Refused for a closed record."""
    found = the_person(code)
    if found.state != Person.State.HERE:
        raise Refused(str(WRONG["closed"]))
    return found


def chosen(purpose: str, person: Person, typed: Any) -> AskForm:
    """What was chosen before asking."""
    return AskForm(typed, purpose, the_organisation(person.organisation), her_language(person))


def choose(request: HttpRequest, person: Person, choice: AskForm) -> HttpResponse:
    """The page of the first step."""
    context = {"person": person, "form": choice, "purpose": Purpose(choice.purpose), "step": "choose"}
    return render(request, "vault/ask.html", context, status=400 if choice.is_bound else 200)


def answered(request: HttpRequest, person: Person, choice: AskForm, sent: bool) -> AnswerForm:
    """The form of the second step, for the words that belong to what was chosen."""
    typed, purpose = choice.cleaned_data, choice.purpose
    recipient, scope = typed.get("recipient", ""), ",".join(typed.get("scope", ()))
    asking = consent.ask(person, purpose, typed["language"], typed["under_18"], recipient, scope)
    posted = request if sent else None
    return AnswerForm(posted, asking, person, purpose, typed["under_18"], request.user)  # type: ignore[arg-type]


def read(request: HttpRequest, person: Person, choice: AskForm, form: AnswerForm) -> HttpResponse:
    """The page of the second step: the words, large, each with its voice and its tick; below, her answer."""
    typed, asking = choice.cleaned_data, form.asking
    ticked = form.data.getlist("heard") if form.is_bound else []  # type: ignore[attr-defined]
    lines = [
        {"line": line, "sound": spoken.sound(asking.language, asking.version, line.key), "ticked": line.key in ticked}
        for line in asking.lines
    ]
    context = {
        "person": person, "purpose": Purpose(choice.purpose), "step": "read", "form": form, "asking": asking,
        "lines": lines, "recipient": consent.named(typed.get("recipient", "")), "typed": typed,
        "scope": consent.scope_in_words(",".join(typed.get("scope", ()))) if typed.get("scope") else "",
        "language_name": dict(settings.LANGUAGES)[asking.language],
        "lost": bool(request.FILES or uploads.too_large(request)),
    }  # fmt: skip
    return render(request, "vault/ask.html", context, status=400 if form.is_bound else 200)


def give(request: HttpRequest, person: str) -> HttpResponse:
    """Her yes, with everything that belongs to it; or her no, for which nothing is needed."""
    found, purpose = here(person), request.POST.get("purpose", "")
    answer = request.POST.get("answer")
    if purpose not in Purpose.values or answer not in {"yes", "no"}:
        return redirect("vault:ask", found.code)
    choice = chosen(purpose, found, request.POST)
    if not choice.is_valid():
        return choose(request, found, choice)
    if answer == "no":
        consent.decline(found, purpose, request.user, choice.cleaned_data.get("recipient", ""))  # type: ignore[arg-type]
        messages.success(request, _("Her no is kept. Nothing of this happens, and she is helped in the same way."))
        return redirect("vault:consents", found.code)
    form = answered(request, found, choice, sent=True)
    if field := uploads.too_large(request):
        form.add_error(field if field in form.fields else None, _("The file is too large: 25 MB are the most."))
    if not form.is_valid() or not kept(found, choice, form, request.user):  # type: ignore[arg-type]
        return read(request, found, choice, form)
    messages.success(request, _("Her yes is kept. She can take it back on any day."))
    return redirect("vault:consents", found.code)


def kept(person: Person, choice: AskForm, form: AnswerForm, by: Account) -> bool:
    """Keep her yes. If the rules refuse it, the form says why, beside the field, and nothing is kept."""
    asked, said = choice.cleaned_data, form.cleaned_data
    answer = consent.Answer(
        asked["language"], said["given"], said["heard"], said.get("proof", ""),
        Account.objects.filter(pk=said["witness"] or 0).first(), asked["under_18"], said.get("guardian", ""),
        said.get("assent", False), said.get("cwc", ""), said.get("turns_18"),
    )  # fmt: skip
    sent = {"proof": said["proof_file"], "cwc": said.get("cwc_file")}
    recipient, scope = asked.get("recipient", ""), asked.get("scope", ())
    try:
        say_yes(person, choice.purpose, answer, by, sent, recipient, scope, said.get("until"))
    except BadFile as refusal:
        form.add_error(f"{refusal.field}_file", str(refusal))
    except consent.Faulty as refusal:
        beside = BESIDE.get(refusal.fault)
        form.add_error(beside if beside in form.fields else None, str(refusal))
    return not form.errors
