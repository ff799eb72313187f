"""The web server shares out those who come at the same moment; a slow machine sees it less, so it is no daily test."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.program import PAKHI, environment
from tests.prove.test_load import free_port

LINES = 20


@pytest.mark.prove
@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="counts the lines of each process as Linux tells")
def test_twenty_phones_at_once_do_not_all_end_up_with_one_process(installation: Path) -> None:
    """One interpreter would serve them all, while the other waits."""
    port = free_port()
    there = environment(installation, PORT=str(port))
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([PAKHI, "serve"], env=there, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        wait_for(port)
        with ExitStack() as lines:
            for line in [lines.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _n in range(LINES)]:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert b" 200 " in line.recv(4000)[:20]
            shares = sorted(held(server.pid, port).values())
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    assert len(shares) == 2, shares  # lines that said nothing for two seconds are closed by now
    assert shares[0] >= LINES // 10, shares  # about half each where the machine is free


def wait_for(port: int) -> None:
    for _attempt in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)


def held(group: int, port: int) -> dict[int, int]:
    """How many lines to the port each process of a group holds."""
    rows = [line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    lines = {row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"}
    out: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(process.name)) == group:
                named = [str(place.readlink()) for place in (process / "fd").iterdir()]
                mine = {found.group(1) for name in named if (found := re.fullmatch(r"socket:\[(\d+)\]", name))}
                out |= {int(process.name): len(mine & lines)} if mine & lines else {}
    return out
