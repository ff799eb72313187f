"""Emergency access: opening one person for a day, and telling those who answer for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Organisation
from pakhi.vault import doors, due, merge, scope
from pakhi.vault import glass as breaking
from pakhi.vault.keys import Refused
from pakhi.vault.models import Glass, Person
from pakhi.vault.models.person import CODE
from pakhi.vault.pages.beside import number
from pakhi.vault.parts import figures


def glass(request: HttpRequest) -> HttpResponse:
    """Type a code and choose a reason: the person is open for 24 hours, and others are told at once."""
    typed, error = request.POST or request.GET, ""
    if request.method == "POST":
        unlocked = doors.opened(request)
        try:
            found = the_one(request.POST.get("person", ""))
            breaking.break_glass(unlocked, found, request.POST.get("reason", ""))
        except Refused as refusal:
            error = str(refusal)
        else:
            return redirect("vault:person", found.code)
    mine = Glass.objects.filter(account=request.user.pk or 0, until__gt=timezone.now()).order_by("-at")
    context = {
        "person": typed.get("person", "")[:40], "reason": typed.get("reason", ""), "error": error,
        "reasons": Glass.Reason.choices, "mine": mine,
    }  # fmt: skip
    return render(request, "vault/glass.html", context, status=400 if error else 200)


def the_one(written: str) -> Person:
    """The person of a code that somebody read aloud or typed. Raises Refused, the same for another's and for none."""
    try:
        code = read_letters(figures(written[:40]), CODE)
    except BadCode:
        raise Refused(_("This is no code: one sign is wrong or missing. Read it again, sign by sign.")) from None
    found = merge.answer(code)
    if found is None:
        raise Refused(_("Your organisation has no record with this code."))
    return found


def notices(request: HttpRequest, error: str = "") -> HttpResponse:
    """What a supervisor, manager or coordinator is told: emergencies that wait to be seen, raised limits."""
    found = breaking.notices(request.user)  # type: ignore[arg-type]
    names = dict(Organisation.objects.values_list("code", "name"))
    rows = [(notice, names.get(notice.organisation, "")) for notice in found]
    context = {
        "error": error, "lost": due.lost(request.memberships),  # type: ignore[attr-defined]  # the gate sets it
        "emergencies": [row for row in rows if row[0].glass], "raised": [row for row in rows if not row[0].glass],
        "several": len({row[1] for row in rows}) > 1,
        "mine": {m.organisation.code for m in request.memberships if m.role in breaking.standing.KEEPERS},  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "vault/notices.html", context, status=409 if error else 200)


def seen(request: HttpRequest) -> HttpResponse:
    """Somebody has looked at an emergency access and spoken about it."""
    rows = Glass.objects.exclude(person__in=scope.hidden_codes())
    row = rows.filter(pk=number(request.POST.get("glass", ""))).first()
    try:
        if row is None:
            raise Refused(_("There is no such notice here any more."))
        breaking.seen(request.user, row)  # type: ignore[arg-type]
    except Refused as refusal:
        return notices(request, str(refusal))
    messages.success(request, _("Marked as seen. It stays in the log."))
    return redirect("vault:notices")
