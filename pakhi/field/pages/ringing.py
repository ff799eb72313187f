"""The addresses that a telephone company calls. Without a line that is on, and without proof, there is nothing here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from pakhi.field import by_keypad, leaving, lines, menu, menu_text, whereabouts
from pakhi.field.call_state import Count, Leave, Offer, State, Turn
from pakhi.field.models import Line, Recording
from pakhi.field.often import over
from pakhi.field.telephony import COMPANY, Heard, Markup, Spoken
from pakhi.vault import uploads

AN_HOUR = 3600
A_MINUTE, EACH = 60, 30  # calls of a line in a minute, and of one telephone in an hour
SOUND = "Recording"


@sensitive_post_parameters()
@sensitive_variables()
def call(request: HttpRequest, line: str) -> HttpResponse:
    """A call begins."""
    found = the_line(line)
    if not COMPANY.proves(found, request.build_absolute_uri(), request.POST.dict(), headers(request)):
        return stranger()
    heard = COMPANY.heard(request.POST.dict(), b"")
    if heard is None:
        return HttpResponse(status=400)
    if too_often(found, heard):
        return said(request, found, Turn(State(language=first(found)), ("busy",), None), "")
    return said(request, found, menu.begin(lines.offer(found)), lines.call_of(found, heard.call))


@sensitive_post_parameters()
@sensitive_variables()
def step(request: HttpRequest, line: str) -> HttpResponse:
    """A key was pressed, something was spoken, or nothing. The same request again gets the same answer."""
    found = the_line(line)
    at = whereabouts.find(found.code, request.GET.get("s", ""))
    signed = found.token is None or COMPANY.proves(
        found, request.build_absolute_uri(), request.POST.dict(), headers(request)
    )
    if not signed:
        return stranger()
    if at is None:
        return HttpResponse(status=400)
    heard = COMPANY.heard(request.POST.dict(), brought(request))
    state, known = at
    if heard is None or lines.call_of(found, heard.call) != known:
        return HttpResponse(status=400)
    offer = lines.offer(found)
    turn = menu.step(state, heard.pressed, offer, spoke=heard.spoke)
    return said(request, found, done(found, known, turn, heard, offer), known)


@sensitive_variables()
def done(line: Line, call: str, turn: Turn, heard: Heard, offer: Offer) -> Turn:
    """The act of a turn happens before anybody is told that it did."""
    if isinstance(turn.act, Count):
        return turn if lines.count(line, call, turn.act) else menu.failed(turn)
    if isinstance(turn.act, Leave):
        came = leaving.Brought(heard.number, heard.sound, heard.address)
        return turn if leaving.leave(line, call, turn.act, came) else menu.failed(turn)
    return by_keypad.do(line, call, heard.number, turn, offer)


def sound_of(request: HttpRequest, line: str, sound: str) -> HttpResponse:
    """A recording of a prompt, by an address that nobody can guess: the company fetches it without proof."""
    found = Recording.objects.filter(line=the_line(line), token=sound).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type=found.kind)


def the_line(code: str) -> Line:
    """A line that is on."""
    found = Line.objects.select_related("organisation", "by").filter(code=code, on=True).first()
    if found is None:
        raise Http404
    return found


def stranger() -> HttpResponse:
    """Neither which proof is missing nor what would be right is said; a company sends its password only when asked."""
    response = HttpResponse(status=401)
    response["WWW-Authenticate"] = 'Basic realm="line", charset="UTF-8"'
    return response


def headers(request: HttpRequest) -> dict[str, str]:
    return {name: request.headers.get(name, "") for name in ("Authorization", "X-Twilio-Signature")}


def brought(request: HttpRequest) -> bytes:
    """A recording that came with the request; one that was too large counts as none."""
    file = None if uploads.too_large(request) else request.FILES.get(SOUND)
    return file.read() if file else b""


def onward(request: HttpRequest, line: Line, state: State, call: str) -> str:
    """The next address: where the call is, sealed."""
    written = whereabouts.write(line.code, state, call)
    return request.build_absolute_uri(f"{reverse('line:step', args=[line.code])}?s={written}")


def said(request: HttpRequest, line: Line, turn: Turn, call: str) -> HttpResponse:
    """A turn as the company reads it."""
    sounds, held = lines.recorded(line), menu_text.words(line)
    spoken = []
    for prompt in turn.say:
        language = menu_text.language_of(prompt, turn.state.language or first(line))
        recording = sounds.get((prompt, language))
        address = reverse("line:sound", args=[line.code, recording.token]) if recording else ""
        address = address or by_keypad.voice(prompt, language)
        if address:
            spoken.append(Spoken(language, request.build_absolute_uri(address)))
        else:
            words = held.get(prompt, {}).get(language, "") or by_keypad.name(prompt, language)
            spoken.append(Spoken(language, words=words))
    content = COMPANY.answer(spoken, turn.ask, onward(request, line, turn.state, call))
    return HttpResponse(content, content_type=Markup.kind)


def first(line: Line) -> str:
    return str(line.languages[0])


def too_often(line: Line, heard: Heard) -> bool:
    """Whether a line or a telephone calls more often than people do. In memory, as a keyed hash, an hour at most."""
    many = over(f"line|{line.code}", A_MINUTE, 60)
    return many or bool(heard.number and over(f"telephone|{line.code}|{heard.number}", EACH, AN_HOUR))
