"""The command `pakhi`: every sub-command says what it does, does it, or says in a sentence why not."""

from __future__ import annotations

import argparse
import csv
import io
import logging
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pakhi.lib.clock import today
from pakhi.network.access import COLUMNS, sheet
from pakhi.network.models import Account, ApiToken, Membership, Organisation
from pakhi.site import cli
from pakhi.site.commands import account
from pakhi.site.logs import Line
from pakhi.vault import head, scope
from pakhi.vault import keys as vault_keys
from pakhi.vault.models import Entry
from tests.program import PAKHI, environment
from tests.village import PASSWORD, Village

COMMANDS = Path(cli.__file__).with_name("commands")


@pytest.fixture(autouse=True)
def log_after_us() -> Iterator[None]:
    """A command sets the log up anew, on the screen that it has; that screen is gone after a test."""
    yield
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Line):
            handler.stream = sys.__stderr__


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Status and what was printed."""
    status = cli.main(list(words))
    return status, capsys.readouterr().out


def helped(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as end:
        cli.main([*words, "--help"])
    assert end.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_help_lists_every_sub_command_with_a_line(capsys) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert [name for name, line in cli.COMMANDS.items() if f" {name} {line}" not in text] == []


def test_every_file_of_commands_is_a_sub_command() -> None:
    files = {path.stem for path in COMMANDS.glob("*.py")} - {"__init__"}
    assert files == {cli.MODULES.get(name, name) for name in cli.COMMANDS}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_has_help_of_its_own(capsys, name: str) -> None:
    text = helped(capsys, name)
    assert text.startswith(f"usage: pakhi {name}")
    assert cli.COMMANDS[name][1:20] in text


@pytest.mark.parametrize(("name", "action"), [("account", "add"), ("account", "token"), ("organisation", "join"),
                                              ("audit", "verify"), ("audit", "roots"), ("vault", "plant"),
                                              ("vault", "match-test"), ("vault", "destroy-due")])  # fmt: skip
def test_an_action_has_help_too(capsys, name: str, action: str) -> None:
    assert helped(capsys, name, action).startswith(f"usage: pakhi {name} {action}")


@pytest.mark.parametrize("words", [["fly"], ["import", "moon", "x"], ["access"], []])
def test_what_it_does_not_know_ends_with_usage(capsys, words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert "usage: pakhi" in capsys.readouterr().err


def test_the_access_sheet_can_be_read_and_signed(tmp_path: Path, capsys) -> None:
    file = tmp_path / "sheet.csv"
    assert run(capsys, "access", "sheet", "--out", str(file)) == (0, f"Written to {file}.\n")
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert rows[0] == ["page", "method", *COLUMNS]
    written = {(row[0], row[1]): dict(zip(COLUMNS, row[2:], strict=True)) for row in rows[1:] if len(row) > 3}
    assert written == {key: row.cells for key, row in sheet().rows.items()}
    assert written["vault:person", "GET"]["worker"] == "assigned"
    assert {len(row) for row in rows[: len(written) + 1]} == {len(rows[0])}
    assert rows[-1][0] == "Name, date, signature"


def test_the_access_sheet_is_printed_without_a_file(capsys) -> None:
    status, text = run(capsys, "access", "sheet")
    assert status == 0
    assert next(csv.reader(io.StringIO(text)))[:3] == ["page", "method", "anyone"]


def test_settings_are_listed_and_secrets_are_not(capsys, monkeypatch) -> None:
    monkeypatch.setenv("PAKHI_SECRET", "a-secret-that-nobody-prints-" * 3)
    status, text = run(capsys, "settings")
    assert status == 0
    assert "DATA = " in text
    assert "PAKHI_SECRET = (set)" in text
    assert "nobody-prints" not in text


def test_an_organisation_is_added_and_joins_a_network(village: Village, capsys) -> None:
    status, code = run(capsys, "organisation", "add", "CBO Three", "--darpan", "WB/2015/0091234")
    assert status == 0
    three = Organisation.objects.get(code=code.strip())
    network = village.organisations["network"]
    assert run(capsys, "organisation", "join", three.code.lower(), network.code) == (
        0, "CBO Three belongs to Banyan Network now.\n",
    )  # fmt: skip
    assert three.room() == network
    assert run(capsys, "organisation", "join", three.code, network.code)[0] == 1
    assert "CBO Three" in run(capsys, "organisation", "list")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "CBO Four", "--darpan", "WB-15"], "darpan: Write it like WB/2015/0091234."),
        (["add", "CBO Four", "--kind", "club"], "kind: "),
        (["add", ""], "name: "),
        (["join", "NOBODY", "NOWHERE"], "Give the code of an organisation and the code of a network"),
    ],
)
def test_a_wrong_organisation_is_refused_with_a_sentence(village: Village, capsys, words, sentence: str) -> None:
    before = Organisation.objects.count()
    status, text = run(capsys, "organisation", *words)
    assert status == 1
    assert sentence in text
    assert Organisation.objects.count() == before


def test_an_account_is_added_with_a_password_that_the_rules_accept(village: Village, capsys, monkeypatch) -> None:
    typed = iter(
        ["short", "password123", "a kite over the lake", "another", "a kite over the lake", "a kite over the lake"]
    )
    monkeypatch.setattr(account.getpass, "getpass", lambda _prompt: next(typed))
    one = village.organisations["one"].code
    words = ("account", "add", "tara", "--name", "Tara", "--role", "worker", "--organisation", one)
    status, text = run(capsys, *words)
    assert status == 0
    assert text.endswith("Tara is worker in CBO One.\n")
    assert "The two are not the same." in text
    assert Account.objects.get(username="tara").check_password("a kite over the lake")


def test_an_account_gets_a_second_role_without_a_new_password(village: Village, capsys) -> None:
    words = ("account", "add", "mou", "--role", "leader", "--organisation", village.organisations["one"].code)
    assert run(capsys, *words) == (0, "Mou is leader in CBO One.\n")
    assert Membership.objects.current().filter(account=village.accounts["mou"]).count() == 2


@pytest.mark.parametrize(("role", "organisation"), [("queen", "ONE"), ("worker", "NOBODY")])
def test_a_wrong_role_or_organisation_is_refused_with_a_sentence(village, capsys, role, organisation) -> None:
    code = village.organisations["one"].code if organisation == "ONE" else organisation
    status, text = run(capsys, "account", "add", "tara", "--role", role, "--organisation", code)
    assert status == 1
    assert "Choose the code of an organisation" in text
    assert "coordinator" in text
    assert not Account.objects.filter(username="tara").exists()


def test_a_password_is_set_and_an_unknown_account_is_said_to_be(village: Village, capsys, monkeypatch) -> None:
    monkeypatch.setattr(account.getpass, "getpass", lambda _prompt: "a kite over the lake")
    assert run(capsys, "account", "password", "mou")[0] == 0
    village.accounts["mou"].refresh_from_db()
    assert village.accounts["mou"].check_password("a kite over the lake")
    assert run(capsys, "account", "password", "nobody") == (1, "There is no account 'nobody'.\n")


def test_a_token_is_printed_once_and_only_its_hash_is_kept(village: Village, capsys) -> None:
    _status, text = run(capsys, "account", "token", "ravi", "--days", "3")
    kept = ApiToken.objects.get()
    assert kept.digest == ApiToken.hash(text.strip())
    assert (kept.valid_to - today()).days == 3
    headers = {"Authorization": f"Bearer {text.strip()}"}
    assert village.client().get("/api/reports/offices", headers=headers).status_code == 200


def test_a_closed_account_ends_everywhere(village: Village, capsys) -> None:
    mou = village.client("mou")
    run(capsys, "account", "token", "mou")
    assert run(capsys, "account", "close", "mou")[0] == 0
    assert mou.get("/desk/").status_code == 302
    assert not ApiToken.objects.exists()
    assert not Membership.objects.current().filter(account=village.accounts["mou"]).exists()


def lines(act: str) -> list[tuple[int, str, dict[str, object]]]:
    """The lines of the log of a kind: who, which organisation, what."""
    return [(one.actor, one.organisation, one.detail) for one in Entry.objects.filter(act=act).order_by("number")]


def test_who_becomes_something_or_is_it_no_more_is_in_the_log(village: Village, capsys) -> None:
    one, mou = village.organisations["one"].code, village.accounts["mou"].pk
    for _twice in range(2):
        run(capsys, "account", "add", "mou", "--role", "leader", "--organisation", one)
    run(capsys, "account", "close", "mou")
    assert lines("role") == [
        (0, one, {"step": "add", "account": mou, "role": "leader"}),
        (0, one, {"step": "close", "account": mou, "role": "worker"}),
        (0, one, {"step": "close", "account": mou, "role": "leader"}),
    ]


def test_a_closed_account_opens_no_name_in_any_organisation(village: Village, capsys) -> None:
    homes = [village.organisations[name] for name in ("one", "two")]
    mou, mina = village.accounts["mou"], village.accounts["mina"]
    for account_ in (mou, mina):
        vault_keys.make_worker_key(account_, PASSWORD)
    with scope.bound(*(home.code for home in homes)):
        vault_keys.set_up(homes[0], mina)
        vault_keys.give(vault_keys.unlock(mina, PASSWORD), homes[0], mou)
        vault_keys.set_up(homes[1], mou)
        status, text = run(capsys, "account", "close", "mou")
        assert status == 0
        assert not any(vault_keys.holds(home, mou) for home in homes)
        assert vault_keys.holds(homes[0], mina)
    assert text.count("Change the key (page Keys).") == 2
    assert text.count("two recovery shares are needed") == 1
    assert lines("key") == [(0, home.code, {"step": "take", "account": mou.pk}) for home in homes]


def test_an_account_is_closed_also_when_the_log_cannot_be_written(village: Village, capsys) -> None:
    run(capsys, "account", "add", "mou", "--role", "leader", "--organisation", village.organisations["one"].code)
    head.key_path().unlink()
    assert cli.main(["account", "close", "mou"]) == 1
    assert "the log could not be written" in capsys.readouterr().err
    village.accounts["mou"].refresh_from_db()
    assert not village.accounts["mou"].is_active


def test_a_password_from_the_keyboard_says_that_names_have_to_be_given_again(village, capsys, monkeypatch) -> None:
    monkeypatch.setattr(account.getpass, "getpass", lambda _prompt: "a kite over the lake")
    Account.objects.filter(username="mou").update(temporary=True)
    assert "It opens no names" in run(capsys, "account", "password", "mou")[1]
    village.accounts["mou"].refresh_from_db()
    assert not village.accounts["mou"].temporary
    told = {"step": "reset", "account": village.accounts["mou"].pk, "given": 0}
    assert lines("key") == [(0, village.organisations["one"].code, told)]


@pytest.mark.parametrize(
    ("content", "name"), [(b"a,b\n1,2\n", "strange.csv"), (b"\xff\xfe\x00broken", "broken.csv"), (b"", "empty.csv")]
)
def test_a_bad_directory_file_gets_a_sentence(village: Village, capsys, tmp_path: Path, content, name) -> None:
    (tmp_path / name).write_bytes(content)
    status, text = run(capsys, "import", "lgd", str(tmp_path / name))
    assert status == 1
    assert name in text
    assert "Traceback" not in text


def test_a_missing_directory_file_and_a_wrong_day_get_a_sentence(village: Village, capsys, tmp_path: Path) -> None:
    status, text = run(capsys, "import", "lgd", str(tmp_path / "none.csv"))
    assert status == 1
    assert "none.csv" in text
    status, text = run(capsys, "import", "lgd", str(tmp_path / "none.csv"), "--on", "yesterday")
    assert (status, text) == (1, "'yesterday' is not a day; write it like 2022-12-31.\n")


def test_a_demonstration_never_overwrites_records(village: Village, capsys) -> None:
    status, text = run(capsys, "demo", "--fresh")
    assert status == 1
    assert "Choose another data directory" in text
    assert Organisation.objects.filter(name="CBO One").exists()


def test_a_new_log_is_whole_and_without_keys_nobody_is_planted(village: Village, capsys) -> None:
    status, text = run(capsys, "audit", "verify")
    assert (status, text.startswith("Nothing was changed: 0 lines")) == (0, True)
    assert run(capsys, "audit", "seal") == (0, "No line waits to be sealed.\n")
    assert run(capsys, "vault", "plant", "--count", "1") == (1, "")


def test_counting_at_the_keyboard_without_a_key_is_a_sentence(village: Village, capsys) -> None:
    words = ("count", "--room", "NOWHERE", "--leader", "rina", "--coordinator", "devi")
    assert run(capsys, *words) == (1, "There is no such room with a counting key, or no such account.\n")


def test_a_snapshot_says_where_it_lies(village: Village, capsys) -> None:
    status, text = run(capsys, "snapshot")
    assert status == 0
    assert list(Path(text.strip()).glob("*.parquet"))


def test_nonsense_in_the_environment_stops_every_command_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [PAKHI, "migrate"], env=environment(tmp_path, PORT="eighty"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "The setting PORT is 'eighty'; it must be a port from 1 to 65535.\n"


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.slow
def test_it_serves_and_its_log_keeps_nobody(installation: Path, port: int) -> None:
    """From the command to an answer; what cannot be read leaves no address, no card and no header in the log."""
    server = subprocess.Popen(
        [PAKHI, "serve"], env=environment(installation, PORT=str(port), PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert answers(f"http://127.0.0.1:{port}/healthz") == '{"status": "ok"}'
        for raw in (
            b"GET /v/?card=4321876521096543 HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Header: Canary-Phone\r\n\r\n",
            b"GET /v/p/4321876521096543 NONSENSE\r\n\r\n",
            b"GET /v/" + b"4321876521096543" * 600 + b" HTTP/1.1\r\n\r\n",
            b"POST /v/go HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\nUser-Agent: Canary-Phone\r\n\r\n",
        ):
            assert b" 4" in shout(port, raw)[:20]
        assert "calendar" in answers(f"http://127.0.0.1:{port}/")
    finally:
        server.send_signal(signal.SIGTERM)
        text, _nothing = server.communicate(timeout=30)
    assert f"Pakhi is served at http://127.0.0.1:{port}/" in text
    after = text.partition("Stop with Ctrl-C.")[2]
    assert not re.search(r"127\.0\.0\.1|Canary-Phone|4321876521096543|/v/", after), after


def answers(address: str, seconds: float = 60) -> str:
    """The text at an address, as soon as there is one."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as page:
                return str(page.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def shout(port: int, raw: bytes) -> bytes:
    """Send bytes that are no good request, and take the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(raw)
        return line.recv(4000)


def test_parsers_of_sub_commands_do_not_read_the_database() -> None:
    """`--help` works before there is any database."""
    for name in cli.COMMANDS:
        module = __import__(f"pakhi.site.commands.{cli.MODULES.get(name, name)}", fromlist=["arguments"])
        module.arguments(argparse.ArgumentParser())
