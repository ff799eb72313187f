"""What an organisation has agreed on: what it scores, who may screen, and which screens it uses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.cbr import house, scales, telling
from pakhi.cbr.asking import StepForm
from pakhi.cbr.kinds import Faulty, Kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.pages.reader import me
from pakhi.cbr.vocabulary import Open
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import standing
from pakhi.vault.doors import the_organisation
from pakhi.vault.keys import Refused


def agreed(request: HttpRequest, organisation: str) -> HttpResponse:
    """Read and change it; a POST says in `action` which part."""
    home = the_organisation(organisation)
    score, tool = forms_of(request, home)
    error = ""
    if request.method == "POST":
        try:
            if ACTIONS.get(request.POST.get("action", ""), nothing)(request, home, score, tool):
                messages.success(request, _("Written down."))
                return redirect("cbr:house", home.code)
        except Refused as refusal:
            error = str(refusal)
    return page(request, home, score, tool, error)


def forms_of(request: HttpRequest, home: Organisation) -> tuple[StepForm, StepForm]:
    """The two forms; only the one that was sent is filled with what was typed."""
    action, typed = request.POST.get("action", ""), request.POST
    thread = next(iter(house.held(home, house.INSTRUMENT.key)), None)
    used = house.instrument(home)
    start = {key: str(used.targets.get(key, house.Target.UNUSED)) for key in scales.domains()} | {"months": used.months}
    return (
        made(house.INSTRUMENT, home, typed if action == "score" else None, thread, start),
        made(house.TOOL, home, typed if action == "tool" else None, None, {}),
    )


def made(kind: Kind, home: Organisation, typed: Any, thread: Thread | None, start: dict[str, Any]) -> StepForm:
    book = house.book_of(home) or Book(organisation=home, kind=Book.Kind.HOUSE)
    form = StepForm(kind, book, typed, thread, initial=start)
    form.fields.pop("state", None)
    return form


def nothing(_request: HttpRequest, _home: Organisation, _score: StepForm, _tool: StepForm) -> bool:
    return False


def score_it(request: HttpRequest, home: Organisation, score: StepForm, _tool: StepForm) -> bool:
    if not score.is_valid():
        return False
    said = score.said()
    try:
        house.agree(home, me(request), said.values, said.number, said.day)
    except Faulty as fault:
        score.show(fault)
        return False
    return True


def use_it(request: HttpRequest, home: Organisation, _score: StepForm, tool: StepForm) -> bool:
    if not tool.is_valid():
        return False
    try:
        said = tool.said()
        house.use_tool(home, me(request), {**said.values, "state": Open.OPEN}, said.day)
    except Faulty as fault:
        tool.show(fault)
        return False
    return True


def stop_it(request: HttpRequest, home: Organisation, _score: StepForm, _tool: StepForm) -> bool:
    which = request.POST.get("which", "")
    if house.tool(home, which) is None:
        return False
    house.use_tool(home, me(request), {"tool": which, "state": Open.CLOSED})
    return True


def let(request: HttpRequest, home: Organisation, _score: StepForm, _tool: StepForm) -> bool:
    return listed(request, home, may=True)


def let_not(request: HttpRequest, home: Organisation, _score: StepForm, _tool: StepForm) -> bool:
    return listed(request, home, may=False)


def listed(request: HttpRequest, home: Organisation, may: bool) -> bool:
    known = {number for number, _name in carers(home)} if may else {one for one, _name in screeners(home)}
    chosen = request.POST.get("account", "")
    if not chosen.isdigit() or int(chosen) not in known:
        return False
    house.let_screen(home, Account.objects.get(pk=int(chosen)), me(request), may)
    return True


ACTIONS = {"score": score_it, "tool": use_it, "stop": stop_it, "let": let, "let_not": let_not}


def carers(home: Organisation) -> list[tuple[int, str]]:
    """Who works with people there today, by name: nobody else can ever screen one."""
    held = Membership.objects.current().filter(organisation=home, role__in=standing.CARERS).values("account")
    rows = Account.objects.filter(pk__in=held, is_active=True)
    return list(rows.order_by("name", "pk").values_list("pk", "name"))


def screeners(home: Organisation) -> list[tuple[int, str]]:
    """Who is on the list, by name."""
    numbers = [one.values["account"] for one in house.held(home, house.SCREENER.key)]
    return list(Account.objects.filter(pk__in=numbers).order_by("name").values_list("pk", "name"))


def page(request: HttpRequest, home: Organisation, score: StepForm, tool: StepForm, error: str) -> HttpResponse:
    there = screeners(home)
    context = {
        "home": home, "domains": scales.domains().values(), "score": score, "tool": tool, "error": error,
        "screeners": there,
        "others": [one for one in carers(home) if one not in there],
        "tools": [(one, telling.line_of(one)) for one in house.held(home, house.TOOL.key)],
    }  # fmt: skip
    return render(request, "cbr/house.html", context, status=400 if request.method == "POST" else 200)
