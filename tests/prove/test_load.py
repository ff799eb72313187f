"""Twenty phones at once: every ballot that was sent is there, once, and the log says nothing about anybody."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pakhi.voice.tests.phone import Page
from tests.program import PAKHI, environment

pytestmark = pytest.mark.prove

PHONES, CARDS = 20, 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Phone:
    """One phone on the network, without JavaScript."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.page = Page("")

    def ask(self, method: str, address: str, fields: dict[str, Any] | None = None) -> None:
        body = urlencode(fields or {}, doseq=True)
        self.line.request(method, address, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = self.line.getresponse()
        html = answer.read().decode()
        assert answer.status == 200, (answer.status, Page(html).alerts)
        assert answer.getheader("Set-Cookie") is None
        self.page = Page(html)

    def press(self, **filled: str) -> None:
        self.ask("POST", self.page.action, self.page.fields | filled)


@pytest.fixture(scope="module")
def served(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """`pakhi serve` on a free port, with a village and a hundred good cards."""
    data = tmp_path_factory.mktemp("load") / "data"
    shutil.copytree(installation, data)
    program = [sys.executable, "-m", "tests.prove.room", "prepare", str(PHONES * CARDS)]
    made = subprocess.run(program, env=environment(data), capture_output=True, text=True, check=True)
    port = free_port()
    with (data / "log").open("w") as log:
        server = subprocess.Popen([PAKHI, "serve"], env=environment(data, PORT=str(port)), stdout=log, stderr=log)
        try:
            wait_until_it_answers(port)
            yield {**json.loads(made.stdout), "port": port, "data": data}
        finally:
            server.terminate()
            server.wait(30)


def wait_until_it_answers(port: int) -> None:
    for _attempt in range(300):
        phone = Phone(port)
        with closing(phone.line), suppress(OSError):
            phone.ask("GET", "/v/")
            return
        time.sleep(0.2)
    raise AssertionError("The server did not start.")


def rate(served: dict[str, Any], number: str) -> int:
    """One survivor's whole way about two offices; every second one presses send twice. Returns ballots sent."""
    phone = Phone(served["port"])
    with closing(phone.line):
        return answer(phone, served, number)


def answer(phone: Phone, served: dict[str, Any], number: str) -> int:
    phone.ask("GET", "/v/")
    phone.press(card=number)
    for family, office in (("police", served["police"]), ("village-council", served["gp"])):
        phone.press(family=family)
        phone.press(place=str(served["place"]))
        phone.press(office=office)
        if phone.page.fields["screen"] == ["who"]:
            phone.press(holder="")
        phone.press(respect="3", listened="2", waiting="na", money="no", themes="kind_words")
        fields, action = phone.page.fields, phone.page.action
        assert fields["screen"] == ["check"]
        for _time in range(2 if int(number) % 2 else 1):
            phone.ask("POST", action, fields)
            assert phone.page.fields["screen"] == ["done"]
        phone.press(next="office")
    return 2


def test_twenty_phones_at_once_lose_and_double_nothing(served: dict[str, Any], capsys) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(PHONES) as phones:
        sent = sum(phones.map(lambda number: rate(served, number), served["numbers"]))
    seconds = time.monotonic() - started
    with sqlite3.connect(served["data"] / "ballots.sqlite3") as ballots:
        kept = ballots.execute("SELECT count(*), count(DISTINCT slot) FROM ballots_ballot").fetchone()
        used = ballots.execute("SELECT count(*) FROM ballots_card WHERE used").fetchone()[0]
    with capsys.disabled():
        told = f"{sent} ballots by {PHONES} phones at once in {seconds:.1f} s: {sent / seconds:.1f} ballots a second"
        sys.stdout.write(f"\n{told}\n")
    assert kept == (sent, sent)
    assert used == PHONES * CARDS


def test_the_log_says_nothing_about_anybody(served: dict[str, Any]) -> None:
    log = (served["data"] / "log").read_text()
    after = log.split("Stop with Ctrl-C.")[1]
    assert after.strip() == ""
