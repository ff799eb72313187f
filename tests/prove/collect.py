"""A phone with ODK Collect, as near as a machine without Android comes: JavaRosa fills forms, and a client sends them.

What the client does follows the sources of Collect (`OkHttpConnection`, `InstanceServerUploader`,
`LocalEntityUseCases`): it is asked for its password before it shows it, it asks with HEAD before it sends, it cuts the
files of a record into requests, and it keeps its own copy of each list, in which what it has made waits to be known.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import http.client
import io
import os
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, fromstring

import pyxform
from PIL import Image

JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
DRIVER = Path(__file__).with_name("Collect.java")
JAVA, COMPILER = shutil.which("java"), shutil.which("javac")
MISSING = "" if JAVA and COMPILER else "neither java nor javac is here: apt-get install default-jdk-headless"
PHONE = "collect:aB3dE5gH7jK9mN1p"


def picture() -> bytes:
    """A photograph, if a small one."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


PICTURE = picture()


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def validate(*forms: Path) -> tuple[int, str]:
    """What ODK Validate says of these XForms."""
    assert JAVA
    done = subprocess.run([JAVA, "-jar", JAR, *forms], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Engine:
    """JavaRosa in a process of its own, in a time zone of the villages."""

    def __init__(self, folder: Path) -> None:
        assert JAVA
        assert COMPILER
        subprocess.run([COMPILER, "-nowarn", "-cp", JAR, "-d", folder, DRIVER], check=True, capture_output=True)
        self.process = subprocess.Popen(
            [JAVA, "-Duser.timezone=Asia/Kolkata", "-cp", f"{JAR}{os.pathsep}{folder}", "Collect"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def fill(self, form: Path, media: Path, record: Path, **wanted: str) -> bytes:
        """The record that somebody makes with a form. Raises AssertionError with what JavaRosa says."""
        assert self.process.stdin
        assert self.process.stdout
        answers = "|".join(f"{name}={value}" for name, value in wanted.items())
        self.process.stdin.write(f"{form}\t{media}\t{record}\t{answers}\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        assert said.startswith("ok"), f"{form.name}: {said}"
        return record.read_bytes()

    def close(self) -> None:
        with self.process:  # closes its ends as well
            self.process.kill()


@dataclass
class Line:
    """How the phone reaches the server. `shown` is empty until the server has asked who it is."""

    port: int
    code: str
    password: str
    shown: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, dict[str, str], bytes]:
        """Ask as Collect does: without a password first, then with it in every request."""
        sent = {"User-Agent": "org.odk.collect.android/v2025.3 Dalvik", "X-OpenRosa-Version": "1.0",
                "Date": formatdate(usegmt=True), "Accept-Encoding": "gzip"}  # fmt: skip
        for _attempt in range(2):
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            line.request(method, path, body or None, sent | self.shown | ({"Content-Type": kind} if kind else {}))
            answer = line.getresponse()
            told, content = {key.lower(): value for key, value in answer.getheaders()}, answer.read()
            line.close()
            if told.get("content-encoding") == "gzip":
                content = gzip.decompress(content)
            assert told["x-openrosa-version"] == "1.0"
            if answer.status != 401 or self.shown:
                break
            assert told["www-authenticate"].startswith("Basic ")
            given = base64.b64encode(f"{self.code}:{self.password}".encode()).decode()
            self.shown["Authorization"] = f"Basic {given}"
        return answer.status, told, content

    def get(self, address: str) -> bytes:
        parts = urlsplit(address)
        query = "&".join(one for one in (parts.query, f"deviceID={quote(PHONE, safe='')}") if one)
        status, _told, content = self.ask("GET", f"{parts.path}?{query}")
        assert status == 200, (address, status)
        return content

    def xml(self, address: str) -> Element:
        return fromstring(self.get(address))


@dataclass
class Entry:
    """An entry of a list as Collect keeps it."""

    id: str
    label: str
    version: int
    trunk: str
    branch: str
    properties: dict[str, str]
    online: bool = True


@dataclass
class Collect:
    """The app: its blank forms with their files, its lists and its records."""

    line: Line
    organisation: str
    engine: Engine
    folder: Path
    lists: dict[str, dict[str, Entry]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, Path] = field(default_factory=dict)
    count: int = 0

    @property
    def home(self) -> str:
        return f"/openrosa/{self.organisation}"

    def refresh(self) -> None:
        """Get what the server offers, each file checked by its hash, and bring the lists up to date."""
        top = self.line.xml(f"{self.home}/formList")
        assert top.tag == "{http://openrosa.org/xforms/xformsList}xforms"
        self.forms = {}
        for each in top:
            told = {local(child): child.text or "" for child in each}
            home = self.folder / told["formID"]
            home.mkdir(exist_ok=True)
            content = self.line.get(told["downloadUrl"])
            assert told["hash"] == f"md5:{md5(content)}", told["formID"]
            (home / "form.xml").write_bytes(content)
            self.forms[told["formID"]] = home
            if "manifestUrl" in told:
                self.media(home, self.line.xml(told["manifestUrl"]))

    def media(self, home: Path, top: Element) -> None:
        assert top.tag == "{http://openrosa.org/xforms/xformsManifest}manifest"
        for each in top:
            told = {local(child): child.text or "" for child in each}
            content = self.line.get(told["downloadUrl"])
            assert told["hash"] == f"md5:{md5(content)}", told["filename"]
            (home / told["filename"]).write_bytes(content)
            if each.get("type") == "entityList":
                self.heard(told["filename"].removesuffix(".csv"), content.decode(), told["integrityUrl"])

    def heard(self, name: str, text: str, integrity: str) -> None:
        """Bring one list up to date, as `updateLocalEntitiesFromServer` and `cleanUpDeletedOfflineEntities` do."""
        held, seen = self.lists.setdefault(name, {}), set()
        reader = csv.DictReader(io.StringIO(text))
        self.columns[name] = [one for one in reader.fieldnames or () if one not in {"name", "label", "__version"}]
        for row in reader:
            key, label, version = row.pop("name"), row.pop("label"), int(row.pop("__version"))
            seen.add(key)
            old = held.get(key)
            if old is None or old.version <= version:
                if old is None or old.version < version or not old.online:
                    held[key] = Entry(key, label, version, str(version), str(uuid.uuid4()), dict(row))
            else:
                old.online = True
        for key in [one for one, entry in held.items() if entry.online and one not in seen]:
            del held[key]
        waiting = [key for key, entry in held.items() if not entry.online]
        if waiting:
            top = self.line.xml(f"{integrity}?id={quote(','.join(waiting), safe='')}")
            for entity in top[0]:
                if entity[0].text == "true":
                    del held[entity.get("id", "")]

    def write_lists(self, home: Path) -> None:
        """The lists as an open form sees them: with what this phone has made itself."""
        for name, held in self.lists.items():
            with (home / f"{name}.csv").open("w", newline="") as file:
                write = csv.writer(file)
                write.writerow(["name", "label", "__version", "__trunkVersion", "__branchId", *self.columns[name]])
                for one in held.values():
                    values = [one.properties.get(column, "") for column in self.columns[name]]
                    write.writerow([one.id, one.label, one.version, one.trunk, one.branch, *values])

    def fill(self, form: str, **wanted: str) -> bytes:
        """Fill a form in and keep it, as without a connection; what it says about lists counts here at once."""
        home = self.forms[form]
        self.write_lists(home)
        self.count += 1
        record = self.engine.fill(home / "form.xml", home, self.folder / f"{form}_{self.count}.xml", **wanted)
        self.learn(record, home / "form.xml")
        return record

    def learn(self, record: bytes, form: Path) -> None:
        """`updateLocalEntitiesFromForm` for an entity of the whole form."""
        root = fromstring(record)
        for entity in (one for one in root.iter() if local(one) == "entity"):
            told = {key.rpartition("}")[2]: value for key, value in entity.attrib.items()}
            values = saved(root, fromstring(form.read_bytes()))
            label = next((child.text or "" for child in entity if local(child) == "label"), "")
            held = self.lists.setdefault(told["dataset"], {})
            old = held.get(told["id"])
            if told.get("update") in {"1", "true"} and old is not None:
                old.label, old.version, old.online = label or old.label, old.version + 1, False
                old.properties |= values
            elif told.get("create") in {"1", "true"} and label and uuid.UUID(told["id"]).version == 4:
                held[told["id"]] = Entry(told["id"], label, 1, "", str(uuid.uuid4()), values, online=False)

    def send(self, record: bytes, most: int | None = None) -> list[int]:
        """Send a record with its files as Collect cuts them; what was answered to each part."""
        path = f"{self.home}/submission?deviceID={quote(PHONE, safe='')}"
        status, told, _content = self.line.ask("HEAD", path)
        assert status == 204
        assert told["location"].partition("?")[2], "Collect goes on to where the server says"
        most = most or int(told["x-openrosa-accept-content-length"])
        said, named = [], files_of(record)
        parts = list(cut(record, dict.fromkeys(named, PICTURE), most))
        for number, files in enumerate(parts):
            kind, body = packed(record, files, more=number + 1 < len(parts))
            said.append(self.line.ask("POST", path, body, kind)[0])
        return said


def saved(root: Element, form: Element) -> dict[str, str]:
    """The properties that a record writes, by the form's `saveto`."""
    out = {}
    for bind in (one for one in form.iter() if local(one) == "bind"):
        name = next((value for key, value in bind.attrib.items() if key.endswith("saveto")), "")
        if name:
            path = bind.get("nodeset", "").split("/")[2:]
            found = root.find("/".join(path))
            out[name] = (found.text or "") if found is not None else ""
    return out


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def files_of(record: bytes) -> list[str]:
    """The names of files in a record, as the driver writes them."""
    ends = (".jpg", ".m4a", ".mp4", ".pdf")
    return [one.text for one in fromstring(record).iter() if one.text and one.text.endswith(ends)]


def cut(record: bytes, files: Mapping[str, bytes], most: int) -> Iterator[dict[str, bytes]]:
    """Which files go with which request: the record goes with each."""
    left, held, size = dict(files), dict[str, bytes](), len(record)
    while left:
        name = next(iter(left))
        if held and (len(held) > 100 or size + len(left[name]) > most):
            yield held
            held, size = {}, len(record)
        held[name] = left.pop(name)
        size += len(held[name])
    yield held


def packed(record: bytes, files: Mapping[str, bytes], more: bool) -> tuple[str, bytes]:
    """The body of a request, as okhttp writes it."""
    mark, out = str(uuid.uuid4()), b""

    def part(name: str, kind: str, content: bytes, file: str = "") -> bytes:
        named = f'; filename="{file}"' if file else ""
        told = f"Content-Type: {kind}\r\n" if kind else ""
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{told}'
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"

    out += part("xml_submission_file", "text/xml", record, "A form_2026-11-23_10-00-00.xml")
    for name, content in files.items():
        out += part(name, "image/jpeg" if name.endswith("jpg") else "application/octet-stream", content, name)
    if more:
        out += part("*isIncomplete*", "", b"yes")
    return f"multipart/form-data; boundary={mark}", out + f"--{mark}--\r\n".encode()


def rows(data: Path) -> dict[str, int]:
    """How many rows each table of the three files has."""
    out = {}
    for path in sorted(data.glob("*.sqlite3")):
        with closing(sqlite3.connect(path)) as file:
            tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                out[name] = file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
    return out
