"""The house keeps its plan: rooms as ARCHITECTURE.md names them, no attics, and contracts between rooms that hold."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAKHI = ROOT / "pakhi"
NOT_ROOMS = {"locale"}  # translations: data, no code
ATTICS = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers", "manager", "misc"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
# What nobody may write, and the contract that stops it. Rooms that are not there yet are planted for the test.
PLANTED = {
    "pakhi.voice.cast": ("pakhi.vault.keys", "Ratings and reports never know who"),
    "pakhi.reports.desk": ("pakhi.vault.keys", "Ratings and reports never know who"),
    "pakhi.accountability.hearings": ("pakhi.vault.keys", "Ratings and reports never know who"),
    "pakhi.network.offices": ("pakhi.voice.cards", "Rooms look down, never up"),
    "pakhi.desk.pages": ("pakhi.voice.ballots.models", "Ballots are seen at the ballot box"),
    "pakhi.reports.office": ("pakhi.voice.models", "Reports read facts, not rows"),
    "pakhi.network.access": ("pakhi.lib.seal", "Only voices and the vault hold the seal"),
    "pakhi.rating.fit": ("pakhi.lib.clock", "The estimator knows no database"),
}


def rooms() -> dict[str, bool]:
    """Room -> whether it is there, as the room table of ARCHITECTURE.md says."""
    lines = (ROOT / "ARCHITECTURE.md").read_text().splitlines()
    found = {}
    for line in lines:
        if match := re.match(r"\| `(\w+)` \|", line):
            found[match[1]] = "not yet" not in line
    return found


def folders() -> set[str]:
    """The folders under pakhi/ that hold something."""
    held = {path for path in PAKHI.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    return {path.name for path in held} - NOT_ROOMS - {"__pycache__"}


def test_every_folder_is_a_room_of_the_plan() -> None:
    assert folders() <= set(rooms())
    assert {room for room, there in rooms().items() if there} <= folders()


def test_the_plan_and_the_layers_name_the_same_rooms() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    assert {room for row in layers for room in re.findall(r"\w+", row)} == set(rooms())


def test_nothing_is_called_utils() -> None:
    named = {
        path.relative_to(ROOT) for path in PAKHI.rglob("*.py") if path.stem in ATTICS or path.parent.name in ATTICS
    }
    assert named == set()


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts on the package in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    search = {**os.environ, "PYTHONPATH": str(where)}
    return subprocess.run([program, "--no-cache"], cwd=where, env=search, capture_output=True, text=True, check=False)


def test_the_contracts_between_rooms_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("importer", PLANTED)
def test_the_contracts_bite(importer: str, tmp_path: Path) -> None:
    """A house of empty files with one wrong import, and the contracts of this one."""
    imported, name = PLANTED[importer]
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    real = [path.relative_to(ROOT) for path in PAKHI.rglob("*.py") if "migrations" not in path.parts]
    planted = [Path(*module.split(".")).with_suffix(".py") for module in (*PLANTED, imported)]
    for path in (*real, *planted):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
        (tmp_path / path.parent / "__init__.py").touch()
    (tmp_path / Path(*importer.split(".")).with_suffix(".py")).write_text(f"import {imported}\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(name) for line in broken), done.stdout[-2000:]


def test_every_room_that_has_pages_has_an_access_table() -> None:
    with_pages = {path.parent for path in PAKHI.rglob("urls.py")} - {PAKHI / "site"}
    assert [room.name for room in with_pages if not (room / "access.py").exists()] == []


def test_files_hold_one_idea() -> None:
    """Over 350 lines a file holds two ideas. Migrations are no ideas, and tests may be lists."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PAKHI.rglob("*.py")
        if not {"migrations", "tests"} & set(path.parts) and (lines := len(path.read_text().splitlines())) > 350
    }
    assert long == {}


def threats() -> list[tuple[str, str]]:
    """The rows of THREATS.md: what could happen, and what shows that it does not."""
    rows = [line.strip("|\n ").split(" | ") for line in (ROOT / "THREATS.md").read_text().splitlines() if "| T" in line]
    return [(cells[0], cells[-1]) for cells in rows]


@pytest.mark.parametrize(("row", "shown"), threats(), ids=[row for row, _shown in threats()])
def test_every_threat_names_a_test_that_exists_or_says_not_yet(row: str, shown: str) -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", shown)
    assert named or shown == "not yet"
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(), f"{row}: there is no {test} in {file}"


def test_every_decision_is_listed_and_is_titled_with_its_number() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
    for name in listed:
        assert (folder / name).read_text().startswith(f"# {name[:4]} ")


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    if not (ROOT / "docs" / "screens").exists():  # pictures are taken last
        links = [link for link in links if "docs/screens/" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
