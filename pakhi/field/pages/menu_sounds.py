"""What the telephone menu says, prompt by prompt in one language: listened to, recorded again, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.field import lines, menu_text
from pakhi.field.models import Line, Recording
from pakhi.field.pages.menu import NAMES
from pakhi.field.pages.place import home, homes
from pakhi.field.pages.reader import kept, me
from pakhi.vault import uploads
from pakhi.vault.keys import Refused


@dataclass(frozen=True)
class Prompt:
    """A prompt in a language. `words` are empty where only a recording can say it."""

    key: str
    words: str
    sound: Recording | None


def sounds(request: HttpRequest) -> HttpResponse:
    """The list; a POST keeps one recording."""
    here = home(request)
    line = Line.objects.select_related("organisation").filter(organisation=here).first()
    if line is None:
        return redirect(f"{reverse('field:menu')}?at={here.code}")
    if request.method != "POST":
        return page(request, line)
    try:
        language, prompt = keep(request, line)
    except Refused as refusal:
        return page(request, line, str(refusal))
    messages.success(request, _("The recording is kept, and played from the next call on."))
    return redirect(f"{reverse('field:menu-sounds')}?at={here.code}&language={language}#{prompt}")


def keep(request: HttpRequest, line: Line) -> tuple[str, str]:
    """Raises Refused."""
    sent, given = request.FILES.get("sound"), request.POST
    if uploads.too_large(request):
        raise Refused(_("The recording is too large: 5 MB are the most."))
    if sent is None:
        raise Refused(_("Choose a recording."))
    language, prompt = given.get("language", ""), given.get("prompt", "")
    lines.keep_sound(line, prompt, language, sent.read(), given.get("machine") == "yes", me(request))
    return language, prompt


def page(request: HttpRequest, line: Line, error: str = "") -> HttpResponse:
    asked = request.POST.get("language") or request.GET.get("language", "")
    language = asked if asked in NAMES else str(line.languages[0])
    rows = prompts(line, language)
    context = {
        "here": line.organisation, "homes": homes(request), "line": line, "spoken": language, "error": error,
        "tabs": [(code, NAMES[code]) for code in line.languages], "reviewed": menu_text.reviewed(language),
        "rows": rows, "missing": [row for row in rows if row.sound is None], "name": NAMES[language],
        "chosen": request.POST.get("prompt") or request.GET.get("prompt", ""),
    }  # fmt: skip
    return render(request, "field/menu_sounds.html", context, status=409 if error else 200)


def prompts(line: Line, language: str) -> list[Prompt]:
    """Everything that is said in a language, in order."""
    there, words = lines.recorded(line), menu_text.words(line)
    of_it = [key for key in words if menu_text.language_of(key, language) == language]
    return [Prompt(key, words[key].get(language, ""), there.get((key, language))) for key in of_it]


def sound(request: HttpRequest, sound: str) -> HttpResponse:
    """One recording, to be listened to at the desk."""
    found = Recording.objects.filter(token=sound, line__organisation__in=kept(request)).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type=found.kind)
