"""Staff pages of survivor leaders: sheets to print, and the screen at which two of them enter what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.network.kinds import kinds
from pakhi.network.models import Account, Holder, Membership, Office, Organisation, Place
from pakhi.network.models.account import Role
from pakhi.network.offices import offices_near
from pakhi.voice import at_screen, cards, cast, paper
from pakhi.voice.answer_sheet import answer_sheet
from pakhi.voice.journey import NOT_APPLICABLE, plain
from pakhi.voice.pages_v import kept
from pakhi.voice.questions import FACE_WORDS, FACES, questionnaire


def home(request: HttpRequest) -> Organisation:
    """The organisation whose collective this leader leads."""
    membership: Membership = request.memberships[0]  # type: ignore[attr-defined]  # the gate sets it
    return membership.organisation


def sitting_of(request: HttpRequest) -> paper.Sitting | None:
    """The sitting that is open at this screen; one whose hours are over, or that cannot be opened here, is dropped."""
    sitting = at_screen.held(request)
    if sitting is None and at_screen.KEPT in request.session:
        at_screen.drop(request)
        messages.error(
            request, _("That sitting is over. What was entered once only is not counted; begin again with its sheets.")
        )
    return sitting if sitting and sitting.one == request.user.pk else None


def others(request: HttpRequest, organisation: Organisation) -> list[Account]:
    """The other leaders here, who can be the second teller."""
    found = Membership.objects.current().filter(role=Role.LEADER, organisation=organisation).select_related("account")
    leaders = {m.account for m in found if m.account != request.user and cards.leads(m.account, organisation)}
    return sorted(leaders, key=lambda account: account.name)


def groups(organisation: Organisation) -> list[tuple[str, list[dict[str, str]]]]:
    """What sheets can be about, by kind of office: the offices of the collective's district, and who sits in them."""
    district = organisation.place.within(Place.Kind.DISTRICT) if organisation.place else None
    offices = offices_near(district, room=organisation.room()) if district else []
    seats: dict[int, list[Holder]] = {}
    for holder in Holder.objects.current().filter(post__office__in=offices).select_related("post"):
        seats.setdefault(holder.post.office_id, []).append(holder)
    found: dict[str, list[dict[str, str]]] = {}
    for office in offices:
        rows = found.setdefault(kinds()[office.kind].name(), [])
        rows.append({"mark": office.code, "label": f"{office.name()} ({office.place.name()})"})
        rows += [{"mark": h.code, "label": f"– {h.name()}, {h.post.name()}"} for h in seats.get(office.pk, [])]
    return sorted(found.items())


def sheets(request: HttpRequest) -> HttpResponse:
    """Print sheets; begin to enter them."""
    organisation, error = home(request), ""
    if request.method == "POST":
        try:
            return printed(request, organisation)
        except cards.Refused as refusal:
            error = str(refusal)
    context = {
        "groups": groups(organisation), "others": others(request, organisation), "sitting": sitting_of(request),
        "tongues": settings.LANGUAGES, "error": error, "typed": request.POST,
    }  # fmt: skip
    return render(request, "voice/paper.html", context, status=400 if error else 200)


