"""Canaries: card numbers, passphrases, passwords, own words, names and addresses stay where they belong.

Pages fail on purpose here, because a log is most talkative when something breaks.
"""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from pakhi.network.models import Account
from pakhi.reports.snapshot import take
from pakhi.site.logs import Line, Nameless
from pakhi.voice import cards, count
from tests.canaries import files, found, tables
from tests.readers import browser
from tests.village import PASSPHRASE, PASSWORD, Village

WORDS = "the tall one with the crooked signboard laughed"
AGENT = "Canary-Phone/7.7"
ADDRESS = "203.0.113.77"
PASSPHRASES = [*PASSPHRASE.values(), PASSWORD]
LOGIN, NAME = "moushumi.canary", "Moushumi Canarybird"
DATABASES = ["default", "vault", "ballots"]


@dataclass
class Told:
    """A village in which people have spoken; `numbers` are the cards they used."""

    village: Village
    numbers: list[str]

    @property
    def canaries(self) -> list[str]:
        spaced = [" ".join(re.findall("....", number)) for number in self.numbers]
        return [*self.numbers, *spaced, WORDS, *PASSPHRASES]


def speak(village: Village) -> Told:
    """Three rated with own words and it was counted; two more wait; one card is void."""
    village.key()
    numbers = village.cards(6)
    for number in numbers[:3]:
        village.tell(number, "hari", words=WORDS)
    village.age()
    count.count(village.organisations["network"], *village.counters())
    for number in numbers[3:5]:
        village.tell(number, "police", words=WORDS)
    cards.void_own(numbers[5])
    return Told(village, numbers)


@pytest.fixture
def told(village: Village) -> Told:
    return speak(village)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What an installation's log gets: its one handler, written into memory."""
    written = io.StringIO()
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Line)]
    assert isinstance(handler, logging.StreamHandler)
    before, handler.stream = handler.stream, written
    yield written
    handler.stream = before


