"""The ledger of what was given to her, in rupees: written, corrected, struck out, summed up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import steps, support, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.support import SUPPORT
from pakhi.network.models import Account
from pakhi.vault import adding, uploads
from pakhi.vault.keys import Refused
from pakhi.vault.models import SealedFile
from pakhi.vault.pages.notes import chosen


def ledger(request: HttpRequest, person: str) -> HttpResponse:
    """What was given; a POST writes an entry, corrects one (`entry`), or strikes it out (`strike`)."""
    found = about(person)
    entry = the_entry(found, request.POST.get("entry", request.GET.get("entry", "")))
    book = entry.book if entry else found.book
    if request.method != "POST":
        return page(request, found, the_form(request, found, entry), entry)
    if not writes(request, found.person):
        raise Http404
    if entry is not None and "strike" in request.POST:
        support.strike(book, entry, me(request), request.POST.get("number", "")[:40])
        messages.success(request, _("Struck out. It stays readable, and is in no sum."))
        return redirect("cbr:ledger", found.person.code)
    form = the_form(request, found, entry)
    if form.is_valid():
        try:
            put(request, found, form, entry)
            messages.success(request, _("Written."))
            return redirect("cbr:ledger", found.person.code)
        except Faulty as fault:
            form.show(fault)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return page(request, found, form, entry, 400)


def put(request: HttpRequest, found: About, form: StepForm, entry: Thread | None) -> None:
    """Write what was typed; a receipt that came with it is sealed in her record first. Raises Faulty, Refused."""
    book, said, by = form.book, form.said(), me(request)
    whole = support.corrected(entry, said) if entry else said
    if not uploads.too_large(request) and not request.FILES:
        steps.write(book, whole, by)
        return
    upload = chosen(request)
    support.with_receipt(
        book, whole, lambda: adding.keep_file(found.person, upload, SealedFile.Kind.SCAN, by).token, by
    )


def the_entry(found: About, number: str) -> Thread | None:
    """An entry of hers that is to be corrected. Raises Http404 for a number that is none."""
    if not number:
        return None
    row = Thread.objects.filter(book__in=found.books, kind=SUPPORT.key, number=number).exclude(state="").first()
    if row is None:
        raise Http404
    return row


def the_form(request: HttpRequest, found: About, entry: Thread | None) -> StepForm:
    """An entry as a form; of one that is corrected, all of it is written again."""
    old = dict(entry.values) if entry else {"giver": me(request).pk}
    old |= {"day": entry.opened_on} if entry and entry.opened_on else {}
    form = StepForm(SUPPORT, entry.book if entry else found.book, request.POST or None, initial=old)
    form.fields.pop("state", None)
    return form


def page(request: HttpRequest, found: About, form: StepForm, entry: Thread | None, status: int = 200) -> HttpResponse:
    rows = support.ledger(found.books)
    names = dict(
        Account.objects.filter(pk__in=[one.values.get("giver") or 0 for one in rows]).values_list("pk", "name")
    )
    shown = [
        {
            "thread": one, "day": one.opened_on, "amount": one.values["amount"],
            "what": told(one, "purpose"), "given": told(one, "given"), "taker": told(one, "taker"),
            "paper": told(one, "paper"), "giver": names.get(one.values.get("giver"), ""),
            "receipt": bool(one.values.get("receipt")),
        }
        for one in sorted(rows, key=lambda one: (str(one.opened_on), one.pk), reverse=True)
    ]  # fmt: skip
    context = {
        "person": found.person, "rows": shown, "total": support.total(rows), "form": form, "entry": entry,
        "writes": writes(request, found.person), "most": uploads.MOST,
    }  # fmt: skip
    return render(request, "cbr/ledger.html", context, status=status)


def told(one: Thread, name: str) -> str:
    value = one.values.get(name)
    return telling.answer(SUPPORT.by_name[name], value) if value else ""
