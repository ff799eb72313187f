"""The app on a phone, as far as the server sees it: it makes itself a password, and seals with the server's key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from pakhi.field.tests.conftest import Phone
from pakhi.lib.transport import seal_away

OWN = "ab" * 20


def digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def ask(phone: Phone, path: str, **query: str) -> HttpResponse:
    return phone.client.get(f"/field/api/{phone.organisation.code}/{path}", query, headers=phone.shown)


def enrol(phone: Phone, told: str = "", password: str = OWN) -> HttpResponse:
    """The app takes the phone over, with a password of its own."""
    body = told or json.dumps({"digest": digest(password)})
    where = f"/field/api/{phone.organisation.code}/enrol"
    return phone.client.post(where, body, content_type="text/plain", headers=phone.shown)


def with_app(phone: Phone) -> Phone:
    """The same phone, with the app on it."""
    assert enrol(phone).status_code == 200
    phone.password = OWN
    phone.device.refresh_from_db()
    return phone


def packed(author: Phone, content: bytes, files: dict[str, bytes], **head: object) -> bytes:
    """What web/field/parts.js makes, without the seal."""
    parts = {"xml_submission_file": content, **files}
    sizes = [[name, len(held)] for name, held in parts.items()]
    written = json.dumps({"by": author.device.code, "parts": sizes, **head}).encode()
    inside = len(written).to_bytes(4, "big") + written + b"".join(parts.values())
    inside += bytes(-(len(inside) + 32) % 4096)
    return hmac.digest(digest(author.password).encode(), b"field record|" + inside, hashlib.sha256) + inside


def sealed(key: dict[str, str], inside: bytes) -> bytes:
    """Sealed to a key as the server tells it."""
    public = base64.b64decode(key["public"])
    return b"\x01" + key["code"].encode() + seal_away(public, inside, f"field record|{key['code']}")


def write(author: Phone, content: str, **files: bytes) -> bytes:
    """A finished record of this phone, sealed for today's key."""
    named = {name.replace("__", "."): held for name, held in files.items()}
    return sealed(ask(author, "state").json()["key"], packed(author, content.encode(), named))


def bring(carrier: Phone, sealed_record: bytes) -> HttpResponse:
    """A phone brings a sealed record, its own or another's."""
    part = {"sealed_record": SimpleUploadedFile("record", sealed_record, "application/octet-stream")}
    return carrier.client.post(f"/openrosa/{carrier.organisation.code}/submission", part, headers=carrier.shown)
