"""Voices for questions: the list, one text with its recordings, and the sound itself."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhi.desk import studio as voices
from pakhi.desk.studio import State, Text
from pakhi.field import studio as verbs
from pakhi.field.models import PromptVoice
from pakhi.network import prompts
from pakhi.network.models import Membership
from pakhi.vault.keys import Refused

PAGE = 60


def held(request: HttpRequest) -> list[Membership]:
    """The memberships by which this page is open to the reader."""
    return list(request.memberships)  # type: ignore[attr-defined]  # the gate sets it


def studio(request: HttpRequest) -> HttpResponse:
    """Every text in one language, filtered by where it is spoken and how far it is; and the counts of all languages."""
    every = voices.texts(held(request), voices.offered(held(request)))
    languages = dict(settings.LANGUAGES)
    asked = {name: request.GET.get(name, "") for name in ("language", "source", "state")}
    if asked["language"] not in languages:
        asked["language"] = get_language() or "en"
    sources = {one.prompt.source: one.prompt.title for one in every}
    spoken = [one for one in every if asked["source"] not in sources or one.prompt.source == asked["source"]]
    here = [one for one in spoken if one.prompt.language == asked["language"]]
    rows = [one for one in here if asked["state"] not in set(State) or one.state == asked["state"]]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    table = [
        (code, name, voices.counted([one for one in spoken if one.prompt.language == code]))
        for code, name in languages.items()
    ]
    context = {
        "page": page, "rows": list(page), "asked": asked, "sources": sources.items(), "table": table,
        "states": voices.STATES.items(), "kept": urlencode(asked), "some": bool(every),
        "tongue": languages[asked["language"]], "any": len(rows),
    }  # fmt: skip
    return render(request, "desk/studio.html", context | {"spoken": asked["language"]})


def wanted(request: HttpRequest) -> Text | None:
    """The text that an address names; None without one. Raises Http404 where this reader may see no such text."""
    if "key" not in request.GET:
        return None
    named = [request.GET.get(name, "") for name in ("source", "key", "language")]
    found = voices.one(held(request), *named)
    if found is None:
        raise Http404
    return found


def prompt(request: HttpRequest) -> HttpResponse:
    """One text. By POST: a recording of it, or what becomes of one."""
    text = wanted(request)
    if text is None:
        return redirect("desk:studio")
    if request.method != "POST":
        return shown(request, text)
    try:
        messages.success(request, done(request, text))
    except Refused as refusal:
        return shown(request, text, str(refusal))
    return redirect(address(text))


def done(request: HttpRequest, text: Text) -> str:
    """Do it, and say so. Raises Refused."""
    action, mine = request.POST.get("action", ""), held(request)
    if action == "keep":
        by, file = verbs.recorder(mine, text.prompt), request.FILES.get("recording")
        if by is None:
            raise Refused(_("You cannot record this text."))
        content = file.read(verbs.MOST + 1) if isinstance(file, UploadedFile) else b""
        verbs.keep(text.prompt, content, request.POST.get("mark", ""), by)
        return _("The recording is kept. It is heard when somebody else has approved it.")
    row = recording(request.POST.get("recording", ""), text)
    if action == "take_back" and row and verbs.may_take_back(mine, row):
        verbs.take_back(row, text.prompt, mine[0].account)
        return _("The recording is taken back and deleted.")
    decider = verbs.decider(mine, row) if row else None
    if row is None or decider is None:
        raise Refused(_("A colleague has changed this meanwhile, or you cannot decide about it. Look at it again."))
    if action == "refuse":
        verbs.refuse(row, decider.account)
        return _("The recording is not approved, and deleted.")
    if action != "approve":
        raise Refused(_("Say what becomes of the recording."))
    verbs.approve(row, text.prompt, decider)
    return _("The recording is approved.")


def recording(number: str, text: Text) -> PromptVoice | None:
    """One of the recordings of a text that this reader may hear, by its number."""
    rows = [*text.waiting, *filter(None, (text.approved, text.changed))]
    return next((row for row in rows if str(row.pk) == number), None)


def shown(request: HttpRequest, text: Text, error: str = "") -> HttpResponse:
    mine, words, heard = held(request), text.prompt, text.approved or text.changed
    context = {
        "text": text, "words": words, "error": error, "tongue": dict(settings.LANGUAGES)[words.language],
        "waiting": [(row, verbs.decider(mine, row), row.mark == words.mark) for row in text.waiting],
        "mine": mine[0].account_id, "may_record": verbs.recorder(mine, words), "here": address(text),
        "sound": f"{reverse('desk:voice')}?{named(text)}", "longest": verbs.LONGEST,
        "heard": heard if heard and verbs.may_take_back(mine, heard) else None,
        "after": following(request, text),
    }  # fmt: skip
    return render(request, "desk/prompt.html", context, status=409 if error else 200)


def following(request: HttpRequest, text: Text) -> str:
    """The next text of the same place and language that nobody has recorded yet; empty if there is none."""
    same = [
        one for one in voices.offered(held(request))
        if (one.source, one.language) == (text.prompt.source, text.prompt.language)
    ]  # fmt: skip
    at = next(place for place, one in enumerate(same) if one.key == text.prompt.key)
    rest = voices.texts(held(request), same[at + 1 :])
    return next((address(one) for one in rest if one.state in {State.MISSING, State.MACHINE}), "")


def named(text: Text) -> str:
    words = text.prompt
    return urlencode({"source": words.source, "key": words.key, "language": words.language})


def address(text: Text) -> str:
    return f"{reverse('desk:prompt')}?{named(text)}"


def voice(request: HttpRequest) -> HttpResponseBase:
    """The sound of a text: the machine's, one that was put here by hand, or a recording by its number."""
    text = wanted(request)
    if text is None:
        return redirect("desk:studio")
    which = request.GET.get("which", "")
    path = {"machine": text.prompt.machine, "hand": text.prompt.by_hand}.get(which)
    if path is not None:
        return FileResponse(path.open("rb"), content_type=prompts.media_type(path))
    row = recording(which, text)
    if row is None:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type=row.type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
