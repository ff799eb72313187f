"""The survivors' pages. Everything goes through one address, so that a browser's history says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pakhi.network import prompts
from pakhi.voice import cards, journey, screens, sounds
from pakhi.voice.questions import questionnaire
from pakhi.voice.script import script
from pakhi.voice.state import Journey, unpack


def show(request: HttpRequest, screen: str, at: Journey, error: str = "", typed: str = "") -> HttpResponse:
    """One screen, in the journey's language, with a sentence if something was not right."""
    offered = offers(at)
    if translation.get_language() not in {one["code"] for one in offered}:
        translation.activate(offered[0]["code"])
    at = replace(at, language=translation.get_language() or "en")
    context = screens.SCREENS[screen](at)
    template = context.pop("template")
    back = screen in journey.BEFORE
    context |= {
        "screen": screen, "note": at.pack(), "error": error, "typed": typed, "can_go_back": back,
        "language_form": "journey" if at.root else "", "mode": at.mode, "script": script(screen, at.mode),
        "tongues": offered, "language_home": reverse("v:pass", args=[at.pack()]) if at.helper else "",
    }  # fmt: skip
    response = render(request, template, context, status=400 if error else 200)
    if screen == "done" and at.mode == "kiosk":
        # Not "storage": nothing of this site is in it, and what another app of ours keeps there is not yet sent.
        response["Clear-Site-Data"] = '"cache"'
    return response


def offers(at: Journey) -> list[dict[str, str]]:
    """The languages to choose from: a shared tablet may offer fewer. The one that it begins in comes first."""
    every = [{"code": code, "name": str(name)} for code, name in settings.LANGUAGES]
    found = [one for one in every if one["code"] in at.languages] or every
    return sorted(found, key=lambda one: one["code"] != at.first)


def start(request: HttpRequest) -> HttpResponse:
    """The first page: languages and the card."""
    return show(request, "start", Journey())


def enter(request: HttpRequest, note: str) -> HttpResponse:
    """The first page of a shared tablet, or of somebody who is helped."""
    try:
        at = unpack(note)
        if at.first and "l" not in request.GET:
            translation.activate(at.first)
        return show(request, "start", at)
    except cards.Refused as refusal:
        return show(request, "start", Journey(), str(refusal))


def go(request: HttpRequest) -> HttpResponse:
    """Take one screen's answer and show the next; whatever is wrong shows the same screen with a sentence.

    Who opens this address again (a reload, a bookmark) is at the beginning.
    """
    if request.method != "POST":
        return start(request)
    data = request.POST
    screen = data.get("screen", "start")
    if screen not in screens.SCREENS:
        screen = "start"
    try:
        at = unpack(data["note"]) if data.get("note") else Journey()
    except cards.Refused as refusal:
        return show(request, "start", Journey(), str(refusal))
    speak(at, data.get("to_language", ""))
    try:
        if data.get("to_language"):
            return show(request, screen if at.root else "start", answered(request, screen, at))
        forward = journey.forward(screen, at, data)
        speak(forward[1], "")  # a shared tablet begins in its own language for the next person
        return show(request, *forward)
    except cards.Refused as refusal:
        return refuse(request, screen, at, str(refusal))


def speak(at: Journey, chosen: str) -> None:
    """Go on in the journey's language, or in the one just chosen."""
    for code in (chosen, at.language):
        if code in dict(settings.LANGUAGES):
            translation.activate(code)
            return


def refuse(request: HttpRequest, screen: str, at: Journey, sentence: str) -> HttpResponse:
    """The same screen again with a sentence; what was typed and answered is still there.

    If it cannot be shown (the office was closed meanwhile), the nearest one before it is.
    """
    at = answered(request, screen, at)
    screen = screen if at.root else "start"
    while True:
        try:
            return show(request, screen, at, sentence, journey.plain(request.POST.get("card", ""))[:40])
        except cards.Refused:
            screen = journey.BEFORE[screen]


def answered(request: HttpRequest, screen: str, at: Journey) -> Journey:
    """The journey with the readable answers of a page of questions that is shown once more."""
    return replace(at, **kept(request)) if screen == "tell" else at


def kept(request: HttpRequest) -> dict[str, Any]:
    """The readable answers of a page of questions."""
    data = request.POST
    asked = questionnaire()
    faces = {"1", "2", "3", "4", journey.NOT_APPLICABLE}
    return {
        "items": {q.key: journey.face(data[q.key]) for q in asked.items if data.get(q.key) in faces},
        "yesno": {q.key: data[q.key] == "yes" for q in asked.yesno if data.get(q.key) in {"yes", "no"}},
        "themes": [theme for theme in data.getlist("themes") if theme in asked.keys("themes")],
        "words": journey.plain(data.get("words", ""))[:2000],
    }


def void(request: HttpRequest) -> HttpResponse:
    """The holder makes her own card void."""
    context: dict[str, object] = {"error": "", "done": False, "typed": ""}
    if request.method == "POST":
        written = journey.plain(request.POST.get("card", ""))
        try:
            cards.void_own(written)
            context["done"] = True
        except cards.Refused as refusal:
            context |= {"error": str(refusal), "typed": written[:40]}
    return render(request, "voice/v/void.html", context, status=400 if context["error"] else 200)


def sound(request: HttpRequest, language: str, key: str) -> FileResponse:
    """A recorded prompt."""
    found = sounds.recording(language, key)
    if found is None:
        raise Http404(_("There is no recording."))
    return FileResponse(found[0].open("rb"), content_type=prompts.media_type(found[0]))
