"""A counting that is killed at any moment loses nothing and counts nothing twice."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pakhi.lib.clock import this_quarter
from tests.program import environment

pytestmark = pytest.mark.prove

CARDS, BALLOTS, WORDS, NOW = 75, 300, 15, 5
CHAINS, KILLS = 6, 5


def room(data: Path, *words: str) -> subprocess.Popen[str]:
    """Start one verb of tests/prove/room.py."""
    program = [sys.executable, "-m", "tests.prove.room", *words]
    return subprocess.Popen(program, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def wait_for(process: subprocess.Popen[str], step: str) -> bool:
    """Read what it says until it comes to a step; False if it ends before."""
    assert process.stdout is not None
    return any(line.startswith(step) for line in process.stdout)


@pytest.fixture(scope="module")
def cast(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with 300 ballots to count, and five of the running quarter."""
    data = tmp_path_factory.mktemp("cast") / "data"
    shutil.copytree(installation, data)
    finish(room(data, "cast", str(CARDS)))
    return data


def lies(data: Path) -> tuple[int, int]:
    """(ballots of past quarters, rows of counted ballots kept) as the file says it."""
    with sqlite3.connect(data / "ballots.sqlite3") as ballots:
        due = ballots.execute("SELECT count(*) FROM ballots_ballot WHERE quarter < ?", [str(this_quarter())]).fetchone()
        kept = ballots.execute("SELECT count(*) FROM ballots_archive WHERE content = 'rows'").fetchone()
    return due[0], kept[0]


def killed(data: Path, dice: random.Random, longest: float) -> str:
    """Start counting and kill it: at any moment, or just after a step that is short. Returns where."""
    process = room(data, "count")
    step = dice.choice(["begin", "begin", "begin", "open", "estimate", "seal", "publish"])
    reached = wait_for(process, step)
    time.sleep(dice.uniform(0, longest if step in {"begin", "estimate"} else 0.05))
    process.kill()
    process.communicate()
    return step if reached and process.returncode == -9 else "ended"


def test_a_counting_killed_at_any_moment_counts_everything_once(cast: Path, tmp_path: Path, capsys) -> None:
    dice = random.Random(20261122)
    whole = tmp_path / "whole"
    shutil.copytree(cast, whole)
    process = room(whole, "count")
    wait_for(process, "begin")
    started = time.monotonic()
    finish(process)
    longest = time.monotonic() - started
    places: dict[str, int] = {}
    for chain in range(CHAINS):
        data = tmp_path / str(chain)
        shutil.copytree(cast, data)
        for _kill in range(KILLS):
            place = killed(data, dice, longest)
            due, kept = lies(data)
            assert (due == BALLOTS and kept == 0) or (due == 0 and kept >= 1), "half a counting"
            places[place] = places.get(place, 0) + 1
        finish(room(data, "count"))
        seen = json.loads(finish(room(data, "look")))
        assert (seen["rows"], seen["different"]) == (BALLOTS, BALLOTS)
        assert (seen["in_batches"], seen["in_counts"]) == (BALLOTS, BALLOTS)
        assert (seen["words"], seen["waiting"]) == (WORDS, {str(this_quarter()): NOW})
        assert (seen["running"], seen["ballots"]) == (0, NOW)
        newest = data / "snapshots" / (data / "snapshots" / "current").read_text().strip() / "voice_batch.parquet"
        assert sum(pq.read_table(newest).column("ballots").to_pylist()) == BALLOTS
    kills = sum(many for place, many in places.items() if place != "ended")
    with capsys.disabled():
        sys.stdout.write(f"\n{kills} kills survived: {places}; one counting takes {longest:.1f} s\n")
    assert kills >= 25
