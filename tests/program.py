"""The command `pakhi` as somebody calls it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PAKHI = Path(sys.executable).with_name("pakhi")
HERE = Path(__file__).resolve().parents[1]


def environment(data: Path, **more: str) -> dict[str, str]:
    """What a fresh installation sees: this checkout, its data directory and no choice but those given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(HERE), "DATA": str(data), **more}


def pakhi(data: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a sub-command to its end."""
    return subprocess.run(
        [PAKHI, *words], env=environment(data), input=typed, capture_output=True, text=True, check=False, timeout=120
    )