def phone() -> Client:
    """A survivor's phone, whose name and address must be nowhere."""
    client = browser()
    client.defaults |= {"HTTP_USER_AGENT": AGENT, "REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS}
    return client


def drop(alias: str, table: str) -> None:
    """Make every page fail that needs a table, until the test is over."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")


def test_no_database_holds_a_number_a_passphrase_or_a_word(told: Told) -> None:
    for place, held in tables().items():
        assert found(told.canaries, held) == [], place


@pytest.mark.django_db(transaction=True, databases=DATABASES)
def test_no_database_file_holds_them_either(village: Village) -> None:
    """The bytes on the disk, with what was deleted and what waits in the write-ahead log."""
    if connection.vendor != "sqlite":
        pytest.skip("the files of PostgreSQL are not ours to read; the rows are looked at above")
    told = speak(village)
    names = [Path(connections[alias].settings_dict["NAME"]) for alias in DATABASES]
    assert found(["CBO One"], files(names)), "these are not the files of this test"
    assert found(told.canaries, files(names)) == []


def test_the_sweep_finds_what_is_there(told: Told) -> None:
    """The looking itself works, in every coat."""
    number = told.numbers[0]
    told.village.organisations["one"].name = f"CBO {number}"
    told.village.organisations["one"].save()
    assert [place for place, held in tables().items() if found([number], held)] == ["default.network_organisation"]
    for coat in (number.encode("utf-16-le"), number.encode().hex().encode(), base64.b64encode(b"ab" + number.encode())):
        assert found([number], b"..." + coat + b"...") == [number]


def test_a_person_who_works_here_is_named_in_the_network_and_in_the_lockout_only(told: Told, settings) -> None:
    mou = told.village.accounts["mou"]
    Account.objects.filter(pk=mou.pk).update(username=LOGIN, name=NAME)
    browser().post("/desk/account/login/", {"login": LOGIN, "password": "not this one"})
    client = told.village.client("mou")
    for address in ("/desk/", "/desk/people", "/desk/rounds/", "/desk/reports/"):
        assert client.get(address).status_code == 200
    client.post("/desk/rounds/", {"mode": "worker"})
    take(settings.DATA)
    named = {place for place, held in tables().items() if found([LOGIN, NAME], held)}
    assert named == {"default.network_account", "default.axes_accessattempt"}


def test_the_facts_for_reports_name_no_account(told: Told, settings) -> None:
    """Workers are holders of posts there, by the name that the office list gives them; their logins are nowhere."""
    Account.objects.filter(username="mou").update(username=LOGIN, name=NAME)
    take(settings.DATA)
    held = b"".join(path.read_bytes() for path in settings.DATA.rglob("*.parquet"))
    assert held
    assert found([LOGIN, NAME, *told.canaries], held) == []


def test_a_phones_name_and_address_are_kept_nowhere(told: Told, log: io.StringIO) -> None:
    client = phone()
    (fresh,) = told.village.cards(1)
    for address, sent in (
        ("/v/go", {"screen": "start", "card": fresh}),
        ("/v/go", {"screen": "start", "card": "1234 5678 9012 3456"}),
        ("/v/go", {"screen": "tell", "note": "broken"}),
        ("/v/void", {"card": fresh}),
        ("/v/nothing", {}),
    ):
        client.post(address, sent)
    client.get("/v/?l=bn")
    client.get("/v/p/broken")
    for place, held in tables().items():
        assert found([AGENT, ADDRESS], held) == [], place
    assert log.getvalue() == ""


def test_no_address_is_kept_of_the_staff(village: Village) -> None:
    client = browser()
    client.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS}
    client.post("/desk/account/login/", {"login": "mou", "password": "not this one"})
    client.post("/desk/account/login/", {"login": "mou", "password": PASSWORD})
    assert [place for place, held in tables().items() if found([ADDRESS, PASSWORD, "not this one"], held)] == []


def test_a_failing_page_of_the_survivors_site_says_nothing(told: Told, log: io.StringIO) -> None:
    drop("ballots", "ballots_card")
    client = phone()
    for address, sent in (
        ("/v/go", {"screen": "start", "card": told.numbers[0], "words": WORDS}),
        ("/v/void", {"card": told.numbers[0]}),
    ):
        page = client.post(address, sent)
        assert page.status_code == 500
        assert found([*told.canaries, AGENT, ADDRESS, "Traceback", "ballots_card"], page.content) == []
        assert b"/desk/" not in page.content
    lines = log.getvalue()
    assert lines.count("A page of the survivors' site failed.") == 2
    assert found([*told.canaries, AGENT, ADDRESS, "/v/go", "/v/void"], lines.encode()) == []


def test_a_failing_page_of_the_staff_site_says_nothing(told: Told, log: io.StringIO) -> None:
    drop("ballots", "ballots_words")
    rina = told.village.client("rina")
    rina.raise_request_exception = False
    page = rina.post("/desk/words/", {"passphrase": PASSPHRASE["rina"]})
    assert page.status_code == 500
    assert found([*told.canaries, "Traceback", "ballots_words"], page.content) == []
    lines = log.getvalue()
    assert "A page failed: 500" in lines
    assert found([*told.canaries, "Rina", "rina"], lines.encode()) == []


def test_a_wrong_passphrase_at_counting_says_nothing(told: Told, log: io.StringIO) -> None:
    rina = told.village.client("rina")
    wrong = "a moon under the tamarind"
    sent = {
        "leader": "rina", "leader_passphrase": wrong, "coordinator": "devi",
        "coordinator_passphrase": PASSPHRASE["devi"],
    }  # fmt: skip
    page = rina.post("/desk/counting/", sent)
    assert page.status_code == 400
    assert found([wrong, PASSPHRASE["devi"]], page.content) == []
    assert log.getvalue() == ""


def test_a_host_that_is_not_ours_leaves_no_line_about_who_asked(village: Village, log: io.StringIO) -> None:
    client = phone()
    assert client.get("/v/?l=bn", headers={"Host": "canary.example"}).status_code == 400
    assert found(["canary.example", AGENT, ADDRESS, "/v/"], log.getvalue().encode()) == []


def test_an_exception_is_logged_without_its_value() -> None:
    """The type and the lines of code are enough to mend something; the value may be somebody's card."""
    try:
        int("4321 8765 2109 6543")
    except ValueError as problem:
        record = logging.LogRecord("pakhi", logging.ERROR, __file__, 1, "It failed.", (), None)
        record.exc_info = (type(problem), problem, problem.__traceback__)
    assert Nameless().filter(record)
    line = Line().format(record)
    assert "ValueError" in line
    assert "test_privacy.py" in line
    assert "4321" not in line


def test_there_is_one_way_into_the_log() -> None:
    """Any other handler would write what ours leaves out."""
    ours = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Line)]
    assert len(ours) == 1
    assert any(isinstance(one, Nameless) for one in ours[0].filters)
    named = [
        logging.getLogger(name) for name in ("django", "django.request", "django.server", "django.security", "axes")
    ]
    assert [logger.name for logger in named if logger.handlers] == []
