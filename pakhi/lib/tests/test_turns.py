"""Whoever waits for a turn gets it when the one before has ended, however that ended."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pakhi.lib.turns import turn

WORK = """
import sys
from pathlib import Path
from pakhi.lib.turns import turn
for _n in range(50):
    with turn(Path(sys.argv[1])):
        held = Path(sys.argv[2])
        held.write_text(str(int(held.read_text()) + 1))
"""


def test_no_two_processes_and_no_two_threads_are_inside_together(tmp_path: Path) -> None:
    lock, held = tmp_path / "turn", tmp_path / "count"
    held.write_text("0")
    command = [sys.executable, "-c", WORK, str(lock), str(held)]
    others = [subprocess.Popen(command, cwd=Path(__file__).parents[3]) for _n in range(2)]

    def work(_number: int) -> None:
        for _n in range(50):
            with turn(lock):
                held.write_text(str(int(held.read_text()) + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert [other.wait() for other in others] == [0, 0]
    assert held.read_text() == "300"


def test_a_process_that_dies_inside_leaves_the_turn_to_others(tmp_path: Path) -> None:
    lock = tmp_path / "turn"
    begin = "import os; from pathlib import Path; from pakhi.lib.turns import turn"
    dying = f"{begin}\nwith turn(Path({str(lock)!r})): os._exit(9)"
    assert subprocess.run([sys.executable, "-c", dying], cwd=Path(__file__).parents[3], check=False).returncode == 9
    with turn(lock):
        assert lock.exists()
