"""CBO One with its key ready, a form in use, and Mou's phone."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client

from pakhi.field import devices, publish
from pakhi.field.models import Device, Version
from pakhi.network.models import Organisation
from pakhi.vault import keys, scope
from tests.laid import laid
from tests.village import PASSWORD, Village

VISIT = """
| survey |
| | type | name | label::English (en) | label::Bengali (bn) |
| | text | who | Who? | কে? |
| | select_one yes_no | came | Did she come? | উনি এসেছিলেন? |
| | integer | children | How many children? | কটি সন্তান? |
| | date | next | When next? | আবার কবে? |
| | image | picture | A picture | একটি ছবি |
| choices |
| | list_name | name | label::English (en) | label::Bengali (bn) |
| | yes_no | yes | Yes | হ্যাঁ |
| | yes_no | no | No | না |
| settings |
| | form_title | form_id | version |
| | Visit | visit | 1 |
"""
CANARY = "Jhilmilita Phulkopi"


@dataclass
class Phone:
    """A phone that sends records."""

    device: Device
    password: str
    organisation: Organisation
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def shown(self) -> dict[str, str]:
        given = base64.b64encode(f"{self.device.code}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {given}"}

    def get(self, path: str, **query: str) -> HttpResponse:
        return self.client.get(f"/openrosa/{self.organisation.code}/{path}", query, headers=self.shown)

    def send(self, content: str | bytes, **files: bytes) -> HttpResponse:
        """A record as ODK Collect sends it, with files under their names (`__` is a dot)."""
        from django.core.files.uploadedfile import SimpleUploadedFile as Part

        body = content.encode() if isinstance(content, str) else content
        parts = {"xml_submission_file": Part("record.xml", body, "text/xml")}
        parts |= {name.replace("__", "."): Part(name.replace("__", "."), held) for name, held in files.items()}
        return self.client.post(f"/openrosa/{self.organisation.code}/submission", parts, headers=self.shown)


def record(instance: str = "", form: str = "visit", version: str = "1", **answers: str) -> str:
    """A filled form."""
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    number = instance or f"uuid:{uuid.uuid4()}"
    return f'<data id="{form}" version="{version}">{inside}<meta><instanceID>{number}</instanceID></meta></data>'


def words(response: HttpResponse) -> str:
    """What a page says, without its markup."""
    heard: list[str] = []
    reader = HTMLParser()
    reader.handle_data = heard.append  # type: ignore[method-assign]  # a parser is told so what to do
    reader.feed(response.content.decode())
    return " ".join(" ".join(heard).split())


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def organisations() -> Iterator[None]:
    """What a test itself asks of the vault is about every organisation; what a page asks is bound by the page."""
    with scope.when_asked(lambda: frozenset(Organisation.objects.values_list("code", flat=True))):
        yield


@pytest.fixture
def ready(village: Village) -> Village:
    """CBO One and CBO Two can take records in."""

    def build() -> None:
        for home, keeper in (("one", "salma"), ("two", "kabir")):
            organisation, account = village.organisations[home], village.accounts[keeper]
            keys.make_worker_key(account, PASSWORD)
            keys.rehearse(organisation, keys.set_up(organisation, account)[:2])

    laid("ready", build, on=village)
    return village


@pytest.fixture
def visit(village: Village) -> Version:
    """A form of CBO One's own, in use."""

    def build() -> Version:
        return publish.go_live(publish.upload(VISIT.encode(), "visit.md", village.organisations["one"], None))

    return laid("visit", build, on=village)


@pytest.fixture
def phone(ready: Village) -> Phone:
    """Mou's phone."""
    one = ready.organisations["one"]
    return Phone(*devices.add(ready.accounts["mou"], one), one)


@pytest.fixture
def signed_in(ready: Village) -> Callable[[str], Client]:
    """Signs somebody in at the real page, so that their key is open; Mou is given access to names first."""

    def signed_in(name: str) -> Client:
        account, one = ready.accounts[name], ready.organisations["one"]
        if name == "mou" and not keys.holds(one, account):
            keys.make_worker_key(account, PASSWORD)
            keys.grant(keys.unlock(ready.accounts["salma"], PASSWORD), keys.current(one), account)
        client = Client()
        assert client.post("/desk/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
        return client

    return signed_in
