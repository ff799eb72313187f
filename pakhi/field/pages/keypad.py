"""The one page that turns rating by keypad on: what the company sees, what is safer, and each sentence ticked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.field import keypad_switch, menu_text
from pakhi.field.models import Line
from pakhi.field.pages.menu import NAMES
from pakhi.field.pages.place import home, homes
from pakhi.field.pages.reader import held, me
from pakhi.network.models.account import Role
from pakhi.vault.keys import Refused


def keypad(request: HttpRequest) -> HttpResponse:
    """The page; a manager's POST turns it on."""
    here = home(request)
    line = Line.objects.select_related("organisation__place").filter(organisation=here).first()
    back = f"{reverse('field:menu')}?at={here.code}"
    if line is None:
        return redirect(back)
    if request.method != "POST":
        return page(request, line)
    try:
        keypad_switch.turn_on(line, request.POST.getlist("read"), me(request))
    except Refused as refusal:
        return page(request, line, str(refusal))
    messages.success(request, _("Rating by keypad is on. Each caller hears first what the company sees."))
    return redirect(back)


def page(request: HttpRequest, line: Line, error: str = "") -> HttpResponse:
    manages = any(one.role == Role.MANAGER and one.organisation_id == line.organisation_id for one in held(request))
    ticked = request.POST.getlist("read")
    warned = menu_text.of_rating()["keypad.warn"]
    context = {
        "here": line.organisation, "homes": homes(request), "line": line, "error": error, "manages": manages,
        "sentences": [(key, text, key in ticked) for key, text in keypad_switch.READ.items()],
        "heard": [(code, NAMES[code], warned[code]) for code in line.languages],
    }  # fmt: skip
    return render(request, "field/keypad.html", context, status=409 if error else 200)
