"""A version of a form, also a draft, as a phone will show it, and on paper."""

from __future__ import annotations

from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from pakhi.field import preview as looks
from pakhi.field.access import number_of
from pakhi.field.models import Media, Version
from pakhi.field.pages.reader import kept
from pakhi.field.xlsform import code_of

TYPES = looks.PICTURES | {
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav", ".webm": "audio/webm",
}  # fmt: skip


def wanted(request: HttpRequest) -> Version | None:
    """The version that an address names: of an organisation of this reader, or of the product. Raises Http404."""
    number = request.GET.get("version")
    if number is None:
        return None
    found = Version.objects.select_related("form__organisation").filter(pk=number_of(number)).first()
    if found is None or (found.form.organisation_id and found.form.organisation not in kept(request)):
        raise Http404
    return found


def preview(request: HttpRequest) -> HttpResponse:
    """Question by question, as on a phone."""
    version = wanted(request)
    if version is None:
        return redirect("field:forms")
    names = set(version.media.values_list("name", flat=True))

    def at(name: str) -> str:
        asked = urlencode([("version", str(version.pk)), ("name", name)])
        return f"{reverse('field:file')}?{asked}" if name in names else ""

    look = looks.look(version, request.GET.get("language", ""), at)
    languages = [(one, code_of(one)) for one in look.languages]
    return render(request, "field/preview.html", {"version": version, "look": look, "tongues": languages})


def paper(request: HttpRequest) -> HttpResponse:
    """The same as a PDF to print."""
    version = wanted(request)
    if version is None:
        return redirect("field:forms")
    language = request.GET.get("language", "")
    response = HttpResponse(looks.paper(version, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="form-{version.pk}-{code_of(language) or "paper"}.pdf"'
    return response


def file(request: HttpRequest) -> HttpResponseBase:
    """A picture or recording of a version, for the page that shows it."""
    version = wanted(request)
    if version is None:
        return redirect("field:forms")
    name = request.GET.get("name", "")
    kind = TYPES.get(PurePath(name).suffix.lower())
    found = Media.objects.filter(version=version, name=name).first() if kind else None
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "attachment"  # a drawing may hold a script: it is shown in a page, never as one
    return response
