"""`pakhi bench submissions`: records of a 30-question form sent to a running server, as phones send them.

The server is `pakhi serve` in an empty installation of its own; the clients run on the same machine and share its
processors. Each record is another one. At the end the server is killed, not stopped, and every record that it
acknowledged must be there, once, with all of its coded answers.
"""

from __future__ import annotations

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

BOUNDARY = "----a-record-of-the-bench"
CHOICES, NUMBERS, DAYS, TEXTS = 10, 8, 4, 8
FORM = "\n".join(
    [
        "| survey |",
        "| | type | name | label |",
        *(f"| | select_one five | choice{n} | Choice {n} |" for n in range(CHOICES)),
        *(f"| | integer | number{n} | Number {n} |" for n in range(NUMBERS)),
        *(f"| | date | day{n} | Day {n} |" for n in range(DAYS)),
        *(f"| | text | text{n} | Text {n} |" for n in range(TEXTS)),
        "| choices |",
        "| | list_name | name | label |",
        *(f"| | five | c{n} | {n} |" for n in range(5)),
        "| settings |",
        "| | form_title | form_id | version |",
        "| | Bench | bench | 1 |",
    ]
)


@dataclass(frozen=True)
class Place:
    """Where records are sent: the organisation's code, and what each phone shows."""

    organisation: str
    phones: list[str]


def record(number: int) -> tuple[str, bytes]:
    """(instance id, the whole body of a request) of one record; all thirty questions are answered."""
    instance = f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'bench {number}')}"
    answers = [f"<choice{n}>c{(number + n) % 5}</choice{n}>" for n in range(CHOICES)]
    answers += [f"<number{n}>{number % 97 + n}</number{n}>" for n in range(NUMBERS)]
    answers += [f"<day{n}>2026-0{n + 1}-{number % 28 + 1:02}</day{n}>" for n in range(DAYS)]
    answers += [f"<text{n}>The answer {n} of record {number}, in some words.</text{n}>" for n in range(TEXTS)]
    xml = f'<data id="bench" version="1">{"".join(answers)}<meta><instanceID>{instance}</instanceID></meta></data>'
    head = 'Content-Disposition: form-data; name="xml_submission_file"; filename="record.xml"\r\nContent-Type: text/xml'
    return instance, f"--{BOUNDARY}\r\n{head}\r\n\r\n{xml}\r\n--{BOUNDARY}--\r\n".encode()


def prepare(clients: int) -> Place:
    """An organisation with its key, the form in use, and a phone for each client."""
    from pakhi.field import devices, publish
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.vault import keys, scope

    if Organisation.objects.exists():
        raise SystemExit("This measures in an empty installation only; here somebody works already.")
    home = Organisation.objects.create(name="Bench", kind=Organisation.Kind.CBO)
    keeper = Account.objects.create(username="bench", name="Bench")
    Membership.objects.create(account=keeper, organisation=home, role="supervisor")
    with scope.bound(home.code):
        keys.make_worker_key(keeper, "a passphrase of the bench")
        keys.rehearse(home, keys.set_up(home, keeper)[:2])
    publish.go_live(publish.upload(FORM.encode(), "bench.md", home, keeper))
    phones = [devices.add(keeper, home) for _client in range(clients)]
    shown = [base64.b64encode(f"{made.code}:{password}".encode()).decode() for made, password in phones]
    return Place(home.code, [f"Basic {one}" for one in shown])


@contextmanager
def served() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`pakhi serve` on a free port, in a process group of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "pakhi.site.cli", "serve"]
    server = subprocess.Popen(
        command, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _attempt in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port, server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def send(port: int, place: Place, client: int, bodies: list[bytes]) -> list[float]:
    """Send records one after another as one phone; the seconds of each. Anything but 201 ends it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Authorization": place.phones[client], "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "X-OpenRosa-Version": "1.0",
    }  # fmt: skip
    out = []
    for body in bodies:
        start = time.perf_counter()
        line.request("POST", f"/openrosa/{place.organisation}/submission", body, headers)
        answer = line.getresponse()
        said = answer.read()
        out.append(time.perf_counter() - start)
        if answer.status != 201:
            raise SystemExit(f"The server answered {answer.status}: {said[:200]!r}")
    line.close()
    return out


def memory(group: int) -> float:
    """MB that the processes of a group hold, shared pages divided between those that share them; 0 if nobody says."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/smaps_rollup"):
        with suppress(OSError, ProcessLookupError):
            if os.getpgid(int(status.parent.name)) == group:
                found = [line for line in status.read_text().splitlines() if line.startswith("Pss:")]
                total += sum(int(line.split()[1]) for line in found)
    return total / 1024


def worked(group: int) -> float:
    """Seconds of processor that the living processes of a group have taken; 0 if nobody says."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ProcessLookupError):
            if os.getpgid(int(stat.parent.name)) == group:
                ticks += sum(int(one) for one in stat.read_text().rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def kept(instances: set[str]) -> tuple[int, int, float, int]:
    """(records that are missing, doubled or incomplete; all; seconds of the export; its bytes)."""
    from django.db.models import Count

    from pakhi.field import export
    from pakhi.field.models import Arrival, Form

    found = Arrival.objects.filter(state=Arrival.State.TAKEN).annotate(n=Count("answers"))
    rows = list(found.values_list("instance", "n"))
    whole = [instance for instance, n in rows if n == CHOICES + NUMBERS + DAYS]
    wrong = len(instances ^ set(whole)) + len(rows) - len(set(whole))
    start = time.perf_counter()
    size = sum(len(part.encode()) for part in export.lines(Form.objects.get(form_id="bench")))
    return wrong, len(rows), time.perf_counter() - start, size


def main(count: int, clients: int) -> list[tuple[str, float, str]]:
    """Send `count` records by `clients` at once. Gives name, figure and unit of each measure."""
    home = tempfile.mkdtemp(prefix="pakhi-bench-")
    os.environ["DATA"] = home
    import django

    django.setup()
    from pakhi.site.commands.migrate import migrate

    migrate()
    place = prepare(clients)
    made = [record(number) for number in range(count)]
    shares = [[body for _instance, body in made[client::clients]] for client in range(clients)]
    with served() as (port, server), ThreadPoolExecutor(clients) as pool:
        send(port, place, 0, [record(count + n)[1] for n in range(8)])  # the first ones wait for what loads once
        start, work = time.perf_counter(), worked(server.pid)
        told = list(pool.map(lambda client: send(port, place, client, shares[client]), range(clients)))
        took = time.perf_counter() - start
        work, held = worked(server.pid) - work, memory(server.pid)
        os.killpg(server.pid, signal.SIGKILL)
    instances = {instance for instance, _body in made} | {record(count + n)[0] for n in range(8)}
    wrong, rows, exporting, size = kept(instances)
    cuts = quantiles(sorted(one for part in told for one in part), n=100)
    return [
        (f"submissions, {clients} at once", count / took, "per second"),
        ("submissions, half within", cuts[49] * 1000, "ms"),
        ("submissions, 95 of 100 within", cuts[94] * 1000, "ms"),
        ("submissions, the server's processor for one", work / count * 1000, "ms"),
        ("submissions acknowledged", count + 8, "records"),
        ("submissions there after the server was killed", rows, "records"),
        ("submissions missing, doubled or incomplete", wrong, "records"),
        ("submissions as a table (CSV)", exporting, "s"),
        ("submissions as a table (CSV)", size / 1e6, "MB"),
        ("submissions, memory of the server", held, "MB"),
    ]
