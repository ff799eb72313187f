"""The real product, started as `make run` starts it: a demonstration network of its own on a free port."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.canaries import found

PATIENCE = 240.0  # seconds for loading the demonstration on a slow machine


@dataclass(frozen=True)
class Product:
    """A running installation: its address, its data folder, and what it prints at its start."""

    address: str
    data: Path
    password: str
    cards: tuple[str, ...]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def served(data: Path) -> Iterator[Product]:
    """Serve from a data folder until the block ends. An empty folder gets a demonstration first.

    LOADED_DATA may name a data folder with a demonstration in it; a copy of it saves the loading.
    Raises RuntimeError with what the product said when it does not start.
    """
    if loaded := os.environ.get("LOADED_DATA"):
        shutil.copytree(loaded, data, ignore=shutil.ignore_patterns("static"), dirs_exist_ok=True)
    port = free_port()
    said = data.with_suffix(".log")
    command = [str(Path(sys.executable).with_name("pakhi")), "serve", "--demo", "pat"]
    environment = os.environ | {"DATA": str(data), "PORT": str(port)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with said.open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process, said)
            shown = json.loads((data / "demonstration").read_text())
            yield Product(address, data, shown["password"], tuple(shown["cards"]))
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Return when the product answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"The product did not start:\n{said.read_text()}")


def readable(product: Product, words: Iterable[str]) -> dict[str, list[str]]:
    """File of the installation, or its log -> which of the words can be read in it."""
    every = [path for path in [*product.data.rglob("*"), product.data.with_suffix(".log")] if path.is_file()]
    assert len(every) > 10
    return {path.name: told for path in every if (told := found(sorted(words), held(path)))}


def held(path: Path) -> bytes:
    """What a file holds; nothing if a database has just put its log away."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
