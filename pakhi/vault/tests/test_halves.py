"""The half of a key that lies outside the databases: whole or not there, whenever the machine stops."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pakhi.lib import seal
from pakhi.vault import halves

CODE = "2ZEBRA77"
STOPPED = """
import os, sys
from pathlib import Path
from types import SimpleNamespace
from pakhi.vault import halves
halves.settings = SimpleNamespace(DATA=Path(sys.argv[1]))
os.fsync = lambda handle: os._exit(9)  # the power goes before anything is on the disk
halves.make(sys.argv[2])
"""


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def test_made_once_it_stays_the_same(data):
    half = halves.make(CODE)
    assert len(half) == seal.KEY_BYTES
    assert halves.make(CODE) == halves.read(CODE) == half
    assert [found.name for found in halves.path(CODE).parent.iterdir()] == [CODE]
    assert halves.path(CODE).stat().st_mode & 0o777 == 0o600


def test_many_at_once_get_the_same_one():
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(halves.make, [CODE] * 40))) == 1


def test_a_machine_that_stops_while_it_is_made_leaves_none_that_is_cut(data):
    stopped = subprocess.run([sys.executable, "-c", STOPPED, str(data), CODE], check=False)
    assert stopped.returncode == 9
    with pytest.raises(seal.CannotOpen):
        halves.read(CODE)
    assert not halves.path(CODE).exists()
    assert len(halves.make(CODE)) == seal.KEY_BYTES


@pytest.mark.parametrize("left", [b"", b"cut"])
def test_one_that_was_cut_before_is_made_anew(left):
    """Whoever makes a half gives it to nobody before it is whole on the disk, so a cut one belongs to nobody."""
    halves.path(CODE).parent.mkdir(parents=True)
    halves.path(CODE).write_bytes(left)
    assert len(halves.make(CODE)) == seal.KEY_BYTES


def test_a_name_never_leads_out_of_the_folder():
    for name in ("../2ZEBRA7", "2ZEBRA77.other", "", f"{CODE}/..{os.sep}x"):
        with pytest.raises(ValueError, match="not the code"):
            halves.make(name)
