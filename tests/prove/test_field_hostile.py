"""What is sent to hurt, and a hundred thousand ordinary records: an answer in time, and nothing dropped in silence."""

from __future__ import annotations

import os
import random
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client

from pakhi.field.models import Answer, Arrival
from pakhi.field.tests.conftest import (  # noqa: F401 - fixtures
    Phone,
    organisations,
    phone,
    quick_passwords,
    ready,
    visit,
)
from tests.prove import hostile
from tests.prove.phones import packed
from tests.prove.test_field_killed import door, place  # noqa: F401 - a fixture

pytestmark = [pytest.mark.prove, pytest.mark.django_db(databases=["default", "vault", "ballots"])]

HOSTILE = int(os.environ.get("PAKHI_HOSTILE", "2000"))
ORDINARY = int(os.environ.get("PAKHI_ORDINARY", "100000"))
LONGEST = 2.0  # seconds
REFUSED = {400, 401, 404, 411, 413, 415}


def post(phone: Phone, kind: str, body: bytes) -> int:  # noqa: F811 - a fixture's name
    address = f"/openrosa/{phone.organisation.code}/submission"
    return phone.client.post(address, body, kind, headers=phone.shown).status_code


def seconds(done: Callable[[], int]) -> tuple[int, float]:
    """What is answered, and how long that took, without the time in which other programs had the processor."""
    begin, kept_off = time.perf_counter(), waited()
    status = done()
    return status, time.perf_counter() - begin - (waited() - kept_off)


def waited() -> float:
    """Seconds in which this program could have run, and another one did; 0 where nobody says."""
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


def test_what_is_sent_to_hurt(phone, visit, capsys) -> None:  # noqa: F811 - fixtures
    met: Counter[str] = Counter()
    seen: set[bytes] = set()
    kept, longest = 0, ("", 0.0)
    for name, kind, body in hostile.every(HOSTILE):
        status, took = seconds(lambda kind=kind, body=body: post(phone, kind, body))
        longest = max(longest, (name, took), key=lambda one: one[1])
        assert took < LONGEST, (name, took)
        assert status in REFUSED | {201, 409}, (name, status)
        kept += status in {201, 409} and body not in seen
        assert Arrival.objects.count() == kept, f"{name}: told {status}, and kept something else"
        seen.add(body)
        met[f"{status}"] += 1
    waiting = Counter(Arrival.objects.values_list("state", flat=True))
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {HOSTILE} hostile requests: {dict(met)}; {dict(waiting)}; the longest {longest[1]:.2f} s"
        )
        sys.stdout.write(f" ({longest[0]})\n")


def ordinary(rng: random.Random) -> tuple[bytes, int]:
    """(a record, how many coded answers it has)."""
    said = {
        "who": rng.choice(["ঝিঙে", "झुनझुन", "ఝుం", "Zib & Zab <3", "🌿", "a\nb", "x" * rng.randrange(1, 3000)]),
        "came": rng.choice(["yes", "no", ""]), "children": rng.choice(["0", "3", "-1", "৪", "९", ""]),
        "next": rng.choice(["2026-12-01", ""]),
    }  # fmt: skip
    inside = "".join(
        f"<{name}>{value.replace('&', '&amp;').replace('<', '&lt;')}</{name}>" for name, value in said.items() if value
    )
    meta = hostile.META.format(hostile.number(rng))
    coded = sum(bool(said[name]) for name in ("came", "children", "next"))
    return f'<data id="visit" version="1">{inside}{meta}</data>'.encode(), coded


def test_a_hundred_thousand_ordinary_records(phone, visit, capsys) -> None:  # noqa: F811 - fixtures
    rng, wanted, longest, begin = random.Random(1), 0, 0.0, time.perf_counter()
    for _record in range(ORDINARY):
        content, coded = ordinary(rng)
        kind, body = packed({"xml_submission_file": content})
        status, took = seconds(lambda kind=kind, body=body: post(phone, kind, body))
        assert status == 201
        longest = max(longest, took)
        wanted += coded
    assert longest < LONGEST
    assert Arrival.objects.filter(state="taken").count() == ORDINARY == Arrival.objects.count()
    assert Answer.objects.count() == wanted
    with capsys.disabled():
        took = time.perf_counter() - begin
        sys.stdout.write(
            f"\n  {ORDINARY} ordinary records in {took:.0f} s, the longest {longest * 1000:.0f} ms: 0 dropped\n"
        )


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("two gigabytes are announced", "Content-Length: 2147483648\r\n"),
        ("a length that is none", "Content-Length: many\r\n"),
        ("two lengths", "Content-Length: 10\r\nContent-Length: 2000\r\n"),
        ("no length and no end", "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_a_request_that_lies_about_its_length(place, name: str, more: str) -> None:  # noqa: F811 - a fixture
    """It is refused or cut off at once, and the server goes on serving others."""
    data, made = place
    with door(data) as server:
        server.start()
        with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as line:
            head = f"POST /openrosa/{made['organisation']}/submission HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}"
            line.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode())
            begin = time.perf_counter()
            with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as other:
                other.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                assert b"200" in other.recv(200).splitlines()[0]
            assert time.perf_counter() - begin < LONGEST


def test_nobody_is_let_in_by_a_strange_password(phone) -> None:  # noqa: F811 - a fixture
    for shown in ("", "Basic", "Basic !!!", "Basic " + "A" * 9000, "Bearer x", "Basic Og==", "Basic \u00ff"):
        answer = Client().post(f"/openrosa/{phone.organisation.code}/submission", headers={"Authorization": shown})
        assert answer.status_code == 401
