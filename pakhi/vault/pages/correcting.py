"""Correcting what is written about somebody: shown once more for this reason, and kept as a new version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.vault import identity, reveal, shown
from pakhi.vault.doors import opened, the_person
from pakhi.vault.forms_people import PersonForm, as_typed
from pakhi.vault.forms_person import ONE, ROWS, changes, typed_of
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person, Reveal, Section
from pakhi.vault.pages.reaching import not_now, the_account, written
from pakhi.vault.writing import correct

Part = Section.Field
CORRECTION = Reveal.Reason.CORRECTION


@dataclass
class Before:
    """What stood on the page: the parts as they were sealed, and the versions of those that were written."""

    contents: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, Any]:
        return {part: typed_of(part, self.contents.get(part)) for part in (*ROWS, *ONE)}

    def written(self) -> str:
        """For a hidden field of the page that shows all of it anyway."""
        return json.dumps({"contents": self.contents, "versions": self.versions}, ensure_ascii=False)


def read_before(sent: str) -> Before | None:
    """What the hidden field brings back; None if it is not whole."""
    try:
        held = json.loads(sent)
        contents, versions = dict(held["contents"]), {str(key): int(value) for key, value in held["versions"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None
    known = set(Part.values)
    return Before({k: v for k, v in contents.items() if k in known}, {k: v for k, v in versions.items() if k in known})


def edit(request: HttpRequest, person: str) -> HttpResponse:
    """The form with everything that is written: a reveal, because something must be corrected."""
    found = the_person(person)
    versions = identity.versions(found)  # first: who writes meanwhile is noticed when this is sent
    try:
        wanted = [part for part, _name, _section in written(found)] or [Part.NAMES]
        contents = reveal.reveal(opened(request), found, wanted, CORRECTION)
    except Refused as refusal:
        return not_now(request, found, refusal)
    before = Before(contents, versions)
    return page(request, found, PersonForm(typed=before.typed, before=before.typed), before)


def write(request: HttpRequest, person: str) -> HttpResponse:
    """New versions of the parts that say something else now."""
    found, before = the_person(person), read_before(request.POST.get("before", ""))
    if before is None:
        return not_now(request, found, Refused(_("This page did not arrive whole. Open the form again.")), 400)
    if more := request.POST.get("more"):
        return page(request, found, PersonForm(None, as_typed(request.POST), before.typed, more), before)
    form = PersonForm(request.POST, before=before.typed)
    if not form.is_valid():
        return page(request, found, form, before, status=400)
    new = changes(before.contents, form.cleaned, today())
    if not new:
        messages.info(request, _("Nothing was changed, and nothing was written."))
        return redirect("vault:person", found.code)
    try:
        correct(found, new, the_account(request), before.versions)
    except identity.Overtaken as overtaken:
        return meanwhile(request, found, form, before, overtaken)
    except Refused as refusal:
        return page(request, found, form, before, error=str(refusal), status=409)
    said = {"parts": ", ".join(str(reveal.PARTS[part]) for part in Part.values if part in new)}
    messages.success(request, _("Kept as a new version: %(parts)s. The old one stays in the history.") % said)
    return redirect("vault:person", found.code)


def meanwhile(
    request: HttpRequest, found: Person, form: PersonForm, before: Before, overtaken: identity.Overtaken
) -> HttpResponse:
    """Somebody else was quicker: theirs, which is one more reveal, beside what was typed. Nothing is lost."""
    versions = identity.versions(found)
    try:
        theirs = reveal.reveal(opened(request), found, overtaken.fields, CORRECTION)
    except Refused as refusal:
        return page(request, found, form, before, error=f"{overtaken} {refusal}", status=409)
    now = Before(before.contents | theirs, before.versions | {part: versions.get(part, 0) for part in theirs})
    return page(request, found, form, now, error=str(overtaken), theirs=theirs, status=409)


def page(
    request: HttpRequest, found: Person, form: PersonForm, before: Before, error: str = "",
    theirs: Mapping[str, Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The form, and above it what stands in the way."""
    context = {
        "person": found, "form": form, "before": before.written(), "error": error,
        "theirs": shown.groups(theirs or {}, today()), "their_calls": shown.calls((theirs or {}).get("contacts")),
    }  # fmt: skip
    return render(request, "vault/edit.html", context, status=status)
