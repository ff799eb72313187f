"""Phones that send records to a server which dies, and send them again until somebody says that they have arrived."""

from __future__ import annotations

import base64
import http.client
import random
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
GONE = (OSError, http.client.HTTPException)


@dataclass
class Filled:
    """A record on a phone: its bytes, and the files that it names. `told`: the server has said 201 to every part."""

    instance: str
    content: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    told: bool = False

    def parts(self, rng: random.Random) -> Iterator[dict[str, bytes]]:
        """As Collect sends it: everything at once, or the files in requests of their own, with the record in each."""
        record = {"xml_submission_file": self.content.encode()}
        if self.files and rng.random() < 0.5:
            for name, content in self.files.items():
                yield {**record, name: content}
        else:
            yield {**record, **self.files}


def visit(rng: random.Random) -> Filled:
    """A visit, half of them with two pictures."""
    instance = f"uuid:{uuid.UUID(int=rng.getrandbits(128), version=4)}"
    names = [f"{rng.getrandbits(40):x}.png" for _n in range(rng.choice([0, 0, 2]))]
    told = "".join(f"<picture>{name}</picture>" for name in names)
    answers = (
        f"<who>Somebody</who><came>{rng.choice(['yes', 'no'])}</came><children>{rng.randrange(9)}</children>{told}"
    )
    return Filled(instance, whole("visit", "1", instance, answers), {name: PICTURE + name.encode() for name in names})


def person(rng: random.Random, version: str) -> Filled:
    """Somebody who is registered, with a note."""
    instance = f"uuid:{uuid.UUID(int=rng.getrandbits(128), version=4)}"
    name = "".join(rng.choice("abcdefgh") for _n in range(9)).title()
    answers = f"<names><text>{name}</text><kind>usual</kind></names><gender>woman</gender><note>A note.</note>"
    return Filled(instance, whole("person", version, instance, answers))


def whole(form: str, version: str, instance: str, answers: str) -> str:
    meta = f"<meta><instanceID>{instance}</instanceID></meta>"
    return f'<data id="{form}" version="{version}">{answers}{meta}</data>'


def packed(parts: Mapping[str, bytes], boundary: str = "a-part-begins-here") -> tuple[str, bytes]:
    """(content type, body) of a request with these parts."""
    out = b""
    for name, content in parts.items():
        shown = f'form-data; name="{name}"; filename="{name}"'
        out += f"--{boundary}\r\nContent-Disposition: {shown}\r\nContent-Type: text/xml\r\n\r\n".encode() + content
        out += b"\r\n"
    return f"multipart/form-data; boundary={boundary}", out + f"--{boundary}--\r\n".encode()


@dataclass
class Line:
    """How a phone reaches the server."""

    port: int
    organisation: str
    shown: str

    @classmethod
    def of(cls, port: int, made: Mapping[str, Any]) -> Line:
        given = base64.b64encode(f"{made['code']}:{made['password']}".encode()).decode()
        return cls(port, made["organisation"], f"Basic {given}")

    def post(self, body: bytes, kind: str, timeout: float = 20, **more: str) -> tuple[int, bytes]:
        """(status, what it said). Raises one of GONE when the line is cut."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = {"Authorization": self.shown, "Content-Type": kind, "X-OpenRosa-Version": "1.0", **more}
            line.request("POST", f"/openrosa/{self.organisation}/submission", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def send(self, record: Filled, rng: random.Random) -> list[int]:
        """Send all parts of a record; what was answered. A cut line ends it, and the phone keeps the record."""
        said: list[int] = []
        with suppress(*GONE):
            for part in record.parts(rng):
                kind, body = packed(part)
                said.append(self.post(body, kind)[0])
                if said[-1] != 201:
                    return said
            record.told = True
        return said
