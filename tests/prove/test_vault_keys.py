"""Keys that change under 5,000 people, shares that give a lost key back, and how long sealing takes."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

from pakhi.lib import envelope, seal, shares
from tests.program import environment
from tests.prove.test_cold_image import ROOT, Place

pytestmark = pytest.mark.prove
PEOPLE, KILLS = 5000, 4


def start(place: Place, *words: str) -> subprocess.Popen[str]:
    """A verb of vault_room that goes on by itself."""
    program = [sys.executable, "-m", "tests.prove.vault_room", *words]
    there = environment(place.data, PYTHONPATH=str(ROOT))
    return subprocess.Popen(program, env=there, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err[-3000:]
    return out.splitlines()


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    """CBO One with 5,000 people."""
    made = Place(tmp_path_factory.mktemp("keys"))
    made.shares = json.loads(made.do("begin")[-1])["shares"]
    made.do("fill", str(PEOPLE))
    return made


@pytest.fixture
def copy(place, tmp_path) -> Place:
    """The same, to be changed."""
    shutil.copytree(place.data, tmp_path / "data")
    return Place(tmp_path, place.shares)


def test_the_key_changes_under_5000_people_and_nobody_is_locked_out(copy, capsys):
    readers = [start(copy, "look", name, "2500") for name in ("mou", "salma")]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline().strip() == "begin"
    lines = finish(start(copy, "rotate", "salma"))
    progress = [tuple(map(int, line.split("/"))) for line in lines if "/" in line]
    assert progress[-1] == (PEOPLE, PEOPLE)
    assert progress == sorted(progress)
    done, looked = json.loads(lines[-1]), [json.loads(finish(reader)[-1]) for reader in readers]
    read, refused = sum(one["read"] for one in looked), sum(len(one["refused"]) for one in looked)
    told = f"key changed under {done['moved']} people in {done['seconds']} s, progress said {len(progress)} times"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}; two colleagues read {read} people meanwhile, {refused} refused\n")
    assert done["moved"] == PEOPLE
    assert [one["refused"] for one in looked] == [[], []]


def test_a_change_that_is_killed_goes_on_and_locks_nobody_out(copy, capsys):
    kills = 0
    for _kill in range(KILLS):
        process = start(copy, "rotate", random.choice(["salma", "mou"]))
        assert process.stdout is not None
        while process.stdout.readline().strip() not in {"begin", ""}:
            pass
        time.sleep(random.uniform(0, 0.4))
        kills += process.poll() is None
        process.kill()
        process.communicate()
        for name in ("mou", "salma"):
            seen = json.loads(finish(start(copy, "look", name, "200"))[-1])
            assert seen["refused"] == []
            assert seen["read"] == 200
    moved = json.loads(finish(start(copy, "rotate", "mou"))[-1])["moved"]
    seen = json.loads(finish(start(copy, "look", "mou", "200"))[-1])
    with capsys.disabled():
        sys.stdout.write(f"\nkilled {kills} times, then {moved} left to move; after each, two read 200, 0 refused\n")
    assert (seen["left"], seen["refused"]) == (0, [])


def test_the_old_key_is_gone_when_the_new_one_is_in_place(copy):
    finish(start(copy, "rotate", "salma"))
    with sqlite3.connect(copy.data / "vault.sqlite3") as database:
        (left,) = database.execute(
            "SELECT (SELECT count(*) FROM vault_grant g JOIN vault_organisationkey k ON k.id = g.key_id"
            " WHERE k.generation = 1) + (SELECT count(*) FROM vault_recovery r JOIN vault_organisationkey k"
            " ON k.id = r.key_id WHERE k.generation = 1)"
        ).fetchone()
        retired = database.execute("SELECT generation, retired_on IS NOT NULL FROM vault_organisationkey").fetchall()
    assert left == 0
    assert sorted(retired) == [(1, 1), (2, 0)]


@pytest.mark.parametrize("changed", [False, True], ids=["as set up", "after the key changed"])
def test_two_of_three_shares_give_the_key_back_and_one_does_not(copy, changed):
    if changed:
        finish(start(copy, "rotate", "salma"))
    with sqlite3.connect(copy.data / "vault.sqlite3") as database:
        database.execute("DELETE FROM vault_grant")  # nobody can open anything any more
    lost = json.loads(finish(start(copy, "look", "mou", "3"))[-1])
    assert lost["read"] == 0
    for one in copy.shares:
        assert finish(start(copy, "recover", "mou", one)) == ["refused"]
    assert finish(start(copy, "recover", "mou", *shares.split(seal.new_key())[:2])) == ["refused"]
    for pair in itertools.combinations(copy.shares, 2):
        with sqlite3.connect(copy.data / "vault.sqlite3") as database:
            database.execute("DELETE FROM vault_grant")
        assert finish(start(copy, "recover", "mou", *pair)) == ["recovered"]
        assert json.loads(finish(start(copy, "look", "mou", "50"))[-1])["read"] == 50


def test_how_long_10000_fields_take(capsys):
    pair, number = seal.new_pair(), 10_000
    fields = [f"ঝিটুংফালোমি {place}".encode().ljust(256, b"\0") for place in range(number)]
    begin = time.perf_counter()
    sealed = [envelope.seal_for(pair.public, content, "identity|names|A2B3C4D5") for content in fields]
    middle = time.perf_counter()
    assert [envelope.open_for(pair.private, content, "identity|names|A2B3C4D5") for content in sealed] == fields
    end = time.perf_counter()
    told = f"sealed in {(middle - begin) * 1000:.0f} ms, opened in {(end - middle) * 1000:.0f} ms"
    with capsys.disabled():
        sys.stdout.write(f"\n{number} fields of 256 bytes: {told}\n")
    assert end - begin < 60
