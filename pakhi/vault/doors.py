"""How a page of the vault gets what it needs: the worker's open key, and the person or organisation it is about."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pakhi.network.models import Account, Organisation
from pakhi.vault import merge, unlock
from pakhi.vault.audit import KeyLost
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Person

FIELD = "desk_password"


class Locked(Exception):
    """This session has no open key. The page asks for the password and goes on where it was; nothing is lost."""

    def __init__(self, wrong: bool = False) -> None:
        super().__init__()
        self.wrong = wrong


def opened(request: HttpRequest) -> Unlocked:
    """The signed-in worker with their key open. Raises Locked, which asks them for their password.

    The answer to that comes with everything that was typed before, in `FIELD`; axes counts wrong ones as at sign-in.
    """
    found = unlock.unlocked(request)
    if found is not None:
        return found
    typed = request.POST.get(FIELD, "")
    if not typed:
        raise Locked
    account = authenticate(request, username=request.user.get_username(), password=typed)
    if not isinstance(account, Account) or account != request.user:
        raise Locked(wrong=True)
    return unlock.sign_in(request, account, typed)


def the_person(code: str) -> Person:
    """The person of a code: the gate has let this reader through. Of a merged record, the one that was kept."""
    found = merge.answer(code)
    if found is None:
        raise Http404
    return found


def the_organisation(code: str) -> Organisation:
    """The organisation of a code: the gate has let this reader through."""
    return Organisation.objects.get(code=code)


def locked(request: HttpRequest, wrong: bool) -> HttpResponse:
    """Asks for the password; what was typed goes along, to the same address."""
    own = {FIELD, "csrfmiddlewaretoken"}
    context = {
        "wrong": wrong, "field": FIELD,
        "kept": [(name, value) for name, values in request.POST.lists() if name not in own for value in values],
        "again": request.method == "POST", "files": bool(request.FILES),
    }  # fmt: skip
    return render(request, "vault/locked.html", context, status=423)


def answer_to(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """A calm page for what a page of the vault may raise."""
    if isinstance(problem, Locked):
        return locked(request, problem.wrong)
    if isinstance(problem, Refused):
        context = {"title": _("That is not possible"), "text": str(problem), "status": 409}
        return render(request, "site/error.html", context, status=409)
    if isinstance(problem, KeyLost):
        text = _("The key of the log is missing, so nothing can be recorded, and no name is opened. %(why)s")
        context = {"title": _("No name can be opened now"), "text": text % {"why": problem}, "status": 503}
        return render(request, "site/error.html", context, status=503)
    return None
