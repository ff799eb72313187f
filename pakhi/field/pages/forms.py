"""Forms: what phones are given, a workbook that becomes a draft, its pictures, and when it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pakhi.field import clear, publish, theirs
from pakhi.field.access import number_of
from pakhi.field.models import Arrival, Form, Version
from pakhi.field.pages.reader import kept, me
from pakhi.field.xlsform import NotAForm
from pakhi.network.models import Organisation
from pakhi.network.models.account import Role
from pakhi.vault.files import clean

State = Version.State
NAMED = re.compile(rb"jr://(?:images|audio|video|file)/([^<\"\s]+)")
MEDIA = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".3gp", ".csv"}


@dataclass(frozen=True)
class Edition:
    """A version as it is listed; `wanted`: files that the form names and that are not here."""

    version: Version
    missing: tuple[str, ...]
    media: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A form with its versions, the newest first. The product's cannot be changed here."""

    form: Form
    title: str
    records: int
    own: bool
    editions: tuple[Edition, ...]
    about_people: bool = False


def forms(request: HttpRequest) -> HttpResponse:
    """The list; by POST a workbook."""
    return upload(request) if request.method == "POST" else page(request)


def page(request: HttpRequest, error: str = "", about: int = 0) -> HttpResponse:
    """Every form of the organisations of this reader, and the product's. `about`: the version that an error is of."""
    homes = kept(request)
    every = listed(homes)
    context = {
        "own": [one for one in every if one.own], "product": [one for one in every if not one.own], "homes": homes,
        "error": error, "about": about, "typed": request.POST, "several": len(homes) > 1,
        "clear": [(home, clear.allowed(home)) for home in homes],
        "others": [(role, Role(role).label) for role in theirs.OTHERS],
    }  # fmt: skip
    return render(request, "field/forms.html", context, status=409 if error else 200)


def listed(homes: Iterable[Organisation]) -> list[Listed]:
    """Forms with a version, by their title."""
    mine, at = Q(organisation__in=list(homes)) | Q(organisation=None), Arrival.objects.filter(organisation__in=homes)
    records = {(home, form): n for home, form, n in at.values_list("organisation", "form_id").annotate(Count("pk"))}
    totals = {form: 0 for _home, form in records}
    for (_home, form), n in records.items():
        totals[form] += n
    out = []
    for form in Form.objects.filter(mine).select_related("organisation"):
        versions = list(form.versions.defer("source", "xform").prefetch_related("media").order_by("-pk"))
        if versions:
            newest = next((one for one in versions if one.state == State.LIVE), versions[0])
            own = form.organisation_id is not None
            n = records.get((form.organisation_id, form.form_id), 0) if own else totals.get(form.form_id, 0)
            people = own and any(theirs.about_people(one) for one in versions if one.state != State.CLOSED)
            out.append(Listed(form, newest.called(), n, own, tuple(map(edition, versions)), people))
    return sorted(out, key=lambda one: (one.title.casefold(), one.form.pk))


def edition(version: Version) -> Edition:
    """One version, with what it lacks."""
    media = tuple(sorted(version.media.values_list("name", flat=True)))
    draft = version.state == State.DRAFT
    named = {name.decode(errors="replace") for name in NAMED.findall(bytes(version.xform))} if draft else set()
    return Edition(version, missing(version), media, tuple(sorted(named - set(media))))


def missing(version: Version) -> tuple[str, ...]:
    """The product's languages in which the form has no words, by name."""
    return tuple(str(get_language_info(code)["name_translated"]) for code in publish.lacking(version))


def upload(request: HttpRequest) -> HttpResponse:
    """A workbook becomes a draft, or a sentence says why it is no form."""
    homes, file = kept(request), request.FILES.get("workbook")
    code = request.POST.get("organisation", "")
    home = next((one for one in homes if one.code == code), homes[0] if len(homes) == 1 else None)
    if home is None or not isinstance(file, UploadedFile):
        return page(request, _("Choose a workbook.") if home else _("Choose for which organisation the form is."))
    try:
        made = publish.upload(file.read(), clean(file.name or ""), home, me(request))
    except NotAForm as problem:
        return page(request, str(problem))
    if made.state == State.DRAFT:
        messages.success(request, _("The form is here as a draft. Read it through, then put it in use."))
    else:
        messages.success(request, _("This form is here already, without a change."))
    return redirect("field:forms")


def version(request: HttpRequest, version: str) -> HttpResponse:
    """Something is done with one version; the gate has looked that it is the organisation's own."""
    one, action = Version.objects.select_related("form").get(pk=number_of(version)), request.POST.get("action", "")
    try:
        said = change(request, one, action)
    except NotAForm as problem:
        return page(request, str(problem), one.pk)
    messages.success(request, said)
    return redirect("field:forms")


def change(request: HttpRequest, one: Version, action: str) -> str:
    """Do it, and say so. Raises NotAForm."""
    if action == "media":
        return add_media(one, request.FILES.get("media"))
    if action == "others":
        if not theirs.give(one.form, request.POST.getlist("role")):
            raise NotAForm(
                _("It is about people or works with a list, so it is for workers, supervisors and managers only.")
            )
        return _("Noted. Phones hear it the next time they ask.")
    if action == "live" and one.state == State.DRAFT:
        publish.go_live(one)
        return _("The form is in use. Phones get it the next time they ask.")
    if action == "close" and one.state == State.LIVE:
        publish.close(one)
        return _("The form is closed. What phones still hold of it is taken in.")
    raise NotAForm(_("This cannot be done now: a colleague has changed the form meanwhile. Look at it again."))


def add_media(one: Version, file: object) -> str:
    """A picture or recording, under the name that the form gives it. Raises NotAForm."""
    if not isinstance(file, UploadedFile):
        raise NotAForm(_("Choose a picture or a recording."))
    name = clean(file.name or "")
    if PurePath(name).suffix.lower() not in MEDIA:
        raise NotAForm(_("Choose a picture, a recording, a film or a table (.csv)."))
    publish.add_media(one, name, file.read())
    return _("The file is with the form.")
