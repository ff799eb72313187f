"""The OpenRosa server: what ODK Collect, KoboCollect and our own app talk to. Each phone has its own password.

Standards: OpenRosa HTTP, form list, form submission, authentication (Basic); docs.getodk.org/openrosa.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from functools import lru_cache, wraps
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from pakhi.field import clear, devices, hidden, lists, package, publish, theirs
from pakhi.field.inbox import AWAY, Result, receive
from pakhi.field.models import Device, Media, Version
from pakhi.field.uploads import MOST, RecordUpload
from pakhi.network.access import permit, sheet
from pakhi.network.models import Membership
from pakhi.vault import scope

LIST, MANIFEST, ANSWER = (
    f"http://openrosa.org/{name}" for name in ("xforms/xformsList", "xforms/xformsManifest", "http/response")
)
TOLD = {Result.TAKEN: 201, Result.CONFLICT: 409, Result.NOT_READY: 503}
log = logging.getLogger(__name__)
ASKED = 500  # entries in one question about them
View = Callable[..., HttpResponseBase]


def to_phones(view: View) -> View:
    """A page for phones: the phone shows its code and password, and gets the headers of the standard."""

    @wraps(view)
    def admitted(request: HttpRequest, organisation: str, *words: str, **named: str) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            device = admit(request, organisation)
        except AWAY as problem:  # nobody can be admitted or refused: the phone keeps what it has
            log.error("A phone could not be admitted (%s).", type(problem).__name__)
            response = told(503, sentences()[Result.NOT_READY])
        else:
            if device:
                with scope.read_by(hidden.of(device)):
                    response = view(request, device, *words, **named)
            else:
                response = HttpResponse(status=401)
        if response.status_code == 401:
            response["WWW-Authenticate"] = 'Basic realm="records", charset="UTF-8"'
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(MOST)
        return response

    return admitted


def admit(request: HttpRequest, organisation: str) -> Device | None:
    """The phone that a request comes from, by Basic authentication."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    try:
        code, _colon, password = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:  # not base64, no letters of it, or no text in it
        return None
    basic = scheme.lower() == "basic" and "\0" not in code
    found = devices.shown(code, password, organisation) if basic else None
    if found is None or not opens(request, *found):
        return None
    devices.was_seen(found[0])
    return found[0]


def opens(request: HttpRequest, device: Device, mine: list[Membership]) -> bool:
    """Whether the access sheet lets the phone's worker open this page."""
    match = request.resolver_match
    row = sheet().row(match.view_name, request.method or "") if match else None
    return row is not None and bool(permit(row, mine, True, device.organisation))


@to_phones
def form_list(request: HttpRequest, device: Device) -> HttpResponse:
    """The forms in use, with the hash of each."""
    wanted = request.GET.get("formID", "")
    top = Element("xforms", xmlns=LIST)
    roles = theirs.roles_of(device)
    for version in publish.offered(device.organisation):
        mine = clear.gets(device, version) and theirs.allowed(roles, version)
        if mine and wanted in {"", version.form.form_id}:
            entry(SubElement(top, "xform"), request, device, version)
    return xml(top)


def entry(place: Element, request: HttpRequest, device: Device, version: Version) -> None:
    home = {"organisation": device.organisation.code, "version": version.pk}
    fields = {
        "formID": version.form.form_id, "name": version.title, "version": version.version,
        "hash": f"md5:{version.md5}",
        "downloadUrl": request.build_absolute_uri(reverse("openrosa:form", kwargs=home)),
    }  # fmt: skip
    if version.media.exists() or lists.of_version(device, version):
        fields["manifestUrl"] = request.build_absolute_uri(reverse("openrosa:manifest", kwargs=home))
    for name, text in fields.items():
        SubElement(place, name).text = text


@to_phones
def form(request: HttpRequest, device: Device, version: str) -> HttpResponse:
    """One XForm, byte for byte as it was published."""
    return HttpResponse(bytes(one(device, version).xform), content_type="text/xml; charset=utf-8")


@to_phones
def manifest(request: HttpRequest, device: Device, version: str) -> HttpResponse:
    """The pictures, recordings and tables that a form needs, and the lists that it chooses from."""
    top, found = Element("manifest", xmlns=MANIFEST), one(device, version)
    served = lists.of_version(device, found)
    for media in found.media.exclude(name__in=[f"{each.name}.csv" for each in served]).order_by("name"):
        file_of(SubElement(top, "mediaFile"), request, device, found, media.name, media.md5)
    for each in served:
        place = SubElement(top, "mediaFile", type="entityList")
        file_of(place, request, device, found, f"{each.name}.csv", each.md5)
        home = {"organisation": device.organisation.code, "version": found.pk, "name": each.name}
        SubElement(place, "integrityUrl").text = request.build_absolute_uri(reverse("openrosa:integrity", kwargs=home))
    return xml(top)


