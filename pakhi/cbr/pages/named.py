"""Members of a group by name: writing one in, and looking at the names. Neither is ever on the page of the group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr import named
from pakhi.cbr.asking import SENTENCES, date_input
from pakhi.cbr.collectives_words import GroupKind, Role
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.group import shelf_of
from pakhi.cbr.pages.reader import me
from pakhi.cbr.pages.shelf import Shelf
from pakhi.cbr.steps import EARLIEST, new_number
from pakhi.cbr.telling import answer
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.vault import limits
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.listed import LONGEST
from pakhi.vault.models import Reveal
from pakhi.vault.models.person import CODE, person_code

AT_ONCE = 20  # names on one page: a day allows thirty


class NameForm(forms.Form):
    """Her name as she wants it there, and what she said to it."""

    name = forms.CharField(
        label=gettext_lazy("Her name, as she wants it to stand in the list"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("What she is in the group"), choices=Role.choices)
    grown = forms.BooleanField(label=gettext_lazy("She is 18 or older"), required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("She was told who can read her name, and said yes herself"), required=False
    )
    day = forms.DateField(label=gettext_lazy("On which day?"), widget=date_input())
    person = forms.CharField(
        label=gettext_lazy("Her code, if she has one here"), required=False, max_length=16,
        help_text=gettext_lazy("Only for who is there for her. The list shows it to nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    code = forms.CharField(widget=forms.HiddenInput, max_length=CODE)
    number = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(SENTENCES["late"])
        if self.cleaned_data["day"] < EARLIEST:
            raise forms.ValidationError(SENTENCES["early"])
        return self.cleaned_data["day"]

    def clean_person(self) -> str:
        return letters(self.cleaned_data["person"]) if self.cleaned_data["person"].strip() else ""

    def clean_code(self) -> str:
        return letters(self.cleaned_data["code"])

    def wish(self) -> named.Wish:
        return named.Wish(**self.cleaned_data)

    def show(self, fault: Faulty) -> None:
        """Put what a check found wrong under its question."""
        self.add_error(
            fault.question if fault.question in self.fields else None, str(SENTENCES.get(fault.why, fault.why))
        )


def letters(written: str) -> str:
    try:
        return read_letters(written, CODE)
    except BadCode:
        raise forms.ValidationError(SENTENCES["answer"]) from None


def the_group(request: HttpRequest, group: str) -> Shelf:
    """The shelf of a group whose members the reader writes. Raises Http404."""
    shelf = shelf_of(request, group)[0]
    if not shelf.writes(KINDS["member"]):
        raise Http404
    return shelf


def kind_of(shelf: Shelf) -> str:
    found = Thread.objects.filter(book=shelf.book, kind="group").first()
    return str(found.values.get("kind", "")) if found else ""


def by_name(request: HttpRequest, group: str) -> HttpResponse:
    """Write somebody into the list of a group by her name."""
    shelf = the_group(request, group)
    if kind_of(shelf) == GroupKind.ADOLESCENT or shelf.book.state != Book.State.OPEN:
        raise Http404
    start = {"day": today(), "code": person_code(), "number": new_number(), "role": Role.MEMBER}
    form = NameForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            named.write_in(shelf.book, form.wish(), me(request))
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Her name stands in the list, sealed."))
            messages.info(request, _("If she was among those who are only counted, make that number smaller."))
            return redirect("cbr:group", shelf.code)
    tells = kind_of(shelf) == GroupKind.COLLECTIVE
    context = {"shelf": shelf, "form": form, "tells": tells}
    return render(request, "cbr/group_by_name.html", context, status=400 if request.method == "POST" else 200)


def names(request: HttpRequest, group: str) -> HttpResponse:
    """The names of a list: asked for with a reason (POST), and then on this one answer."""
    shelf = the_group(request, group)
    reach = named.within_reach(shelf.book, me(request))
    start, reason = number(request.POST.get("start", "")), request.POST.get("reason", "")
    error: str | Promise = ""
    found: list[tuple[Thread, str, str]] = []
    if request.method == "POST":
        try:
            role = KINDS["member"].by_name["role"]
            read = named.look(opened(request), shelf.book, reason, AT_ONCE, start)
            found = [(one, name, answer(role, one.values.get("role", ""))) for one, name in read]
        except Refused as refusal:
            error = str(refusal)
    left = limits.allowed(me(request), shelf.book.organisation.code) - limits.opened(me(request))
    context = {
        "shelf": shelf, "found": found, "error": error, "many": len(reach), "now": len(reach[start : start + AT_ONCE]),
        "left": max(0, left), "reasons": Reveal.Reason.choices, "chosen": reason, "start": start,
        "next": start + AT_ONCE if found and len(reach) > start + AT_ONCE else 0,
    }  # fmt: skip
    return render(request, "cbr/group_names.html", context, status=409 if error else 200)


def number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 0
