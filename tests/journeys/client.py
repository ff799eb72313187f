"""The first driver: Django's own client fills the forms of the pages as they stand, and sends what a browser would."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client

from pakhi.field import devices
from pakhi.field.models import Arrival
from pakhi.field.tests.conftest import Phone
from pakhi.field.tests.hotline import form
from pakhi.site import cli
from pakhi.vault.tests.conftest import Keepers
from tests.journeys.forms import Node, Unanswerable, form_with, link, read, says
from tests.journeys.told import Cannot, Join, Look, Names, Send, Write
from tests.journeys.walking import Walking, kept
from tests.village import PASSWORD

REFUSED = {400, 403, 409}


def record(act: Send, names: Names, version: str) -> str:
    """A filled form as a phone sends it."""
    said = {name: names.fill(str(value)) for name, value in act.said.items()}
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    for group, answers in act.groups:
        inside += f"<{group}>{''.join(f'<{name}>{value}</{name}>' for name, value in answers.items())}</{group}>"
    meta = f"<meta><instanceID>uuid:{uuid.uuid4()}</instanceID></meta>"
    return f'<data id="{act.form}" version="{version}">{inside}{meta}</data>'


@dataclass
class Place:
    """Where somebody is: their browser, the address and what stands there."""

    client: Client
    address: str = ""
    page: str = ""


@dataclass
class Walker(Walking):
    """Walks a journey by requests."""

    keepers: Keepers
    names: Names = field(default_factory=Names)
    places: dict[str, Place] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def homes(self) -> dict[str, str]:
        made = self.keepers.village.organisations
        return {"home": made["one"].code, "two": made["two"].code}

    def place(self, who: str) -> Place:
        if who not in self.places:
            self.places[who] = Place(sign_in(who))
        return self.places[who]

    def go(self, who: str, page: str) -> int:
        """Open a page; an empty one is where they are. Gives the status."""
        place = self.place(who)
        if not page:
            return 200
        address, _, follow = self.names.fill(page).partition(" > ")
        status = self.arrived(place, place.client.get("/desk/" + address, follow=True))
        if not follow:
            return status
        leads = urljoin(place.address, link(read(place.page), follow))
        return self.arrived(place, place.client.get(leads, follow=True))

    def arrived(self, place: Place, response: Any) -> int:
        path = response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]
        query = response.request.get("QUERY_STRING", "")
        place.address = path if "?" in path or not query else f"{path}?{query}"
        place.page = response.content.decode() if response.status_code in {200, *REFUSED} else ""
        return int(response.status_code)

    def look(self, act: Look) -> None:
        status = self.go(act.who, act.page)
        assert status == (404 if act.shut else 200), f"the page answered {status}"
        if not act.shut:
            self.seen(act)
            self.keep(act)

    def cannot(self, act: Cannot) -> None:
        assert self.go(act.who, act.page) == 200
        try:
            form = form_with(read(self.place(act.who).page), act.press, {})
            if act.question:
                form.answer(act.question, act.answer)
            else:
                button = form.button(act.press)
                assert button is None or button.has("disabled"), "the button can be pressed"
                return
        except Unanswerable:
            return
        raise AssertionError("it can be chosen")

    def keep(self, act: Write | Look) -> None:
        if act.keep:
            self.names[act.keep] = kept(self.place(act.who).address)

    def seen(self, act: Write | Look) -> None:
        text = says(read(self.place(act.who).page))
        for one in act.sees:
            assert self.names.fill(one) in text, f"not seen: {one!r} in {text}"
        for one in act.unseen:
            assert self.names.fill(one) not in text, f"seen: {one!r} in {text}"

    def write(self, act: Write) -> None:
        status, place = self.go(act.who, act.page), self.place(act.who)
        assert status == 200, f"the page answered {status}"
        form = form_with(read(place.page), act.press, act.said)
        said = {question: self.names.filled(answer) for question, answer in act.said.items()}
        data = form.unsent() | dict(form.answer(question, answer) for question, answer in said.items())
        button = form.button(act.press)
        assert button is not None
        assert not button.has("disabled"), "the button is shut"
        if button.get("name"):
            data[button.get("name")] = [button.get("value")]
        address = urljoin(place.address, button.get("formaction") or form.node.get("action"))
        if form.node.get("method").lower() == "post":
            status = self.arrived(place, place.client.post(address, data, follow=True))
        else:
            status = self.arrived(place, place.client.get(address, data, follow=True))
        shown = wrong(read(place.page))
        assert (status in REFUSED) if act.refused else (status == 200), f"answered {status}: {shown}"
        self.seen(act)
        self.keep(act)

    def send(self, act: Send) -> None:
        one = self.keepers.village.organisations["one"]
        if act.who not in self.phones:
            self.phones[act.who] = Phone(*devices.add(self.keepers.village.accounts[act.who], one), one)
        answered = self.phones[act.who].send(record(act, self.names, form(act.form).version))
        arrival = Arrival.objects.latest("pk")
        state = Arrival.State.QUARANTINE if act.waits else Arrival.State.TAKEN
        assert (answered.status_code, arrival.state, arrival.what) == (201, state, act.waits), (
            answered.status_code, arrival.state, arrival.why, arrival.what,
        )  # fmt: skip
        if act.keep:
            self.names[act.keep] = arrival.person

    def join(self, act: Join) -> None:
        said = [
            "account",
            "add",
            act.login,
            "--name",
            act.name,
            "--role",
            act.role,
            "--organisation",
            self.names[act.at],
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("getpass.getpass", lambda _asked="": PASSWORD)  # what is typed at the keyboard
            patch.setattr("sys.stdout", io.StringIO())
            assert cli.main(said) in {0, None}
        self.place(act.login)  # her first sign-in makes her key


def wrong(page: Node) -> str:
    """What a page says is wrong; all that it says, if it does not say that."""
    found = [one.text() for one in page.every("div") if "error-summary" in one.get("class")]
    return " ".join(found) or says(page)


def sign_in(who: str) -> Client:
    """Signed in at the real page, so that their key is open."""
    client = Client()
    done = client.post("/desk/account/login/", {"login": who, "password": PASSWORD})
    assert done.status_code == 302, f"{who} cannot sign in"
    return client
