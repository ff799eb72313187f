"""What is written in the panel of who is there for her. Refused, it comes back there, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pakhi.network.models import Account
from pakhi.vault import apart as kept
from pakhi.vault import assign as verbs
from pakhi.vault import wishes
from pakhi.vault.doors import the_person
from pakhi.vault.forms_assigning import ApartForm, AssignForm
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person
from pakhi.vault.pages.assigning import choices, panel, sayable
from pakhi.vault.pages.person import page
from pakhi.vault.pages.reaching import the_account


def apart(request: HttpRequest, person: str) -> HttpResponse:
    """She says which colleague may never open her record, or (`over`) does not wish it any more."""
    found, by = the_person(person), the_account(request)
    if "over" in request.POST:
        try:
            let_again(found, request.POST["over"], by)
        except Refused as refusal:
            return again(request, found, error=str(refusal))
        return done(request, found, _("That has ended."))
    if "asked" in request.POST:
        try:
            wishes.asked(found, by)
        except Refused as refusal:
            return again(request, found, error=str(refusal))
        return done(request, found, _("It is written down that she was asked."))
    form = ApartForm(request.POST, team=sayable(found, by))
    if form.is_valid():
        try:
            wishes.keep_apart(found, form.cleaned_data["never"], by)
        except Refused as refusal:
            form.add_error("never", str(refusal))
        else:
            return done(request, found, _("It is written down. For this colleague there is no such record any more."))
    return again(request, found, never=form)


def let_again(person: Person, number: str, by: Account) -> None:
    """One of those from whom she is kept apart is it no more. Raises Refused."""
    row = next((row for row in kept.around(person) if str(row.pk) == number), None)
    if row is None:
        raise Refused(_("This has ended already."))
    wishes.let_again(row, by)


def assign(request: HttpRequest, person: str) -> HttpResponse:
    """Somebody is there for her from now on, or no more."""
    found, by = the_person(person), the_account(request)
    if "over" in request.POST:
        try:
            finish(found, request.POST["over"], by)
        except Refused as refusal:
            return again(request, found, error=str(refusal))
        return done(request, found, _("That has ended."))
    form = AssignForm(request.POST, team=choices(found))
    if form.is_valid():
        try:
            put(found, form.cleaned_data, by)
        except Refused as refusal:
            return again(request, found, form=form, error=str(refusal))
        return done(request, found, _("It is written down who is there for her."))
    return again(request, found, form=form)


def again(request: HttpRequest, person: Person, **refused: Any) -> HttpResponse:
    """Her page, with what was refused in its panel as it was typed, and why (`form`, `never`, `error`)."""
    inside = panel(request, person, **refused)
    return page(request, person, status=400, instead={"assigning": inside})


def done(request: HttpRequest, person: Person, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("vault:person", person.code)


def put(person: Person, said: dict[str, Any], by: Account) -> None:
    """Main worker, stand-in or one visit. Raises Refused."""
    if said["way"] == "main":
        verbs.assign(person, said["to"], by, said["start"])
    elif said["way"] == "stand_in":
        verbs.stand_in(person, said["to"], by, said["start"], said["end"])
    else:
        verbs.one_visit(person, said["to"], by, said["start"])


def finish(person: Person, number: str, by: Account) -> None:
    """One of those who are there for her is it no more. Raises Refused."""
    row = next((row for row in verbs.around(person) if str(row.pk) == number), None)
    if row is None:
        raise Refused(_("This has ended already."))
    verbs.end(row, by)
