"""Cold image: the server is stopped and everything is copied. No name of 200 is in it; with one passphrase all are.

The secrets of the server (signing key, halves of keys, the key of the log) are in the copy; no person's passphrase is.
"""

from __future__ import annotations

import csv
import http.cookiejar
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pakhi.site.demo.planted import SCRIPTS, word
from pakhi.vault.tests.page import Page
from tests.browser.product import free_port, wait_for
from tests.program import PAKHI, environment
from tests.prove.image import Sought, coats, packed, search
from tests.prove.vault_room import PASSPHRASES

pytestmark = pytest.mark.prove
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """An installation of its own: its data, its temporary folder, its home and its logs, and nothing elsewhere."""

    home: Path
    shares: list[str] = field(default_factory=list)
    organisation: str = ""
    typed: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def folders(self) -> list[Path]:
        return [self.home / name for name in ("data", "tmp", "user", "logs")]

    def environment(self, **more: str) -> dict[str, str]:
        for folder in self.folders:
            folder.mkdir(exist_ok=True)
        own = {"TMPDIR": str(self.home / "tmp"), "HOME": str(self.home / "user"), "PYTHONPATH": str(ROOT)}
        return environment(self.data, **own, **more)

    def do(self, *words: str) -> list[str]:
        """A verb of vault_room in a process of its own; its lines. What it says besides goes to the logs."""
        return self.run([sys.executable, "-m", "tests.prove.vault_room", *words])

    def run(self, command: list[str]) -> list[str]:
        there = self.environment()
        with (self.home / "logs" / "process").open("ab") as log:
            done = subprocess.run(
                command, env=there, stdout=subprocess.PIPE, stderr=log, check=False, timeout=570, cwd=self.home
            )
        assert done.returncode == 0, (self.home / "logs" / "process").read_text()[-3000:]
        return done.stdout.decode().splitlines()


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    """CBO One, set up with real passphrases."""
    made = Place(tmp_path_factory.mktemp("cold"))
    begun = json.loads(made.do("begin")[-1])
    made.shares, made.organisation = begun["shares"], begun["organisation"]
    return made


@pytest.fixture(scope="module")
def planted(place) -> list[dict[str, str]]:
    """200 people by `pakhi vault plant` and 12 more through the pages themselves; then the server is killed."""
    lines = place.run([str(PAKHI), "vault", "plant", "--count", "200", "--seed", "7"])
    place.typed = through_the_pages(place)
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def through_the_pages(place: Place) -> list[str]:
    """Mou signs in, registers people and reads a name; what she typed. Then the plug is pulled, so that logs of the
    databases stay as they are."""
    port = free_port()
    with (place.home / "logs" / "server").open("ab") as log:
        there = place.environment(PORT=str(port))
        server = subprocess.Popen([PAKHI, "serve"], env=there, stdout=log, stderr=log, start_new_session=True)
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(site, server, place.home / "logs" / "server")
            cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
            browser = urllib.request.build_opener(cookies)
            page = browser.open(f"{site}/desk/account/login/", timeout=30).read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
            assert token
            sent = {"csrfmiddlewaretoken": token[1], "login": "mou", "password": PASSPHRASES["mou"]}
            answer = browser.open(f"{site}/desk/account/login/", urllib.parse.urlencode(sent).encode(), timeout=60)
            assert "/account/login/" not in answer.url
            assert any(cookie.name == "desk" for cookie in cookies.cookiejar)
            return [value for number in range(12) for value in register(browser, site, place.organisation, number)]
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)


def register(browser: urllib.request.OpenerDirector, site: str, organisation: str, number: int) -> list[str]:
    """One person through the form, in one of four scripts, revealed afterwards; every value that was typed."""
    rng = random.Random(f"typed {number}")
    script = list(SCRIPTS)[number % len(SCRIPTS)]
    name, village, find, phone = (
        f"{word(rng, script)} {word(rng, script)}",
        word(rng, script),
        word(rng, script),
        "99998",
    )
    phone += f"{rng.randrange(10**5):05}"
    typed = {
        "names__0__text": name, "contacts__0__number": phone, "contacts__0__safe_to_call": "no",
        "address__village": village, "address__how_to_find": find,
    }  # fmt: skip
    page = form = post(browser, f"{site}/desk/at/{organisation}/new", None)
    sent = form.sent("/new", **typed)
    unknown = {key.replace("__", "-") for key in typed} - set(form.sent("/new"))
    assert not unknown, unknown
    page = post(browser, f"{site}/desk/at/{organisation}/new", {**sent, **form.token})
    if any(action.endswith("/register") for action in page.forms):  # somebody sounds alike: she is none of them
        page = post(browser, f"{site}/desk/at/{organisation}/register", {**page.sent("/register"), **page.token})
    assert "/person/" in page.address, page.words[-500:]
    shown = post(
        browser, f"{page.address}reveal", {"part": ["names", "contacts", "address"], "reason": "visit", **page.token}
    )
    assert name in shown.words
    return [name, phone, village, find]


class Typed(Page):
    """A page as a browser without the product's help reads it."""

    def __init__(self, answer: object) -> None:
        self.content, self.status_code = answer.read(), answer.status  # type: ignore[attr-defined]
        self.address: str = answer.url  # type: ignore[attr-defined]
        super().__init__(self)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.html)
        self.token = {"csrfmiddlewaretoken": found[1]} if found else {}


