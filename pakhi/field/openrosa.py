"""The OpenRosa server: what ODK Collect, KoboCollect and our own app talk to. Each phone has its own password.

Standards: OpenRosa HTTP, form list, form submission, authentication (Basic); docs.getodk.org/openrosa.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.field import devices, publish
from pakhi.field.inbox import Result, receive
from pakhi.field.models import Device, Media, Version
from pakhi.field.uploads import MOST, RecordUpload
from pakhi.network.access import permit, sheet
from pakhi.network.models import Membership

LIST, MANIFEST, ANSWER = (
    f"http://openrosa.org/{name}" for name in ("xforms/xformsList", "xforms/xformsManifest", "http/response")
)
TOLD = {Result.TAKEN: 201, Result.CONFLICT: 409, Result.NOT_READY: 503}
View = Callable[..., HttpResponse]


def to_phones(view: View) -> View:
    """A page for phones: the phone shows its code and password, and gets the headers of the standard."""

    @wraps(view)
    def admitted(request: HttpRequest, organisation: str, *words: str, **named: str) -> HttpResponse:
        device = admit(request, organisation)
        if device is None:
            response = HttpResponse(status=401)
            response["WWW-Authenticate"] = 'Basic realm="records", charset="UTF-8"'
        else:
            response = view(request, device, *words, **named)
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(MOST)
        return response

    return admitted


def admit(request: HttpRequest, organisation: str) -> Device | None:
    """The phone that a request comes from, by Basic authentication."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    try:
        code, _colon, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    device = devices.admitted(code, password, organisation) if scheme.lower() == "basic" else None
    if device is None or not opens(request, device):
        return None
    devices.was_seen(device)
    return device


def opens(request: HttpRequest, device: Device) -> bool:
    """Whether the access sheet lets the phone's worker open this page."""
    match = request.resolver_match
    row = sheet().row(match.view_name, request.method or "") if match else None
    mine = Membership.objects.current().filter(account=device.account, organisation=device.organisation)
    return row is not None and bool(permit(row, mine, True, device.organisation))


@to_phones
def form_list(request: HttpRequest, device: Device) -> HttpResponse:
    """The forms in use, with the hash of each."""
    wanted = request.GET.get("formID", "")
    top = Element("xforms", xmlns=LIST)
    for version in publish.offered(device.organisation):
        if wanted in {"", version.form.form_id}:
            entry(SubElement(top, "xform"), request, device, version)
    return xml(top)


def entry(place: Element, request: HttpRequest, device: Device, version: Version) -> None:
    home = {"organisation": device.organisation.code, "version": version.pk}
    fields = {
        "formID": version.form.form_id, "name": version.title, "version": version.version,
        "hash": f"md5:{version.md5}",
        "downloadUrl": request.build_absolute_uri(reverse("openrosa:form", kwargs=home)),
    }  # fmt: skip
    if version.media.exists():
        fields["manifestUrl"] = request.build_absolute_uri(reverse("openrosa:manifest", kwargs=home))
    for name, text in fields.items():
        SubElement(place, name).text = text


@to_phones
def form(request: HttpRequest, device: Device, version: str) -> HttpResponse:
    """One XForm, byte for byte as it was published."""
    return HttpResponse(bytes(one(device, version).xform), content_type="text/xml; charset=utf-8")


@to_phones
def manifest(request: HttpRequest, device: Device, version: str) -> HttpResponse:
    """The pictures, recordings and tables that a form needs."""
    top, found = Element("manifest", xmlns=MANIFEST), one(device, version)
    for media in found.media.order_by("name"):
        place = SubElement(top, "mediaFile")
        home = {"organisation": device.organisation.code, "version": found.pk, "name": media.name}
        SubElement(place, "filename").text = media.name
        SubElement(place, "hash").text = f"md5:{media.md5}"
        SubElement(place, "downloadUrl").text = request.build_absolute_uri(reverse("openrosa:media", kwargs=home))
    return xml(top)


@to_phones
def media(request: HttpRequest, device: Device, version: str, name: str) -> HttpResponse:
    """One of them."""
    found = Media.objects.filter(version=one(device, version), name=name).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


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
    content = sent.pop("xml_submission_file", None)
    if content is None:
        return told(400, _("There is no record in what was sent. It stays on the phone."))
    outcome = receive(device, content, sent)
    return told(TOLD[outcome.result], sentences()[outcome.result])


def sentences() -> dict[Result, str]:
    """What a phone shows."""
    return {
        Result.TAKEN: _("Thank you. It has arrived."),
        Result.CONFLICT: _("A record of the same number is here already, with other answers. Both are kept."),
        Result.NOT_READY: _("The organisation cannot take anything in yet. It stays on the phone."),
    }


def told(status: int, sentence: str) -> HttpResponse:
    """An answer as the standard wants it."""
    top = Element("OpenRosaResponse", xmlns=ANSWER)
    SubElement(top, "message").text = sentence
    return xml(top, status)


def xml(top: Element, status: int = 200) -> HttpResponse:
    content = tostring(top, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")