def printed(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The PDF. Raises Refused."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise cards.Refused(_("Please choose a language."))
    office, holder = paper.ratee(plain(request.POST.get("mark", "")))
    cast.in_list(office, organisation)
    pdf = answer_sheet(office, holder, language, request.POST.get("words") == "yes")
    response = HttpResponse(pdf, content_type="application/pdf")
    mark = holder.code if holder else office.code
    response["Content-Disposition"] = f'attachment; filename="sheet-{mark}-{language}.pdf"'
    return response


def tellers(request: HttpRequest) -> HttpResponse:
    """One screen for both: each step is a form with what it does."""
    sitting = sitting_of(request)
    if request.method != "POST":
        return screen(request, sitting) if sitting else redirect("voice:paper")
    step = STEPS.get(request.POST.get("do", ""))
    if step is None or (sitting is None and step is not begin):
        return redirect("voice:paper")
    try:
        after = step(request, sitting)
    except paper.Differs as differs:
        return screen(request, sitting, str(differs), differs.questions)
    except cards.Refused as refusal:
        return screen(request, sitting, str(refusal)) if sitting else started_badly(request, str(refusal))
    if after is None:
        response = redirect("voice:paper")
        at_screen.drop(request, response)
        return response
    response = redirect("voice:tellers")
    at_screen.keep(request, response, after, fresh=step is begin)
    return response


def started_badly(request: HttpRequest, error: str) -> HttpResponse:
    organisation = home(request)
    context = {
        "groups": groups(organisation), "others": others(request, organisation), "sitting": None,
        "tongues": settings.LANGUAGES, "begin_error": error, "typed": request.POST,
    }  # fmt: skip
    return render(request, "voice/paper.html", context, status=400)


def begin(request: HttpRequest, before: paper.Sitting | None) -> paper.Sitting:
    """The second teller is named; her password is asked when her turn comes. Sessions that are over go now."""
    request.session.clear_expired()
    organisation = home(request)
    two = next((a for a in others(request, organisation) if a.username == request.POST.get("other")), None)
    if two is None:
        raise cards.Refused(_("Please choose a survivor leader from the list."))
    return paper.begin(organisation, request.user, two)  # type: ignore[arg-type]  # signed in: the gate has checked


def pile(request: HttpRequest, sitting: paper.Sitting) -> paper.Sitting:
    return paper.pile(sitting, plain(request.POST.get("mark", "")))


def sheet(request: HttpRequest, sitting: paper.Sitting) -> paper.Sitting:
    """One sheet, as it stands on the paper."""
    after = paper.enter(sitting, plain(request.POST.get("card", "")), kept(request))
    messages.success(
        request, _("Kept. The next sheet.") if sitting.turn == 1 else _("Both agree: the ballot is sealed.")
    )
    return after


def aside(request: HttpRequest, sitting: paper.Sitting) -> paper.Sitting:
    """The first entry was wrong; the first teller enters this sheet again."""
    after = paper.put_aside(sitting, plain(request.POST.get("card", "")))
    messages.success(request, _("Put aside. The first teller enters this sheet again."))
    return after


def hand(request: HttpRequest, sitting: paper.Sitting) -> paper.Sitting:
    """The other teller sits down and gives her password."""
    coming = sitting.tellers()[2 - sitting.turn].account
    name, password = coming.username, request.POST.get("password", "")
    if authenticate(request, username=name, password=password) != coming:
        raise cards.Refused(_("This is not the password of %(name)s.") % {"name": coming.name})
    return paper.hand_over(sitting)


def close(request: HttpRequest, sitting: paper.Sitting) -> None:
    """The end: what only one of them entered is forgotten, and the paper is burnt."""
    sealed, once = len(sitting.done), len(sitting.first)
    text = ngettext("%(n)s ballot is sealed.", "%(n)s ballots are sealed.", sealed) % {"n": sealed}
    if once:
        more = "%(n)s sheet was entered once only and is not counted."
        many = "%(n)s sheets were entered once only and are not counted."
        text += " " + ngettext(more, many, once) % {"n": once}
    messages.success(request, text + " " + _("Burn all the sheets now, together."))


STEPS: dict[str, Any] = {
    "begin": begin, "pile": pile, "sheet": sheet, "aside": aside, "hand": hand, "close": close,
}  # fmt: skip


def screen(
    request: HttpRequest, sitting: paper.Sitting | None, error: str = "", differing: list[str] | None = None
) -> HttpResponse:
    """The teller's screen; after a refusal with what was typed, so that nothing is entered anew."""
    if sitting is None:
        return redirect("voice:paper")
    try:
        one, two = sitting.tellers()
    except cards.Refused as refusal:
        messages.error(request, str(refusal))
        response = redirect("voice:paper")
        at_screen.drop(request, response)
        return response
    about, before = None, sitting
    try:
        about = paper.ratee(sitting.about) if sitting.about else None
    except cards.Refused as refusal:  # the list changed meanwhile: another pile is chosen, and the rest stays
        messages.error(request, str(refusal))
        sitting = replace(sitting, about="")
    again = request.method == "POST" and request.POST.get("do") in {"sheet", "aside"}
    context = {
        "sitting": sitting, "now": (one, two)[sitting.turn - 1].account, "coming": (two, one)[sitting.turn - 1].account,
        "about": named(*about) if about else "", "error": error, "step": request.POST.get("do", ""),
        "card": plain(request.POST.get("card", ""))[:40] if again else "",
        "mark": plain(request.POST.get("mark", ""))[:20],
        "once": len(sitting.first), "sealed": len(sitting.done), "differing": bool(differing),
        **rows(kept(request) if again else {"items": {}, "yesno": {}, "themes": []}, differing or []),
    }  # fmt: skip
    page = render(request, "voice/tellers.html", context, status=400 if error else 200)
    if sitting != before:
        at_screen.keep(request, page, sitting)
    return page


def named(office: Office, holder: Holder | None) -> str:
    return f"{holder.name()}, {office.name()}" if holder else office.name()


def rows(said: dict[str, Any], differing: list[str]) -> dict[str, Any]:
    """The sheet on the screen: the same numbers and pictures as on the paper."""
    asked, many = questionnaire(), len(questionnaire().items)
    faces = [{"value": str(f), "label": FACE_WORDS[f], "picture": f"face-{f}"} for f in FACES]
    faces.append({"value": NOT_APPLICABLE, "label": _("Does not apply"), "picture": "does-not-apply"})
    truth = [{"value": "yes", "label": _("Yes"), "picture": "yes"}, {"value": "no", "label": _("No"), "picture": "no"}]

    def row(number: int, question: Any, options: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
        return {"number": number, "question": question, "options": options, "chosen": chosen,
                "differs": question.key in differing}  # fmt: skip

    face = {None: "", 0: NOT_APPLICABLE}
    out = [row(n + 1, q, faces, face.get(said["items"].get(q.key), str(said["items"].get(q.key, ""))))
           for n, q in enumerate(asked.items)]  # fmt: skip
    word = {None: "", True: "yes", False: "no"}
    out += [row(many + n + 1, q, truth, word[said["yesno"].get(q.key)]) for n, q in enumerate(asked.yesno)]
    themes = [{"question": q, "checked": q.key in said["themes"], "differs": q.key in differing} for q in asked.themes]
    return {"rows": out, "themes": themes, "themes_number": many + len(asked.yesno) + 1}
