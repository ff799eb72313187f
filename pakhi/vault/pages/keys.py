"""Who can open names: access given and taken away, a forgotten password, and a session that is opened again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from pakhi.network.models import Account, Organisation
from pakhi.vault import doors, keeping, passwords
from pakhi.vault.keyring import keyring
from pakhi.vault.keys import Refused
from pakhi.vault.pages.beside import number


@sensitive_post_parameters()
def unlock(request: HttpRequest) -> HttpResponse:
    """The password again, and then back to the page that asked for it."""
    doors.opened(request)
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/desk/") and "//" not in back and "\\" not in back else "/desk/")


def organisations(request: HttpRequest) -> list[Organisation]:
    """Where this reader is a keeper, by name."""
    mine = {m.organisation_id: m.organisation for m in request.memberships}  # type: ignore[attr-defined]
    return sorted(mine.values(), key=lambda organisation: organisation.name)


def keys(request: HttpRequest, organisation: Organisation | None = None, error: str = "") -> HttpResponse:
    """One organisation's key; whoever keeps several chooses by its code."""
    mine = organisations(request)
    asked = request.GET.get("of", "")
    shown = organisation or next((one for one in mine if one.code == asked), mine[0])
    context = {"ring": keyring(shown, me(request)), "organisations": mine, "error": error, "me": request.user.pk}
    return render(request, "vault/keys.html", context, status=409 if error else 200)


def me(request: HttpRequest) -> Account:
    """Who is signed in: the gate has let nobody else through."""
    assert isinstance(request.user, Account)  # noqa: S101 - for the type checker
    return request.user


def page(organisation: Organisation) -> str:
    """The address of an organisation's page of keys."""
    return f"{reverse('vault:keys')}?of={organisation.code}"


def colleague(request: HttpRequest) -> Account:
    """The account that was chosen. Raises Refused."""
    found = Account.objects.filter(pk=number(request.POST.get("account", ""))).first()
    if found is None:
        raise Refused(_("Choose somebody from the list."))
    return found


def grant(request: HttpRequest, organisation: str) -> HttpResponse:
    """Give a colleague access to names."""
    home, mine = doors.the_organisation(organisation), doors.opened(request)
    try:
        keeping.give(mine, home, colleague(request))
    except Refused as refusal:
        return keys(request, home, str(refusal))
    messages.success(request, _("Access is given. It works from now on; nobody has to sign in again."))
    return redirect(page(home))


def withdraw(request: HttpRequest, organisation: str) -> HttpResponse:
    """Take access away, at once; for that nobody's key is needed."""
    home = doors.the_organisation(organisation)
    try:
        keeping.take(home, colleague(request).pk, me(request), sure=request.POST.get("sure") == "yes")
    except Refused as refusal:
        return keys(request, home, str(refusal))
    messages.success(request, _("Access has ended, at once."))
    return redirect(page(home))


def reset(request: HttpRequest, organisation: str) -> HttpResponse:
    """A temporary password for a colleague, shown in this answer and nowhere else."""
    home, mine = doors.the_organisation(organisation), doors.opened(request)
    try:
        chosen = colleague(request)
        password = passwords.reset(mine, home, chosen)
    except Refused as refusal:
        return keys(request, home, str(refusal))
    context = {"ring": keyring(home, me(request)), "colleague": chosen, "password": password, "back": page(home)}
    return render(request, "vault/keys_reset.html", context)
