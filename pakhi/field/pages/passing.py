"""The note from one shift to the next: written by whoever goes, read by whoever comes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pakhi.field import passing as verbs
from pakhi.field.access import number_of
from pakhi.field.models.call import row_code
from pakhi.field.pages.place import home, homes
from pakhi.field.pages.reader import me
from pakhi.network.models import Organisation
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused


@sensitive_variables("text")
def passing(request: HttpRequest) -> HttpResponse:
    """The notes of a month, closed; a POST opens one, or seals a new one."""
    here = home(request)
    if request.method != "POST":
        return page(request, here)
    if request.POST.get("action") == "read":
        return read(request, here)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        verbs.write(here, text, me(request), request.POST.get("code", ""))
    except Refused as refusal:
        return page(request, here, str(refusal), text=text)
    messages.success(request, _("The note is sealed. Whoever is on call next can read it."))
    return redirect(f"{reverse('field:passing')}?at={here.code}")


@sensitive_variables("text")
def read(request: HttpRequest, here: Organisation) -> HttpResponse:
    """One note, in the answer to this POST and nowhere else."""
    wanted = number_of(request.POST.get("note", ""))
    note = next((one for one in verbs.kept(here) if one.pk == wanted), None)
    try:
        if note is None:
            raise Refused(_("This note is not here any more."))
        text = verbs.read(note, opened(request))
    except Refused as refusal:
        return page(request, here, str(refusal))
    return page(request, here, shown=note, words=text)


@sensitive_variables("more")
def page(request: HttpRequest, here: Organisation, error: str = "", **more: object) -> HttpResponse:
    rows = [(note, verbs.may_read(note, me(request))) for note in verbs.kept(here)]
    context = {
        "here": here, "homes": homes(request), "rows": rows, "most": verbs.LONGEST, "error": error,
        "code": request.POST.get("code") or row_code(), **more,
    }  # fmt: skip
    return render(request, "field/passing.html", context, status=409 if error else 200)
