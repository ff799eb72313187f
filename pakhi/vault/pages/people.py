"""Pages: whom somebody is there for, and registering somebody new after looking whether she is here already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import access, assign, parts, readiness, roll, standing
from pakhi.vault.doors import FIELD, opened, the_organisation
from pakhi.vault.forms_people import PersonForm, as_typed
from pakhi.vault.forms_person import contents
from pakhi.vault.keys import Refused
from pakhi.vault.models import Person
from pakhi.vault.models.person import CODE, person_code
from pakhi.vault.pages import matching
from pakhi.vault.pages.reaching import the_account
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.writing import CodeTaken, arrive

A_PAGE = 50
STEPS = {"csrfmiddlewaretoken", FIELD, "more", "back"}  # what is not carried on to the next step


@dataclass(frozen=True)
class Home:
    """An organisation in which somebody works with people, and whether they are a supervisor or manager there."""

    organisation: Organisation
    keeper: bool
    worker: bool


def homes(request: HttpRequest) -> list[Home]:
    """Where this reader works with people, by name; where they see everybody comes first."""
    roles: dict[Organisation, set[str]] = {}
    for membership in request.memberships:  # type: ignore[attr-defined]
        roles.setdefault(membership.organisation, set()).add(membership.role)
    found = [Home(one, bool(held & standing.KEEPERS), Role.WORKER.value in held) for one, held in roles.items()]
    return sorted(found, key=lambda home: (not home.keeper, home.organisation.name))


def caseload(request: HttpRequest) -> HttpResponse:
    """By code: for a worker the people they are there for, for supervisors and managers everybody of the place."""
    every, by = homes(request), the_account(request)
    home = next((one for one in every if one.organisation.code == request.GET.get("at")), every[0])
    error = ""
    if request.method == "POST":
        found = find(request, by)
        if isinstance(found, HttpResponse):
            return found
        error = found
    shown = everybody(request, home) if home.keeper else mine(request, home, by)
    context = {
        "home": home, "homes": every, "missing": readiness.missing(home.organisation, by), "error": error,
        "typed": request.POST.get("code", "")[:80], "away": assign.away(by, home.organisation.code), **shown,
    }  # fmt: skip
    return render(request, "vault/caseload.html", context, status=400 if error else 200)


def find(request: HttpRequest, by: Account) -> HttpResponse | str:
    """The page of the person whose code was typed, or the sentence why not; the same for nobody and not yours."""
    try:
        code = read_letters(parts.figures(request.POST.get("code", "")[:40]), CODE)
    except BadCode:
        return _("This is no code: it has eight letters and figures. Names are not searched here.")
    found = Person.objects.filter(code=code).first()
    if found is None or not (standing.is_keeper(by, found.organisation) or access.assigned(by, code)):
        return _("There is nobody with this code whom you are there for. Ask your supervisor, or use emergency access.")
    return redirect("vault:person", code)


def everybody(request: HttpRequest, home: Home) -> dict[str, Any]:
    """All people of an organisation, fifty at a time, those with nobody first; and how many each worker has."""
    held = assign.mains(home.organisation.code)
    found = roll.people(home.organisation.code, held)
    shares = roll.shares(held, len(found))
    chosen = next((share for share in shares if share.key == request.GET.get("who")), None)
    page = Paginator(roll.of(found, held, chosen.key) if chosen else found, A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": roll.rows(list(page), held), "total": len(found), "shares": shares, "chosen": chosen}


def mine(request: HttpRequest, home: Home, by: Account) -> dict[str, Any]:
    """The people somebody is there for in one organisation, fifty at a time."""
    held = assign.caseload(by)
    here = Person.objects.filter(code__in=[one.code for one in held], organisation=home.organisation.code)
    known = set(here.values_list("code", flat=True))
    found = [one for one in held if one.code in known]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, assign.Kind(one.kind).label) for one in page]
    return {"page": page, "rows": rows, "total": len(found)}


def new(request: HttpRequest, organisation: str) -> HttpResponse:
    """One form. What is typed is looked for first; whoever is like nobody here is registered at once."""
    home = the_organisation(organisation)
    if request.method != "POST":
        return form_page(request, home, PersonForm(), person_code())
    if request.POST.get("more") or request.POST.get("back"):
        return form_page(request, home, PersonForm(typed=as_typed(request.POST), more=request.POST.get("more", "")))
    form = PersonForm(request.POST)
    if not form.is_valid():
        return form_page(request, home, form, status=400)
    try:
        found, unsearched = matching.look(opened(request), home, form.cleaned), ""
    except Refused as refusal:
        found, unsearched = [], str(refusal)
    if not found and not unsearched:
        return put(request, home, form, _("Nobody like her was found here."))
    context = {
        "home": home, "matches": matching.matches(the_account(request), home, found), "unsearched": unsearched,
        "kept": [(name, value) for name, values in request.POST.lists() if name not in STEPS for value in values],
        "names": [row["text"] for row in form.cleaned["names"] if row["text"]],
    }  # fmt: skip
    return render(request, "vault/found.html", context)


def register(request: HttpRequest, organisation: str) -> HttpResponse:
    """Somebody looked: she is none of those who were found."""
    home, form = the_organisation(organisation), PersonForm(request.POST)
    if not form.is_valid():
        return form_page(request, home, form, status=400)
    return put(request, home, form)


def put(request: HttpRequest, home: Organisation, form: PersonForm, first: str = "") -> HttpResponse:
    """Register what was typed, under the code that the form brought: a second time does nothing."""
    by, code = the_account(request), the_code(request)
    try:
        arrival = arrive(home, contents(form.cleaned, today()), by, code)
    except Refused as refusal:
        fresh = person_code() if isinstance(refusal, CodeTaken) else code
        return form_page(request, home, form, fresh, str(refusal), 409)
    said = {"code": spelt(arrival.person.code)}
    if arrival.again:
        messages.info(request, _("%(code)s was registered a moment ago already; nothing was written twice.") % said)
    else:
        text = _("Registered as %(code)s. Say the code, write the code, never the name.") % said
        messages.success(request, f"{first} {text}".strip())
    if arrival.alone:
        messages.warning(request, _("Nobody is there for her yet: a supervisor or manager chooses who."))
    opens = standing.is_keeper(by, home.code) or access.assigned(by, arrival.person.code)
    return redirect("vault:person", arrival.person.code) if opens else redirect("vault:caseload")


def the_code(request: HttpRequest) -> str:
    """The code that the form made; another where it brought none that can be."""
    try:
        return read_letters(request.POST.get("code", "")[:40], CODE)
    except BadCode:
        return person_code()


def form_page(
    request: HttpRequest, home: Organisation, form: PersonForm, code: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    """The form with what was typed, and what stands in the way."""
    context = {
        "home": home, "form": form, "code": code or the_code(request), "error": error,
        "missing": readiness.missing(home, the_account(request)),
    }  # fmt: skip
    return render(request, "vault/new.html", context, status=status)
