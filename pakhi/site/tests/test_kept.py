"""A server keeps its database files open while pages come, and closes them after a second of quiet."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pakhi.site.sqlite import kept


@pytest.fixture
def server() -> Iterator[None]:
    kept.begin()
    yield
    kept.close()
    kept._process = 0


def opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    return file


def is_open(file: sqlite3.Connection) -> bool:
    try:
        file.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_the_next_page_takes_the_file_over(server, tmp_path) -> None:
    one, other = opened(tmp_path / "a"), opened(tmp_path / "b")
    assert kept.put("default", one)
    assert kept.put("vault", other)
    assert kept.take("default") is one
    assert kept.take("default") is None
    assert kept.take("vault") is other


def test_after_a_second_of_quiet_the_log_is_folded_back_and_gone(server, tmp_path) -> None:
    file = opened(tmp_path / "a")
    file.execute("CREATE TABLE t (x)")
    assert (tmp_path / "a-wal").exists()
    kept.put("default", file)
    until = time.monotonic() + 20
    while (tmp_path / "a-wal").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not (tmp_path / "a-wal").exists()
    assert not is_open(file)


def test_ballots_are_never_kept_open_and_nothing_is_outside_a_server(server, tmp_path) -> None:
    assert not kept.put("ballots", opened(tmp_path / "a"))
    kept._process = 0
    assert not kept.put("default", opened(tmp_path / "b"))
    assert kept.take("default") is None


def test_a_child_of_the_server_does_not_touch_its_files(server, tmp_path) -> None:
    kept.put("default", opened(tmp_path / "a"))
    child = os.fork()
    if child == 0:
        os._exit(0 if kept.take("default") is None and not kept.put("default", None) else 1)  # type: ignore[arg-type]  # never reached in a child
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert kept.take("default") is not None