def post(browser: urllib.request.OpenerDirector, address: str, fields: dict[str, object] | None) -> Typed:
    data = urllib.parse.urlencode(fields, doseq=True).encode() if fields is not None else None
    origin = "/".join(address.split("/")[:3])
    return Typed(browser.open(urllib.request.Request(address, data, {"Origin": origin}), timeout=60))


def test_the_search_finds_every_coat(tmp_path):
    """Before it is believed when it finds nothing."""
    value = "ঝিটুংফালোমি খুঢেনোপা"
    for number, (name, coat) in enumerate(coats(value).items()):
        (tmp_path / "a").write_bytes(os.urandom(1000 + number) + coat + os.urandom(500))
        hits, _seen = search([tmp_path], Sought([value]))
        assert name in {coat for _path, _value, coat in hits}
    whole = packed(b"before " + value.encode() + os.urandom(9000))
    for stream in [*whole, *(stream[:2000] for stream in whole)]:
        (tmp_path / "a").write_bytes(os.urandom(777) + stream + os.urandom(77))
        assert search([tmp_path], Sought([value]))[0]
    database = sqlite3.connect(tmp_path / "a.sqlite3")
    database.execute("CREATE TABLE t (words TEXT)")
    database.execute("INSERT INTO t VALUES (?)", ["x" * 4000 + value + "y" * 9000])
    database.commit()
    (tmp_path / "a").unlink()
    assert search([tmp_path], Sought([value]))[0]
    assert not search([tmp_path], Sought(["ঝিটুংফালোমি খুঢেনোপি"]))[0]


def test_no_byte_of_the_image_gives_a_name(place, planted, capsys):
    assert len({row["code"] for row in planted}) == 200
    assert len({row["script"] for row in planted}) == 4
    assert len(place.typed) == 48
    sought = Sought([*(row["value"] for row in planted), *place.typed])
    hits, seen = search(place.folders, sought)
    coated = sum(len(rows) for rows in sought.by_head.values())
    values = len(planted) + len(place.typed)
    told = f"{values} values of 212 people in {coated} coats, {seen['files']} files, {seen['bytes'] / 1e6:.1f} MB"
    with capsys.disabled():
        sys.stdout.write(f"\ncold image: {told}, {seen['streams']} packed streams: {len(hits)} hits\n")
    assert seen["files"] > 400  # databases and their logs, 200 halves, 220 files
    assert [(path.name, coat) for path, _value, coat in hits] == []


def test_with_one_workers_passphrase_everybody_is_read(place, planted, capsys):
    said = {row["code"]: row["said"] for row in map(json.loads, place.do("read", "mou"))}
    wanted = defaultdict(list)
    for row in planted:
        if row["part"] not in {"place of the photo", "phone digits"}:
            wanted[row["code"]].append(row["value"])
    whole = {code: json.dumps(said[code], ensure_ascii=False) for code in wanted}
    read = [code for code, values in wanted.items() if all(value in whole[code] for value in values)]
    with capsys.disabled():
        sys.stdout.write(f"\nwith one worker's passphrase: {len(read)} of {len(wanted)} people, every value\n")
    assert len(read) == 200
    photos = [row["value"] for row in planted if row["part"] == "place of the photo"]
    assert len(photos) == 20
    assert not any(value in text for value in photos for text in whole.values())


def test_without_the_halves_the_databases_and_a_passphrase_open_nobody(place, planted):
    """A copy of the databases alone, as a backup is, beside the living installation's passphrase."""
    backup = Place(place.home.parent / "backup")
    shutil.copytree(place.data, backup.data)
    shutil.rmtree(backup.data / "secrets" / "people")
    assert {row["said"][0] for row in map(json.loads, backup.do("read", "mou"))} == {
        "refused: This record cannot be opened."
    }


def test_an_old_backup_does_not_give_back_who_was_forgotten(place, planted):
    """Old copies of the database files, put back beside what the installation still has: she alone does not open."""
    code = planted[0]["code"]
    names = ("vault.sqlite3", "records.sqlite3")
    kept = place.home / "kept"
    kept.mkdir()
    for name in names:  # as a backup program copies a database that is in use
        with sqlite3.connect(place.data / name) as live, sqlite3.connect(kept / name) as copy:
            live.backup(copy)
    place.do("forget", code)
    during = place.home / "during"
    during.mkdir()
    with sqlite3.connect(place.data / names[0]) as live, sqlite3.connect(during / names[0]) as copy:
        live.backup(copy)
    assert planted[0]["value"] in place.do("held", code, *place.shares[:2])[-1]
    assert place.do("held", code, place.shares[0]) == ["refused: Refused"]
    assert refused(restored(place, kept)) == {code}  # at once, also for the years of copies before
    assert place.do("destroy") == ["1"]
    assert refused(restored(place, kept)) == {code}
    after = restored(place, during)
    assert after.do("held", code, *place.shares[:2]) == ["refused: Refused"]  # nor for the law, when its time is over


def restored(place: Place, copies: Path) -> Place:
    """What the installation has now, with older database files put back."""
    back = Place(place.home.parent / f"restored-{len(list(place.home.parent.iterdir()))}")
    shutil.copytree(place.data, back.data)
    for copy in copies.iterdir():
        for end in ("", "-wal", "-shm"):
            (back.data / f"{copy.name}{end}").unlink(missing_ok=True)
        shutil.copy(copy, back.data / copy.name)
    return back


def refused(place: Place) -> set[str]:
    """Codes of the people whom a worker's passphrase does not open."""
    rows = [json.loads(line) for line in place.do("read", "mou")]
    assert len(rows) == 212
    return {row["code"] for row in rows if str(row["said"][0]).startswith("refused")}
