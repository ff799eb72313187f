"""Every setting is documented, and nonsense stops the start with a sentence that names the setting."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pakhi.site.environ import SETTINGS, BadSetting, read

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "settings.md"
POSTGRES = "postgres://someone:a-password@127.0.0.1/"
THREE = {f"PAKHI_{name}_URL": POSTGRES + name.lower() for name in ("RECORDS", "VAULT", "BALLOTS")}
NONSENSE = {
    "DATA": [__file__],
    "PORT": ["0", "65536", "-1", "eighty", "80.5"],
    "PAKHI_HOSTS": ["https://example.org", "a b", ","],
    "PAKHI_HTTPS": ["maybe", "2", "ja"],
    "PAKHI_DEBUG": ["perhaps"],
    "PAKHI_DEMO": ["y e s"],
    "PAKHI_RECORDS_URL": ["mysql://127.0.0.1/records", "postgres://127.0.0.1", "records"],
    "PAKHI_VAULT_URL": ["sqlite:///vault"],
    "PAKHI_BALLOTS_URL": ["http://127.0.0.1/ballots"],
    "PAKHI_SECRET": ["short", "x" * 49],
    "PAKHI_THREADS": ["0", "65", "many"],
}


def documented() -> dict[str, tuple[str, str]]:
    """Setting -> (default, what it may be), as the page says."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", PAGE.read_text(), flags=re.M)
    return {name: (default.strip("`"), may_be) for name, default, may_be in rows}


def test_the_page_names_every_setting_and_no_other() -> None:
    assert documented() == {s.name: (s.default or "empty", s.may_be) for s in SETTINGS}


def test_every_setting_is_tried_with_nonsense_here() -> None:
    assert set(NONSENSE) == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, bad in NONSENSE.items() for value in bad])
def test_nonsense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read({**THREE, name: value})
    sentence = str(refusal.value)
    assert name in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", ["PAKHI_RECORDS_URL", "PAKHI_SECRET"])
def test_a_refusal_does_not_print_a_password(name: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read({**THREE, name: "hunter2"})
    assert "hunter2" not in str(refusal.value)


def test_unset_and_empty_mean_the_default() -> None:
    assert read({}) == read({setting.name: "" for setting in SETTINGS})


def test_words_for_yes_and_no() -> None:
    assert [read({"PAKHI_DEMO": word})["PAKHI_DEMO"] for word in ("yes", "TRUE", "on", "1")] == [True] * 4
    assert [read({"PAKHI_DEMO": word})["PAKHI_DEMO"] for word in ("no", "False", "off", "0")] == [False] * 4


@pytest.mark.parametrize("missing", THREE)
def test_one_or_two_databases_on_postgresql_are_refused(missing: str) -> None:
    with pytest.raises(BadSetting, match="or none"):
        read({name: url for name, url in THREE.items() if name != missing})


def test_one_database_for_two_purposes_is_refused() -> None:
    with pytest.raises(BadSetting, match="three different databases"):
        read({**THREE, "PAKHI_VAULT_URL": THREE["PAKHI_RECORDS_URL"]})


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a fresh process reads them."""
    code = (
        "from pakhi.site import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PATH": os.environ["PATH"], **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_behind_tls_cookies_and_headers_insist_on_it(tmp_path: Path) -> None:
    assert started(DATA=str(tmp_path), PAKHI_HTTPS="yes").stdout.split() == ["True", "True", "True", "False"]
    assert started(DATA=str(tmp_path)).stdout.split() == ["False"] * 4


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = started(DATA=str(tmp_path / "taken" / "inside"))
    assert done.returncode == 1
    assert done.stderr.startswith("The setting DATA is ")
    assert len(done.stderr.splitlines()) == 1


def test_secrets_are_made_once_and_are_their_owners_alone(tmp_path: Path) -> None:
    for _start in range(2):
        started(DATA=str(tmp_path / "fresh"))
        kept = {path.name: path.read_text() for path in (tmp_path / "fresh" / "secrets").iterdir()}
    assert {len(value) >= 50 for value in kept.values()} == {True}
    assert len(set(kept.values())) == len(kept)
    assert (tmp_path / "fresh").stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "fresh" / "secrets").iterdir()} == {0}


def test_a_broken_secret_stops_the_start(tmp_path: Path) -> None:
    """Going on without the pepper would make every printed card useless, silently."""
    started(DATA=str(tmp_path))
    (tmp_path / "secrets" / "cards").write_text("")
    done = started(DATA=str(tmp_path))
    assert done.returncode == 1
    assert "secrets/cards is broken" in done.stderr