def file_of(place: Element, request: HttpRequest, device: Device, version: Version, name: str, md5: str) -> None:
    home = {"organisation": device.organisation.code, "version": version.pk, "name": name}
    SubElement(place, "filename").text = name
    SubElement(place, "hash").text = f"md5:{md5}"
    SubElement(place, "downloadUrl").text = request.build_absolute_uri(reverse("openrosa:media", kwargs=home))


@to_phones
def media(request: HttpRequest, device: Device, version: str, name: str) -> HttpResponseBase:
    """One of them."""
    given = one(device, version)
    held = lists.one(device, given, name.removesuffix(".csv")) if name.endswith(".csv") else None
    if held is not None:
        return list_file(request, held)
    found = Media.objects.filter(version=given, name=name).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


def list_file(request: HttpRequest, held: lists.List) -> HttpResponseBase:
    """A list, streamed, and compressed for who takes that; nothing but 304 for who has it."""
    pressed = "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{held.md5}{"-gz" if pressed else ""}"'
    if {tag, "*"} & set(parse_etags(request.headers.get("If-None-Match", ""))):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        chunks = held.chunks()
        response = StreamingHttpResponse(lists.pressed(chunks) if pressed else chunks, content_type="text/csv")
        if pressed:
            response["Content-Encoding"] = "gzip"
    response["ETag"], response["Vary"] = tag, "Accept-Encoding"
    return response


@to_phones
def integrity(request: HttpRequest, device: Device, version: str, name: str) -> HttpResponse:
    """Which of some entries a phone has to lose (docs.getodk.org/openrosa-integrity)."""
    top = Element("data")
    place, held = SubElement(top, "entities"), lists.one(device, one(device, version), name)
    asked = [key for key in request.GET.get("id", "").split(",") if key][:ASKED]
    for key, gone in (held.gone(asked) if held else {}).items():
        SubElement(SubElement(place, "entity", id=key), "deleted").text = "true" if gone else "false"
    return xml(top)


def one(device: Device, number: str) -> Version:
    """A version that this phone may have: in use, or closed while phones still hold records of it."""
    found = (
        Version.objects.select_related("form")
        .filter(pk=int(number) if number.isdecimal() else 0)
        .exclude(state=Version.State.DRAFT)
        .first()
    )
    if found is None or found.form.organisation_id not in {None, device.organisation_id}:
        raise Http404
    if not theirs.allowed(theirs.roles_of(device), found):
        raise Http404
    return found


@to_phones
def submission(request: HttpRequest, device: Device) -> HttpResponse:
    """One record with its files. 201 only when it is on the disk."""
    if request.method != "POST":  # a client asks first whether this is the place
        response = HttpResponse(status=204)
        response["Location"] = request.build_absolute_uri()
        return response
    request.upload_handlers = [RecordUpload(request)]
    try:
        sent = {name: file.read() for name, files in request.FILES.lists() for file in files}
    except RequestDataTooBig:
        return told(413, _("This is too large to be sent at once. It stays on the phone."))
    if package.PART in sent:
        return sealed(device, sent[package.PART])
    content = sent.pop("xml_submission_file", None)
    if content is None:
        return told(400, _("There is no record in what was sent. It stays on the phone."))
    outcome = receive(device, content, sent)
    return told(TOLD[outcome.result], sentences()[outcome.result])


def sealed(carrier: Device, content: bytes) -> HttpResponse:
    """A record that was sealed on a phone, by this one or by another of the organisation. Opened in memory."""
    try:
        brought = package.opened(content, carrier.organisation)
    except package.Unopened as problem:
        status, sentence = unopened()[problem.why]
        return told(status, sentence)
    outcome = receive(brought.author, brought.record, brought.files, brought.ended)
    return told(TOLD[outcome.result], sentences()[outcome.result])


def unopened() -> dict[str, tuple[int, str]]:
    """What a phone shows of a sealed record that was not taken; it keeps it."""
    return {
        "damaged": (400, _("What arrived was cut off or changed on the way. It stays on the phone.")),
        "gone": (410, _("It is too old to be opened here. It stays on the phone.")),
        "stranger": (403, _("The phone that wrote it is not known here. It stays on this phone.")),
    }


def sentences() -> dict[Result, str]:
    """What a phone shows."""
    return {
        Result.TAKEN: _("Thank you. It has arrived."),
        Result.CONFLICT: _("A record of the same number is here already, with other answers. Both are kept."),
        Result.NOT_READY: _("The organisation cannot take anything in yet. It stays on the phone."),
    }


def told(status: int, sentence: str) -> HttpResponse:
    """An answer as the standard wants it."""
    return HttpResponse(answer(sentence), status=status, content_type="text/xml; charset=utf-8")


@lru_cache(maxsize=256)
def answer(sentence: str) -> bytes:
    """One of the sentences above, in one of the languages."""
    top = Element("OpenRosaResponse", xmlns=ANSWER)
    SubElement(top, "message").text = sentence
    content: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return content


def xml(top: Element, status: int = 200) -> HttpResponse:
    content = tostring(top, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")
