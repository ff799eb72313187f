"""The switch on the page of forms: may ODK Collect, which locks nothing, get forms that ask who somebody is?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pakhi.field import clear
from pakhi.field.pages.reader import kept, me


def collect(request: HttpRequest) -> HttpResponse:
    """Decide it for one organisation of this keeper."""
    code = request.POST.get("organisation", "")
    home = next((one for one in kept(request) if one.code == code), None)
    if home is None:
        if not code:
            messages.error(request, _("Nothing was changed: choose for which organisation."))
            return redirect("field:forms")
        raise Http404
    allow = request.POST.get("allow") == "yes"
    clear.decide(home, me(request), allow)
    if allow:
        messages.success(request, _("ODK Collect now gets the forms that ask for names. Phones must have a lock."))
    else:
        messages.success(request, _("ODK Collect gets these forms no more. What it has already stays on the phones."))
    return redirect("field:forms")
