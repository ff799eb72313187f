"""The telephone menu: the line and its proof, what it offers, the serial with its tallies; keepers change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.debug import sensitive_variables

from pakhi.field import call_state, keypad_switch, lines, menu_text
from pakhi.field import menu as machine
from pakhi.field.access import number_of
from pakhi.field.models import Episode, Line
from pakhi.field.pages.place import home, homes, keeps
from pakhi.field.pages.reader import me
from pakhi.network.models import Organisation
from pakhi.vault import keys
from pakhi.vault.keys import Refused

DOORS = {
    "rights": pgettext_lazy("telephone menu", "Hear my rights"),
    "serial": pgettext_lazy("telephone menu", "The serial, with a question to answer"),
    "back": pgettext_lazy("telephone menu", "Ask to be called back"),
    "message": pgettext_lazy("telephone menu", "Leave a message"),
}
NAMES = {"bn": "বাংলা", "hi": "हिन्दी", "te": "తెలుగు", "en": "English"}


@sensitive_variables("secret")
def menu(request: HttpRequest) -> HttpResponse:
    """The page; a POST changes one thing. What was typed stays when it cannot be."""
    here = home(request)
    line = Line.objects.select_related("organisation", "by").filter(organisation=here).first()
    if request.method != "POST":
        return page(request, here, line)
    action = request.POST.get("action", "")
    try:
        if action in {"set_up", "secret"}:
            line, secret = proof(request, here, line)
            return page(request, here, line, secret=secret)
        messages.success(request, change(request, line, action))
    except Refused as refusal:
        return page(request, here, line, error=str(refusal), about=action)
    return redirect(f"{reverse('field:menu')}?at={here.code}")


def proof(request: HttpRequest, here: Organisation, line: Line | None) -> tuple[Line, str]:
    """A new line, or a new password for it; both are shown once. Raises Refused."""
    if line is None:
        return lines.set_up(here, me(request))
    return line, lines.new_secret(line, me(request))


def change(request: HttpRequest, line: Line | None, action: str) -> str:
    """What a POST asks for, done; the sentence about it. Raises Refused."""
    if line is None or action not in CHANGES:
        raise Refused(_("Choose what to do."))
    return CHANGES[action](request, line)


def turn(request: HttpRequest, line: Line) -> str:
    on = request.POST.get("on") == "yes"
    if on and request.POST.get("told") != "yes":
        raise Refused(_("Read first what the telephone company sees, and say that the callers are told."))
    lines.switch(line, on, me(request))
    return _("The menu is on.") if on else _("The menu is off. Who calls hears nothing of it.")


def sign(request: HttpRequest, line: Line) -> str:
    token = request.POST.get("token", "").strip()
    lines.sign_with(line, token, me(request))
    return _("Every request has to be signed now.") if token else _("The password alone counts again.")


def settle(request: HttpRequest, line: Line) -> str:
    given = request.POST
    lines.settle(line, given.getlist("languages"), given.getlist("doors"), given.get("groups", ""), me(request))
    return _("The menu is changed. A call that is running goes on with the new one.")


def add(request: HttpRequest, line: Line) -> str:
    given = request.POST
    asked = {code: given.get(f"asked-{code}", "").strip() for code in NAMES}
    choices = [text.strip() for text in given.get("choices", "").splitlines() if text.strip()]
    kept = {code: text for code, text in asked.items() if text}
    episode = lines.add_episode(line, given.get("title", "").strip(), kept, choices, me(request))
    return _("Episode %(n)s is here. Upload its story, then open it.") % {"n": episode.number}


def open_it(request: HttpRequest, line: Line) -> str:
    episode = line.episodes.filter(number=number_of(request.POST.get("episode", ""))).first()
    if episode is None:
        raise Refused(_("This episode is not here any more."))
    opened = request.POST.get("open") == "yes"
    lines.open_episode(episode, opened, me(request))
    return _("The episode can be heard.") if opened else _("The episode is closed. Its answers stay.")


def keypad_off(request: HttpRequest, line: Line) -> str:
    keypad_switch.turn_off(line, me(request))
    return _("Rating by keypad is off, also for calls that are running.")


CHANGES = {"keypad_off": keypad_off, "switch": turn, "token": sign, "settle": settle, "episode": add, "open": open_it}


def page(request: HttpRequest, here: Organisation, line: Line | None, **more: Any) -> HttpResponse:
    typed = request.POST if more.get("error") else {}
    context = {
        "here": here, "homes": homes(request), "keeper": keeps(request, here), "line": line, "typed": typed,
        "ready": keys.ready(here), "rights": menu_text.rights(), **(about(request, line) if line else {}), **more,
    }  # fmt: skip
    return render(request, "field/menu.html", context, status=409 if "error" in more else 200)


def about(request: HttpRequest, line: Line) -> dict[str, Any]:
    """What the page says of a line."""
    sounds, words = lines.recorded(line), menu_text.words(line)
    episodes = line.episodes.select_related("line__organisation").order_by("-number")
    return {
        "address": request.build_absolute_uri(reverse("line:call", args=[line.code])),
        "doors": [(digit, door, DOORS[door], door in line.doors) for digit, door in call_state.DOORS.items()],
        "tongues": [(code, NAMES[code], digit, code in line.languages) for code, digit in machine.DIGIT_OF.items()],
        "groups": "\n".join(f"{code} {name}" for code, name in line.groups.items()),
        "episodes": [(one, spoken(one, sounds), lines.tallies(one)) for one in episodes],
        "voices": [(NAMES[code], code, *voices(sounds, words, code)) for code in line.languages],
        "names": [(code, name, request.POST.get(f"asked-{code}", "")) for code, name in NAMES.items()],
    }  # fmt: skip


def spoken(episode: Episode, sounds: Any) -> str:
    """The languages in which an episode is whole."""
    whole = lines.spoken_in(episode, sounds)
    return ", ".join(NAMES[code] for code in machine.DIGIT_OF if code in whole)


def voices(sounds: Any, words: dict[str, menu_text.Words], code: str) -> tuple[int, int, int]:
    """In a language: (recorded by a person, by a machine, not recorded)."""
    of_all = [prompt for prompt in words if menu_text.language_of(prompt, code) == code]
    found = [sounds[prompt, code] for prompt in of_all if (prompt, code) in sounds]
    machine_voices = sum(one.machine for one in found)
    return len(found) - machine_voices, machine_voices, len(of_all) - len(found)
