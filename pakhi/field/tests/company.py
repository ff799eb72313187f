"""A telephone company for tests: it signs or shows the password, reads our XML and follows its addresses."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pakhi.field.models import Line
from pakhi.field.telephony import signature

NUMBERS = count(1)
WAV = (
    b"RIFF\x60\x00\x00\x00WAVEfmt " + b"\x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00" + b"\x80" * 60
)


@dataclass
class Company:
    """What it knows of a line; one call at a time."""

    line: Line
    secret: str
    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    sid: str = ""
    caller: str = ""
    onward: str = ""
    heard: list[str] = field(default_factory=list)

    def call(self, caller: str) -> HttpResponse:
        """Somebody calls the line."""
        self.sid, self.caller = f"CA{next(NUMBERS):030}", caller
        return self.post(f"http://testserver/line/{self.line.code}/")

    def press(self, keys: str) -> HttpResponse:
        return self.post(self.onward, Digits=keys)

    def silence(self) -> HttpResponse:
        return self.post(self.onward)

    def speak(self, sound: bytes = WAV, **fields: str) -> HttpResponse:
        """Somebody spoke after the tone, and pressed the hash key."""
        return self.post(self.onward, sound, Digits="#", RecordingDuration="7", **fields)

    def walk(self, caller: str, keys: str) -> HttpResponse:
        """A call with these keys, one after the other."""
        response = self.call(caller)
        for key in keys:
            response = self.press(key)
        return response

    def post(self, address: str, sound: bytes = b"", **more: str) -> HttpResponse:
        fields = {"CallSid": self.sid, "From": self.caller, "To": "+911140000000", "CallStatus": "in-progress", **more}
        shown = base64.b64encode(f"{self.line.code}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {shown}"}
        if self.token:
            headers = {"X-Twilio-Signature": signature(self.token, address, fields)}
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        file = {"Recording": SimpleUploadedFile("r.wav", sound)} if sound else {}
        return self.listen(self.client.post(path, {**fields, **file}, headers=headers))

    def listen(self, response: HttpResponse) -> HttpResponse:
        """Understand an answer: what is said, and where the next request goes."""
        if response.status_code == 200:
            top = fromstring(response.content)
            self.heard = [said(one) for one in top.iter() if one.tag in {"Say", "Play"}]
            moved = top.find("Redirect")
            self.onward = (moved.text or "") if moved is not None else ""
        return response

    @property
    def over(self) -> bool:
        return not self.onward


def said(one: Element) -> str:
    return f"{one.get('language')} {one.text}" if one.tag == "Say" else str(one.text)
