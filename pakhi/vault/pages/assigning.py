"""Who is there for whom: the panel on a person's page (there.py writes it), and a whole team with its leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import apart as kept
from pakhi.vault import assign as verbs
from pakhi.vault import glass, standing
from pakhi.vault import leave as absence
from pakhi.vault import workload as team
from pakhi.vault.doors import the_organisation
from pakhi.vault.forms_assigning import NOBODY, ApartForm, AssignForm, LeaveForm, MoveForm
from pakhi.vault.keys import Refused
from pakhi.vault.models import Leave, Person
from pakhi.vault.pages import beside


def panel(
    request: HttpRequest, person: Person, form: AssignForm | None = None, never: ApartForm | None = None,
    error: str = "",
) -> dict[str, Any] | None:  # fmt: skip
    """Who is there for her and who shall never be, and for keepers the form that changes it.

    `form`, `never`, `error`: what was refused, as it was typed, and why.
    """
    keeps = {m.organisation.code for m in request.memberships if m.role in standing.KEEPERS}  # type: ignore[attr-defined]
    shown: dict[str, Any] = {"rows": team.around(person), "form": form, "error": error}
    if person.organisation in keeps and person.state == Person.State.HERE:
        shown["form"] = form or AssignForm(team=choices(person))
    shown["keeps"] = person.organisation in keeps
    rows = kept.around(person)
    names = named_here({row.account for row in rows if row.by}, person.organisation)
    shown["apart"] = [(row, names.get(row.account, "")) for row in rows if row.by]
    shown["brought"] = [row for row in rows if not row.by]
    if person.state == Person.State.HERE:
        shown["never"] = never or ApartForm(team=sayable(person, the_account(request)))
    return shown


def choices(person: Person) -> list[team.Choice]:
    """Who can be there for her: not who shall never be."""
    never = {str(one) for one in kept.from_whom(person)}
    return [one for one in team.choices(person.organisation) if one[0] not in never]


def sayable(person: Person, by: Account) -> list[team.Choice]:
    """Whom she can say that she never wants: not who asks her, nor whom she has named here already."""
    said = {str(row.account) for row in kept.around(person) if row.by} | {str(by.pk)}
    return [one for one in team.choices(person.organisation) if one[0] not in said]


def named_here(accounts: set[int], organisation: str) -> dict[int, str]:
    """The names of those who work, or worked, in an organisation; of nobody else, who came along from another."""
    held = Membership.objects.filter(account__in=accounts, organisation__code=organisation)
    return glass.names_of(set(held.values_list("account", flat=True)))


def workload(request: HttpRequest, organisation: str) -> HttpResponse:
    """Everybody's share, those who have nobody, and who is away; a POST gives people another main worker."""
    here = the_organisation(organisation)
    if request.method != "POST":
        return overview(request, here, request.GET.get("of", ""))
    number, by = request.POST.get("of", ""), the_account(request)
    away, codes = whose(here, number)
    form, error = MoveForm(request.POST, team=others(here, number), codes=codes), ""
    if form.is_valid():
        try:
            moved = move(here, away, form.cleaned_data, by)
        except Refused as refusal:
            error = str(refusal)
        else:
            said = ngettext("%(n)s person has a new main worker.", "%(n)s people have a new main worker.", moved)
            messages.success(request, said % {"n": moved})
            return redirect("vault:workload", here.code)
    return overview(request, here, number, move=form, error=error)


def move(here: Organisation, away: Account | None, said: dict[str, Any], by: Account) -> int:
    """All, or those who were ticked. Raises Refused."""
    people = None if said["which"] == "all" else Person.objects.filter(code__in=said["codes"])
    return verbs.reassign(here.code, away, said["to"], by, people)


def leave(request: HttpRequest, organisation: str) -> HttpResponse:
    """Somebody is away from-to (action `on`), or back before time (`back`)."""
    here, by = the_organisation(organisation), the_account(request)
    coming = request.POST.get("action") == "back"
    form, error = LeaveForm(None if coming else request.POST, team=team.choices(here.code)), ""
    try:
        if coming:
            come_back(here, request.POST.get("leave", ""), by)
            messages.success(request, _("The leave is over, and so is standing in."))
            return redirect("vault:workload", here.code)
        if form.is_valid():
            said = form.cleaned_data
            row = absence.on_leave(here.code, said["account"], said["instead"], by, said["start"], said["end"])
            tell_without(request, len(absence.without(row)))
            messages.success(request, _("The leave is written down, and who stands in."))
            return redirect("vault:workload", here.code)
    except Refused as refusal:
        error = str(refusal)
    return overview(request, here, "", leave=form, error=error)


def tell_without(request: HttpRequest, many: int) -> None:
    """Those for whom nobody stands in; a supervisor who is one of the reasons counts none of them."""
    if many:
        messages.warning(request, without_words(many))


def without_words(many: int) -> str:
    said = ngettext(
        "For %(n)s person somebody else has to stand in. Choose them on that person's page.",
        "For %(n)s people somebody else has to stand in. Choose them on each person's page.", many,
    )  # fmt: skip
    return said % {"n": many}


def beside_leave(leave: Leave) -> tuple[str, list[str]]:
    """(what is said, codes) of those for whom nobody stands in during a leave; ("", []) where somebody does."""
    codes = sorted(absence.without(leave))
    return (without_words(len(codes)) if codes else ""), codes


def come_back(here: Organisation, number: str, by: Account) -> None:
    """A leave of this organisation ends today. Raises Refused."""
    row = next((row for row in absence.planned(here.code) if str(row.pk) == number), None)
    if row is None:
        raise Refused(_("This leave is over already."))
    absence.back(row, by)


def overview(
    request: HttpRequest, here: Organisation, number: str, *, move: MoveForm | None = None,
    leave: LeaveForm | None = None, error: str = "",
) -> HttpResponse:  # fmt: skip
    """The page, with whose people are being moved (`number`), or with a form that was refused."""
    colleagues, away = team.team(here), absence.planned(here.code)
    names = glass.names_of({row.account for row in away} | {row.stand_in for row in away})
    codes = whose(here, number)[1] if number else set()
    context = {
        "organisation": here, "team": colleagues, "people": team.people(here.code),
        "nobody": verbs.unassigned(here.code), "of": number, "codes": sorted(codes),
        "whose": next((one for one in colleagues if str(one.number) == number), None),
        "move": move or MoveForm(team=others(here, number), codes=codes),
        "leave": leave or LeaveForm(team=team.choices(here.code)), "error": error,
        "away": [(row, names.get(row.account, ""), names.get(row.stand_in, ""), *beside_leave(row)) for row in away],
    }  # fmt: skip
    return render(request, "vault/workload.html", context, status=400 if move or leave else 200)


def whose(here: Organisation, written: str) -> tuple[Account | None, set[str]]:
    """The colleague of a number and their people's codes; for `NOBODY` those who have none. Raises Refused."""
    if written == NOBODY:
        return None, verbs.held_by(here.code, None)
    account = Account.objects.filter(pk=beside.number(written)).first()
    codes = verbs.held_by(here.code, account) if account else set[str]()
    if account is None or not (codes or account.pk in team.roles_of(here.code)):
        raise Refused(_("Choose a colleague of this organisation."))
    return account, codes


def others(here: Organisation, number: str) -> list[team.Choice]:
    """Who can take the people over."""
    return [choice for choice in team.choices(here.code) if choice[0] != number]


def the_account(request: HttpRequest) -> Account:
    """Who is signed in; the gate has seen to it."""
    return request.user  # type: ignore[return-value]
