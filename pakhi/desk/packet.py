"""One person's packet on paper: asked for by one, agreed to by another, made once, in a process of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from pakhi.cbr import desk_work, her_yes, overall, status, telling
from pakhi.cbr.desk_work import PACKET, Packet, Part
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.pages.reader import About, about, keeps, me
from pakhi.cbr.pages.timeline import moments, standing_steps
from pakhi.cbr.steps import Said, threads
from pakhi.cbr.visit_words import How
from pakhi.lib.clock import today
from pakhi.lib.press import Failed, press
from pakhi.vault import consent, reveal, shown
from pakhi.vault.doors import opened
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Reveal

OF: dict[str, tuple[str, ...]] = {
    Part.PLAN: ("plan", "goal", "action"), Part.MAPPING: ("need", "threat", "stigma", "strength"),
    Part.VISITS: ("visit",),
}  # fmt: skip
MOST = 500  # steps of a story
# What stays in the case, whatever is asked for: how she is kept safe, what she told as a patient, work of the team.
APART = (
    "screen", "incident", "safety_plan", "safety_step", "second_look", "risk", "home_report", "living", "migration",
    "mediation", "ask_her", "flag", "todo", "mention", "note", "packet", "closing", "protection", "custody",
    "survivor_track", "answers",
)  # fmt: skip


def packet(request: HttpRequest, person: str) -> HttpResponse:
    """What was asked for and decided; ask, agree, decline; and the paper itself."""
    found = about(person)
    if not found.books:
        raise Http404
    if request.method != "POST":
        return page(request, found)
    action = request.POST.get("action", "")
    if action == "print":
        return printed(request, found)
    try:
        if action == "ask":
            desk_work.ask(found.book, request.POST.getlist("parts"), request.POST.get("words", "").strip(), me(request))
            messages.success(request, _("Asked for. Somebody else decides."))
        elif action in {Packet.AGREED, Packet.DECLINED}:
            desk_work.decide(the_packet(found, request.POST.get("packet", "")), action, me(request))
            messages.success(request, _("Written."))
    except Faulty:
        return page(request, found, _("Choose what is in it."), 400)
    except Refused as refusal:
        return page(request, found, str(refusal), 409)
    return redirect("desk:packet", found.person.code)


def the_packet(found: About, number: str) -> Thread:
    """One that was asked for. Raises Http404."""
    row = next((one for one in threads(found.books, PACKET.key) if one.number == number), None)
    if row is None:
        raise Http404
    return row


def page(request: HttpRequest, found: About, error: str = "", status_code: int = 200) -> HttpResponse:
    rows = [
        (one, telling.line_of(one), telling.state_of(one), asked_by(one)) for one in threads(found.books, PACKET.key)
    ]
    context = {
        "person": found.person, "rows": rows, "parts": Part.choices, "error": error,
        "keeper": keeps(request, found.person),
        "me": me(request).pk, "reasons": Reveal.Reason.choices, "ticked": request.POST.getlist("parts"),
        "leaves": [str(reveal.PARTS[part]) for part in may_leave(found)],
    }  # fmt: skip
    return render(request, "desk/packet.html", context, status=status_code)


def asked_by(row: Thread) -> int:
    """The account that asked."""
    first = row.steps.filter(values__state=Packet.WAITING).order_by("id").first()
    return first.by_id if first else 0


def may_leave(found: About) -> list[str]:
    """The parts of her identity that she agreed may leave on paper."""
    return [part for part, scope in reveal.LEAVES.items() if consent.allows(found.person, "export", scope=scope)]


def printed(request: HttpRequest, found: About) -> HttpResponse:
    """The PDF. Names, as far as she agreed, are a reveal with a reason; the paper is noted before it is given out."""
    row, reason = the_packet(found, request.POST.get("packet", "")), request.POST.get("reason", "")
    if row.state != Packet.AGREED:
        return page(request, found, _("It may be printed when somebody else has agreed."), 409)
    if reason not in Reveal.Reason.values:
        return page(request, found, _("Choose a reason before you print."), 400)
    leaves, groups = may_leave(found) if "names" in request.POST else [], []
    try:
        her_yes.need(row.book, Said(PACKET.key, {"state": Packet.PRINTED}), row)  # before her name is opened
        if leaves:
            contents = reveal.reveal(opened(request), found.person, leaves, reason, act=Entry.Act.PRINT)
            if isinstance(contents.get("address"), dict):  # the way to the house does not leave on paper
                contents["address"] = {key: text for key, text in contents["address"].items() if key != "how_to_find"}
            groups = shown.groups(contents, today())
        paper = press(render_to_string("desk/packet_paper.html", told(found, row, groups, request)))
        desk_work.decide(row, Packet.PRINTED, me(request))
    except Refused as refusal:
        return page(request, found, str(refusal), 409)
    except Failed:
        return page(request, found, _("The paper could not be made. Nothing was lost: try again."), 503)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="packet.pdf"'  # a folder does not tell whose
    return response


def told(found: About, row: Thread, groups: list[Any], request: HttpRequest) -> dict[str, Any]:
    """What stands on the paper, in the order of the parts."""
    wanted = set(row.values.get("parts", []))
    lists = [
        (Part(part).label, [(KINDS[one.kind].label, telling.line_of(one), telling.state_of(one),
                             telling.lines(KINDS[one.kind], one.values, one.book_id))
                            for one in threads(found.books, *kinds) if one.values.get("how") != How.COUNSELLING])
        for part, kinds in OF.items() if part in wanted
    ]  # fmt: skip
    told_of = standing_steps(found.books).exclude(thread__kind__in=APART).order_by("-day", "-id")
    told_of = told_of.exclude(thread__kind="visit", thread__values__how=How.COUNSELLING)
    story = told_of[:MOST] if Part.STORY in wanted else []
    return {
        "person": found.person, "groups": groups, "by": me(request), "at": timezone.now(), "lists": lists,
        "overall": overall.overall(found.books), "whole": overall.DEFINITION[1],
        "stands": status.stands(found.books) if Part.STANDS in wanted else [],
        "story": moments(list(story)), "most": MOST,
        "language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr",
    }  # fmt: skip
