"""The second lock of the vault, against a real PostgreSQL, also where everything else runs on SQLite."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.prove
ROOT = Path(__file__).resolve().parents[2]
LOCKED = ["pakhi/vault/tests/test_row_level_security.py", "pakhi/vault/tests/test_scope.py"]


def test_row_level_security_holds_on_postgresql(capsys):
    server = ROOT / "ops" / "with-postgres"
    if not server.exists() or not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.skip("PostgreSQL is not installed here (`make setup-test` installs it).")
    done = subprocess.run(
        [server, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *LOCKED],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=570,
    )  # fmt: skip
    said = done.stdout.strip().splitlines()[-1]
    with capsys.disabled():
        sys.stdout.write(f"\nrow-level security on PostgreSQL: {said}\n")
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"\b[1-9]\d* passed", said)
    assert "skipped" not in said
