"""Letters to offices: choose one, see it, print it or change it elsewhere. A name in it is a look into the vault."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.cbr import her_yes
from pakhi.cbr.pages.reader import About, about, me
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import letters_case
from pakhi.entitlements.letter_forms import LetterForm, begun
from pakhi.entitlements.letter_words import wordings
from pakhi.entitlements.letters import Known, Letter, bilingual, compose, page
from pakhi.entitlements.paper_docx import docx
from pakhi.lib.clock import today
from pakhi.lib.press import Failed, press
from pakhi.network.models import Membership, Organisation
from pakhi.vault import reveal
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Person

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def of_person(request: HttpRequest, person: str) -> HttpResponse:
    """Letters out of her case."""
    found = about(person)
    if not found.books:
        raise Http404
    return answered(request, found, found.book.organisation)


def alone(request: HttpRequest) -> HttpResponse:
    """Letters without a survivor: requests for information, and legal aid with lines to fill in by hand."""
    held: list[Membership] = request.memberships  # type: ignore[attr-defined]  # the gate sets it
    return answered(request, None, held[0].organisation)


def answered(request: HttpRequest, found: About | None, organisation: Organisation) -> HttpResponse:
    """The list; a letter's form; what it looks like; or the file."""
    running = letters_case.claims(found.books) if found else []
    code = (request.POST if request.method == "POST" else request.GET).get("letter", "")
    if not code:
        return listed(request, found, running)
    wording = wordings().get(code)
    if wording is None or (found is None and code not in letters_case.ALONE):
        raise Http404
    person = found.person if found else None
    if request.method != "POST":
        start = begun(wording, running, request.GET.get("claim", ""), letters_case.tongue(organisation))
        return shown(request, found, LetterForm(wording, organisation, running, person, initial=start))
    form = LetterForm(wording, organisation, running, person, request.POST)
    if not form.is_valid():
        return shown(request, found, form, status=400)
    return made(request, found, form, organisation)


def listed(request: HttpRequest, found: About | None, running: list[Any]) -> HttpResponse:
    """Which letters there are."""
    claim = request.GET.get("claim", "")
    rows = [
        (one.id, letters_case.name_of(one), fits) for one, fits in letters_case.in_order(running, alone=found is None)
    ]
    return render(request, "entitlements/letters.html", {
        "person": found.person if found else None, "rows": rows, "claim": claim, "here": here(found),
    })  # fmt: skip


def here(found: About | None) -> str:
    """The address of the list."""
    return reverse("entitlements:letters", args=[found.person.code]) if found else reverse("entitlements:letters_alone")


def shown(
    request: HttpRequest, found: About | None, form: LetterForm, letter: Letter | None = None,
    marks: list[letters_case.Mark] | None = None, error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The form, and below it the letter as it stands."""
    wording = form.wording
    leaves = letters_case.may_leave(wording, found.person, None) if found else []
    context = {
        "person": found.person if found else None, "form": form, "name": letters_case.name_of(wording),
        "wording": wording, "letter": letter, "error": error, "here": here(found),
        "marks": marks if marks is not None else letters_case.marks(wording, Known(now=today()), "en"),
        "leaves": [str(reveal.PARTS[part]) for part in leaves], "holds": bool(letters_case.may_hold(wording)),
    }  # fmt: skip
    return render(request, "entitlements/letter.html", context, status=status)


def made(request: HttpRequest, found: About | None, form: LetterForm, organisation: Organisation) -> HttpResponse:
    """What was asked for: the letter on the page, or as a file. A name in it is noted before it is given out."""
    action, data = request.POST.get("action", ""), form.cleaned_data
    act = Entry.Act.PRINT if action in KINDS else Entry.Act.REVEAL
    try:
        if found:  # asked before her name is opened, and not only when it is on paper
            her_yes.need(found.book, noted(form, action), None)
        named = revealed(request, found.person, form, act) if found and data.get("names") else {}
        known = filled(request, form, organisation, named)
        letter = (bilingual if data["english"] else compose)(form.wording, known, data["language"])
        if action not in KINDS:
            return shown(request, found, form, letter, letters_case.marks(form.wording, known, data["language"]))
        paper = press(page([letter])) if action == "pdf" else docx(letter)
        if found:
            write(found.book, noted(form, action, bool(named)), me(request))
    except Refused as refusal:
        return shown(request, found, form, error=str(refusal), status=409)
    except Failed:
        text = _("The paper could not be made. Nothing was lost: try again.")
        return shown(request, found, form, error=text, status=503)
    response = HttpResponse(paper, content_type=KINDS[action])
    response["Content-Disposition"] = f'attachment; filename="letter.{action}"'  # a folder tells neither whose nor what
    return response


def revealed(request: HttpRequest, person: Person, form: LetterForm, act: str) -> dict[str, str]:
    """What stands on this paper and she agreed may leave; nothing where that is nothing. Raises Refused, Locked."""
    data = form.cleaned_data
    agreed = letters_case.may_leave(form.wording, person, form.chosen())
    leaves = [part for part in letters_case.prints(form.wording, data["care_of"]) if part in agreed]
    if not leaves:
        return {}
    contents = reveal.reveal(opened(request), person, leaves, data["reason"], act=act)
    return letters_case.from_vault(contents, data["language"])


def filled(
    request: HttpRequest, form: LetterForm, organisation: Organisation, named: dict[str, str]
) -> Known:  # fmt: skip
    """All that is known for this letter."""
    data, wording = form.cleaned_data, form.wording
    return Known(
        **letters_case.addressed(wording, form.chosen()), day=data.get("day"), handed_in=data.get("handed_in"),
        now=data.get("day") or today(), offence=data.get("offence"), about=data.get("about", ""),
        care_of=data["care_of"], organisation=organisation.name,
        asker=me(request).name if data.get("mine") else "",
        name=named.get("name", ""), address=named.get("address", ""), birth=named.get("birth", ""),
    )  # fmt: skip


def noted(form: LetterForm, action: str, named: bool = False) -> Said:
    """That a letter is made, for her case: which, for what, to whom; not what is in it."""
    claim, office = form.claim(), form.chosen()
    said = {
        "which": form.wording.id, "form": action, "named": "yes" if named else "no",
        **({"claim": claim.number} if claim else {}), **({"office": office.code} if office else {}),
    }  # fmt: skip
    return Said(letters_case.LETTER.key, said)
