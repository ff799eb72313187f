"""A server that is killed at any moment, or whose disk is full, loses no record that it said has arrived."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.program import environment
from tests.prove.phones import Filled, Line, person, visit
from tests.prove.test_load import free_port

pytestmark = pytest.mark.prove

KILLS, FULL, PHONES = 500, 50, 4


def run(data: Path, *words: str) -> Any:
    program = [sys.executable, "-m", "tests.prove.field_room", *words]
    done = subprocess.run(program, env=environment(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Server:
    """A door that is opened, killed, and opened again."""

    mother: subprocess.Popen[str]
    port: int
    child: int = 0

    def start(self, *limit: str) -> None:
        """Open it; it answers when this returns."""
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write(" ".join(["start", *limit]) + "\n")
        self.mother.stdin.flush()
        self.child = int(self.mother.stdout.readline())

    def kill(self) -> None:
        """Kill it, and wait until it is gone: its port must be free for the next one."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
            while self.child:
                os.kill(self.child, 0)
                time.sleep(0.001)


@contextmanager
def door(data: Path) -> Iterator[Server]:
    port = free_port()
    program = [sys.executable, "-m", "tests.prove.field_room", "serve", str(port)]
    mother = subprocess.Popen(
        program,
        env=environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    server = Server(mother, port)
    try:
        yield server
    finally:
        server.kill()
        mother.kill()
        mother.wait()


@pytest.fixture
def place(installation: Path, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    data = tmp_path / "data"
    shutil.copytree(installation, data)
    return data, run(data, "prepare")


def check(data: Path, records: list[Filled]) -> dict[str, Any]:
    """What was acknowledged is there, once, with its files; nothing else is there but what was sent."""
    found = run(data, "look")
    assert found["whole"] == ["ok", "ok", "ok"]
    rows = {row[0]: row for row in found["rows"]}
    assert len(rows) == len(found["rows"]), "a record is there twice"
    assert rows.keys() <= {record.instance for record in records}
    for record in records:
        if record.told:
            assert rows[record.instance][4] == {name: len(content) for name, content in record.files.items()}
    return {**found, "rows": rows}


def settled(found: dict[str, Any], records: list[Filled]) -> None:
    """Everything was taken in: visits with their coded answers, people once, each with one note."""
    assert {(row[1], row[2]) for row in found["rows"].values()} == {("taken", "")}
    assert len(found["rows"]) == len(records)
    people = [row[3] for row in found["rows"].values() if row[3]]
    assert len(people) == len(set(people)) == len(found["people"])
    assert set(people) == set(found["people"])
    assert set(found["people"].values()) == {1}
    assert {row[5] for row in found["rows"].values() if not row[3]} == {2}


def seconds_of_one(server: Server, line: Line) -> float:
    """How long one record takes on a server that has just begun, and some more: kills fall before and after it."""
    server.start()
    begin = time.monotonic()
    line.post(b"", "text/xml")
    server.kill()
    return 4 * (time.monotonic() - begin)


def until_told(pool: ThreadPoolExecutor, line: Line, records: list[Filled]) -> None:
    """Send what has not been acknowledged, as often as it takes; on a server that lives that is not often."""
    for _round in range(5):
        waiting = [record for record in records if not record.told]
        said = list(pool.map(lambda record: line.send(record, random.Random(1)), waiting))
        if all(record.told for record in records):
            return
    raise AssertionError(f"{sum(not record.told for record in records)} records are never taken: {said[:5]}")


def test_killed_at_any_moment(place, capsys) -> None:
    data, made = place
    dice, records, told = random.Random(20261122), [], 0
    with door(data) as server, ThreadPoolExecutor(PHONES) as pool:
        line = Line.of(server.port, made)
        longest = seconds_of_one(server, line)
        for _kill in range(KILLS):
            fresh = [visit(dice) if dice.random() < 0.7 else person(dice, made["version"]) for _n in range(PHONES)]
            records += fresh
            waiting = [record for record in records if not record.told][-4 * PHONES :]
            server.start()
            sending = [pool.submit(line.send, record, random.Random(dice.random())) for record in waiting]
            time.sleep(dice.uniform(0, longest))
            server.kill()
            for one in sending:
                assert set(one.result()) <= {201}
        told = sum(record.told for record in records)
        check(data, records)
        server.start()
        until_told(pool, line, records)
        for record in dice.sample(records, min(100, len(records))):  # the answer was lost on the way: they come again
            assert set(line.send(record, dice)) == {201}
        server.kill()
    settled(check(data, records), records)
    with capsys.disabled():
        told_of = f"{len(records)} records, {told} of them acknowledged between the kills"
        sys.stdout.write(f"\n  {KILLS} kills, {told_of}: 0 lost, 0 doubled\n")
    assert told > KILLS / 4, "hardly anything arrived between the kills: this tries nothing"


def test_a_full_disk(place, capsys) -> None:
    data, made = place
    dice, records, refused = random.Random(7), [], 0
    with door(data) as server, ThreadPoolExecutor(PHONES) as pool:
        line = Line.of(server.port, made)
        for _time in range(FULL):
            records += [visit(dice) if dice.random() < 0.7 else person(dice, made["version"]) for _n in range(PHONES)]
            largest = max(path.stat().st_size for path in data.glob("*.sqlite3*"))
            server.start(str(dice.choice([largest + dice.randrange(200_000), dice.randrange(4_096, 200_000)])))
            waiting = [record for record in records if not record.told]
            for said in pool.map(lambda record: line.send(record, random.Random(3)), waiting):
                assert set(said) <= {201, 503}, "a full disk is told to the phone, which keeps the record"
                refused += 503 in said
            server.kill()
        check(data, records)
        server.start()
        until_told(pool, line, records)
        server.kill()
    settled(check(data, records), records)
    with capsys.disabled():
        told_of = f"{refused} records refused at first, {len(records)} there at last"
        sys.stdout.write(f"\n  {FULL} full disks, {told_of}: 0 lost, 0 doubled\n")
    assert refused > FULL
