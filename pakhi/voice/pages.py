"""Staff pages: stacks of cards, their activation by two leaders, and passes for a voice round."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.lib.codes import BadCode, plain_digits
from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role
from pakhi.voice import cards
from pakhi.voice.journey import plain
from pakhi.voice.models import Stack
from pakhi.voice.sheet import sheet
from pakhi.voice.state import new_pass


def organisations(request: HttpRequest) -> list[Organisation]:
    """The organisations whose cards this person may handle: their own, and a coordinator's members."""
    found: dict[int, Organisation] = {}
    for membership in request.memberships:  # type: ignore[attr-defined]  # the gate sets it
        mine = membership.organisation
        for organisation in mine.members() if membership.role == Role.COORDINATOR else [mine]:
            found[organisation.pk] = organisation
    return sorted(found.values(), key=lambda organisation: organisation.name)


def number(written: str) -> int:
    """A count that somebody typed, in any script's digits. Raises Refused."""
    try:
        return int(plain_digits(written))
    except (BadCode, ValueError):
        raise cards.Refused(_("Please write a number.")) from None


def stacks(request: HttpRequest) -> HttpResponse:
    """All stacks, and a form that prints one: the only moment at which its numbers exist outside paper."""
    mine = organisations(request)
    error = ""
    if request.method == "POST":
        chosen = next((o for o in mine if o.code == request.POST.get("organisation")), None)
        try:
            if chosen is None:
                raise cards.Refused(_("Please choose a group from the list."))
            many = number(request.POST.get("many", ""))
            label = plain(request.POST.get("label", ""))[:60]
            stack, numbers = cards.print_stack(chosen, request.user, many, label)  # type: ignore[arg-type]  # signed in: the gate has checked
        except cards.Refused as refusal:
            error = str(refusal)
        else:
            pdf = sheet(stack, numbers, request.build_absolute_uri(reverse("v:start")))
            response = HttpResponse(pdf, content_type="application/pdf")
            response["Content-Disposition"] = f'attachment; filename="cards-{stack.code}.pdf"'
            return response
    rows = Stack.objects.filter(organisation__in=mine).select_related("organisation").order_by("-printed_on", "-id")
    context = {
        "rows": rows, "organisations": mine, "error": error, "typed": request.POST, "total": cards.tally(list(rows)),
        "may_print": any(m.role in {Role.LEADER, Role.MANAGER, Role.COORDINATOR} for m in request.memberships),  # type: ignore[attr-defined]  # the gate sets it
    }  # fmt: skip
    return render(request, "voice/stacks.html", context, status=400 if error else 200)


def one_stack(request: HttpRequest, stack: str, error: str = "") -> HttpResponse:
    """One stack: its counts, and its activation."""
    found = cards.settle(get_object_or_404(Stack.objects.select_related("organisation"), code=stack))
    leads = any(m.role == Role.LEADER for m in request.memberships)  # type: ignore[attr-defined]  # the gate sets it
    context = {
        "stack": found, "counts": cards.tally([found]), "error": error, "typed": request.POST, "may_activate": leads,
    }  # fmt: skip
    return render(request, "voice/stack.html", context, status=400 if error else 200)


def activate(request: HttpRequest, stack: str) -> HttpResponse:
    """Two leaders at one screen: the one who is logged in, and another who gives name and password."""
    found = get_object_or_404(Stack, code=stack)
    try:
        name = plain(request.POST.get("other", ""))
        other = authenticate(request, username=name, password=request.POST.get("password", ""))
        if not isinstance(other, Account):
            raise cards.Refused(_("The second leader's name or password is not right."))
        leftovers = [line for line in request.POST.get("leftovers", "").splitlines() if line.strip()]
        witnessed = number(request.POST.get("witnessed", ""))
        cards.activate(found, request.user, other, witnessed, leftovers)  # type: ignore[arg-type]  # signed in: the gate has checked
    except cards.Refused as refusal:
        return one_stack(request, stack, str(refusal))
    messages.success(request, _("%(n)s cards are in use now.") % {"n": found.activated})
    return redirect("voice:stack", stack)


def void(request: HttpRequest, stack: str) -> HttpResponse:
    """A leader makes a printed stack void that was lost or cannot be counted."""
    found = get_object_or_404(Stack, code=stack)
    try:
        cards.void_stack(found)
    except cards.Refused as refusal:
        return one_stack(request, stack, str(refusal))
    messages.success(request, _("All cards of this stack are void."))
    return redirect("voice:stack", stack)


def rounds(request: HttpRequest) -> HttpResponse:
    """Passes for a day: a shared tablet in the group (leaders), or helping somebody at a phone."""
    link = mode = ""
    membership = request.memberships[0]  # type: ignore[attr-defined]  # the gate sets it
    leads = [m for m in request.memberships if m.role == Role.LEADER]  # type: ignore[attr-defined]  # the gate sets it
    if request.method == "POST":
        mode = request.POST.get("mode", "")
        if mode in {"kiosk", "tablet"} and leads:
            membership = leads[0]
        elif mode != "helpline":
            mode = "peer" if leads else "worker"
            membership = (leads or [membership])[0]
        tongues = chosen(request) if mode in {"kiosk", "tablet"} else ([], "")
        note = new_pass(mode, request.user, membership.organisation, *tongues)  # type: ignore[arg-type]  # signed in: the gate has checked
        address = f"{reverse('v:tablet')}#p={note}" if mode == "tablet" else reverse("v:pass", args=[note])
        link = request.build_absolute_uri(address)
    return render(request, "voice/rounds.html", {"link": link, "mode": mode, "leads": bool(leads)})


def chosen(request: HttpRequest) -> tuple[list[str], str]:
    """The languages that a tablet offers (none means all), and the one it begins in, which is always offered."""
    known = [code for code, _name in settings.LANGUAGES]
    first = request.POST.get("first", "")
    first = first if first in known else ""
    asked = {*request.POST.getlist("language"), first}
    offered = [code for code in known if code in asked]
    return ([] if len(offered) == len(known) else offered), first
