"""Between the menu and a telephone company: what it tells us of a call, and how an answer is written for it.

`Company` is all that a company has to be able to do. `Markup` is the one that is built: a webhook by POST that is
answered with XML of verbs (`Response`, `Gather`, `Play`, `Say`, `Record`, `Redirect`, `Hangup`), as Twilio names them;
others have the same verbs under other names, and need an adapter of some thirty lines.

How a request proves itself, a line at a time:
- signed: HMAC-SHA1 over the address and the sorted fields with the company's token, in `X-Twilio-Signature`;
- or, without a token, the line's own password by Basic authentication at the first request of a call. Each next address
  is made by us, sealed and good for an hour, and given to whoever passed the first.

The caller's number is read from a request, used in it, and never put into an address, a log or a cache.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement, tostring

from pakhi.field import lines
from pakhi.field.call_state import Ask
from pakhi.field.models import Line
from pakhi.lib import seal

NUMBER = re.compile(r"\+?[0-9]{6,15}")
KEYS = re.compile(r"[0-9]{1,20}")  # a card has sixteen
ADDRESS = re.compile(r"https://[!-~]{1,480}")
VOICES = {"en": "en-IN", "bn": "bn-IN", "hi": "hi-IN", "te": "te-IN"}
LONGEST_MESSAGE, PATIENCE = 120, 7  # seconds


@dataclass(frozen=True)
class Heard:
    """One request. `call`: the company's name for the call; `pressed`: figures; `number`: empty if withheld."""

    call: str
    number: str = field(default="", repr=False)
    pressed: str = field(default="", repr=False)
    spoke: bool = False
    sound: bytes = field(default=b"", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Spoken:
    """One prompt as it is said: the address of a recording, or the words for the company's machine."""

    language: str
    sound: str = ""
    words: str = ""


class Company(Protocol):
    """What a telephone company's adapter does."""

    def proves(self, line: Line, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Whether a request comes from the company."""

    def heard(self, fields: Mapping[str, str], sound: bytes) -> Heard | None:
        """What a request says; None if it is about no call."""

    def answer(self, said: list[Spoken], ask: Ask | None, onward: str) -> bytes:
        """What is said, what is waited for, and where the next request goes."""


def signature(token: str, address: str, fields: Mapping[str, str]) -> str:
    """The company's signature of a request."""
    signed = address + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


class Markup:
    """Answers in XML of verbs."""

    kind = "text/xml; charset=utf-8"

    def proves(self, line: Line, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """By signature where the line has a token; else by the line's password."""
        if line.token is None:
            return shows_password(line, headers.get("Authorization", ""))
        try:
            token = seal.unwrap(lines.lock(line), bytes(line.token)).decode()
        except seal.CannotOpen:
            return False
        given = headers.get("X-Twilio-Signature", "")
        return hmac.compare_digest(signature(token, address, fields).encode(), given.encode())

    def heard(self, fields: Mapping[str, str], sound: bytes) -> Heard | None:
        """Fields that are not as they have to be count as empty."""
        call, address = fields.get("CallSid", ""), fields.get("RecordingUrl", "")
        if not 1 <= len(call) <= 200:
            return None
        number, pressed = fields.get("From", "").strip(), fields.get("Digits", "").rstrip("#")
        pressed = pressed if KEYS.fullmatch(pressed) else "x" * bool(pressed)  # some key, but none of ours
        address = address if ADDRESS.fullmatch(address) else ""
        silent = fields.get("RecordingDuration", "1") == "0"
        return Heard(
            call, number if NUMBER.fullmatch(number) else "", pressed, bool(sound or address) and not silent,
            sound, address,
        )  # fmt: skip

    def answer(self, said: list[Spoken], ask: Ask | None, onward: str) -> bytes:
        top = Element("Response")
        place = SubElement(top, "Gather", gather(ask, onward)) if ask and ask.kind != "voice" else top
        for one in said:
            if one.sound:
                SubElement(place, "Play").text = one.sound
            elif one.words:
                SubElement(place, "Say", language=VOICES[one.language]).text = one.words
        self.close(top, ask, onward)
        return bytes(tostring(top, encoding="utf-8", xml_declaration=True))

    def close(self, top: Element, ask: Ask | None, onward: str) -> None:
        """What follows where nothing is pressed; after the last word the line is put down."""
        if ask is None:
            SubElement(top, "Hangup")
            return
        if ask.kind == "voice":
            asked = {"action": onward, "method": "POST", "maxLength": str(LONGEST_MESSAGE), "finishOnKey": "#"}
            SubElement(top, "Record", {**asked, "playBeep": "true", "transcribe": "false", "timeout": str(PATIENCE)})
        SubElement(top, "Redirect", method="POST").text = onward


def gather(ask: Ask | None, onward: str) -> dict[str, str]:
    one_key = {"numDigits": "1", "finishOnKey": ""} if ask and ask.kind == "key" else {"finishOnKey": "#"}
    return {"input": "dtmf", "action": onward, "method": "POST", "timeout": str(PATIENCE), **one_key}


def shows_password(line: Line, given: str) -> bool:
    """Whether Basic authentication shows the line's code and password."""
    scheme, _space, held = given.partition(" ")
    try:
        code, _colon, secret = base64.b64decode(held, validate=True).decode().partition(":")
    except ValueError:  # not base64, no letters of it, or no text in it
        return False
    right = hmac.compare_digest(lines.digest(secret), line.secret)
    return scheme.lower() == "basic" and code == line.code and right


COMPANY: Company = Markup()
